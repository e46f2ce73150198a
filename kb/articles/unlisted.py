"""Versions that a text names and the vocabulary does not list: AlmaLinux 9 where there is only AlmaLinux 8.

Such a name filters nothing, so whoever reads an answer has to be told. Pure. Mirrored in
``kb/site/assets/search/unlisted.js``.
"""

from __future__ import annotations

import re

from kb.articles.mentions import mentions
from kb.config import Vocabulary
from kb.text import to_hiragana

_NUMBERED = re.compile(r"(.*?\D)\d+(?:\.\d+)*")
_JOINERS = r"""[ \-_'"・\t]{0,2}"""
# A port, a count or a date behind the name is no version; nor is a number of three digits.
_NUMBER = r"(\d{1,2})(?!\d)(?:\.\d+)*(?![\d番台個件名人回通日月年時分秒桁文字%]| *(?:[mgk]b|文字|ぽーと))"


def unlisted(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The names, each once, as the text writes them.

    Args:
        text: normalised.
        vocabulary: of its versions and OS those count that have a product and an order.
    """
    pattern = _pattern(vocabulary) if re.search(r"\d", text) else None
    if pattern is None:
        return ()
    known = mentions(text, vocabulary)
    return tuple(
        dict.fromkeys(
            text[match.start() : match.end()]
            # Hiragana keeps the length, so places are those of the text.
            for match in pattern.finditer(to_hiragana(text))
            if not any(name.start <= match.start(1) < name.end for name in known)
        )
    )


def _pattern(vocabulary: Vocabulary) -> re.Pattern[str] | None:
    """A name with any number; None when no name has one. Worked out once, because every question is looked through."""
    cache = vocabulary._cache
    if "unlisted" not in cache:
        names = "|".join(_JOINERS.join(map(re.escape, stem)) for stem in _stems(vocabulary))
        cache["unlisted"] = re.compile(rf"(?<![a-z0-9])(?:{names}){_JOINERS}{_NUMBER}") if names else None
    found: re.Pattern[str] | None = cache["unlisted"]
    return found


def _stems(vocabulary: Vocabulary) -> list[str]:
    """How the numbered names begin, longest first."""
    keys = (key for key, name in vocabulary.spellings() if name.product and name.order)
    stems = {match[1] for key in keys if (match := _NUMBERED.fullmatch(key))}
    return sorted(stems, key=lambda stem: (-len(stem), stem))
