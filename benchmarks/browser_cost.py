"""What a reader's browser loads before the first result, and how long a keystroke takes.

    python benchmarks/browser_cost.py [60] [1000] [10000] [--work DIR] [--all]

60 is a copy of this repository; any other number a synthetic knowledge base of that size (``synthetic.py``), which
is built in DIR (default: build/benchmarks) unless it is there. Each question is opened cold, from the server of
``kb serve`` in a process of its own, as ``index.html?q=…``, twice: once to take the time, with nobody asking the
browser anything meanwhile; once to count the bytes, those of all bodies that came before the first result stood on
the page (or that nothing was found): page, style, scripts and index together; and, beside, all until the answer was
complete. Then each question is typed, key by key, in a page where it was asked before.
``--all`` asks every judged question instead of a sample, and prints each. Needs Chromium and Playwright.
"""

from __future__ import annotations

import argparse
import functools
import json
import multiprocessing
import shutil
import statistics
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from http.server import ThreadingHTTPServer
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from urllib.parse import quote

from synthetic import questions as synthetic_questions
from synthetic import write_knowledge_base

from kb import config, pipeline
from kb.cli.serve_command import Handler

ROOT = Path(__file__).resolve().parents[1]
REAL = 60
QUESTIONS = 40
SOON_MS = 500

NOTE_FIRST_RESULT = """
new MutationObserver((_, observer) => {
  const done = document.querySelector("[data-search-state=done]");
  if (done || document.querySelector("[data-search-state] [data-article-id]")) window.firstResult ??= performance.now();
  if (!done) return;
  observer.disconnect();
  console.debug("answered");
}).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-search-state"] });
"""

COME_BY_THEN = """
() => performance.getEntriesByType("resource")
  .filter((entry) => entry.responseEnd <= window.firstResult).map((entry) => entry.name)
"""

TYPE = """
async (question) => {
  const times = [];
  window.engine ??= await KB.openSearch({ base: "data/" });
  for (const pass of ["cold", "warm"]) {
    for (let end = 1; end <= question.length; end += 1) {
      const start = performance.now();
      await window.engine.ask(question.slice(0, end), { n: 10 });
      if (pass === "warm") times.push(performance.now() - start);
    }
  }
  return times;
}
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one question cost a browser that had nothing yet."""

    question: str
    kinds: dict[str, int]
    """Bytes by kind of file."""
    whole: int
    """Bytes in all until the answer was complete."""
    requests: int
    milliseconds: float
    """From opening the page to the first result."""

    @property
    def bytes(self) -> int:
        return sum(self.kinds.values())


def prepare(articles: int, work: Path, every: bool) -> tuple[Path, list[str]]:
    """The built site of that many articles, and questions to ask."""
    if articles == REAL:
        root = work / "real"
        shutil.rmtree(root, ignore_errors=True)
        for part in ("articles", "search"):
            shutil.copytree(ROOT / part, root / part)
        shutil.copy(ROOT / "kb.toml", root)
        lines = (ROOT / "search" / "judgments.jsonl").read_text("utf-8").splitlines()
        asked = [json.loads(line)["text"] for line in lines if line.startswith("{")]
        asked = asked if every else asked[:: max(1, len(asked) // QUESTIONS)]
    else:
        root = work / f"synthetic-{articles}"
        if not (root / "kb.toml").exists():
            write_knowledge_base(root, articles)
        asked = synthetic_questions(QUESTIONS)
    kb = config.load(root)
    pipeline.build(kb, date.today())
    return kb.site_dir, asked


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: Any) -> None:
        """A page that is closed while files come is no error here."""


def _serve(folder: Path, port: Connection) -> None:
    server = _Server(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))
    port.send(server.server_port)
    server.serve_forever()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    port, other_end = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.Process(target=_serve, args=(folder, other_end), daemon=True)
    process.start()
    yield f"http://127.0.0.1:{port.recv()}/"
    process.terminate()


