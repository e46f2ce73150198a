"""The YAML head of an article: places, and heads that no writer means."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
import yaml

from kb.articles import frontmatter
from kb.articles.frontmatter import dump_flow_list, dump_scalar
from kb.cli import main
from kb.errors import ArticleError

PATH = PurePosixPath("articles/webmail/a.md")


def values(head: str) -> dict[str, object]:
    return dict(frontmatter.parse(f"---\n{head}\n---\n", PATH).values)


@pytest.mark.parametrize("character", ["\x85", "\u2028", "\u2029"])
def test_a_line_break_that_only_yaml_sees_is_refused_where_it_stands(character: str):
    with pytest.raises(ArticleError, match=f"3: .*9 文字目.*U\\+{ord(character):04X}.*\\n.*消して"):
        values(f"id: a\ntitle: 一{character}二")


def test_a_line_break_in_the_body_is_the_bodys_own_affair():
    assert frontmatter.parse("---\nid: a\n---\n一\u2028二\n", PATH).body == "一\u2028二\n"


@pytest.mark.parametrize("character", ["\n", "\x85", "\u2028", "\u2029"])
def test_what_is_written_has_no_line_break_that_would_be_refused(character: str):
    text = f"一{character}二"
    assert values(f"title: {dump_scalar(text)}\ntags: {dump_flow_list([text, 'a'])}") == {
        "title": text,
        "tags": [text, "a"],
    }


def test_check_and_fmt_tell_of_an_invisible_line_break(tmp_path, capsys):
    (tmp_path / "kb.toml").write_text('[[categories]]\nid = "webmail"\n', "utf-8")
    article = tmp_path / PATH
    article.parent.mkdir(parents=True)
    article.write_text("---\nid: a\ntitle: 一\u2028二\n---\n", "utf-8")
    assert main(["check", "-C", str(tmp_path)]) == 1
    assert "U+2028" in capsys.readouterr().out
    assert main(["fmt", "-C", str(tmp_path)]) == 2
    assert "articles/webmail/a.md:3" in capsys.readouterr().err


@pytest.mark.parametrize("loader", [frontmatter._Loader, yaml.SafeLoader], ids=["C", "Python"])
@pytest.mark.parametrize(
    "head",
    ["a: " + "[" * 20_000, "a: " + "[" * 900 + "]" * 900, "a: " + "{b: " * 60 + "}" * 60, "- " * 60 + "a"],
    ids=["unclosed", "closed", "mappings", "blocks"],
)
def test_a_head_nested_too_deep_is_refused(monkeypatch, loader: type, head: str):
    monkeypatch.setattr(frontmatter, "_Loader", loader)
    with pytest.raises(ArticleError, match=r"2: .*入れ子が深すぎます"):
        values(head)


def test_nesting_that_a_writer_may_mean_is_read():
    assert values("a: " + "[" * 40 + "]" * 40)


def test_a_run_of_digits_too_long_for_a_number_stays_text():
    assert values("a: " + "1" * 5_000 + "\nb: 587") == {"a": "1" * 5_000, "b": 587}


@pytest.mark.parametrize(
    ("head", "line", "problem"),
    [
        ('id: a\ntitle: "機器\nsummary: b', 3, "引用符が閉じられていません"),
        ("id: a\ntitle：x\ncategory: b", 3, "「title：」のコロンが全角です"),
        ("id: a\nquestions:\n\u3000- x", 4, "行の先頭に全角の空白があります"),
        ("id: a\ntags: [a, b\nsummary: c", 3, "[ が ] で閉じられていません"),
        ("id: a\ntitle: b: c", 3, "値の中に「: 」があるか"),
        ("id: a\ntitle: @b", 3, "引用符のいる記号"),
        ("id: a\n\ttitle: b", 3, "字下げにタブがあります"),
        ("questions:\n  - a\n b\nid: c", 4, "字下げがずれているか"),
    ],
)
def test_what_is_no_yaml_is_told_where_it_was_written(head: str, line: int, problem: str) -> None:
    with pytest.raises(ArticleError) as caught:
        frontmatter.parse(f"---\n{head}\n---\n", PATH)
    assert (caught.value.line, problem in caught.value.problem) == (line, True), caught.value.problem
