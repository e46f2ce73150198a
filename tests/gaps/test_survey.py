"""A whole log through the real search of a small FAQ: what is missing, unsure and mended, as text and as JSON."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kb.cli.gaps_command import Shelf
from kb.gaps.document import to_document
from kb.gaps.log import Asked
from kb.gaps.masking import mask
from kb.gaps.survey import Survey, survey
from kb.gaps.text import list_item, survey_lines
from kb.retrieval import resources

EXPECTED = Path(__file__).parent / "data" / "survey.expected.txt"


def asked(
    day: int, question: str, *, answered: bool = False, article: str | None = None, **filters: str
) -> Asked:
    names = {facet: (name,) for facet, name in filters.items()}
    return Asked(date(2026, 7, day), question, answered, 0.3, article, names)


LOG = (
    asked(1, "会議室の予約"),
    asked(2, "会議室 予約"),
    asked(3, "予約: 会議室"),
    asked(2, "パスワードを喪失したので入れない", answered=True, article="roundcube-login"),
    asked(4, "〔名前〕さんがパスワードを喪失したので入れない"),
    asked(4, "請求書の送付先", answered=True, article="no-longer-there", versions="Plesk Onyx"),
    asked(5, "見覚えのない勧誘がたくさん来る", answered=True),
    asked(6, "見覚えのない勧誘がたくさん来る", answered=True),
    asked(6, "パスワドー忘れた"),
    asked(7, "パスワードを忘れた", answered=True),
    asked(7, "迷惑メール", answered=True),
    asked(7, "〔メールアドレス〕"),
)


def first_wordings(found: Survey) -> list[list[str]]:
    return [
        [gap.group.wordings[0].question for gap in gaps]
        for gaps in (found.not_found, found.unsure, found.mended)
    ]


def test_questions_fall_into_not_found_unsure_and_mended(shelf: Shelf) -> None:
    assert first_wordings(survey(LOG, shelf)) == [
        [
            "会議室 予約",  # three times
            "パスワードを喪失したので入れない",  # twice
            "請求書の送付先",  # once
        ],
        ["見覚えのない勧誘がたくさん来る"],
        ["パスワドー忘れた"],  # the slip is the other wording's word; refused then, answered now
    ]


def test_seldom_asked_questions_can_be_left_out(shelf: Shelf) -> None:
    assert first_wordings(survey(LOG, shelf, least=3)) == [["会議室 予約"], [], []]


def test_an_article_that_is_gone_is_not_named_as_a_former_answer(shelf: Shelf) -> None:
    former = {gap.group.wordings[0].question: gap.answered_by for gap in survey(LOG, shelf).not_found}
    assert former == {
        "会議室 予約": None,
        "パスワードを喪失したので入れない": "roundcube-login",
        "請求書の送付先": None,
    }


def test_the_text_is_the_one_beside(shelf: Shelf) -> None:
    """Scores move with the weights of the ranking; everything else is as it stands there."""
    found = survey(LOG, shelf)
    fixed = [
        dataclasses.replace(gap, reading=dataclasses.replace(gap.reading, confidence=0.75))
        for gap in found.unsure
    ]
    lines = survey_lines(dataclasses.replace(found, unsure=tuple(fixed), mended=()))
    assert "\n".join(lines) + "\n" == EXPECTED.read_text("utf-8")


def test_the_json_has_what_its_module_promises(shelf: Shelf) -> None:
    value = to_document(survey(LOG, shelf), recording=True, broken=2)
    assert {key: value[key] for key in ("recording", "asked", "broken", "wordless", "days", "synonyms")} == {
        "recording": True,
        "asked": 12,
        "broken": 2,
        "wordless": 1,
        "days": ["2026-07-01", "2026-07-07"],
        "synonyms": [{"line": "喪失, 忘れる", "count": 2, "articles": ["roundcube-login"]}],
    }
    gap = value["not_found"][1]
    assert 0 <= gap.pop("confidence") < 0.5
    assert 0.5 <= gap["nearest"].pop("coverage") <= 1
    assert gap == {
        "terms": ["パスワード", "入れる", "喪失"],
        "count": 2,
        "first": "2026-07-02",
        "last": "2026-07-04",
        "refused": 1,
        "answered_by": "roundcube-login",
        "wordings": [
            {"question": "パスワードを喪失したので入れない", "count": 1},
            {"question": "〔名前〕さんがパスワードを喪失したので入れない", "count": 1},
        ],
        "nearest": {
            "id": "roundcube-login",
            "title": "Roundcube にログインできないとき",
            "path": "articles/mail/roundcube-login.md",
        },
        "proposals": [
            {
                "kind": "question",
                "article": "roundcube-login",
                "path": "articles/mail/roundcube-login.md",
                "wording": "パスワードを喪失したので入れない",
            },
            {
                "kind": "synonym",
                "line": "喪失, 忘れる",
                "word": "喪失",
                "meant": "忘れる",
                "article": "roundcube-login",
            },
        ],
    }
    assert [gap["proposals"] for gap in (value["not_found"][0], *value["unsure"], *value["mended"])] == [
        [{"kind": "article"}], [], [],
    ]  # fmt: skip


def test_the_proposed_lines_are_read_by_the_file_they_are_for(shelf: Shelf, tmp_path: Path) -> None:
    """The remark above a line may be pasted with it."""
    lines = list(survey_lines(survey(LOG, shelf)))
    start = next(n for n, line in enumerate(lines) if "search/synonyms.txt に足せる行" in line)
    (tmp_path / resources.SYNONYMS).write_text("\n".join(lines[start + 1 : start + 3]), encoding="utf-8")
    assert resources.load(tmp_path).synonyms == (("喪失", "忘れる"),)


def test_an_empty_log_says_nothing(shelf: Shelf) -> None:
    found = survey([], shelf)
    assert (first_wordings(found), found.days, list(survey_lines(found))) == ([[], [], []], None, [])


@pytest.mark.parametrize(
    ("wording", "line"),
    [
        ("パスワードを忘れた", "- パスワードを忘れた"),
        ("plesk 12.5 の転送", "- plesk 12.5 の転送"),
        ("予約: 会議室", '- "予約: 会議室"'),
        ("550 #5.7.1", '- "550 #5.7.1"'),
        ("true", '- "true"'),
        ("587", '- "587"'),
    ],
)
def test_a_proposed_question_is_quoted_only_where_yaml_needs_it(wording: str, line: str) -> None:
    assert list_item(wording) == line


@given(
    st.one_of(
        st.text(max_size=30),
        st.sampled_from(["~", "null", "yes", "2026-07-28", "1e3", "0x1f", ".inf", "=", "<<"]),
    )
)
def test_a_proposed_question_is_read_back_as_it_is(text: str) -> None:
    wording = mask(text, lambda word: True)
    if wording:
        assert yaml.safe_load(list_item(wording)) == [wording]
