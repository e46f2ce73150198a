"""``kb fmt``: canonical, idempotent, and nothing lost."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb import config
from kb.articles.formatting import format_article
from kb.articles.formatting_body import format_body
from kb.articles.reader import article_paths, parse, read
from kb.articles.writer import dump
from kb.cli import main
from kb.errors import ArticleError
from kb.model import AppliesTo, Article, Status

HERE = Path(__file__).parent
DATA = HERE / "data" / "fmt"
KB = config.load(HERE.parent / "checks" / "data")
PATH = PurePosixPath("articles/webmail/a.md")
REPOSITORY = HERE.parent.parent


def formatted(text: str) -> str:
    return format_article(text, PATH, KB.vocabulary)


@pytest.mark.parametrize(
    "source", sorted(p for p in DATA.glob("*.md") if ".expected" not in p.name), ids=lambda p: p.stem
)
def test_an_article_takes_its_canonical_form(source: Path):
    given_text = source.read_bytes().decode("utf-8")
    expected = source.with_suffix(".expected.md").read_text("utf-8")
    assert formatted(given_text) == expected
    assert formatted(expected) == expected


def test_a_key_that_stands_twice_is_refused():
    """Reordering would decide which of the two counts."""
    with pytest.raises(ArticleError, match="二度"):
        formatted("---\nid: a\ntitle: 一\ntitle: 二\n---\n")


@pytest.mark.parametrize(
    "lines",
    [
        'title: "パスワード # 再設定"',
        "title: '件名 # 一' # 注",
        'tags: ["a # b", c]',
        'questions:\n  - "a # b"\n  - c',
        'applies_to:\n  os: ["CentOS # 6"]',
        "summary: > # 注\n  答え",
    ],
)
def test_lines_whose_comment_is_unsure_stay_as_they_are(lines: str):
    """Behind a quote a number sign may belong to the value; a comment behind it would be written twice."""
    text = f"---\n{lines}\n---\n"
    assert formatted(text) == text


def test_the_writer_and_the_formatter_agree():
    """What an import writes is not touched by the first ``kb fmt``."""
    article = Article(
        id="a",
        title="題: 一",
        summary="答え。",
        category="webmail",
        questions=("問い", "#2"),
        tags=("587", "DKIM"),
        applies_to=AppliesTo(versions=("Plesk 8", "Plesk Onyx")),
        status=Status.DRAFT,
        body="## 回答\n\n答え。\n",
    )
    assert formatted(dump(article)) == dump(article)


@pytest.mark.parametrize("path", sorted(article_paths(REPOSITORY / "articles")), ids=lambda p: p.stem)
def test_formatting_an_article_of_ours_changes_no_meaning(path: Path):
    kb = config.load(REPOSITORY)
    before = read(path, REPOSITORY)
    text = format_article(before.text, before.path, kb.vocabulary)
    after = parse(text, before.path)
    assert after.article == before.article
    assert format_article(text, before.path, kb.vocabulary) == text


@pytest.mark.parametrize(
    "body",
    [
        "cron の行です。\n\n    * * * * * cmd\n\n\n    + 二行目  \n\n本文です。\n",
        "- 項目\n\n      * * * * * cmd\n",
        "1. 手順\n\n       # 注釈\n       + cmd\n",
        "!!! note\n    文です。\n\n        * * * * * cmd\n",
    ],
)
def test_indented_code_is_left_as_it_is(body: str):
    assert format_body(body) == body


def test_what_is_set_in_below_an_item_is_no_code():
    assert format_body("- 項目\n\n    * 中の項目\n") == "- 項目\n\n    - 中の項目\n"


PIECES = st.sampled_from(
    [
        *(
            "## 見出し",
            "本文です。",
            "* 項目",
            "1. 手順",
            "    字下げ",
            "```",
            "~~~",
            "| a | b |",
            "|---|---|",
        ),
        *(
            "!!! note",
            "",
            "  ",
            "改行  ",
            "---",
            "<!-- c -->",
            "\ttab",
            "- - -",
            "    ```",
            "> 引用",
            "+ 項目  ",
        ),
    ]
)


@given(st.lists(PIECES, max_size=14))
@settings(max_examples=300, deadline=None)
def test_formatting_a_body_twice_changes_nothing_more(lines: list[str]):
    once = format_body("\n".join(lines))
    assert format_body(once) == once


@given(st.lists(PIECES, max_size=14))
@settings(max_examples=200, deadline=None)
def test_formatting_a_body_keeps_every_word(lines: list[str]):
    def words(text: str) -> list[str]:
        return text.replace("*", "-").replace("+", "-").split()

    body = "\n".join(lines)
    assert words(format_body(body)) == words(body)


HEAD_LINES = st.sampled_from(
    [
        *("id: a", "title: 'x: y'", "tags: [a, b] # c", "tags:\n  - a\n  - b", "# comment", "", "related: x"),
        *("questions:\n  - q\n  # c\n  - r", "status: draft", "summary: >-\n  一\n  二", "unknown: {a: 1}"),
        *("published: 2020-1-2", "applies_to:\n  os: [CentOS 6]", "applies_to:", "source: |\n  a\n  b"),
        *("topic:    a   # b",),
    ]
)


@given(st.lists(HEAD_LINES, max_size=8, unique_by=lambda line: line.split(":")[0]))
@settings(max_examples=300, deadline=None)
def test_formatting_a_head_twice_changes_nothing_more_and_keeps_comments(lines: list[str]):
    text = "---\n" + "\n".join(lines) + "\n---\n"
    once = formatted(text)
    assert formatted(once) == once
    assert once.count("# c") == text.count("# c")
    assert set(parse(once, PATH).head.values) == set(parse(text, PATH).head.values)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "kb.toml").write_text((KB.root / "kb.toml").read_text("utf-8"), "utf-8")
    folder = tmp_path / "articles" / "webmail"
    folder.mkdir(parents=True)
    (folder / "keys.md").write_bytes((DATA / "keys.md").read_bytes())
    (folder / "names.md").write_bytes((DATA / "names.expected.md").read_bytes())
    return tmp_path


def test_the_command_rewrites_only_what_is_not_in_form(root: Path, capsys):
    assert main(["fmt", "-C", str(root)]) == 0
    assert capsys.readouterr().out == "整えました: articles/webmail/keys.md\n"
    assert (root / "articles/webmail/keys.md").read_text("utf-8") == (DATA / "keys.expected.md").read_text(
        "utf-8"
    )
    assert main(["fmt", "-C", str(root)]) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("option", ["--check", "--diff"])
def test_checking_writes_nothing_and_fails(root: Path, option: str, capsys):
    before = (root / "articles/webmail/keys.md").read_bytes()
    assert main(["fmt", "-C", str(root), option]) == 1
    assert "articles/webmail/keys.md" in capsys.readouterr().out
    assert (root / "articles/webmail/keys.md").read_bytes() == before
    assert main(["fmt", "-C", str(root), option, "articles/webmail/names.md"]) == 0


def test_an_unreadable_article_is_told_and_the_others_are_formatted(root: Path, capsys):
    (root / "articles/webmail/broken.md").write_text("本文だけ\n", "utf-8")
    assert main(["fmt", "-C", str(root)]) == 2
    captured = capsys.readouterr()
    assert "articles/webmail/keys.md" in captured.out
    assert "articles/webmail/broken.md:1" in captured.err
