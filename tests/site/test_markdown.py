"""Markdown to HTML, construct by construct."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

import pytest

from kb.site.article_html import Heading, MarkdownRenderer, Target

ORIGIN = PurePosixPath("articles/mail/a.md")


def resolver(target: str, origin: PurePosixPath, image: bool) -> Target | None:
    """Everything under ok/ is known; https leads outside."""
    if target.startswith("ok/"):
        return Target(target, download=target.endswith(".pdf"))
    return Target(target, outside=True) if target.startswith("https:") and not image else None


@pytest.fixture(scope="module")
def renderer() -> MarkdownRenderer:
    return MarkdownRenderer(resolver)


CASES = [
    ("[a](ok/b.html)", '<p><a href="ok/b.html">a</a></p>'),
    ("[a](gone.md)", "<p><span>a</span></p>"),
    ("[a](ok/b.pdf)", '<p><a download="" href="ok/b.pdf">a</a></p>'),
    ("[a](https://b.example/?x=1&y=2)",
     '<p><a class="outside" href="https://b.example/?x=1&amp;y=2" rel="noopener noreferrer">a</a></p>'),
    ("[a][r]\n\n[r]: ok/b.html", '<p><a href="ok/b.html">a</a></p>'),
    ("![図](ok/b.png)", '<p><img alt="図" loading="lazy" src="ok/b.png"></p>'),
    ("![図](gone.png)", "<p><span>図</span></p>"),
    ("<b>x</b> & &amp; &copy;", "<p>&lt;b&gt;x&lt;/b&gt; &amp; &amp; ©</p>"),
    ("**[OK]**を\n押す。\nabc\ndef", "<p><strong>[OK]</strong>を押す。abc\ndef</p>"),
    ("日本\n`code` 語", "<p>日本\n<code>code</code> 語</p>"),
    ("3. c\n4. d", '<ol start="3">\n<li>c</li>\n<li>d</li>\n</ol>'),
    ("    indented", '<div class="code"><button type="button" class="copy" data-copy="code">コピー</button>'
     '<pre tabindex="0"><code>indented</code></pre></div>'),
]  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), CASES)
def test_markdown_becomes_html(renderer: MarkdownRenderer, source: str, expected: str) -> None:
    assert renderer.render(source, ORIGIN).html == expected


def test_a_fence_inside_a_step_stays_inside_it(renderer: MarkdownRenderer) -> None:
    """Line breaks in commands are kept, and what looks like a heading there is none."""
    body = "## 手順\n\n1. 打つ。\n\n    ```sh\n    # root\n    a \\\n      b\n    ```\n\n2. 次。\n"
    made = renderer.render(body, ORIGIN)
    assert made.headings == (Heading("手順", "手順", 2),)
    step = made.html.split('<li class="step">')[1]
    assert "# root\na \\\n  b</code></pre>" in step
    assert 'aria-label="手順 1 は済み"' in step


def test_a_step_s_tick_box_is_named_by_the_number_its_list_shows(renderer: MarkdownRenderer) -> None:
    body = "## 手順\n\n1. a\n2. b\n\n確認後:\n\n3. c\n4. d\n\n## 手順（続き）\n\n1. e\n\n## 注意\n\n1. f\n"
    made = renderer.render(body, ORIGIN)
    assert re.findall(r"手順 (\d+) は済み", made.html) == ["1", "2", "3", "4", "1"]


@pytest.mark.parametrize(
    ("head", "title"),
    [("warning", "注意"), ("note", "補足"), ("tip", "ヒント"), ('note "Plesk Onyx"', "Plesk Onyx")],
)
def test_a_note_has_its_own_title_or_a_japanese_one(
    renderer: MarkdownRenderer, head: str, title: str
) -> None:
    made = renderer.render(f"!!! {head}\n    文です。\n", ORIGIN)
    assert f'<p class="admonition-title">{title}</p>' in made.html


def test_headings_never_skip_a_level(renderer: MarkdownRenderer) -> None:
    """People with screen readers move by levels; the page's own title is level 1."""
    made = renderer.render("# a\n\n#### b\n\n## c\n\n### d\n", ORIGIN)
    assert [heading.level for heading in made.headings] == [2, 3, 2, 3]


def test_a_renderer_forgets_the_article_before(renderer: MarkdownRenderer) -> None:
    renderer.render("[a][r]\n\n[r]: ok/b.html", ORIGIN)
    assert renderer.render("[a][r]", ORIGIN).html == "<p>[a][r]</p>"
