"""How well the beginnings of articles are found in a text dump with a register of the true ones.

    python benchmarks/import_boundaries.py DUMP REGISTER.tsv [-C KNOWLEDGE_BASE] [--wrong]

The register is a TSV with a header and the columns id, first_line, last_line. Prints precision, recall and F1 of
all rules together, on each half of the register, without the explicit marks (date lines and 回答 taken out of the
text first), and with each rule left out in turn.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Sequence
from pathlib import Path

from kb.config import Vocabulary, find_root, load
from kb.importers.dump.boundaries import find_boundaries, naming
from kb.importers.dump.lines import Line, read_line
from kb.importers.dump.rules import RULES, Rule


def measure(found: set[int], true: set[int]) -> tuple[float, float, float]:
    """Precision, recall and F1; the first line of the dump is no merit and does not count."""
    right = len(found & true)
    precision = right / len(found) if found else 1.0
    recall = right / len(true) if true else 1.0
    return precision, recall, 2 * precision * recall / (precision + recall) if right else 0.0


def boundaries(
    lines: Sequence[Line], vocabulary: Vocabulary, rules: Sequence[Rule]
) -> dict[int, tuple[tuple[str, float], ...]]:
    """Line number in the file to the reasons, without the first."""

    names = naming(vocabulary)
    return {lines[b.index].number: b.reasons for b in find_boundaries(lines, names, rules)[1:]}


def without_marks(lines: Sequence[Line], true: set[int]) -> tuple[list[Line], set[int]]:
    """The dump with its date and 回答 lines taken out, and the true beginnings moved to the next line."""
    kept = [line for line in lines if not line.mark]
    numbers = [line.number for line in kept if line.text]
    return kept, {next(n for n in numbers if n >= start) for start in true}


def show(name: str, found: set[int], true: set[int]) -> None:
    precision, recall, f1 = measure(found, true)
    print(
        f"{name:<28} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  "
        f"({len(found & true)} of {len(true)}, {len(found - true)} wrong)"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("dump", type=Path)
    parser.add_argument("register", type=Path)
    parser.add_argument("-C", dest="directory", type=Path, default=Path())
    parser.add_argument("--wrong", action="store_true", help="show the missed and the invented boundaries")
    args = parser.parse_args()
    vocabulary = load(find_root(args.directory)).vocabulary
    text = args.dump.read_text("utf-8")
    lines = [read_line(n, raw) for n, raw in enumerate(text.split("\n"), 1)]
    with args.register.open(encoding="utf-8", newline="") as stream:
        starts = sorted(int(row["first_line"]) for row in csv.DictReader(stream, delimiter="\t"))
    true = set(starts[1:])
    middle = starts[len(starts) // 2]
    found = boundaries(lines, vocabulary, RULES)
    show("all rules", set(found), true)
    show("first half", {n for n in found if n < middle}, {n for n in true if n < middle})
    show("second half", {n for n in found if n >= middle}, {n for n in true if n >= middle})
    bare, moved = without_marks(lines, true)
    unmarked = boundaries(bare, vocabulary, RULES)
    show("marks taken out", set(unmarked), moved)
    show("  first half", {n for n in unmarked if n < middle}, {n for n in moved if n < middle})
    show("  second half", {n for n in unmarked if n >= middle}, {n for n in moved if n >= middle})
    for rule in RULES:
        fewer = [other for other in RULES if other is not rule]
        show(f"without {rule.__name__}", set(boundaries(lines, vocabulary, fewer)), true)
        show("  marks taken out", set(boundaries(bare, vocabulary, fewer)), moved)
    if args.wrong:
        for title, source, got, wanted in (
            ("marked", lines, found, true),
            ("unmarked", bare, unmarked, moved),
        ):
            by_number = {line.number: line for line in source}
            for number in sorted(set(got) ^ wanted):
                kind = "MISSED" if number in wanted else "INVENTED"
                print(title, kind, number, by_number[number].text[:60], got.get(number, ""))


if __name__ == "__main__":
    main()
