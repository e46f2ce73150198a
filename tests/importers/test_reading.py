"""Encodings, kinds, limits: what is read, how, and what is refused with a clear word."""

from pathlib import Path

import pytest

from kb.errors import SourceError
from kb.importers.dates import date_line
from kb.importers.drafting.draft import draft_all
from kb.importers.encoding import decode
from kb.importers.raw import Kind
from kb.importers.sources import detect

TEXT = "これはテストの文です。Plesk でメールの設定を変更します。\n" * 3


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp932", "euc_jp", "iso2022_jp", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_the_encoding_is_found_out(encoding):
    assert decode(TEXT.encode(encoding), "x.txt").text == TEXT


def test_a_wrong_claim_is_told_and_not_believed():
    page = f'<html><head><meta charset="shift_jis"></head><body>{TEXT}</body></html>'
    decoded = decode(page.encode("utf-8"), "x.html")
    assert decoded.text == page
    assert "表記は cp932" in decoded.remarks[0]


def test_line_ends_become_one_kind_and_control_characters_go_with_a_note():
    decoded = decode("一\r\n二\r三\u2028四\x07\u200b五".encode(), "x.txt")
    assert decoded.text == "一\n二\n三\n四五"
    assert decoded.remarks == ("制御文字を 1 個取り除きました。",)


@pytest.mark.parametrize(
    ("text", "suffix", "kind"),
    [
        ("<!DOCTYPE html><p>x", ".txt", Kind.HTML),
        ('<?xml version="1.0"?><rss><channel></channel></rss>', ".txt", Kind.WXR),
        ('<?xml version="1.0"?><!DOCTYPE html><html></html>', ".xml", Kind.HTML),
        ("---\ntitle: x\n---\n本文", ".txt", Kind.MARKDOWN),
        ("公開日 2022年3月3日\n本文です。", ".txt", Kind.DUMP),
        ("# 見出し", ".md", Kind.MARKDOWN),
    ],
)
def test_the_kind_is_told_by_the_content(text, suffix, kind):
    assert detect(text, suffix) is kind


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("公開日 2022年3月3日", [("published", "2022-03-03")]),
        ("公開日2022年12月7日", [("published", "2022-12-07")]),
        ("公開日：２０２２年０４月１２日", [("published", "2022-04-12")]),
        ("【最終更新日】2023/01/05", [("updated", "2023-01-05")]),
        ("公開日:2021-08-02 更新日:2021.10.26", [("published", "2021-08-02"), ("updated", "2021-10-26")]),
        ("2019年10月1日(火)", [("bare", "2019-10-01")]),
        ("令和4年4月12日", [("bare", "2022-04-12")]),
        ("公開日 2023年2月30日", []),
        ("2021年8月現在のところ", []),
        ("更新日をご確認ください。", []),
    ],
)
def test_date_lines_in_all_their_forms(line, expected):
    assert [(one.role, one.day.isoformat()) for one in date_line(line)] == expected


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "x.txt", "空のファイル"),
        (bytes(range(256)) * 40, "x.txt", "文字のファイルではありません"),
        (
            b'<?xml version="1.0"?>\n<!DOCTYPE a [\n<!ENTITY b "c">]><rss><channel/></rss>',
            "x.xml",
            "x.xml:3: 実体",
        ),
        (
            b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><rss>&b;</rss>',
            "x.xml",
            "実体",
        ),
        (b"---\ntitle: [\n---\nx", "x.md", "x.md:3: フロントマターの YAML"),
        (b"+++\ntitle =\n+++\nx", "x.md", "TOML"),
        (b"+++\ntitle = " + b"1" * 5_000 + b"\n+++\nx", "x.md", "数の桁"),
        (b"<html><body><script>x</script></body></html>", "x.html", "文がありません"),
        (
            b"<rss><channel><item><title>a</title></item></channel></rss>",
            "x.xml",
            "種類が ufaq の投稿がありません",
        ),
    ],
)
def test_bad_input_is_refused_with_place_and_remedy(importer, data, name, said):
    with pytest.raises(SourceError) as caught:
        importer.reading(data, name)
    assert said in str(caught.value)
    assert "対処" in str(caught.value)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ("<html><body>" + "<div>" * 3000 + "深い文です。" + "</div>" * 3000, "x.html"),
        ("<html><body>" + "<table><tr><td>" * 300 + "深い文です。", "x.html"),
        ("<html><body>" + "<ul><li>" * 300 + "深い文です。", "x.html"),
        (
            "<html><body><table>" + "<tr><td rowspan=9999 colspan=9999>幅<td>深い文です。" * 3 + "</table>",
            "x.html",
        ),
        ("深い文です。" + "[" * 20000, "x.md"),
        ("深い文です。" * 20000, "x.txt"),
        ("深い文です。\n" + "|" * 20000, "x.txt"),
        ("深い文です。\n" + "・" * 20000, "x.txt"),
    ],
)
def test_hostile_shapes_are_harmless(importer, data, name):
    """Nesting, spans and long lines are bounded; the text survives."""
    (first, *_) = importer.texts(data, name)
    assert "深い文です。" in first


