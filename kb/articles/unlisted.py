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
    stems = _stems(vocabulary)
    if not stems or not re.search(r"\d", text):
        return ()
    known = mentions(text, vocabulary)
    names = "|".join(_JOINERS.join(map(re.escape, stem)) for stem in stems)
    # Hiragana keeps the length, so places are those of the text.
    found = re.finditer(rf"(?<![a-z0-9])(?:{names}){_JOINERS}{_NUMBER}", to_hiragana(text))
    return tuple(
        dict.fromkeys(
            text[match.start() : match.end()]
            for match in found
            if not any(name.start <= match.start(1) < name.end for name in known)
        )
    )


def _stems(vocabulary: Vocabulary) -> list[str]:
    """How the numbered names begin, longest first."""
    keys = (key for key, name in vocabulary.spellings() if name.product and name.order)
    stems = {match[1] for key in keys if (match := _NUMBERED.fullmatch(key))}
    return sorted(stems, key=lambda stem: (-len(stem), stem))
