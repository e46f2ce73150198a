"""Questions to a small FAQ, asked as people ask: the order of what comes, and the reason for each place.

The fourteen articles are in ``data/faq``. What is asserted follows from the rules, not from tuned weights.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.articles.applicability import Filters, Fit
from kb.config import KnowledgeBase
from kb.retrieval.corrections import Correction
from kb.retrieval.search import Answer, Searcher

Ask = Callable[..., Answer]


def ids(answer: Answer) -> list[str]:
    return [result.id for result in answer.results]


# ----------------------------------------------------------------- the whole order


def test_the_article_about_a_word_goes_before_one_that_mentions_it(ask: Ask) -> None:
    assert ids(ask("迷惑")) == [
        "spam-received",  # a part of 迷惑メール in its title and tags
        "not-delivered",  # a part of 迷惑フォルダ, once in the text
    ]


def test_a_compound_goes_before_its_parts(ask: Ask) -> None:
    found = ids(ask("迷惑メール", n=10))
    assert found[:2] == [
        "spam-received",  # has the compound, and so both parts
        "not-delivered",  # has both parts, apart
    ]
    assert {"submission-port", "php-mail-header"} <= set(found[2:])  # have only メール


def test_the_word_in_a_title_goes_before_the_word_in_the_text(ask: Ask) -> None:
    assert ids(ask("サーバー 移行")) == [
        "move-server",  # both words in the title
        "submission-port",  # one of them, in the text
    ]


def test_one_topic_takes_one_place(ask: Ask) -> None:
    """Three articles tell how to forward, one for each version of the panel."""
    answer = ask("転送")
    assert ids(answer) == ["forward-obsidian"]
    assert [other.id for other in answer.results[0].others] == ["forward-onyx", "forward-plesk9"]


def test_more_results_continue_the_same_order(ask: Ask) -> None:
    for question in ("メール", "迷惑メール", "Plesk 9 メール"):
        everything = ids(ask(question, n=50))
        assert len(everything) > 5
        assert [ids(ask(question, n=n)) for n in (1, 3, 10)] == [everything[:n] for n in (1, 3, 10)]


# -------------------------------------------------------------- however it is written

SPELLINGS = [
    ("届かなかった", "not-delivered", "an inflection"),
    ("届きません", "not-delivered", "another one"),
    ("届いていない", "not-delivered", "and another"),
    ("とどかない", "not-delivered", "kana for kanji"),
    ("ウィルス", "virus-attached", "a small ィ"),
    ("ウイルス", "virus-attached", "a large イ"),
    ("うぃるす", "virus-attached", "hiragana for katakana"),
    ("ｳｲﾙｽ", "virus-attached", "half-width katakana"),
    ("サーバ 移行", "move-server", "no long vowel at the end"),
    ("サーバー 移行", "move-server", "a long vowel at the end"),
    ("ｻｰﾊﾞｰ　移行", "move-server", "half-width, with a full-width blank"),
    ("ＤＯＶＥＣＯＴ", "dovecot-cve", "full-width letters"),
    ("めいわくめーる", "spam-received", "a whole compound in hiragana"),
    ("迷惑めーる", "spam-received", "half converted"),
    ("meiwaku meeru", "spam-received", "romaji"),
    ("meiwaku me-ru", "spam-received", "romaji with a hyphen for the long vowel"),
    ("MEIWAKU", "spam-received", "romaji in capitals"),
    ("ドブコット", "dovecot-cve", "a product's name in katakana"),
    ("らうんどきゅーぶ", "roundcube-login", "and in hiragana"),
    ("スパム", "spam-received", "Sudachi's synonym of 迷惑メール"),
    ("virus", "virus-attached", "English for a word the articles have in Japanese"),
    ("引っ越し", "move-server", "the writers' synonym of 移行"),
    ("なりすまされる", "spf-record", "a word inside a stored question, inflected"),
]


@pytest.mark.parametrize(("question", "first", "why"), SPELLINGS, ids=[q for q, _, _ in SPELLINGS])
def test_the_spelling_does_not_decide(ask: Ask, question: str, first: str, why: str) -> None:
    assert ids(ask(question))[:1] == [first], why


def test_both_spellings_of_a_word_give_one_answer(ask: Ask) -> None:
    for one, other in (
        ("ウィルス", "ウイルス"),
        ("サーバ", "サーバー"),
        ("Ｐｌｅｓｋ９　転送", "plesk9 転送"),
    ):
        results = [[(r.id, r.score, r.passage) for r in ask(q).results] for q in (one, other)]
        assert results[0] == results[1] != []


def test_a_synonym_counts_less_than_the_word_itself(ask: Ask) -> None:
    assert 0 < ask("引っ越し").results[0].score < ask("移行").results[0].score
    assert 0 < ask("スパム").results[0].score < ask("迷惑メール").results[0].score


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("main.cf", "message-size"),
        ("/etc/postfix/main.cf", "message-size"),
        ("message_size_limit", "message-size"),
        ("mail.add_x_header", "php-mail-header"),
        ("php.ini", "php-mail-header"),
        ("CVE-2019-11500", "dovecot-cve"),
        ("cve-2019-11500", "dovecot-cve"),
        ("v=spf1", "spf-record"),
        ("587番", "submission-port"),
        ("587", "submission-port"),
        ("OP25B", "submission-port"),
        ("CentOS7 サイズ", "message-size"),
        ("plesk12 SNI", "sni-support"),
    ],
)
def test_names_commands_and_numbers_survive(ask: Ask, question: str, first: str) -> None:
    assert ids(ask(question))[:1] == [first]


@pytest.mark.parametrize(
    ("question", "first", "corrections"),
    [
        ("Roundcbue", "roundcube-login", [Correction("roundcbue", "roundcube", 0)]),
        ("パスワドを忘れた", "roundcube-login", [Correction("パスワド", "パスワード", 0)]),
        ("正逆不一地", "spf-record", [Correction("正逆不一地", "正逆不一致", 0)]),
        ("Pelsk 9 転送", "forward-plesk9", [Correction("pelsk", "plesk", 0)]),
        ("Roundcube", "roundcube-login", []),
    ],
)
def test_slips_are_mended_and_reported(
    ask: Ask, question: str, first: str, corrections: list[Correction]
) -> None:
    answer = ask(question)
    assert ids(answer)[:1] == [first]
    assert list(answer.corrections) == corrections
    assert all(made.meant in answer.query.text for made in corrections)


def test_a_mended_name_decides_by_version_too(ask: Ask) -> None:
    assert ask("Pelsk 9 転送").filters == Filters(versions=("Plesk 9",))


# ------------------------------------------------------------------ applicability


@pytest.mark.parametrize(
    ("question", "targets", "first", "fit", "why"),
    [
        ("転送", (), "forward-obsidian", Fit.EXACT, "no version named: the newest leads"),
        ("Plesk 9 転送", (), "forward-plesk9", Fit.EXACT, "the version in the question"),
        ("plesk9で転送", (), "forward-plesk9", Fit.EXACT, "however it is written"),
        ("オニキスで転送", (), "forward-onyx", Fit.EXACT, "by an alias"),
        ("転送", ("Plesk 9",), "forward-plesk9", Fit.EXACT, "the version by option"),
        ("Plesk 9 転送", ("onyx",), "forward-onyx", Fit.EXACT, "the option goes before the question"),
        (
            "Plesk 転送",
            (),
            "forward-obsidian",
            Fit.EXACT,
            "the product alone means any version, newest first",
        ),
        ("Plesk 12 転送", (), "forward-plesk9", Fit.OTHER, "none for 12: 9 is nearer to it than 17"),
        ("AlmaLinux 8 受信 サイズ", (), "message-size", Fit.OTHER, "only for another OS, and said so"),
        ("CentOS 7 受信 サイズ", (), "message-size", Fit.EXACT, "for the very OS"),
    ],
)
def test_the_article_for_what_was_asked_leads_its_topic(
    ask: Ask, question: str, targets: tuple[str, ...], first: str, fit: Fit, why: str
) -> None:
    leader = ask(question, *targets).results[0]
    assert (leader.id, leader.fit) == (first, fit), why


@pytest.mark.parametrize("version", ["Plesk 9", "Plesk Onyx", "Plesk Obsidian"])
def test_another_versions_article_never_leads_when_one_fits(ask: Ask, version: str) -> None:
    """Not even when the question is word for word the other article's."""
    for wording in ("Plesk 9", "Plesk Onyx", "Plesk Obsidian"):
        answer = ask(f"{wording} で届いたメールを別の宛先へ回したい", version, n=10)
        assert answer.results[0].record.applies_to.versions == (version,)
        assert answer.results[0].fit is Fit.EXACT
        assert not {other.id for other in answer.results[0].others} & set(ids(answer))


