"""How findings are printed: for a person at a terminal, for CI systems, for other programs.

Each format is a function from results to text; nothing here reads a file or knows a terminal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb.articles.checks.runner import Result
from kb.model import Severity

FORMATS = ("text", "json", "sarif", "github", "junit")
"""The names that ``kb check --format`` takes."""


@dataclass(frozen=True, slots=True)
class Summary:
    """How much was found in how many files."""

    errors: int
    warnings: int
    notes: int
    files: int

    @classmethod
    def of(cls, results: Sequence[Result], files: int) -> Summary:
        """Count results; ``files`` is the number of files looked at."""
        counts = dict.fromkeys(Severity, 0)
        for result in results:
            counts[result.finding.severity] += 1
        return cls(counts[Severity.ERROR], counts[Severity.WARNING], counts[Severity.NOTE], files)
