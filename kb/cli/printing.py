"""Text for a person: whatever an article, a file's name or an argument holds, it never drives the terminal."""

from __future__ import annotations

import sys

from kb.text import printable


def put(text: str = "", *, flush: bool = False) -> None:
    """A line of the result, on stdout."""
    print(printable(text), flush=flush)


def put_file(text: str) -> None:
    """A file's content on stdout: exact where it goes into another file, harmless where a person looks."""
    sys.stdout.write(printable(text) if sys.stdout.isatty() else text)


def warn(text: str) -> None:
    """What a person has to know, on stderr; said with ``--quiet`` too."""
    print(printable(text), file=sys.stderr)
