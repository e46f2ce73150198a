"""Ids from titles: ASCII, kebab-case, recognisable, the same every time, and safe as a file name."""

from __future__ import annotations

import hashlib
import re
from functools import cache

from kb.articles.mentions import mentions
from kb.config import Vocabulary
from kb.importers.glossary import GLOSSARY
from kb.text import fold, normalize

MAX_LENGTH = 64
_VALID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_WORD = re.compile(r"[a-z][a-z0-9]*(?:[.+][a-z0-9]+)*|\d+(?:\.\d+)*")
_MEANINGLESS = re.compile(r"(?:id|faq|ufaq|post|page|p|no|item|article|entry)?-?\d*\Z")
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
_SMALL = {"or", "and", "the", "of", "to", "a", "an", "in", "for", "is", "http", "https", "www"}
_HASH = 6


def propose(title: str, vocabulary: Vocabulary) -> str:
    """An id for a title; ends in a hash of the title when too little of it could be put into words."""
    words = _words(title, vocabulary)
    text = _joined(words)
    if len([word for word in words if not word.isdigit()]) < 2 or not text:
        return "-".join(part for part in (text or "faq", digest(title)))
    return safe(text)


def from_slug(slug: str) -> str:
    """The source's own short name when it can serve as an id and means something; else empty."""
    text = normalize(slug).strip().strip("/")
    if not _VALID.match(text) or _MEANINGLESS.match(text) or not 3 <= len(text) <= 80 or text in _RESERVED:
        return ""
    return text if sum(part.isalpha() for part in text.split("-")) >= 2 else ""


def distinct(proposed: str, key: str) -> str:
    """The id made different from others like it by something that stays the same: a hash of ``key``."""
    return f"{proposed[: MAX_LENGTH - _HASH - 1].rstrip('-')}-{digest(key)}"


def digest(text: str) -> str:
    """A short stable hash of a text, whatever its width and case."""
    return hashlib.sha256(fold(text).encode()).hexdigest()[:_HASH]


def safe(text: str) -> str:
    """Fit as a file name everywhere."""
    text = text[:MAX_LENGTH].rstrip("-")
    return f"{text}-faq" if text in _RESERVED else text


def _words(title: str, vocabulary: Vocabulary) -> list[str]:
    """Words of the title in its order: vocabulary names, Latin words, glossary words."""
    words: list[str] = []
    position = 0
    for mention in mentions(title, vocabulary):
        if mention.start < position:
            continue
        words += _translated(title[position : mention.start])
        words += _WORD.findall(_ascii(mention.name)) or _translated(mention.name)
        position = mention.end
    words += _translated(title[position:])
    return [word for word in dict.fromkeys(words) if word not in _SMALL]


def _translated(text: str) -> list[str]:
    words: list[str] = []
    folded = fold(text)
    position = 0
    while position < len(folded):
        latin = _WORD.match(folded, position)
        if latin and not _glossary_match(folded, position):
            words.append(re.sub(r"[^a-z0-9]", "", latin[0]))
            position = latin.end()
            continue
        match = _glossary_match(folded, position)
        if match:
            words += [part for part in match[1].split("-") if part]
            position += match[0]
        else:
            position += 1
    return words


def _glossary_match(folded: str, position: int) -> tuple[int, str] | None:
    entries, longest = _glossary()
    for length in range(min(longest, len(folded) - position), 0, -1):
        word = entries.get(folded[position : position + length])
        if word is not None:
            return length, word
    return None


@cache
def _glossary() -> tuple[dict[str, str], int]:
    entries = {fold(word): english for word, english in GLOSSARY.items()}
    return entries, max(map(len, entries))


def _ascii(name: str) -> str:
    return normalize(name).replace("'", "")


def _joined(words: list[str]) -> str:
    text = ""
    for word in words:
        longer = f"{text}-{word}" if text else word
        if len(longer) > MAX_LENGTH:
            break
        text = longer
    return text
