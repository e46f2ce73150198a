"""The scripts of the search as one file for readers: fewer requests, and no bytes for what only people read."""

from __future__ import annotations

import re
from collections.abc import Iterable

_COMMENT = re.compile(rb"^[ \t]*(?:/\*.*?\*/[ \t]*|//[^\n]*)\n", re.DOTALL | re.MULTILINE)
_INDENTED = re.compile(rb"^[ \t]+|^[ \t]*\n", re.MULTILINE)
_STRICT = b'"use strict";\n'


def joined(scripts: Iterable[bytes]) -> bytes:
    """The scripts one after the other, without comment lines, indentation and blank lines.

    Only whole lines go, so the code stays as it was written. A script must not have a template literal of several
    lines; ``tests/site/test_search_data.py`` holds that.
    """
    code = b"".join(_INDENTED.sub(b"", _COMMENT.sub(b"", script)).removeprefix(_STRICT) for script in scripts)
    return _STRICT + code