def test_nothing_that_runs_is_imported(importer):
    page = (
        "<html><body><h1>題名です</h1><p onclick='x()'>本文です。<script>alert(1)</script>"
        "<a href='javascript:a()'>押す</a>"
        "<a href='data:text/html,x'>見る</a><iframe src='x'></iframe><svg onload=x></svg></p></body></html>"
    )
    (text,) = importer.texts(page, "x.html")
    assert "本文です。押す見る" in text
    assert all(word not in text for word in ("script", "onclick", "alert", "data:", "iframe", "svg"))


def test_a_placeholder_in_markdown_is_kept_as_code_and_a_tag_goes(importer):
    (text,) = importer.texts(
        "# 接続の方法\n\nssh <user>@<host> で<br>つなぎ、<Tip>次に</Tip><ID> を入れます。\n", "x.md"
    )
    assert "ssh `<user>`@`<host>` で つなぎ、次に`<ID>` を入れます。" in text


def test_links_between_saved_pages_become_links_between_articles(importer, vocabulary):
    pages = {
        "p/a.html": "<html><body><h1>FTPの設定方法</h1>"
        "<p><a href='b.html#x'>容量</a>と<a href='c.html'>ない</a>を参照。</p></body></html>",
        "p/b.html": "<html><body><h1>ディスクの容量一覧</h1><p>容量の説明です。</p></body></html>",
    }
    entries = [entry for name, page in pages.items() for entry in importer.reading(page, name).entries]
    one, other = draft_all(entries, vocabulary, category="hosting")
    assert one.article.related == (other.article.id,)
    assert f"[容量]({other.article.id}.md)とないを参照。" in one.article.body


def test_unpublished_posts_come_only_when_asked(importer):
    data = (Path(__file__).parent / "data/wxr/blocks-and-shortcodes.xml").read_bytes()
    assert len(importer.drafts(data, "x.xml")) == 2
    assert len(importer.drafts(data, "x.xml", unpublished=True)) == 3
    assert [d.article.title for d in importer.drafts(data, "x.xml", post_types=("page",))] == ["固定ページ"]


def test_a_link_from_the_top_of_a_site_finds_the_one_saved_page_of_that_name(importer, vocabulary):
    first = importer.reading("<h1>鍵を登録する</h1><p>鍵を作ります。</p>", "saved/ssh-key.html")
    second = importer.reading(
        '<h1>控えを取る</h1><p>先に<a href="/faq/ssh-key.html">鍵</a>を登録します。</p>',
        "saved/deep/backup.html",
    )
    drafts = draft_all((*first.entries, *second.entries), vocabulary)
    assert drafts[1].article.related == (drafts[0].article.id,)


@pytest.mark.parametrize("piece", ["```\n", ":::\n", "<aside>\n", "文です。\n", "[a]("])
def test_a_hostile_markdown_file_is_read_to_its_end(importer, piece):
    """Were the time not in proportion to the length, this would take minutes."""
    (draft,) = importer.drafts("# FTPの設定\n\n本文です。\n\n" + piece * 20_000, "a.md")
    assert draft.article.title == "FTPの設定"
