"""The checks: everything that ``kb check`` and the build have to say about articles.

Pure: the day is given, the articles are given, retrieval is given; only the links to files look at the disk.
"""

from kb.articles.checks.context import Finder
from kb.articles.checks.runner import Result, blocking, examine, run

__all__ = ["Finder", "Result", "blocking", "examine", "run"]
