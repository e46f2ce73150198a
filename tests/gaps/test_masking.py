"""What never reaches the log: each kind as people type it, and what must stay so that a gap can be read."""

from __future__ import annotations

import json
import re
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.config import Name, Vocabulary
from kb.gaps.masking import LONGEST, MASKS, known_words, mask, unmasked
from kb.retrieval.lexicon import Choice, Entry, MemoryLexicon

GOLDEN = json.loads((Path(__file__).parent / "data" / "masking.json").read_text("utf-8"))
"""The browser masks the same: ``tests/js/masking.test.mjs``. ``golden.py`` says what is in it."""


def known(word: str) -> bool:
    """What the articles of these tests hold."""
    return word in GOLDEN["known"]


def nothing_known(word: str) -> bool:
    return False


@pytest.mark.parametrize(("typed", "kept"), GOLDEN["masked"])
def test_what_may_be_personal_is_masked(typed: str, kept: str) -> None:
    assert mask(typed, known) == kept


@pytest.mark.parametrize("typed", GOLDEN["kept"])
def test_what_makes_a_question_readable_is_kept(typed: str) -> None:
    """Error numbers, versions, ports and words of the articles are what a writer needs to see."""
    assert mask(typed, known) == typed


def test_random_questions_are_masked_as_the_browser_masks_them() -> None:
    """After a wanted change: python tests/gaps/golden.py."""
    assert [[typed, mask(typed, known)] for typed, _ in GOLDEN["random"]] == GOLDEN["random"]


def test_a_question_is_kept_up_to_its_longest_and_no_mask_is_cut_in_two() -> None:
    assert mask("あ" * 300, known) == "あ" * LONGEST
    assert mask("あ" * (LONGEST - 3) + " taro@example.com", known) == "あ" * (LONGEST - 3)


def test_masks_of_others_stay_and_other_brackets_do_not_look_like_masks() -> None:
    """A file from elsewhere is masked again when it is read."""
    assert mask("〔番号〕と〔秘密〕", known) == "〔番号〕と[秘密]"


def test_what_is_searched_again_has_no_masks() -> None:
    assert unmasked("〔名前〕様の 〔url〕 が開けない") == "の が開けない"


def test_known_is_what_articles_hold_as_written_and_the_names_of_kb_toml() -> None:
    """サトウ read as 砂糖 must not make the name public."""
    lexicon = MemoryLexicon(
        {
            "さとう": Entry(100, ((Choice("砂糖", 85, "reading"),),)),
            "main.cf": Entry(100, ((Choice("main.cf", 100, "word"),),)),
            "する": Entry(100),
        },
        unknown_cost=1000,
    )
    names = Vocabulary(names=(Name("software", "Node.js"),))
    public = known_words(lexicon, names)
    assert [word for word in ("サトウ", "main.cf", "する", "node.js", "x.y") if public(word)] == [
        "main.cf",
        "node.js",
    ]


# ------------------------------------------------------------------ properties

WORDS = st.sampled_from(
    ["に届かない", " を設定したい ", "、", "のメール", "」", "（", "：", " ", "。", "が出る"]
)
ASCII = string.ascii_letters + string.digits
LABEL = st.text(ASCII, min_size=1, max_size=8)
LOCAL = st.text(ASCII + "._+-", min_size=1, max_size=12)
HOST = st.builds("{}.{}".format, LABEL, st.sampled_from(["com", "co.jp", "example", "tokyo"]))
OCTET = st.integers(0, 255)
JOINT = st.sampled_from(["-", " ", "ー", "−", "‐", ""])
DIGITS = string.digits
WIDE = str.maketrans({chr(n): chr(n + 0xFEE0) for n in range(0x21, 0x7F)})

SECRETS = st.one_of(
    st.builds("{}@{}".format, LOCAL, HOST),
    st.builds("{}.{}.{}.{}".format, OCTET, OCTET, OCTET, OCTET),
    st.builds("2001:db8:{:x}::{:x}".format, st.integers(0, 65535), st.integers(0, 65535)),
    st.builds(
        "0{1}{0}{2}{0}{3}".format, JOINT, *(st.text(DIGITS, min_size=n, max_size=4) for n in (2, 3, 4))
    ),
    st.text("123456789", min_size=5, max_size=20),
    st.builds("https://{}/{}?{}={}".format, HOST, LABEL, LABEL, LABEL),
    HOST,
)


def typed(secret: str, wide: bool) -> str:
    return secret.translate(WIDE) if wide else secret


@given(before=WORDS, secret=SECRETS, wide=st.booleans(), after=WORDS)
def test_no_secret_is_left_whatever_stands_around_it(
    before: str, secret: str, wide: bool, after: str
) -> None:
    kept = mask(before + typed(secret, wide) + after, nothing_known)
    rest = unmasked(kept)
    assert kept != rest, "something was masked"
    assert not re.search(r"@|\d{5}|\d+\.\d+\.\d+\.\d|[0-9a-z]\.[a-z]{2}|://|=", rest)


@given(st.text(max_size=300))
def test_any_text_can_be_masked_and_masking_again_changes_nothing(text: str) -> None:
    kept = mask(text, nothing_known)
    assert len(kept) <= LONGEST
    assert "\n" not in kept
    kept.encode()
    assert set(re.findall("〔[^〕]*〕", kept)) <= set(MASKS)
    if len(kept) < LONGEST - 20:
        assert mask(kept, nothing_known) == kept


PIECES = st.lists(
    st.one_of(SECRETS, WORDS, st.sampled_from([*"@.:/-?=あ1a", "株式会社", "様", "://"])), max_size=12
)


@given(PIECES)
def test_secrets_side_by_side_are_masked_for_good(pieces: list[str]) -> None:
    """What one pass leaves, a second pass finds nothing in: nothing was torn so that half of it stays."""
    kept = mask("".join(pieces), nothing_known)
    if len(kept) < LONGEST - 20:
        assert mask(kept, nothing_known) == kept
