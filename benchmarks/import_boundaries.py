"""How well the beginnings of articles are found in a text dump with a register of the true ones.

    python benchmarks/import_boundaries.py DUMP REGISTER.tsv [-C KNOWLEDGE_BASE] [--wrong]
    python benchmarks/import_boundaries.py DUMP REGISTER.tsv --fit [--unseen DUMP REGISTER.tsv]...

The register is a TSV with a header and the columns id, first_line, last_line. Prints precision, recall and F1 of
all rules together, on each half of the register, without the explicit marks (date lines and 回答 taken out of the
text first), and with each rule left out in turn.

With ``--fit`` the weights are fitted on one half of the articles (``boundary_fit`` says how) and tried on the other,
both ways: beside the shipped weights, beside the neutral ones the fit starts from, and with each rule left out of the
fit. The same, with the table fitted on the whole dump, on other dumps that are never fitted on: those in
``benchmarks/dumps`` (short, in other topics and shapes) and ``--unseen`` ones, apart by whether their articles have
heads or are run together. The last lines are the table fitted on the whole dump.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import boundary_fit
from inputs import dump_parser, read_register

from kb.config import Vocabulary, find_root, load
from kb.importers.dump.boundaries import Names, find_boundaries, naming
from kb.importers.dump.lines import Line
from kb.importers.dump.reader import read_lines
from kb.importers.dump.rules import RULES
from kb.importers.dump.weights import SHIPPED, Weights

Forms = tuple[boundary_fit.Dump, boundary_fit.Dump]
"""A dump with its marks, and without them."""
OTHERS = Path(__file__).parent / "dumps"


def measure(found: set[int], true: set[int]) -> tuple[float, float, float]:
    """Precision, recall and F1; the first line of the dump is no merit and does not count."""
    right = len(found & true)
    precision = right / len(found) if found else 1.0
    recall = right / len(true) if true else 1.0
    return precision, recall, 2 * precision * recall / (precision + recall) if right else 0.0


def boundaries(
    lines: Sequence[Line], vocabulary: Vocabulary, weights: Weights = SHIPPED
) -> dict[int, tuple[tuple[str, float], ...]]:
    """Line number in the file to the reasons, without the first."""

    names = naming(vocabulary)
    return {lines[b.index].number: b.reasons for b in find_boundaries(lines, names, weights)[1:]}


def without_marks(lines: Sequence[Line], true: set[int]) -> tuple[list[Line], set[int]]:
    """The dump with its date and 回答 lines taken out, and the true beginnings moved to the next line."""
    kept = [line for line in lines if not (line.mark or line.tail)]
    numbers = [line.number for line in kept if line.text and not line.rule]
    return kept, {next(n for n in numbers if n >= start) for start in true}


def read(dump: Path, register: Path) -> tuple[list[Line], set[int]]:
    """The lines of a dump, and the numbers of those at which its articles begin."""
    return read_lines(dump.read_text("utf-8")), set(read_register(register))


def show(name: str, found: set[int], true: set[int]) -> None:
    precision, recall, f1 = measure(found, true)
    print(
        f"{name:<28} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  "
        f"({len(found & true)} of {len(true)}, {len(found - true)} wrong)"
    )


@dataclass(frozen=True, slots=True)
class Others:
    """Dumps that no weights are fitted on, as they stand."""

    headed: tuple[boundary_fit.Dump, ...]
    """Most of their articles begin with a mark, a title or below a line of dashes."""
    run_together: tuple[boundary_fit.Dump, ...]

    def f1(self, weights: Weights) -> tuple[float, float]:
        """Over the headed ones, and over those run together."""
        counts = (
            [dump.whole().counts(weights) for dump in dumps] for dumps in (self.headed, self.run_together)
        )
        headed, run_together = (sum(each, boundary_fit.Counts()).f1 for each in counts)
        return headed, run_together


def show_fit(dump: Forms, others: Others) -> None:
    """Weights fitted on one half and tried on the other, beside the shipped and the neutral ones."""
    print(
        f"{'F1 where it was not fitted':<30} {'marks':>21}   {'marks taken out':>21}   "
        f"{len(others.headed)} headed dumps, {len(others.run_together)} run together"
    )
    neutral = boundary_fit.neutral()
    show_crosswise("shipped", dump, others, partial(_as_it_is, SHIPPED))
    show_crosswise("neutral", dump, others, lambda parts: boundary_fit.with_best_threshold(parts, neutral))
    show_crosswise("fitted", dump, others, partial(boundary_fit.fit, start=neutral))
    show_crosswise("fitted from shipped", dump, others, partial(boundary_fit.fit, start=SHIPPED))
    for rule in (rule.__name__ for rule in RULES):
        fewer, unfitted = neutral.without(rule), SHIPPED.without(rule)
        show_crosswise(f"  without {rule}", dump, others, partial(boundary_fit.fit, start=fewer))
        show_crosswise(f"  shipped without {rule}", dump, others, partial(_as_it_is, unfitted))
    table = boundary_fit.fit([form.whole() for form in dump], neutral)
    print(f"fitted on the whole dump: threshold {table.threshold:.2f} (shipped {SHIPPED.threshold:.2f})")
    for cue, weight in table.cues.items():
        print(f"  {cue:<40} {weight:6.2f}  (shipped {SHIPPED.cues[cue]:6.2f})")


def _as_it_is(weights: Weights, parts: Sequence[boundary_fit.Part]) -> Weights:
    """Weights that no part changes."""
    return weights


def show_crosswise(name: str, dump: Forms, others: Others, fitter: boundary_fit.Fitter) -> None:
    halves = [
        f"{first.f1:.3f} {second.f1:.3f} = {(first + second).f1:.3f}"
        for first, second in boundary_fit.crosswise(dump, fitter)
    ]
    table = fitter([form.whole() for form in dump])
    there = "   ".join(f"{f1:.3f}" for f1 in others.f1(table))
    print(f"{name:<30} {'   '.join(f'{half:>21}' for half in halves)}   {there}", flush=True)


def others_among(dumps: Iterable[boundary_fit.Dump]) -> Others:
    """The dumps in their two kinds."""
    listed = list(dumps)
    headed = tuple(dump for dump in listed if dump.headed())
    return Others(headed, tuple(dump for dump in listed if dump not in headed))


def forms(dump: Path, register: Path, names: Names) -> Forms:
    """A dump with its marks and without them."""
    lines, starts = read(dump, register)
    bare, moved = without_marks(lines, starts)
    return boundary_fit.Dump(lines, starts, names), boundary_fit.Dump(bare, moved, names)


def main() -> None:
    parser = dump_parser(__doc__, "show the missed and the invented boundaries")
    parser.add_argument(
        "--fit", action="store_true", help="fit the weights on one half, try them on the other"
    )
    parser.add_argument(
        "--unseen", nargs=2, type=Path, action="append", default=[], metavar=("DUMP", "REGISTER"),
        help="with --fit: another dump to try the weights on",
    )  # fmt: skip
    args = parser.parse_args()
    vocabulary = load(find_root(args.directory)).vocabulary
    if args.fit:
        names = naming(vocabulary)
        beside = [(dump, dump.with_suffix(".tsv")) for dump in sorted(OTHERS.glob("*.txt"))]
        unseen = (read(dump, register) for dump, register in (*beside, *args.unseen))
        others = others_among(boundary_fit.Dump(lines, starts, names) for lines, starts in unseen)
        show_fit(forms(args.dump, args.register, names), others)
        return
    lines, numbers = read(args.dump, args.register)
    starts = sorted(numbers)
    true = set(starts[1:])
    middle = starts[len(starts) // 2]
    found = boundaries(lines, vocabulary)
    show("all rules", set(found), true)
    show("first half", {n for n in found if n < middle}, {n for n in true if n < middle})
    show("second half", {n for n in found if n >= middle}, {n for n in true if n >= middle})
    bare, moved = without_marks(lines, true)
    unmarked = boundaries(bare, vocabulary)
    show("marks taken out", set(unmarked), moved)
    show("  first half", {n for n in unmarked if n < middle}, {n for n in moved if n < middle})
    show("  second half", {n for n in unmarked if n >= middle}, {n for n in moved if n >= middle})
    for rule in (rule.__name__ for rule in RULES):
        fewer = SHIPPED.without(rule)
        show(f"without {rule}", set(boundaries(lines, vocabulary, fewer)), true)
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
