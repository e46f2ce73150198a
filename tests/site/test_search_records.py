"""What the browser shows of an article, packed."""

from __future__ import annotations

from kb.retrieval.records import record
from kb.site.search_records import pack_record, row_of
from tests.conftest import article

TABLE = """## 対応

| 版 | SNI | IMAP |
|---|---|---|
| Plesk 12 | × | 〇（143） |
| Plesk ― 旧 ／ 新 | 〇 ／ × | |
"""


def test_a_row_of_a_table_is_told_by_its_line_where_that_says_the_same() -> None:
    rows = [
        passage
        for passage in pack_record(record(article("a", "mail", "題", summary="要約", body=TABLE)), {})[13]
        if isinstance(passage, list)
    ]
    assert rows[0] == [0, 0, "版: "]
    assert rows[1] == [0, "・版: Plesk ― 旧 ／ 新\n・SNI: 〇 ／ ×\n・IMAP:"], (
        "its line could be read in two ways"
    )


def test_a_row_read_from_its_line_is_the_list_that_was_packed() -> None:
    line = "・Plesk 12 ― SNI: × ／ IMAP: 〇（143）"
    assert row_of(line, "版: ") == "・版: Plesk 12\n・SNI: ×\n・IMAP: 〇（143）"
    assert row_of("・Plesk 12", "") == "・Plesk 12"
