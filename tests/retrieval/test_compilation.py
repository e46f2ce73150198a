"""The lexicon: which spellings lead to the terms of a handful of texts, and which must not.

One walk through Sudachi's dictionary serves the whole module.
"""

from __future__ import annotations

from collections import Counter

import pytest

from kb.retrieval.analyzer import Analyzer
from kb.retrieval.compilation import compile_lexicon
from kb.retrieval.lexicon import Entry, MemoryLexicon
from kb.text import fold

TEXTS = (
    "迷惑メールが届かなかったときは、迷惑メールの設定を開きます。",
    "設定で転送先を入れて、メールを送る。メールは相手に届く。",
    "main.cf を開き、Postfix を再起動する。サーバーに出るエラーで知る。",
    "メールアドレスを取り、鳥の写真で送る。",
)


SYNONYMS = [
    ("メアド", "メールアドレス"),
    ("回し先", "転送"),
    ("再起動", "サーバーを再起動", "開く"),
    ("送付", "転送の設定"),
]


@pytest.fixture(scope="module")
def lexicon() -> MemoryLexicon:
    analyzer = Analyzer()
    terms = {term for text in TEXTS for term in analyzer.terms(text)}
    words = Counter(word for text in TEXTS for word in analyzer.words(text))
    return compile_lexicon(analyzer, terms, words, SYNONYMS)


def reached(lexicon: MemoryLexicon, spelling: str) -> dict[str, str]:
    """Term to how it is reached, of the word itself (not of its parts)."""
    entry = lexicon.entries.get(fold(spelling))
    return {choice.term: choice.via for choice in entry.groups[0]} if entry and entry.groups else {}


@pytest.mark.parametrize(
    ("spelling", "term", "via"),
    [
        ("届か", "届く", "word"),
        ("届き", "届く", "word"),
        ("届けば"[:2], "届く", "word"),
        ("とどか", "届く", "word"),
        ("サーバ", "サーバー", "word"),
        ("てんそう", "転送", "reading"),
        ("スパムメール", "迷惑メール", "synonym"),
        ("メイル", "メール", "word"),
        ("postfix", "postfix", "word"),
        ("main.cf", "main.cf", "word"),
        ("メアド", "メールアドレス", "writer"),
        ("回し先", "転送", "writer"),
    ],
)
def test_a_spelling_leads_to_its_term(lexicon: MemoryLexicon, spelling: str, term: str, via: str) -> None:
    assert reached(lexicon, spelling).get(term) == via


def test_a_word_is_surer_than_its_reading_and_that_than_a_synonym(lexicon: MemoryLexicon) -> None:
    def weight(spelling: str, term: str) -> int:
        return next(c.weight for c in lexicon.entries[fold(spelling)].groups[0] if c.term == term)

    assert weight("転送", "転送") == 100
    assert 100 > weight("てんそう", "転送") > weight("スパムメール", "迷惑メール") > 0


def test_a_word_is_no_synonym_of_a_part_of_a_phrase(lexicon: MemoryLexicon) -> None:
    """再起動 is not サーバー because somebody says サーバーを再起動 for it."""
    assert reached(lexicon, "再起動") == {"再起動": "word", "開く": "writer"}


def test_where_the_others_are_phrases_their_words_have_to_do(lexicon: MemoryLexicon) -> None:
    assert {"転送", "設定"} <= reached(lexicon, "送付").keys()


def test_a_compound_brings_its_parts_at_a_lower_weight(lexicon: MemoryLexicon) -> None:
    whole, *parts = lexicon.entries["迷惑めーる"].groups
    assert whole[0].term == "迷惑メール"
    assert [group[0].term for group in parts] == ["迷惑", "メール"]
    assert all(group[0].weight < whole[0].weight for group in parts)


@pytest.mark.parametrize("particle", ["で", "が", "に", "の", "は", "を", "と"])
def test_a_particle_is_no_verb(lexicon: MemoryLexicon, particle: str) -> None:
    """で could be 出る, と 取る, に 似る: the articles use them as particles only."""
    assert lexicon.entries[particle].groups == ()


def test_a_stop_word_is_understood_where_no_article_has_it() -> None:
    """A question that greets is no stranger for it."""
    analyzer = Analyzer(None, ["世話"])
    greeted = compile_lexicon(analyzer, {"転送"}, {("転送", "転送"): 1})
    found = greeted.look_up({"世話", "手間"})
    assert found["世話"].groups == ()
    assert "手間" not in found, "no stop word, and in no article"


def test_words_that_lead_nowhere_are_left_out(lexicon: MemoryLexicon) -> None:
    for word in ("冷蔵庫", "野球", "掃除"):
        assert word not in lexicon.entries


def test_what_the_articles_say_often_costs_less(lexicon: MemoryLexicon) -> None:
    cost = {key: lexicon.entries[key].cost for key in ("めーる", "転送", "てんそう")}
    assert cost["めーる"] < cost["転送"] < cost["てんそう"]


def test_english_grammar_words_have_no_content(lexicon: MemoryLexicon) -> None:
    assert [lexicon.entries[word].groups for word in ("the", "how", "to")] == [(), (), ()]


def test_every_choice_is_a_term_of_the_texts_with_a_sound_weight(lexicon: MemoryLexicon) -> None:
    terms = {term for text in TEXTS for term in Analyzer().terms(text)}
    for key, entry in lexicon.entries.items():
        assert fold(key) == key
        assert entry.cost >= 0
        for choice in (c for group in entry.groups for c in group):
            assert choice.term in terms
            assert 1 <= choice.weight <= 100
            assert choice.via in ("word", "reading", "synonym", "writer")


def test_the_lexicon_is_the_same_each_time() -> None:
    """No order of a set may show through; without the dictionary, which is too slow to walk twice."""

    class NoDictionary(Analyzer):
        def __init__(self) -> None:
            super().__init__()
            self.dictionary = type("Empty", (), {"entries": staticmethod(lambda: iter(()))})()

    analyzer = NoDictionary()
    words = Counter(word for text in TEXTS for word in analyzer.words(text))
    terms = sorted({term for _, term in words if term})
    one = compile_lexicon(analyzer, terms, words, [("メアド", "メールアドレス")])
    other = compile_lexicon(
        analyzer, terms[::-1], dict(reversed(words.items())), [("メアド", "メールアドレス")]
    )
    assert one == other
    assert all(isinstance(entry, Entry) for entry in one.entries.values())
