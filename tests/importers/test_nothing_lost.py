"""Property: whatever a source says, every letter and digit of it is in an article or on the list of dropped text."""

import html
import string

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.articles.writer import dump
from kb.importers.audit import audit, letters
from kb.importers.drafting.draft import draft_all

PIECES = (
    "公開日 2022年3月3日",
    "更新日:2021/04/05",
    "回答",
    "■問題点",
    "以上となります。",
    "1.Pleskにログイン",
    "2.[設定]を選択",
    "4.終わり",
    "2.1.Webminへログイン",
    "(1). 確認",
    "※1 注意してください。",
    "※補足",
    "・項目",
    "- 項目",
    "▼関連",
    "<案内>",
    "https://example.jp/a?b=1",
    "案内 https://example.jp/b",
    "項目 | 値 |",
    "甲 | 乙 |",
    "#yum update x |",
    "cp -a /etc/a /etc/a.date +%Y%m%d",
    ".bak",
    "",
    "Plesk Obsidianから以下の操作をおこなっていただくことで、設定を変更できます。",
    "以下のFAQをご参照ください。",
    "容量を調べたい",
    "```",
    "# 見出し",
    "とても長い文がここで折り返されていて、このように行の途中で切れてしまっていることがあります",
    "①一番",
    "＊強調＊_下線_`符号`",
    "<b>太字</b>",
    "![絵](x.png)",
    "[鍵](javascript:x)",
    "| a | b |",
    "|---|---|",
    "!!! note",
    "ＡＢＣ１２３",
    "Q1. どうしますか",
    "A1. こうします。",
    "【回答】はい",
    "質問：できますか",
    "カテゴリ: 一般",
    "■ 画面が開かない",
    "----------",
    "---",
    "[FAQ-1] 開かない",
    "[FAQ-2] 閉じない",
    "管理番号：KB-0012",
    "担当：田中",
)
LINE = st.one_of(
    st.sampled_from(PIECES),
    st.text(alphabet=string.printable.replace("\r", "") + "あア漢字。、「」※・①％～", max_size=40).map(
        lambda s: s.replace("\n", " ")
    ),
)
TEXT = st.lists(LINE, min_size=1, max_size=25).map("\n".join).filter(lambda text: letters(text) != "")
QUICK = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def assert_nothing_lost(importer, data, name):
    reading = importer.reading(data, name)
    drafts = draft_all(reading.entries, importer.vocabulary)
    result = audit(reading, [(d.entry, dump(d.article), d.dropped) for d in drafts])
    assert result.complete, result.missing


@QUICK
@given(TEXT)
def test_of_a_dump(importer, text):
    assert_nothing_lost(importer, "はじめの文です。\n" + text, "x.txt")


@QUICK
@given(
    st.lists(
        st.tuples(st.sampled_from(("p", "li", "td", "div", "h2", "pre", "b", "dt", "nav", "span")), LINE),
        max_size=20,
    )
)
def test_of_a_page(importer, parts):
    body = "".join(f"<{tag}>{html.escape(text)}</{tag}>" for tag, text in parts)
    assert_nothing_lost(importer, f"<html><body><p>はじめの文です。</p>{body}</body></html>", "x.html")


@QUICK
@given(TEXT)
def test_of_an_export(importer, text):
    content = html.escape(text)
    data = (
        '<rss xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/"><channel>'
        f"<item><title>題名</title><content:encoded>{html.escape(content)}</content:encoded>"
        "<wp:post_type>ufaq</wp:post_type></item></channel></rss>"
    )
    clean = "".join(char for char in data if char in "\t\n" or ord(char) >= 32)
    assert_nothing_lost(importer, clean, "x.xml")


@QUICK
@given(TEXT)
def test_of_markdown(importer, text):
    assert_nothing_lost(importer, "# 題名\n\n" + text, "x.md")


def test_of_steps_whose_numbers_touch_their_word(importer):
    page = "<h1>鍵の登録</h1><dl><dt>手順1</dt><dd>鍵を作ります。</dd><dt>手順2</dt><dd>送ります。</dd></dl>"
    assert_nothing_lost(importer, page, "x.html")