def kind_of(url: str) -> str:
    """Page, style, scripts, or which part of the index."""
    path = url.split("?")[0].split("/", 3)[3]
    if path.startswith("data/"):
        return {"m": "manifest", "s": "spellings", "p": "terms", "j": "joints", "w": "words", "r": "records"}[
            path[5]
        ]
    return {"css": "style", "js": "scripts"}.get(path.rsplit(".", 1)[-1], "page")


@contextmanager
def cold_page(browser: Any) -> Iterator[Any]:
    context = browser.new_context(locale="ja-JP")
    context.add_init_script(NOTE_FIRST_RESULT)
    yield context.new_page()
    context.close()


def open_with(page: Any, top: str, question: str) -> None:
    """Open the page with the question, until the answer is complete."""
    with page.expect_console_message(timeout=60_000):
        page.goto(f"{top}index.html?q={quote(question)}", wait_until="commit")


def first_result(browser: Any, top: str, question: str) -> Cost:
    """What the question costs until the first result."""
    with cold_page(browser) as page:
        open_with(page, top, question)
        elapsed = page.evaluate("window.firstResult")
    with cold_page(browser) as page:
        return Cost(question, *_counted(page, top, question), elapsed)


def _counted(page: Any, top: str, question: str) -> tuple[dict[str, int], int, int]:
    answers: dict[str, Any] = {}
    page.on("response", lambda answer: answers.setdefault(answer.url, answer))
    open_with(page, top, question)
    names = page.evaluate(COME_BY_THEN)
    kinds: dict[str, int] = {}
    whole = 0
    for url, answer in list(answers.items()):
        size = len(answer.body())
        whole += size
        if url in names or url == page.url:
            kinds[kind_of(url)] = kinds.get(kind_of(url), 0) + size
    return kinds, whole, len(names) + 1


def keystrokes(browser: Any, top: str, asked: Sequence[str]) -> list[float]:
    """Milliseconds from a key to the answer, in a page that has loaded what the question needs."""
    page = browser.new_page()
    page.goto(f"{top}index.html")
    times = [time for question in asked[:10] for time in page.evaluate(TYPE, question)]
    page.close()
    return times


def spread(values: Sequence[float]) -> str:
    ordered = sorted(values)
    return f"{statistics.median(ordered):9.1f} {ordered[int(len(ordered) * 0.9)]:9.1f} {ordered[-1]:9.1f}"


def report(
    articles: int, costs: Sequence[Cost], times: Sequence[float], say: Callable[[str], None] = print
) -> None:
    say(f"\n{articles} articles, {len(costs)} questions          p50       p90       max")
    say(f"  kB before the first result      {spread([cost.bytes / 1000 for cost in costs])}")
    for kind in ("page", "style", "scripts", "manifest", "spellings", "terms", "joints", "words", "records"):
        say(f"    {kind:<28}  {spread([cost.kinds.get(kind, 0) / 1000 for cost in costs])}")
    say(f"  kB until the answer is complete {spread([cost.whole / 1000 for cost in costs])}")
    say(f"  requests                        {spread([cost.requests for cost in costs])}")
    say(f"  ms to the first result          {spread([cost.milliseconds for cost in costs])}")
    soon = sum(cost.milliseconds < SOON_MS for cost in costs)
    say(f"    below {SOON_MS}                     {soon} of {len(costs)}")
    say(f"  ms for a keystroke, loaded      {spread(times)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", type=int, nargs="*", default=[REAL, 1000])
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "benchmarks")
    parser.add_argument("--all", action="store_true")
    args = parser.parse_args()
    from playwright.sync_api import sync_playwright

    executable = next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable, args=["--no-sandbox", "--disable-gpu"]
        )
        for articles in args.articles:
            site, asked = prepare(articles, args.work, args.all)
            with served(site) as top:
                costs = [first_result(browser, top, question) for question in asked]
                report(articles, costs, keystrokes(browser, top, asked))
            for cost in sorted(costs, key=lambda cost: -cost.bytes) if args.all else ():
                print(f"  {cost.bytes / 1000:7.1f} kB {cost.milliseconds:6.0f} ms  {cost.question}")
        browser.close()


if __name__ == "__main__":
    main()
