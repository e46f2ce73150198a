"""Files and folders that are either the old ones or the new ones, whatever happens in between.

A new folder is made beside the old one and exchanged with it in one system call where the system has one
(Linux: renameat2 with RENAME_EXCHANGE), else by two renames; ``recover`` puts right what a crash between the two
left behind. Imports nothing of kb.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def write_file(path: Path, content: bytes) -> None:
    """Write a file so that a reader finds the old content or the new, never a part; who may read it stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
        Path(name).chmod(_mode(path))
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _mode(path: Path) -> int:
    """The permissions of the file that is replaced, or those that any new file has."""
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        umask = os.umask(0)
        os.umask(umask)
        return 0o666 & ~umask


@contextlib.contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """An empty folder beside ``target`` that takes its place when the block ends without an error.

    Behind a link, the folder that the link leads to is exchanged and the link stays.
    """
    target = _behind_links(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    staging = _staging(target)
    _remove(staging)
    staging.mkdir()
    try:
        yield staging
        _put_in_place(staging, target)
    finally:
        _remove(staging)


def recover(target: Path) -> None:
    """Finish or undo what a crash left: put the old folder back if there is none, and clear the rest away."""
    target = _behind_links(target)
    old = _old(target)
    if os.path.lexists(target):
        _remove(old)
    elif os.path.lexists(old):
        old.rename(target)
    _remove(_staging(target))


def _behind_links(target: Path) -> Path:
    # Path.resolve raises where links lead in a circle; such a link is replaced like any other file.
    return Path(os.path.realpath(target))


def _remove(path: Path) -> None:
    """Clear away what stands under a name, be it a folder, a file or a link; what a link leads to stays."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):
            path.unlink()


def _staging(target: Path) -> Path:
    return target.with_name(f".{target.name}.new")


def _old(target: Path) -> Path:
    return target.with_name(f".{target.name}.old")


def _put_in_place(staging: Path, target: Path) -> None:
    if not os.path.lexists(target):
        staging.rename(target)
    elif not _exchange(staging, target):
        old = _old(target)
        target.rename(old)
        staging.rename(target)
        _remove(old)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two names in one step; False where the system or the file system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    import ctypes

    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    result: int = call(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    return result == 0
