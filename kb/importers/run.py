"""An import from end to end: gather, draft, plan, and (unless it is a dry run) write and report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.articles.library import read_library
from kb.articles.writer import dump
from kb.config import KnowledgeBase
from kb.importers.audit import Audit, audit
from kb.importers.drafting.draft import Draft, draft_all
from kb.importers.plan import Action, Change, plan_import
from kb.importers.sources import Gathered, Options, gather
from kb.importers.write import apply, present_articles, read_state

CONFLICTS = "import-conflicts"


@dataclass(frozen=True, slots=True)
class Result:
    """All that an import did or would do."""

    gathered: Gathered
    changes: tuple[Change, ...]
    audits: tuple[Audit, ...]
    folder: Path
    """Holds the category folders."""
    conflicts: Path

    def count(self, action: Action) -> int:
        """How many drafts come to this."""
        return sum(change.action is action for change in self.changes)


def run_import(
    kb: KnowledgeBase,
    sources: Iterable[Path],
    options: Options,
    *,
    out: Path | None = None,
    category: str = "",
    dry_run: bool = False,
    progress: Callable[[str, float], None] = lambda name, share: None,
) -> Result:
    """Import sources into a knowledge base.

    Args:
        kb: gives the vocabulary, and its articles as examples and link targets.
        sources: files and folders.
        options: how to read them.
        out: write here instead of into articles/.
        category: put every draft into this one.
        dry_run: plan only, write nothing.
        progress: called with a source's name and the share that is done.

    Raises:
        SourceError: an article cannot be written.
        UsageError: the record of earlier imports is damaged.
    """
    folder = out if out is not None else kb.articles_dir
    conflicts = kb.reports_dir / CONFLICTS
    gathered = gather(sources, kb.vocabulary, options, progress)
    entries = [entry for reading in gathered.readings for entry in reading.entries]
    library = [file.article for file in read_library(kb).files]
    own = {path.stem for path in folder.rglob("*.md")} if folder.is_dir() else set()
    drafts = draft_all(
        entries, kb.vocabulary, [a for a in library if out is None or a.id not in own], category
    )
    texts = [dump(draft.article) for draft in drafts]
    state = read_state(folder)
    changes = tuple(plan_import(zip(drafts, texts, strict=True), present_articles(folder), state))
    audits = _audits(gathered, drafts, texts)
    if not dry_run:
        apply(changes, folder, conflicts, state)
    return Result(gathered, changes, audits, folder, conflicts)


def _audits(gathered: Gathered, drafts: Sequence[Draft], texts: Sequence[str]) -> tuple[Audit, ...]:
    """One a source; the drafts are in the order of the readings' entries."""
    found: list[Audit] = []
    start = 0
    for reading in gathered.readings:
        end = start + len(reading.entries)
        rows = [
            (d.entry, text, d.dropped) for d, text in zip(drafts[start:end], texts[start:end], strict=True)
        ]
        found.append(audit(reading, rows))
        start = end
    return tuple(found)
