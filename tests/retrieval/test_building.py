"""From articles to what the index keeps: fields, questions, passages, tables, words to mend slips to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kb.articles.passages import passages
from kb.config import Name, Vocabulary
from kb.model import AppliesTo, Article
from kb.retrieval import building, postings
from kb.retrieval.analyzer import Analyzer
from kb.retrieval.document import analyze, notable_words
from kb.retrieval.index import Index
from kb.retrieval.resources import Resources, UserWord
from kb.retrieval.spellings import Spellings

VOCABULARY = Vocabulary(
    names=(
        Name("versions", "Plesk", product="Plesk", general=True),
        Name("versions", "Plesk 9", ("プレスク9",), product="Plesk", order=9),
        Name("versions", "Plesk 12", product="Plesk", order=12),
    )
)


def article(article_id: str, *versions: str, **values: object) -> Article:
    given = {"title": article_id, "summary": "", "category": "mail", **values}
    return Article(article_id, applies_to=AppliesTo(versions=versions), **given)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return Analyzer()


def test_an_article_is_read_field_by_field(analyzer: Analyzer) -> None:
    value = article(
        "a",
        title="メールの転送",
        summary="転送を使います。",
        questions=("転送したい", "宛先を変える"),
        tags=("転送", "DNS"),
        body="## 手順\n\n宛先を入れる。\n\n## 手順\n\n設定を開く。\n",
    )
    read = analyze(value, analyzer)
    assert {name: dict(counts) for name, counts in read.fields.items()} == {
        "title": {"メール": 1, "転送": 1},
        "summary": {"転送": 1, "使う": 1},
        "questions": {"転送": 1, "宛て先": 1, "変える": 1},
        "tags": {"転送": 1, "dns": 1},
        "headings": {"手順": 1},
        "body": {"手順": 2, "宛て先": 1, "入れる": 1, "設定": 1, "開く": 1},
    }
    assert read.questions == (
        {"メール", "転送"},  # the title is the first of the stored questions
        {"転送"},
        {"宛て先", "変える"},
    )
    assert read.passages == ({"手順", "宛て先", "入れる"}, {"手順", "設定", "開く"})
    assert len(read.passages) == len(passages(value.body))


def test_a_row_of_a_table_is_a_passage_with_the_names_of_its_columns(analyzer: Analyzer) -> None:
    body = "## 対応\n\n| 版 | 証明書 |\n|---|---|\n| Plesk 9 | 不可 |\n| Plesk 12 | 可能 |\n"
    read = analyze(article("a", body=body), analyzer)
    assert [{"9", "証明書"} <= terms for terms in read.passages] == [True, True, False]
    assert [{"12", "証明書"} <= terms for terms in read.passages] == [True, False, True]


def test_questions_and_passages_beyond_a_byte_are_left_to_the_fields(analyzer: Analyzer) -> None:
    value = article("a", questions=("転送",) * 300, body="## 手順\n\n転送\n\n" * 300)
    read = analyze(value, analyzer)
    assert (len(read.questions), len(read.passages)) == (255, 255)
    assert read.fields["questions"] == {"転送": 300}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Roundcube にﾛｸﾞｲﾝできない", ["roundcube", "ログイン"]),
        ("正逆不一致を直す", ["正逆不一致"]),
        ("SSL を IP で", ["ssl"]),
        ("メ", []),
    ],
)
def test_words_long_enough_to_be_recognised_when_mistyped(text: str, words: list[str]) -> None:
    assert list(notable_words(text)) == words


def test_slips_are_mended_to_words_of_the_articles_and_of_the_vocabulary(analyzer: Analyzer) -> None:
    documents = [analyze(article("a", title="ログイン", body="パスワード"), analyzer)]
    found = {c.word: c.count for c in building.correctable_words(documents, VOCABULARY)}
    assert found == {"ログイン": 1, "plesk": 3, "プレスク": 1}, "what only a body says is no word to mend to"


def test_the_newest_version_stands_first_in_its_topic() -> None:
    held = [
        article("old", "Plesk 9", topic="t"),
        article("general", "Plesk", topic="t"),
        article("other", topic="u"),
        article("new", "Plesk 12", topic="t"),
        article("both", "Plesk 9", "Plesk 12", topic="t", updated=date(2024, 1, 1)),
        article("alone", "Plesk 9"),
        article("alone-too", "Plesk 9"),
    ]
    tables = building.make_tables(held, VOCABULARY, postings.Collection(len(held), {}))
    assert [[held[n].id for n in topic] for topic in tables.topics] == [["both", "new", "general", "old"]]
    assert [tables.applies_to(n) for n in range(len(held))] == [a.applies_to for a in held]
    assert len(tables.applies) == 5


@pytest.mark.usefixtures("quick_index")
def test_what_was_read_is_kept_until_the_text_changes(tmp_path: Path) -> None:
    def build(*articles: Article, stop: str = "") -> int:
        folder = tmp_path / f"index-{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        resources = Resources(stopwords=frozenset([stop]))
        return building.build(folder, articles, VOCABULARY, resources, tmp_path / "cache", {}).read

    one, two = article("one", title="転送"), article("two", title="受信")
    assert build(one, two) == 2
    assert build(one, two) == 0
    assert build(two, one) == 0, "the order is no part of the text"
    assert build(one, article("two", title="送信")) == 1
    assert build(article("one", "Plesk 9", title="転送")) == 1, "what it applies to is searched like a tag"
    assert build(one, stop="転送") == 1, "other stop words read it otherwise"


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def other_number(path: Path) -> None:
    """Still SQLite and still JSON, but no longer what was read."""
    content = path.read_bytes()
    path.write_bytes(content.replace('{"転送":1}'.encode(), '{"転送":7}'.encode()))
    assert path.read_bytes() != content


def no_text(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace("転送".encode(), b"\xff" * 6))


def other_table(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"digest", b"digesU"))


@pytest.mark.usefixtures("quick_index")
@pytest.mark.parametrize("damage", [cut, empty, other_number, no_text, other_table])
def test_what_is_damaged_in_the_cache_is_read_anew(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    def build(number: int) -> tuple[int, list[tuple[str, int]]]:
        folder = tmp_path / f"index-{number}"
        folder.mkdir()
        value = article("one", title="転送", body="受信。" * 2000)
        read = building.build(folder, [value], VOCABULARY, Resources(), tmp_path / "cache", {}).read
        index = Index(folder)
        terms = [(term, posting.impact) for term in index.terms() for posting in index.postings(term)]
        index.close()
        return read, terms

    _, sound = build(1)
    damage(tmp_path / "cache/read-articles.sqlite")
    assert build(2) == (1, sound)
    assert build(3) == (0, sound)


@pytest.mark.parametrize("size", [0, 100, 5000])
def test_a_damaged_dictionary_of_the_writers_words_is_compiled_once_more(tmp_path: Path, size: int) -> None:
    resources = Resources(user_words=(UserWord("メルアド帳", "メルアドチョウ", "アドレス帳"),))
    building.open_analyzer(resources, tmp_path)
    (compiled,) = tmp_path.glob("user-*.dic")
    whole = compiled.read_bytes()
    damaged = tmp_path / "damaged" / compiled.name
    damaged.parent.mkdir()
    damaged.write_bytes(whole[:size])
    assert building.open_analyzer(resources, damaged.parent).terms("メルアド帳")[0] == "アドレス帳"
    assert len(damaged.read_bytes()) == len(whole)


@pytest.mark.usefixtures("quick_index")
def test_the_same_articles_make_the_same_index(tmp_path: Path) -> None:
    """Whatever was read before, and in whatever order sets and tables give their members."""
    articles = [
        article(f"a{n}", title="メールの転送と受信", topic="t", questions=(f"宛先{n}",)) for n in range(5)
    ]
    told = []
    for number in (1, 2):
        folder = tmp_path / f"index-{number}"
        folder.mkdir()
        building.build(folder, articles, VOCABULARY, Resources(), tmp_path / "cache", {})
        index, spellings = Index(folder), Spellings(folder)
        told.append(
            (
                [(t, p.doc, p.impact, p.places) for t in index.terms() for p in index.postings(t)],
                [index.record(n) for n in range(5)],
                index.tables,
                list(spellings.every()),
                spellings.every_idf(),
            )
        )
        index.close()
        spellings.close()
    assert told[0] == told[1]
