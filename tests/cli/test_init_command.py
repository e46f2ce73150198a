"""What ``kb init`` prints and ships works as it stands: it is the first thing a newcomer tries."""

from __future__ import annotations

import io
import json
import re
import shlex
from pathlib import Path

import pytest

from kb.cli import main


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new knowledge base; one for all tests, so that its index is made once."""
    root = tmp_path_factory.mktemp("init") / "faq"
    assert main(["init", "-q", str(root)]) == 0
    return root


def commands(text: str) -> list[list[str]]:
    """The arguments of each line that calls kb."""
    lines = [line.strip() for line in text.splitlines()]
    return [shlex.split(re.split(r" {2,}|#", line)[0])[1:] for line in lines if line.startswith("kb ")]


def test_the_judged_questions_are_all_answered_rightly(root: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["eval", "-C", str(root), "--json"]) == 0
    queries = json.loads(capsys.readouterr().out)["queries"]
    assert [query["answered"] for query in queries] == [True, True, False]
    assert [query["shows"] for query in queries] == [True, True, None]


def test_the_printed_commands_work_as_printed(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    """Nobody is there to be asked: a script or a CI job runs them too."""
    main(["init", str(tmp_path / "faq")])
    printed = commands(capsys.readouterr().err)
    assert [command[0] for command in printed] == ["ask", "check", "new", "build", "eval"]
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    quick = [command for command in printed if command[0] not in ("build", "eval")]
    assert [main([name, "-C", str(root), *arguments]) for name, *arguments in quick] == [0, 0, 0]
    assert (root / "articles/network/printer.md").is_file()
    readme = commands((root / "README.md").read_text("utf-8"))
    assert [c for c in readme if c[0] == "new"] == [c for c in printed if c[0] == "new"]
