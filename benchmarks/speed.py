"""How long kb takes: a question as a whole process, a question in the process, a build.

    python benchmarks/speed.py [SIZE ...]     (default: 60 1000; 60 is this repository, the rest are synthetic)

Whole processes are measured by the CPU time the system accounts for them, which a busy machine disturbs less than
the clock; the ratio is against opening the index with Whoosh alone. Medians of ``RUNS`` after one warm-up.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from synthetic import questions, write_knowledge_base

from kb import config, pipeline
from kb.articles.reader import article_paths
from kb.evaluation.judgments import read_judgments

RUNS = 9
ROOT = Path(__file__).parents[1]
OPENING = "from whoosh import index; index.open_dir({!r}).reader()"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sizes", metavar="SIZE", type=int, nargs="*", default=[60, 1000])
    args = parser.parse_args()
    print(f"Python {sys.version.split()[0]} on {sys.platform}")
    with tempfile.TemporaryDirectory() as folder:
        for size in args.sizes:
            measure(size, knowledge_base(size, Path(folder) / str(size)))


def knowledge_base(size: int, folder: Path) -> Path:
    """A copy of this repository's knowledge base for 60, else a synthetic one."""
    if size == 60:
        for part in ("articles", "search"):
            shutil.copytree(ROOT / part, folder / part)
        shutil.copy(ROOT / config.CONFIG_NAME, folder)
    else:
        write_knowledge_base(folder, size)
    return folder


def measure(size: int, folder: Path) -> None:
    kb = config.load(folder)
    rows = [("build, nothing built before", seconds(lambda: pipeline.build(kb, date.today())))]
    rows.append(("build, nothing changed", seconds(lambda: pipeline.build(kb, date.today()))))
    first = next(iter(article_paths(kb.articles_dir)))
    first.write_text(first.read_text("utf-8") + "\n追記しました。\n", encoding="utf-8")
    rows.append(("build, one article changed", seconds(lambda: pipeline.build(kb, date.today()))))
    asked = texts(size, kb)
    opening = cpu([sys.executable, "-c", OPENING.format(str(kb.index_dir))])
    asking = cpu([sys.executable, "-m", "kb", "-C", str(folder), "ask", asked[0]])
    print(f"\n{size} articles")
    for name, value in rows:
        print(f"  {name:<32}{value:>9.2f} s")
    print(f"  {'open the index with Whoosh':<32}{opening * 1000:>9.0f} ms CPU")
    print(f"  {'kb ask, whole process':<32}{asking * 1000:>9.0f} ms CPU ({asking / opening:.2f} times)")
    for name, value in zip(("p50", "p90", "max"), in_process(kb, asked), strict=True):
        print(f"  {'a question in the process, ' + name:<32}{value * 1000:>9.1f} ms CPU")


def texts(size: int, kb: config.KnowledgeBase) -> Sequence[str]:
    if size == 60:
        return [j.text for j in read_judgments(kb.search_dir / "judgments.jsonl")]
    return questions(60)


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def cpu(command: Sequence[str]) -> float:
    """Median CPU seconds of a whole process."""
    taken = []
    for _ in range(RUNS + 1):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(taken[1:])


def in_process(kb: config.KnowledgeBase, asked: Sequence[str]) -> tuple[float, float, float]:
    """Median, 90th percentile and maximum of the CPU seconds a question takes in an open searcher."""
    searcher = pipeline.open_searcher(kb)
    searcher.ask(asked[0])
    taken = []
    for question in asked:
        started = time.process_time()
        searcher.ask(question)
        taken.append(time.process_time() - started)
    searcher.close()
    taken.sort()
    return taken[len(taken) // 2], taken[len(taken) * 9 // 10], taken[-1]


if __name__ == "__main__":
    main()
