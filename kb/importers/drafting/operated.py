"""The software that a body works on: whose files it edits, whose service it restarts. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.config import Vocabulary

_PATH = re.compile(r"(?<![\w:/.])/(?:[A-Za-z0-9_.+\-]+/)+[A-Za-z0-9_.+\-]*")
_NOT_WORKED_ON = re.compile(r"/(?:var|home|tmp)/|.*/s?bin/")
"""Data, logs and programs: an article about anything may name them (/var/qmail/mailnames, /usr/bin/php)."""
_SERVICE = re.compile(
    r"\b(?:systemctl\s+(?:[a-z\-]+\s+)+|service\s+|(?:yum|dnf|apt|apt-get)\s+(?:-\w+\s+)*(?:install|update|upgrade)\s+(?:-\w+\s+)*)"
    r"(?P<name>[A-Za-z][A-Za-z0-9_+\-]*)"
)
_MAX_LINE_CHARS = 2000


def operated(body: str, vocabulary: Vocabulary) -> frozenset[str]:
    """Names of software in the paths (/etc/postfix/main.cf) and service commands of a Markdown body."""
    words = {word for line in body.split("\n") for word in _words(line[:_MAX_LINE_CHARS])}
    found = (vocabulary.resolve(word, ("software",)) for word in words)
    return frozenset(entry.name for entry in found if entry is not None)


def _words(line: str) -> Iterator[str]:
    for path in _PATH.finditer(line):
        if not _NOT_WORKED_ON.match(path[0]):
            yield from (part for part in path[0].split("/") if part)
    for service in _SERVICE.finditer(line):
        yield service["name"]
