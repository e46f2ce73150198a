"""Names, commands, addresses and numbers stay whole, and are found by their parts as well."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.retrieval import identifiers
from kb.text import normalize

RUNS = [
    ("main.cf を編集", ["main.cf"]),
    ("mail.add_x_header = On", ["mail.add_x_header", "on"]),
    ("CVE-2019-11500への対応", ["cve-2019-11500"]),
    ("「v=spf1 include:_spf.example.jp ~all」", ["v=spf1", "include:_spf.example.jp", "all"]),
    ("587番ポート", ["587"]),
    ("ｐｌｅｓｋ１２とCentOS7", ["plesk12", "centos7"]),
    ("https://faq.example.jp/a?b=1#c を見る。", ["https://faq.example.jp/a?b=1#c"]),
    ("/etc/postfix/main.cf", ["etc/postfix/main.cf"]),
    ("user@example.jp", ["user@example.jp"]),
    ("550 5.7.1 Error:", ["550", "5.7.1", "error"]),
    ("終わり. 始まり", []),
    ("Mail, POP. SMTP!", ["mail", "pop", "smtp"]),
    ("C++ と C#", ["c++", "c#"]),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), RUNS, ids=[text or "empty" for text, _ in RUNS])
def test_a_run_of_letters_digits_and_the_signs_between_is_one_name(text: str, expected: list[str]) -> None:
    assert [run.text for run in identifiers.runs(normalize(text))] == expected


@given(st.text(alphabet="ab1.-_/:@=+#' あ。", max_size=40))
def test_runs_stand_where_they_say_and_never_overlap(text: str) -> None:
    end = 0
    for run in identifiers.runs(text):
        assert text[run.start : run.end] == run.text
        assert run.start >= end
        assert run.text[0].isalnum()
        end = run.end


@pytest.mark.parametrize(
    ("run", "parts", "compounds"),
    [
        ("plesk12.5", ("plesk", "12", "5"), ("plesk12.5",)),
        ("mail.add_x_header", ("mail", "add", "x", "header"), ("mail.add_x_header",)),
        ("dovecot", ("dovecot",), ()),
        ("587", ("587",), ()),
        ("v=spf1", ("v", "spf", "1"), ("v=spf1", "spf1")),
        (
            "etc/postfix/main.cf",
            ("etc", "postfix", "main", "cf"),
            ("etc/postfix/main.cf", "main.cf"),
        ),
        ("user@example.jp", ("user", "example", "jp"), ("user@example.jp", "example.jp")),
    ],
)
def test_a_name_is_also_known_by_its_pieces(
    run: str, parts: tuple[str, ...], compounds: tuple[str, ...]
) -> None:
    """A path by its last name, an address by its host, everything by its letters and digits."""
    assert identifiers.parts(run) == parts
    assert identifiers.compounds(run) == compounds


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("drops", "drop"),
        ("blocked", "blocking"),
        ("replies", "reply"),
        ("stopped", "stops"),
        ("mails", "mail"),
    ],
)
def test_english_inflections_meet(one: str, other: str) -> None:
    assert identifiers.stem(one) == identifiers.stem(other)


@pytest.mark.parametrize("name", ["postfix", "status", "address", "dns", "ssl", "news", "virus", "centos"])
def test_names_come_through_the_stemmer_untouched(name: str) -> None:
    assert identifiers.stem(name) == name


@given(st.text(alphabet="abcdeginrs", max_size=12))
def test_a_stem_is_never_empty_nor_longer_than_its_word(word: str) -> None:
    assert len(identifiers.stem(word)) <= len(word)
    assert bool(identifiers.stem(word)) == bool(word)