def test_an_article_tied_to_nothing_fits_in_general(ask: Ask) -> None:
    assert ask("迷惑メール", "Plesk 9").results[0].fit is Fit.GENERAL


def test_a_category_leaves_the_others_out(searcher: Searcher) -> None:
    found = searcher.ask("メール", 50, Filters(categories=("dns",)))
    assert {r.record.category for r in found.results} <= {"dns"}
    assert found.filters.categories == ("dns",)


# ----------------------------------------------------------------------- passages


def test_the_section_that_answers_is_shown(ask: Ask) -> None:
    passage = ask("パスワードが違うと言われる").results[0].passage
    assert passage.heading == passage.anchor == "パスワードが違うと言われる場合"
    assert passage.text.split("\n\n")[0] == "パスワードを再設定してから、もう一度試してください。"


def test_a_table_answers_by_its_row(ask: Ask) -> None:
    """On the phone the row is wanted, not the table; which is there as well when it is short."""
    passage = ask("plesk12 SNI").results[0].passage
    first_lines = passage.text.split("\n\n")[0]
    assert "Plesk 12" in first_lines
    assert "Web だけ使えます" in first_lines
    assert "Plesk 9" not in first_lines


def test_a_question_about_all_rows_is_answered_by_the_table(ask: Ask) -> None:
    text = ask("SNI 対応").results[0].passage.text.split("\n\n")[0]
    assert all(version in text for version in ("Plesk 9", "Plesk 12", "Plesk Obsidian"))


