"""A finding is told once, and does not propose what the article has already."""

from __future__ import annotations

import pytest

ARTICLE = "=== articles/webmail/example.md\n"


def told(results, code: str) -> list[tuple[int, int, str]]:
    return [(r.finding.line, r.finding.column, r.finding.message) for r in results if r.finding.code == code]


@pytest.mark.parametrize(
    ("body", "columns"),
    [
        ("<b>重要</b>", [1]),
        ("<b>一</b>と<B>二</b>", [1, 10]),
        ("<div><b>重要</b></div>", [1, 6]),
        ("一行目<hr>二行目<hr>", [4, 11]),
        ("重要</b>", [3]),
        ("一行目<br>二行目<kbd>Esc</kbd>", [4, 11]),
        ("<your-domain>に</your-domain>", [1]),
    ],
)
def test_a_raw_html_element_is_told_where_it_begins(findings, body, columns):
    results = findings(ARTICLE + "---\n---\n" + body)
    assert [column for _, column, _ in told(results, "KB408")] == columns


def test_an_unknown_key_is_taken_for_one_that_is_missing(findings):
    (result,) = [r for r in findings("---\nsumary: 送信できます。\n---") if r.finding.code == "KB102"]
    assert (result.finding.fix, len(result.edits)) == ("summary:", 1)


def test_an_unknown_key_is_not_taken_for_one_that_is_there(findings):
    """Renamed it would stand twice, and one of the two values would be lost."""
    results = findings("---\ntitle: メールを送る\ntitel: メールを受け取る\n---")
    (result,) = [r for r in results if r.finding.code == "KB102"]
    assert (result.finding.fix, result.edits) == (None, ())
    assert "title" not in result.finding.message


def test_an_unknown_facet_beside_all_known_ones_is_to_be_taken_out(findings):
    head = "applies_to:\n  versions: []\n  version: []\n  plans: []\n  os: []\n  software: []"
    ((_, _, message),) = told(findings(f"---\n{head}\n---"), "KB102")
    assert message == "applies_to に version という項目はありません。消してください。"


@pytest.mark.parametrize(
    ("versions", "edits", "way"),
    [
        ("[オブシディアン]", 1, ""),
        ("[Plesk 10 以前]", 1, ""),
        ("\n    - Plesk 10 以前", 0, "（kb fmt で直せます）"),
    ],
)
def test_an_alias_names_kb_fmt_only_where_fix_does_not_mend_it(findings, versions, edits, way):
    """The report adds --fix to whatever has edits: two ways to one end only make a writer choose."""
    results = findings(f"---\napplies_to:\n  versions: {versions}\n---")
    (result,) = [r for r in results if r.finding.code == "KB111"]
    assert len(result.edits) == edits
    assert result.finding.message.endswith(f"」を書いてください{way}。")
