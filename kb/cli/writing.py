"""Replace a file's text without ever leaving half of it."""

from __future__ import annotations

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
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:80]}.", suffix=".tmp")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(text.encode("utf-8"))
            temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as exc:
        raise UsageError(
            f"{path} に書けません（{exc.strerror}）。", "フォルダの権限と空き容量を確かめてください。"
        ) from exc


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