# --------------------------------------------------------------------- abstention


@pytest.mark.parametrize("question", ["冷蔵庫の掃除", "zzzz", "野球の試合"])
def test_unknown_words_are_not_answered(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert not answer.answered
    assert answer.query.terms == ()
    assert [unit.text for unit in answer.query.units] != []


@pytest.mark.parametrize("question", ["", " ", "を が は", "で", "?", "!!! …", "\x00\x07"])
def test_a_question_without_content_finds_nothing(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert (answer.answered, answer.confidence, answer.results) == (False, 0.0, ())


def test_a_stored_question_is_answered_word_for_word(searcher: Searcher) -> None:
    for question, article in (
        ("見覚えのない広告がたくさん来る", "spam-received"),
        ("Plesk 9 で届いたメールを別の宛先へ回したい", "forward-plesk9"),
        ("大きなファイルを受信できない", "message-size"),
        ("どの PHP プログラムがメールを出したか調べるには", "php-mail-header"),
    ):
        answer = searcher.ask(question)
        assert answer.answered
        assert answer.results[0].id == article


def test_what_is_not_answered_still_shows_the_nearest(ask: Ask) -> None:
    answer = ask("冷蔵庫の中の野菜と肉を隣の家の犬に全部転送して冷凍したい")
    assert not answer.answered
    assert ids(answer) != []


def test_confidence_is_a_share(ask: Ask) -> None:
    for question in ("", "迷惑メール", "冷蔵庫", "Plesk 9 転送"):
        answer = ask(question)
        assert 0 <= answer.confidence <= 1


# -------------------------------------------------------------- whatever is typed

PIECES = st.sampled_from(
    [
        "メール",
        "plesk",
        "Plesk 9",
        "てんそう",
        "me-ru",
        "届か",
        "ドブコット",
        "CVE-2019-",
        "以降",
        "〜",
        "…",
        " ",
    ]
)
ANYTHING = st.one_of(
    st.text(st.characters(codec=None), max_size=60),
    st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=12).map("".join),
)


@settings(deadline=None)
@given(question=ANYTHING, n=st.integers(1, 12))
def test_no_question_raises(searcher: Searcher, question: str, n: int) -> None:
    answer = searcher.ask(question, n)
    found = ids(answer)
    assert len(found) == len(set(found)) <= n
    assert [r.rank for r in answer.results] == list(range(1, len(found) + 1))
    assert found or not answer.answered
    answer.question.encode("utf-8")


@pytest.mark.parametrize(
    "question",
    [
        "あ" * 100_000,
        "漢" * 100_000,
        "meru" * 25_000,
        "aiueo " * 20_000,
        "ー" * 10_000,
        "a." * 50_000,
        "!" * 100_000,
        "\u0301" * 10_000,
        "ﷺ" * 10_000,
        "Plesk 9〜" * 10_000,
        "\udcff\ud800",
        "が\x00\x1b[31m\u202e",
        "👩‍👩‍👧‍👦" * 100,
    ],
    ids=lambda q: f"{q[:5]!a}x{len(q)}",
)
def test_long_and_odd_questions_are_read(ask: Ask, question: str) -> None:
    ask(question)


def test_the_same_question_has_the_same_answer(searcher: Searcher, faq: KnowledgeBase) -> None:
    again = Searcher(faq.index_dir, faq.vocabulary)
    for question, _, _ in SPELLINGS:
        assert searcher.ask(question) == searcher.ask(question) == again.ask(question)
    again.close()


def test_findability_is_asked_by_the_same_search(searcher: Searcher, ask: Ask) -> None:
    assert searcher.find("迷惑メール") == ids(ask("迷惑メール", n=10))


def test_the_trace_tells_what_decided(searcher: Searcher) -> None:
    trace = searcher.trace("迷惑メール", 3)
    places = [searcher.index.record(place.candidate.doc).id for place in trace.places]
    assert places[:3] == ids(trace.answer)
    assert len(trace.coverages) == 3
    assert all(0 <= value <= 1 for value in (trace.coverages[0].article, trace.coverages[0].question))
    assert trace.coverages[0].article >= trace.coverages[1].article
