"""A net under the converters: text of a source that broken markup made them miss. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from kb.importers.audit import letters


def unaccounted(pieces: Iterable[str], output: str) -> list[str]:
    """The pieces of a source that its output does not hold, in order; each as often as it is missing."""
    texts = [(piece, letters(piece)) for piece in pieces]
    own = letters(output)
    missing = {index for index, (_, text) in enumerate(texts) if text and text not in own}
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
