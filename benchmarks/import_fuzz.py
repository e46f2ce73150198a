"""Mutate the importers' samples at random: no crash but a clear error, and nothing lost.

    python benchmarks/import_fuzz.py [COUNT] [SEED]

Prints how many cases were read, refused with a clear error, lost letters or crashed; exits with 1 for the last two.
"""

from __future__ import annotations

import random
import sys
import traceback
from collections import Counter
from pathlib import Path

from kb.articles.reader import parse
from kb.articles.writer import dump
from kb.config import Vocabulary, load
from kb.errors import KbError
from kb.importers.audit import audit
from kb.importers.drafting.draft import draft_all
from kb.importers.sources import Options, read_bytes

DATA = Path(__file__).parent.parent / "tests" / "importers" / "data"
SCRAPS = [
    b"<",
    b">",
    b"</p>",
    b"<table>",
    b"<td>",
    b"<ul><li>",
    b"&amp;",
    b"&#x0;",
    b"]]>",
    b"<![CDATA[",
    b"[/caption]",
    b"---\n",
    b"```\n",
    b"|",
    b"\n",
    b"\r",
    b"\x00",
    b"\xff\xfe",
    b"\x1b$B",
    b"1.",
    "①".encode(),
    "※".encode(),
    "■".encode(),
    "回答\n".encode(),
    "公開日 2020年2月30日\n".encode(),
    "\u2028".encode(),
    "\u202e".encode(),
    b"../../",
    b"javascript:",
    b'"',
    b"'",
    b"\\",
    b"*",
    b"`",
    b"[",
    b"](",
    b"#",
    b"<!--",
    b"<script>",
    b"!!! note\n",
]


def mutate(data: bytes, others: list[bytes], rng: random.Random) -> bytes:
    """A few random changes: cut, double, put in, swap, splice with another sample."""
    result = bytearray(data)
    for _ in range(rng.randint(1, 8)):
        at, length = rng.randrange(len(result) + 1), rng.randint(1, 60)
        change = rng.randrange(5)
        if change == 0:
            del result[at : at + length]
        elif change == 1:
            result[at:at] = result[at : at + length] * rng.randint(1, 5)
        elif change == 2:
            result[at:at] = rng.choice(SCRAPS) * rng.choice((1, 1, 1, 3, 200))
        elif change == 3 and result:
            result[rng.randrange(len(result))] = rng.randrange(256)
        else:
            other = rng.choice(others)
            start = rng.randrange(len(other))
            result[at : at + length] = other[start : start + length * 4]
    return bytes(result)


def attempt(data: bytes, name: str, vocabulary: Vocabulary) -> str:
    """What became of one case."""
    try:
        reading = read_bytes(data, name, vocabulary, Options(unpublished=True))
        drafts = draft_all(reading.entries, vocabulary)
        texts = [dump(draft.article) for draft in drafts]
        for draft, text in zip(drafts, texts, strict=True):
            parse(text, draft.article.path)
        result = audit(reading, [(d.entry, t, d.dropped) for d, t in zip(drafts, texts, strict=True)])
    except KbError:
        return "refused"
    return "read" if result.complete else "lost"


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    rng = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    vocabulary = load(DATA).vocabulary
    samples = [p for p in sorted(DATA.glob("*/*")) if not p.name.endswith(".expected.md")]
    contents = [path.read_bytes() for path in samples]
    outcomes: Counter[str] = Counter()
    for case in range(count):
        index = rng.randrange(len(samples))
        data = mutate(contents[index], contents, rng)
        try:
            outcome = attempt(data, samples[index].name, vocabulary)
        except Exception:
            outcome = "crashed"
            traceback.print_exc()
        if outcome in ("lost", "crashed") and outcomes[outcome] < 5:
            kept = Path(f"/tmp/import-fuzz-{case}-{samples[index].name}")
            kept.write_bytes(data)
            print(f"{outcome}: {kept}", file=sys.stderr)
        outcomes[outcome] += 1
    print(
        f"{count} cases: "
        + ", ".join(f"{name} {outcomes[name]}" for name in ("read", "refused", "lost", "crashed"))
    )
    return 1 if outcomes["lost"] or outcomes["crashed"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
