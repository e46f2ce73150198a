"""Finding vocabulary names in running text, and how far the phrases around them reach."""

import pytest

from kb.articles.mentions import mentions, reaches
from kb.config import Name, Vocabulary

VOCABULARY = Vocabulary(
    names=(
        Name("versions", "Plesk", ("プレスク",), "Plesk", general=True),
        Name("versions", "Plesk 8", ("Plesk 8.3",), "Plesk", 8),
        Name("versions", "Plesk 9", (), "Plesk", 9),
        Name("versions", "Plesk 10", (), "Plesk", 10),
        Name("versions", "Plesk Onyx", ("Onyx", "オニキス", "Plesk Onix"), "Plesk", 17),
        Name("plans", "Flex Mini"),
        Name("plans", "Flex Mini 2"),
        Name("plans", "Flex Mini Cube"),
        Name("os", "CentOS 5", (), "CentOS", 5),
        Name("os", "CentOS 7", (), "CentOS", 7),
        Name("os", "AlmaLinux 8", ("AlmaLinux",), "AlmaLinux", 8),
        Name("os", "macOS", ("マック",)),
        Name("software", "Courier-IMAP", ("Courier",)),
        Name("software", "Horde", ("ホード",)),
        Name("software", "PHP"),
    )
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Flex Mini Cube と Flex Mini2、Flex Mini", ["Flex Mini Cube", "Flex Mini 2", "Flex Mini"]),
        ("ＰＬＥＳＫ　８", ["Plesk 8"]),
        ("Plesk8.6をお使い", ["Plesk 8"]),
        ("Plesk 8443番", ["Plesk"]),
        ("AlmaLinux 9", []),
        ("ﾎｰﾄﾞの画面、キーホードー", ["Horde"]),
        ("まっくらな画面", []),
        ("おにきすで見る", ["Plesk Onyx"]),
        ("CourierIMAP / courier", ["Courier-IMAP", "Courier-IMAP"]),
        ("https://support.plesk.com/x /etc/php/php.ini a@horde.jp login.php", []),
    ],
)
def test_names_are_found_as_people_write_them(text, expected):
    assert [m.name for m in mentions(text, VOCABULARY)] == expected


def test_a_mention_points_at_the_text_as_it_stands():
    text = "（ＰＬＥＳＫ　９）"
    (mention,) = mentions(text, VOCABULARY)
    assert text[mention.start : mention.end] == "ＰＬＥＳＫ　９"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Plesk 9 以降", [("Plesk 9", "Plesk 10", "Plesk Onyx")]),
        ("Plesk 8.3以降のPlesk", [("Plesk 8", "Plesk 9", "Plesk 10", "Plesk Onyx"), ("Plesk",)]),
        ("CentOS7以下", [("CentOS 5", "CentOS 7")]),
        ("Plesk Onyx 未満", [("Plesk 8", "Plesk 9", "Plesk 10")]),
        ("Plesk 8〜10", [("Plesk 8", "Plesk 9", "Plesk 10")]),
        ("Plesk 9から、Plesk10まで", [("Plesk 9", "Plesk 10")]),
        ("Plesk 8・9・10", [("Plesk 8", "Plesk 9", "Plesk 10")]),
        ("Plesk 9、25番ポート", [("Plesk 9",)]),
        ("Plesk 10からPlesk Onyxへ更新", [("Plesk 10",), ("Plesk Onyx",)]),
    ],
)
def test_range_phrases_expand_by_the_vocabularys_order(text, expected):
    assert [r.names for r in reaches(text, VOCABULARY)] == expected


def test_an_unending_run_of_joiners_is_no_name():
    assert mentions("Flex" + " " * 10_000 + "Mini", VOCABULARY) == ()
