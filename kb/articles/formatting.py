"""Canonical article files: what ``kb fmt`` writes.

Works on the text, line by line, so that comments and values it does not understand stay: keys in
canonical order, each with the comment lines above it; short lists on one line, questions one a line; aliases and ranges in
``applies_to`` as the vocabulary's names; in the body one blank line around blocks and no trailing blanks.
Formatting twice changes nothing more.
"""

from __future__ import annotations

from kb.articles.mentions import reaches
from kb.config import Vocabulary


def written_out(vocabulary: Vocabulary, facet: str, text: str) -> tuple[str, ...]:
    """The names of a facet that a name, an alias or a range ("Plesk 9 以降", "Plesk 9〜12") stands for.

    In the vocabulary's order, oldest first; empty when the text is none of these.
    """
    text = text.strip()
    if vocabulary.get(facet, text) is not None:
        return (text,)
    entry = vocabulary.resolve(text, (facet,))
    if entry is not None:
        return (entry.name,)
    whole = [r for r in reaches(text, vocabulary) if r.facet == facet and (r.start, r.end) == (0, len(text))]
    return whole[0].names if whole else ()
