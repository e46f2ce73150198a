"""Which lines of a body are code: fences at any indentation, as they stand in list items and notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})")


def code_lines(lines: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Each line with whether it belongs to a fenced code block, the fences themselves included."""
    fence = ""
    for line in lines:
        match = _FENCE.match(line)
        yield line, bool(fence or match)
        if fence:
            if match and match[1].startswith(fence) and not line.strip(" \t`~"):
                fence = ""
        elif match:
            fence = match[1]
