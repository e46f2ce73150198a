"""kb.toml: what it says, what people call things, and errors that name the line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kb.config import Category, EvalBar, KnowledgeBase, Name, Vocabulary, find_root, load
from kb.errors import ConfigError, NoKnowledgeBaseError

WHOLE = """\
[kb]
name = "小さな FAQ"
description = "説明"
publisher = "窓口"
base_url = "https://faq.example.jp/mail"

[eval]
success_at_1 = 0.9

[[categories]]
id = "spam"
name = "迷惑メール"
stale_after_days = 365

[[categories]]
id = "dns"

[[versions]]
name = "Plesk"
product = "Plesk"
general = true
aliases = ["プレスク"]

[[versions]]
name = "Plesk 9"
product = "Plesk"
order = 9
successor = "Plesk Onyx"
eol = 2013-06-09

[[versions]]
name = "Plesk Onyx"
product = "Plesk"
order = 17

[[plans]]
name = "Flex Web"

[[plans]]
name = "Flex Web Pro"
family = "Flex Web"

[[os]]
name = "CentOS 7"
product = "CentOS"
order = 7
"""


def read(root: Path, text: str) -> KnowledgeBase:
    (root / "kb.toml").write_text(text, encoding="utf-8")
    return load(root)


def test_everything_the_file_says_is_read(tmp_path: Path) -> None:
    kb = read(tmp_path, WHOLE)
    assert kb == KnowledgeBase(
        root=tmp_path,
        name="小さな FAQ",
        description="説明",
        publisher="窓口",
        base_url="https://faq.example.jp/mail/",
        bar=EvalBar(success_at_1=0.9),
        vocabulary=Vocabulary(
            categories=(Category("spam", "迷惑メール", 365), Category("dns", "dns")),
            names=(
                Name("versions", "Plesk", ("プレスク",), product="Plesk", general=True),
                Name(
                    "versions",
                    "Plesk 9",
                    product="Plesk",
                    order=9,
                    successor="Plesk Onyx",
                    eol=date(2013, 6, 9),
                ),
                Name("versions", "Plesk Onyx", product="Plesk", order=17),
                Name("plans", "Flex Web"),
                Name("plans", "Flex Web Pro", family="Flex Web"),
                Name("os", "CentOS 7", product="CentOS", order=7),
            ),
        ),
    )


def test_an_empty_file_is_a_knowledge_base_named_after_its_folder(tmp_path: Path) -> None:
    assert read(tmp_path, "") == KnowledgeBase(root=tmp_path, name=tmp_path.name)


def test_everything_lies_in_its_folder(tmp_path: Path) -> None:
    kb = read(tmp_path, "")
    folders = (kb.articles_dir, kb.search_dir, kb.index_dir, kb.site_dir, kb.reports_dir)
    assert [f.relative_to(tmp_path).as_posix() for f in folders] == [
        "articles",
        "search",
        "build/index",
        "build/site",
        "build/reports",
    ]


def test_the_nearest_kb_toml_upward_is_found(tmp_path: Path) -> None:
    (tmp_path / "kb.toml").touch()
    below = tmp_path / "articles" / "spam"
    below.mkdir(parents=True)
    assert find_root(below) == tmp_path.resolve()
    (tmp_path / "articles" / "kb.toml").touch()
    assert find_root(below) == (tmp_path / "articles").resolve()


def test_no_kb_toml_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(NoKnowledgeBaseError, match="kb init"):
        find_root(tmp_path)


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ('[kb]\nname = "x\n', 2, "TOML"),
        ("[kb]\nname = 3\n", 2, "文字列"),
        ("kb = 1\n", 1, "[kb]"),
        ("[categories]\nid = 'a'\n", 1, "[[categories]]"),
        ('[[categories]]\nid = "a"\n[[categories]]\nid = "a"\n', 2, "重複"),
        ('[[categories]]\nid = "a"\nstale_after_days = -5\n', 3, "0 以上"),
        ('[[versions]]\nproduct = "Plesk"\n', 1, "name"),
        ('[[versions]]\nname = "A"\naliases = "B"\n', 2, "aliases"),
        ('[[versions]]\nname = "A"\neol = "2020"\n', 2, "eol"),
        ('[[versions]]\nname = "A"\norder = "1"\n', 2, "order"),
        (f'[[versions]]\nname = "A"\norder = 1{"0" * 400}\n', 2, "order"),
        ('# id = "../a"\n[[categories]]\nid = "../a"\n', 3, "フォルダの名前"),
        ('[[os]]\nname = "A"\n[[os]]\nname = "A"\n', 2, "A"),
        ('[[versions]]\nname = "A"\ngeneral = "false"\n', 2, "general"),
        ("[eval]\nsucces_at_1 = 0.9\n", 2, "もしかして: success_at_1"),
        ("[log]\nquestion = true\n", 2, "もしかして: questions"),
        ("[eval]\nsuccess_at_1 = 90\n", 2, "0 から 1"),
    ],
)
def test_an_error_names_the_file_the_line_and_the_cause(
    tmp_path: Path, text: str, line: int, told: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, text)
    assert (caught.value.path, caught.value.line) == (tmp_path / "kb.toml", line)
    assert told in str(caught.value)
    assert "対処: " in str(caught.value)


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ('[kb]\nnmae = "A"\n', 2, "もしかして: name"),
        ('[[versions]]\nname = "A"\naliases = ["B"]\n[[versions]]\nname = "C"\nalias = []\n', 6, "aliases"),
        ('[[os]]\nname = "A"\nend_of_life = 2024-01-01\n', 3, "[[os]] に end_of_life"),
        ('[[categories]]\nid = "a"\n\n[[categories]]\nid = "b"\nstale_days = 3\n', 6, "stale_after_days"),
        ('[kb]\nname = "A"\n\n[[version]]\nname = "B"\n', 4, "もしかして: versions"),
    ],
)
def test_a_key_that_nothing_reads_is_kept_for_the_check_and_stops_no_answer(
    tmp_path: Path, text: str, line: int, told: str
) -> None:
    (unread,) = read(tmp_path, text).unread
    assert unread.line == line
    assert told in str(unread)


@pytest.mark.parametrize("value", ["1" * 5_000, "[" * 50_000], ids=["number", "nesting"])
def test_a_value_that_toml_cannot_hold_is_refused(tmp_path: Path, value: str) -> None:
    with pytest.raises(ConfigError, match="長すぎる数か、深すぎる入れ子"):
        read(tmp_path, f"a = {value}")


def test_a_file_that_is_no_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "kb.toml").write_bytes('[kb]\nname = "日本語"\n'.encode("cp932"))
    with pytest.raises(ConfigError, match="UTF-8"):
        load(tmp_path)


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "kb.toml").write_bytes('\ufeff[kb]\nname = "x"\n'.encode())
    assert load(tmp_path).name == "x"


# ------------------------------------------------------------------ vocabulary


@pytest.fixture
def vocabulary(tmp_path: Path) -> Vocabulary:
    return read(tmp_path, WHOLE).vocabulary


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("plesk9", "Plesk 9"),
        ("ＰＬＥＳＫ　ＯＮＹＸ", "Plesk Onyx"),
        ("ぷれすく", "Plesk"),
        ("flex-web pro", "Flex Web Pro"),
        ("centos7", "CentOS 7"),
        ("Plesk 10", None),
        ("", None),
    ],
)
def test_what_people_type_is_resolved(vocabulary: Vocabulary, typed: str, name: str | None) -> None:
    found = vocabulary.resolve(typed)
    assert (found.name if found else None) == name


def test_only_the_facets_asked_for_are_looked_in(vocabulary: Vocabulary) -> None:
    assert vocabulary.resolve("CentOS 7", ("versions", "plans")) is None


@pytest.mark.parametrize(("typed", "near"), [("Plesk Onix", "Plesk Onyx"), ("zzzz", None)])
def test_the_nearest_name_is_offered(vocabulary: Vocabulary, typed: str, near: str | None) -> None:
    assert vocabulary.suggest(typed) == near


@pytest.mark.parametrize(("typed", "near"), [("spma", "spam"), ("迷惑メイル", "spam"), ("zzzz", None)])
def test_the_nearest_category_is_offered(vocabulary: Vocabulary, typed: str, near: str | None) -> None:
    assert vocabulary.suggest_category(typed) == near


def test_a_general_name_and_a_family_stand_for_their_members(vocabulary: Vocabulary) -> None:
    assert vocabulary.expand("versions", "Plesk") == {"Plesk", "Plesk 9", "Plesk Onyx"}
    assert vocabulary.expand("plans", "Flex Web") == {"Flex Web", "Flex Web Pro"}
    assert vocabulary.expand("versions", "Plesk 9") == {"Plesk 9"}
    assert vocabulary.expand("versions", "unheard of") == {"unheard of"}


def test_versions_lie_apart_by_their_order_within_a_product(vocabulary: Vocabulary) -> None:
    assert vocabulary.distance("versions", "Plesk 9", "Plesk Onyx") == 8
    assert vocabulary.distance("versions", "Plesk", "Plesk Onyx") == 0.5
    assert vocabulary.distance("versions", "Plesk 9", "unheard of") is None
    assert vocabulary.distance("plans", "Flex Web", "Flex Web Pro") is None


def test_vendor_support_is_over_the_day_after_its_end(vocabulary: Vocabulary) -> None:
    plesk9 = vocabulary.get("versions", "Plesk 9")
    assert plesk9 is not None
    assert not plesk9.ended(date(2013, 6, 9))
    assert plesk9.ended(date(2013, 6, 10))
