"""Replace a file's text without ever leaving half of it."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from kb.errors import UsageError


def replace_text(path: Path, text: str) -> None:
    """Write a text as UTF-8, its line breaks as they are; the file is the old one or the new one, never less.

    Raises:
        UsageError: the folder cannot be written to.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(text.encode("utf-8"))
            mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
            os.chmod(temporary, mode)
            os.replace(temporary, path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
            raise
    except OSError as exc:
        raise UsageError(
            f"{path} に書けません（{exc.strerror}）。", "フォルダの権限と空き容量を確かめてください。"
        ) from exc


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
