"""What reports are made of: nothing gets in unescaped, and every name has its place."""

from __future__ import annotations

import re

import pytest

from kb.html_report import Bar, Html, bars, html, page, table, tag


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("a < b & \"c\" 'd'", "a &lt; b &amp; &quot;c&quot; &#x27;d&#x27;"),
        (Html("<b>"), "<b>"),
        (3, "3"),
        ("\x00\x1b\t\n\x7f\ud800", "␀␛\t\n\ufffd\ufffd"),
        ("𠮷", "𠮷"),
    ],
)
def test_all_but_markup_is_escaped(content: str | int, expected: str) -> None:
    assert html(content) == expected


def test_an_element_escapes_what_it_holds_and_its_attributes() -> None:
    made = tag("p", "<", tag("b", "&"), class_='a"b', aria_label="x")
    assert made == '<p class="a&quot;b" aria-label="x">&lt;<b>&amp;</b></p>'


def test_a_table_is_one_row_a_line() -> None:
    assert table(("種類", "件数"), [("<a>", 1)], numbers=True) == (
        '<div class="scroll" tabindex="0"><table>\n<thead><tr><th>種類</th><th>件数</th></tr></thead>\n'
        "<tbody>\n<tr><td>&lt;a&gt;</td><td>1</td></tr>\n</tbody>\n</table></div>"
    )


def test_the_frame_escapes_its_title_and_allows_no_script() -> None:
    text = page("<script>", Html("<p>本文</p>"))
    assert "<title>&lt;script&gt;</title>" in text
    assert "<script>" not in text
    assert "default-src 'none'" in text


def rects(drawn: str) -> list[tuple[str, ...]]:
    """(class, x, width) of each drawn part."""
    return re.findall(r'<rect class="([^"]+)" x="([\d.]+)" y="\d+" width="([\d.]+)"', drawn)


def test_the_parts_of_a_bar_stand_end_to_end() -> None:
    drawn = bars("図", [("名前", [Bar(((0.5, "bar-a"), (0.25, "bar-b")), "2 と 1")])])
    assert rects(drawn) == [("bar-a", "150.0", "190.0"), ("bar-b", "340.0", "95.0")]
    assert ">2 と 1</text>" in drawn


def test_a_long_name_is_cut_and_told_whole_in_the_tooltip() -> None:
    name = "とても長い名前" * 5
    drawn = bars("図", [(name, [Bar((), "0")])])
    assert f"<title>{name}</title>" in drawn
    assert "とても長い名前とても長い名前とても長い…<title>" in drawn


def test_a_plot_without_bars_is_still_a_plot() -> None:
    assert 'aria-label="図"' in bars("図", [])
