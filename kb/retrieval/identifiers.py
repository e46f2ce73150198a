"""Runs of ASCII letters, digits and the signs that hold them together: names, commands, addresses, numbers.

Sudachi cuts ``mail.add_x_header`` into seven pieces; here it stays whole and is found by its parts as well.
Mirrored in ``kb/site/assets/search/identifiers.js``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# A run begins and ends with a letter or digit (or ends with "+", "#": c++, c#); inside, the signs of paths,
# addresses, versions, options and assignments hold it together.
_RUN = re.compile(r"[a-z0-9](?:[a-z0-9]|[._/:@+=~%&?#'!*$-]+(?=[a-z0-9]))*[+#]*")
_PART = re.compile(r"[a-z]+|[0-9]+")


@dataclass(frozen=True, slots=True)
class Run:
    """One ASCII run of a normalised text."""

    text: str
    start: int
    """Offset in the normalised text, in code points."""

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def runs(text: str) -> Iterator[Run]:
    """The ASCII runs of a normalised text, in order."""
    for match in _RUN.finditer(text):
        yield Run(match[0], match.start())


def parts(run: str) -> tuple[str, ...]:
    """The letter and digit groups of a run, in order: ``plesk12.5`` gives plesk, 12, 5."""
    return tuple(_PART.findall(run))


def compounds(run: str) -> tuple[str, ...]:
    """The forms, longer than a part, under which a run is known, longest first.

    The run itself, and its pieces between the signs that join words of their own: a path is also known by its
    last name, an address by its host.
    """
    found = [run]
    for piece in re.split(r"[/:@=?&]+", run):
        if piece and piece not in found:
            found.append(piece)
    return tuple(form for form in found if len(parts(form)) > 1)


_KEEP = re.compile(r"(?:ss|us|is|os|news|series)$")


def stem(word: str) -> str:
    """An English word without its commonest endings, so that "drops" meets "drop" and "blocked" "blocking".

    Deliberately small (the S-stemmer of Harman, "How Effective is Suffixing?", JASIS 42(1), 1991, with -ed and
    -ing): names such as "postfix" must come through untouched.
    """
    if len(word) < 4 or not word.isalpha():
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("s") and not _KEEP.search(word):
        word = word[:-1]
    for ending in ("ing", "ed"):
        if (
            word.endswith(ending)
            and len(word) - len(ending) >= 3
            and re.search(r"[aeiouy]", word[: -len(ending)])
        ):
            word = word[: -len(ending)]
            return word[:-1] if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz" else word
    return word
