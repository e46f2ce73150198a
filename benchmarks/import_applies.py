"""How well an imported dump's articles say what they are for, against the same articles as writers finished them.

    python benchmarks/import_applies.py DUMP REGISTER.tsv [-C KNOWLEDGE_BASE] [--wrong]

The register is a TSV with a header and the columns id and first_line; the ids are those of the finished articles.
Prints precision, recall and F1 of versions, plans, OS and software over all articles whose beginning the import
found; the others are counted and left out, their names would be another article's.
"""

from __future__ import annotations

from collections import Counter

from inputs import dump_parser, read_register

from kb.articles.library import read_library
from kb.config import find_root, load
from kb.importers.drafting.draft import Draft, draft_all
from kb.importers.dump.reader import read_dump
from kb.model import FACETS


def main() -> None:
    args = dump_parser(__doc__, "show the missed and the invented names").parse_args()
    kb = load(find_root(args.directory))
    finished = {file.article.id: file.article for file in read_library(kb).files}
    register = read_register(args.register)
    entries = read_dump(args.dump.read_text("utf-8"), args.dump.name, kb.vocabulary)
    drafts = {
        register[draft.entry.line]: draft
        for draft in draft_all(entries, kb.vocabulary)
        if register.get(draft.entry.line) in finished
    }
    print(f"{len(drafts)} of {len(register)} articles compared")
    for facet in FACETS:
        found = Counter((id_, name) for id_, draft in drafts.items() for name in _names(draft, facet))
        true = Counter((id_, name) for id_ in drafts for name in getattr(finished[id_].applies_to, facet))
        right = (found & true).total()
        precision, recall = right / max(1, found.total()), right / max(1, true.total())
        f1 = 2 * right / max(1, found.total() + true.total())
        print(f"{facet:<10} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  ({right} of {true.total()})")
        if args.wrong:
            for id_, name in sorted((found - true) | (true - found)):
                kind = "MISSED" if (id_, name) in true else "INVENTED"
                scores = {one.name: one.score for one in drafts[id_].judged if one.facet == facet}
                print(f"  {kind:<8} {name} in {id_}: {scores.get(name, 0.0)} {drafts[id_].article.title}")


def _names(draft: Draft, facet: str) -> tuple[str, ...]:
    names: tuple[str, ...] = getattr(draft.article.applies_to, facet)
    return names


if __name__ == "__main__":
    main()
