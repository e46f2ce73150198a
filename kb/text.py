"""Text normalisation: one definition, mirrored in ``kb/site/assets/search/text.js``.

Everything that compares texts (lexicon keys, aliases, ids proposed from titles) folds them here first, so that
width, case, kana script and the many hyphens and apostrophes never decide a match. The golden file
``tests/data/golden/functions.json`` is run by Python and by JavaScript.
"""

from __future__ import annotations

import re
import unicodedata

# Signs that NFKC leaves apart although people type them for one another. Long vowel mark excepted, every
# dash becomes "-"; the curly quotes of word processors become straight ones.
_SIGNS = str.maketrans(
    {
        "\u2018": "'", "\u2019": "'", "\u201b": "'", "\u2032": "'", "\uff07": "'",
        "\u201c": '"', "\u201d": '"', "\u201f": '"', "\u2033": '"',
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2015": "-", "\u2212": "-",
        "\u301c": "~", "\uff5e": "~",
        "\u3000": " ", "\u00a0": " ", "\u2028": "\n", "\u2029": "\n",
        "\u200b": "", "\u200c": "", "\u200d": "", "\u2060": "", "\ufeff": "",
    }
)  # fmt: skip

_KATAKANA_FIRST, _KATAKANA_LAST, _TO_HIRAGANA = 0x30A1, 0x30F6, 0x60


def normalize(text: str) -> str:
    """NFKC, lower case, one spelling for each dash, quote and blank; length may change.

    NFKC once more after lowering: a small letter may have a composed form that its capital lacks (H̱, ẖ).
    """
    lowered = unicodedata.normalize("NFKC", text.translate(_SIGNS)).lower()
    return unicodedata.normalize("NFKC", lowered).translate(_SIGNS)


def to_hiragana(text: str) -> str:
    """Katakana ァ to ヶ become hiragana; everything else, ー included, stays. Keeps the length."""
    return "".join(
        chr(ord(c) - _TO_HIRAGANA) if _KATAKANA_FIRST <= ord(c) <= _KATAKANA_LAST else c for c in text
    )


def fold(text: str) -> str:
    """The key under which a surface is looked up: normalised and in hiragana."""
    return to_hiragana(normalize(text))


def alias_key(text: str) -> str:
    """The key under which a vocabulary name is looked up: folded, without blanks, dashes and quotes."""
    return re.sub(r"[\s\-_'\"・.]+(?=\D|$)|[\s\-_'\"・]+", "", fold(text))


def display_width(text: str) -> int:
    """Columns a terminal gives the text: 2 for wide and full-width characters, 0 for combining ones."""
    width = 0
    for char in text:
        if unicodedata.combining(char):
            continue
        width += 2 if unicodedata.east_asian_width(char) in "WF" else 1
    return width


def pad(text: str, width: int, *, right: bool = False) -> str:
    """Filled with blanks to ``width`` columns of a terminal, on its right or, with ``right``, on its left."""
    blanks = " " * max(0, width - display_width(text))
    return blanks + text if right else text + blanks


def collapse(text: str) -> str:
    """One line: every run of white space becomes a blank."""
    return " ".join(text.split())
