"""What several benchmarks read: a dump with its register, and the articles that are searched."""

from __future__ import annotations

import argparse
import csv
from dataclasses import replace
from pathlib import Path

from kb.config import KnowledgeBase
from kb.model import Article, Status
from kb.pipeline import readable_articles


def dump_parser(description: str | None, wrong: str) -> argparse.ArgumentParser:
    """The command line of a benchmark over a dump.

    Args:
        description: the benchmark's docstring.
        wrong: what ``--wrong`` shows.
    """
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("dump", type=Path)
    parser.add_argument("register", type=Path)
    parser.add_argument("-C", dest="directory", type=Path, default=Path())
    parser.add_argument("--wrong", action="store_true", help=wrong)
    return parser


def read_register(path: Path) -> dict[int, str]:
    """First line of each article of a dump to its id: a TSV with the columns id and first_line."""
    with path.open(encoding="utf-8", newline="") as stream:
        return {int(row["first_line"]): row["id"] for row in csv.DictReader(stream, delimiter="\t")}


def searched_articles(kb: KnowledgeBase, *, bare: bool) -> list[Article]:
    """The current articles; ``bare``: without their stored questions, as other people's are."""
    current = [article for article in readable_articles(kb) if article.status is Status.CURRENT]
    return [replace(article, questions=()) for article in current] if bare else current
