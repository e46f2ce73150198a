"""``kb explain ID``: which words, spellings, readings and synonyms reach an article."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kb import cli

Explain = Callable[..., tuple[int, str, str]]


@pytest.fixture
def explain(faq_root: Path, capsys: pytest.CaptureFixture[str]) -> Explain:
    def run(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = cli.main(["explain", *arguments, "-C", str(faq_root)])
        return code, *capsys.readouterr()

    return run


def test_the_article_its_questions_and_its_words_are_told(explain: Explain) -> None:
    code, out, err = explain("spam-received")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "spam-received  迷惑メールを受け取ったときの対処"
    assert "  見覚えのない広告がたくさん来る" in lines
    assert any("迷惑メール: 迷惑めーる、めいわくめーる" in line for line in lines)


def test_json_gives_every_word_with_how_each_spelling_reaches_it(explain: Explain) -> None:
    _, out, _ = explain("move-server", "--json")
    value = json.loads(out)
    assert (value["id"], value["questions"]) == ("move-server", ["古い機械から乗り換えたい"])
    impacts = [term["impact"] for term in value["terms"]]
    assert impacts == sorted(impacts, reverse=True)
    ways = {term["term"]: dict(term["spellings"]) for term in value["terms"]}["移行"]
    assert (ways["移行"], ways["いこう"], ways["引っ越し"]) == ("word", "reading", "writer")


def test_all_shows_more_and_says_nothing_of_more(explain: Explain) -> None:
    some, everything = explain("spam-received")[1], explain("spam-received", "--all")[1]
    assert " ほか " in some
    assert " ほか " not in everything
    assert len(everything) > len(some)


def test_an_unknown_id_is_refused_and_the_nearest_offered(explain: Explain) -> None:
    code, out, err = explain("spam-recieved")
    assert (code, out) == (2, "")
    assert "spam-received" in err


@pytest.mark.usefixtures("quick_index")
def test_a_draft_is_not_searched_and_told_so(run_kb: Callable[..., object], kb_root: Path) -> None:
    path = kb_root / "articles/spam/spam-received.md"
    path.write_text(path.read_text("utf-8").replace("status: current", "status: draft"), encoding="utf-8")
    ran = run_kb("explain", "spam-received", "-q")
    assert ran.code == 2  # type: ignore[attr-defined]
    assert "draft" in ran.err  # type: ignore[attr-defined]
