"""What an import would do to the articles that are already there. Pure: decides, touches no file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

from kb.importers.drafting.draft import Draft


class Action(StrEnum):
    """What happens to one draft."""

    ADD = "add"
    UPDATE = "update"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Present:
    """An article file as it is now."""

    path: PurePosixPath
    """Relative to the folder that holds the category folders."""
    digest: str


@dataclass(frozen=True, slots=True)
class Change:
    """One draft, its text, and what to do with it."""

    action: Action
    draft: Draft
    text: str
    path: PurePosixPath
    """Where the article belongs, relative to the folder that holds the category folders."""


def plan_import(
    drafts: Iterable[tuple[Draft, str]], present: Mapping[str, Present], imported: Mapping[str, str]
) -> Iterator[Change]:
    """Decide what becomes of each draft.

    An article that a writer has touched since it was imported, or that was never imported, is not overwritten:
    its draft comes out as a conflict, to be put beside it for a person to settle.

    Args:
        drafts: each draft with the text of its file.
        present: the articles that are there, by id, wherever they lie.
        imported: id to the digest of the text that the last import wrote.
    """
    for draft, text in drafts:
        old = present.get(draft.article.id)
        place = PurePosixPath(draft.article.category) / f"{draft.article.id}.md"
        if old is None:
            yield Change(Action.ADD, draft, text, place)
        elif old.digest == digest(text):
            yield Change(Action.UNCHANGED, draft, text, old.path)
        elif imported.get(draft.article.id) == old.digest:
            yield Change(Action.UPDATE, draft, text, old.path)
        else:
            yield Change(Action.CONFLICT, draft, text, old.path)


def digest(text: str) -> str:
    """What tells whether a file still is what was written."""
    return hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()
