"""Writing a text file from a command: whole or not at all, and a KbError when it cannot be."""

from __future__ import annotations

from pathlib import Path

from kb.atomic import write_file
from kb.errors import UsageError


def replace_text(path: Path, text: str) -> None:
    """Write a text as UTF-8, its line breaks as they are.

    Raises:
        UsageError: the file or its folder cannot be written to.
    """
    try:
        write_file(path, text.encode("utf-8"))
    except OSError as exc:
        problem = f"{path} に書けません（{exc.strerror or exc}）。"
        raise UsageError(problem, "フォルダの権限と空き容量を確かめてください。") from exc
