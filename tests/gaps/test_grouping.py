"""Which wordings are one question, and in what order questions come."""

from __future__ import annotations

from datetime import date

from kb.gaps.grouping import Wording, group
from kb.gaps.log import Asked

WORDS = {
    "メールを転送したい": ("メール", "転送"),
    "転送 メール": ("転送", "メール"),
    "迷惑メール": ("迷惑メール",),
    "あの": (),
    "その": (),
}


def asked(
    day: int, question: str, *, answered: bool = False, article: str | None = None, **filters: str
) -> Asked:
    names = {facet: (name,) for facet, name in filters.items()}
    return Asked(date(2026, 7, day), question, answered, None, article, names)


def terms_of(entry: Asked) -> tuple[str, ...]:
    return WORDS[entry.question]


def test_wordings_of_the_same_terms_are_one_question_whatever_their_order() -> None:
    entries = [asked(3, "転送 メール"), asked(1, "メールを転送したい"), asked(2, "転送 メール")]
    (one,) = group(entries, terms_of)
    assert one.terms == ("メール", "転送")
    assert one.wordings == (Wording("転送 メール", 2), Wording("メールを転送したい", 1))
    assert (one.count, one.first, one.last) == (3, date(2026, 7, 1), date(2026, 7, 3))
    assert one.most_asked.question == "転送 メール"


def test_the_same_question_for_another_version_is_another_question() -> None:
    entries = [asked(1, "転送 メール"), asked(1, "転送 メール", versions="Plesk Onyx")]
    assert [one.count for one in group(entries, terms_of)] == [1, 1]


def test_questions_without_a_word_of_content_are_not_thrown_together() -> None:
    groups = group([asked(1, "あの"), asked(1, "その"), asked(2, "その")], terms_of)
    assert [(one.terms, one.wordings[0]) for one in groups] == [
        ((), Wording("その", 2)),
        ((), Wording("あの", 1)),
    ]


def test_the_most_asked_comes_first_then_the_one_asked_last() -> None:
    entries = [asked(1, "あの"), asked(2, "その"), *(asked(1, "迷惑メール") for _ in range(2))]
    assert [one.wordings[0].question for one in group(entries, terms_of)] == ["迷惑メール", "その", "あの"]


def test_it_is_remembered_which_article_once_answered() -> None:
    entries = [
        asked(1, "迷惑メール", answered=True, article="old"),
        asked(2, "迷惑メール", answered=True, article="new"),
        asked(3, "迷惑メール", article="near"),
    ]
    (one,) = group(entries, terms_of)
    assert (one.answered_by, one.refused) == ("new", 1)
