"""The files that ``kb init`` lays down. They lie in kb/scaffold/ as they are, with a few places to fill in."""

from __future__ import annotations

import json
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable

_RENAMED = {"gitignore": ".gitignore"}
"""Kept under another name here, so that neither git nor a package builder takes it for its own."""


def scaffold_files(name: str, today: date) -> dict[str, str]:
    """Path to content of each file of a new knowledge base.

    Args:
        name: what the knowledge base is called.
        today: the day that the example articles say they were published.
    """
    # A TOML basic string is written like a JSON one.
    filled = {
        "{{name}}": json.dumps(name, ensure_ascii=False),
        "{{title}}": name,
        "{{today}}": today.isoformat(),
    }
    found: dict[str, str] = {}
    _gather(files("kb") / "scaffold" / "files", "", found)
    for path, text in found.items():
        for mark, value in filled.items():
            text = text.replace(mark, value)
        found[path] = text
    return found


def _gather(folder: Traversable, prefix: str, found: dict[str, str]) -> None:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        path = prefix + _RENAMED.get(entry.name, entry.name)
        if entry.is_dir():
            _gather(entry, f"{path}/", found)
        else:
            found[path] = entry.read_text(encoding="utf-8")
