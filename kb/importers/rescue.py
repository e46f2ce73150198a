"""A net under the converters: text of a source that broken markup made them miss. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from kb.importers.audit import letters


def unaccounted(pieces: Iterable[str], output: str, gone: Iterable[str] = ()) -> list[str]:
    """The pieces of a source that its output does not hold, in order; each as often as it is missing.

    Args:
        pieces: of the source.
        output: all that was written or listed as dropped.
        gone: what was taken out of the middle of pieces, such as the prompts before commands.
    """
    texts = [(piece, letters(piece)) for piece in pieces]
    own = letters(output)
    cuts = sorted({short for text in gone if (short := letters(text))}, key=len, reverse=True)
    cut = re.compile("|".join(map(re.escape, cuts))) if cuts else None

    def held(text: str) -> bool:
        return text in own or (cut is not None and all(part in own for part in cut.split(text)))

    missing = {index for index, (_, text) in enumerate(texts) if text and not held(text)}
    lacking = Counter("".join(text for _, text in texts))
    lacking -= Counter(own + "".join(texts[index][1] for index in missing))
    for index, (_, text) in enumerate(texts):
        if not lacking:
            break
        found = Counter(text)
        if index not in missing and found & lacking:
            missing.add(index)
            lacking -= found
    return [texts[index][0] for index in sorted(missing)]
