"""What is read out of a question: its words with content, the names it mentions, the words nobody knows."""

from __future__ import annotations

import pytest

from kb.config import Name, Vocabulary
from kb.retrieval.lexicon import Choice, Entry, Group, MemoryLexicon
from kb.retrieval.query import Query, read

VOCABULARY = Vocabulary(
    names=(
        Name("versions", "Plesk", ("プレスク",), product="Plesk", general=True),
        Name("versions", "Plesk 9", product="Plesk", order=9),
        Name("versions", "Plesk 12", product="Plesk", order=12),
        Name("plans", "ミニプラン"),
        Name("os", "CentOS 7", product="CentOS", order=7),
        Name("software", "Dovecot", ("ドブコット",)),
    )
)


def group(term: str, weight: int = 100, via: str = "word") -> Group:
    return (Choice(term, weight, via),)


LEXICON = MemoryLexicon(
    {
        "迷惑めーる": Entry(400, (group("迷惑メール"), group("迷惑", 60), group("メール", 60))),
        "めーる": Entry(300, (group("メール"),)),
        "めいわく": Entry(500, (group("迷惑", 85, "reading"),)),
        "届かなかっ": Entry(450, (group("届く"),)),
        "が": Entry(100),
        "た": Entry(100),
        "を": Entry(100),
        "main": Entry(300, (group("main"),)),
        "cf": Entry(300, (group("cf"),)),
        "main.cf": Entry(300, (group("main.cf"),)),
        "plesk": Entry(300, (group("plesk"),)),
        "12": Entry(300, (group("12"),)),
        "dovecot": Entry(300, (group("dovecot"),)),
        "drop": Entry(300, (group("drop"),)),
        "the": Entry(100),
        "me": Entry(100),
    },
    unknown_cost=900,
)


def ask(question: str) -> Query:
    return read(question, LEXICON, VOCABULARY)


def told(query: Query) -> list[tuple[str, list[str]]]:
    """Each word with the first term of each of its groups."""
    return [(unit.text, [g[0].term for g in unit.groups]) for unit in query.units]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "迷惑メールが届かなかった",
            [("迷惑メール", ["迷惑メール", "迷惑", "メール"]), ("届かなかっ", ["届く"])],
        ),
        ("ﾒｰﾙ　ＭＡＩＮ．ＣＦ", [("メール", ["メール"]), ("main.cf", ["main.cf", "main", "cf"])]),
        ("冷蔵庫を", [("冷蔵庫", [])]),
        ("しりとり", [("しりとり", [])]),
        ("THE drops", [("drops", ["drop"])]),
        ("meiwaku", [("めいわく", ["迷惑"])]),
        ("zzz", [("zzz", [])]),
        ("x1", []),
        ("ン る、!?", []),
        ("", []),
    ],
)
def test_words_with_content_and_unknown_ones(question: str, expected: list[tuple[str, list[str]]]) -> None:
    assert told(ask(question)) == expected


def test_the_number_of_an_error_is_one_word() -> None:
    """Its 12 is not the 12 of Plesk 12."""
    assert told(ask("0x8004012e")) == [("0x8004012e", [])]
    assert told(ask("0x12")) != [("0x12", [])], "too short to be told from a size"


def test_romaji_with_a_hyphen_is_read_though_a_piece_of_it_is_english() -> None:
    """The English word "me" has no content: "me-ru" is メール."""
    assert told(ask("me-ru")) == [("めーる", ["メール"])]


def test_a_name_with_a_version_names_the_version_and_stays_a_word() -> None:
    query = ask("plesk12 メール")
    assert query.names("versions") == ("Plesk 12",)
    assert told(query) == [("plesk12", ["plesk", "12"]), ("メール", ["メール"])]


@pytest.mark.parametrize(
    ("question", "facet", "names"),
    [
        ("Plesk 9 で", "versions", ("Plesk 9",)),
        ("プレスクで", "versions", ("Plesk",)),
        ("Plesk 9 以降", "versions", ("Plesk 9", "Plesk 12")),
        ("CentOS7", "os", ("CentOS 7",)),
        ("ミニプラン", "plans", ("ミニプラン",)),
        ("ドブコット", "software", ("Dovecot",)),
        ("Plesk 9 と Plesk 9", "versions", ("Plesk 9",)),
        ("メール", "versions", ()),
    ],
)
def test_the_names_a_question_mentions(question: str, facet: str, names: tuple[str, ...]) -> None:
    assert ask(question).names(facet) == names


def test_a_katakana_product_name_is_searched_by_its_own_spelling_too() -> None:
    assert ask("ドブコットのメール").terms == ("メール", "dovecot")


def test_a_name_that_no_article_spells_is_not_an_unknown_word() -> None:
    """The vocabulary knows it; only its article may have it in the front matter alone."""
    assert told(ask("ドブコット")) == [("dovecot", ["dovecot"])]
    assert told(ask("CentOS7")) == []


def test_terms_stand_once_and_in_question_order() -> None:
    assert ask("メール main.cf 迷惑メール メール").terms == ("メール", "main.cf", "迷惑メール")


def test_a_pasted_mail_is_read_at_its_beginning_only() -> None:
    query = ask("メール " + "、" * 600 + "main.cf")
    assert query.terms == ("メール",)
    assert len(query.text) == 500
