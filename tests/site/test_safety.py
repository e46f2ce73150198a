"""Nothing that a writer can put into an article or kb.toml runs, loads or leads out of its place."""

from __future__ import annotations

import re
from types import ModuleType
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest

from kb.site.render import CSP, render

OUR_TAGS = {
    "html", "head", "meta", "title", "link", "script", "noscript", "body", "header", "nav", "main", "footer",
    "section", "article", "form", "label", "input", "button", "time", "small", "b", "kbd", "svg", "rect",
}  # fmt: skip
"""What templates may use besides."""

ARTICLE_TAGS = {
    "a", "img", "p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "strong", "em", "code", "pre",
    "blockquote", "ul", "ol", "li", "div", "span", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip

SCRIPTS = re.compile(r"(?:\.\./)*assets/[\w./-]+\.js\?v=[0-9a-f]{8}")


@pytest.fixture(scope="module")
def attacked(attack_site: ModuleType, page_reader: ModuleType) -> dict[str, object]:
    """Every page of the site of attacks, read."""
    files = dict(render(attack_site.attack_input()))
    return {path: page_reader.read(content) for path, content in files.items() if path.endswith(".html")}


def test_there_are_enough_attacks(attack_site: ModuleType) -> None:
    found = attack_site.attacks()
    assert len({attack.text for attack in found}) >= 100
    assert len({attack.id for attack in found}) == len(found)


def test_pages_hold_only_the_tags_that_are_meant(attacked: dict) -> None:
    strange = {
        (path, tag)
        for path, page in attacked.items()
        for tag, _ in page.tags
        if tag not in OUR_TAGS | ARTICLE_TAGS
    }
    assert strange == set()


def test_no_handler_and_no_style_stands_in_a_tag(attacked: dict) -> None:
    strange = [
        (path, tag, name)
        for path, page in attacked.items()
        for tag, attributes in page.tags
        for name in attributes
        if name.startswith("on") or name in ("style", "srcdoc", "formaction", "srcset", "ping", "target")
    ]
    assert strange == []


def test_scripts_are_files_of_the_site_and_nothing_is_inline(attacked: dict) -> None:
    for path, page in attacked.items():
        assert page.inline == [], path
        for tag, attributes in page.tags:
            if tag == "script":
                assert SCRIPTS.fullmatch(attributes["src"]), path


def test_links_lead_to_pages_of_the_site_or_plainly_outside(attacked: dict) -> None:
    strange = []
    for path, page in attacked.items():
        for tag, target in page.links():
            parts = urlsplit(target)
            inside = not parts.scheme and not parts.netloc and not target.startswith(("/", "\\"))
            outside = tag == "a" and parts.scheme in ("http", "https", "mailto") and "@" not in parts.netloc
            canonical = tag == "link" and target.startswith("https://faq.example.jp/")
            if not (inside or outside or canonical):
                strange.append((path, tag, target))
    assert strange == []


def test_outside_links_are_marked_and_do_not_tell_where_they_come_from(attacked: dict) -> None:
    for path, page in attacked.items():
        for tag, attributes in page.tags:
            if tag == "a" and ":" in attributes["href"].split("/")[0]:
                assert attributes.get("rel") == "noopener noreferrer", path
                assert attributes.get("class") == "outside", path


def test_every_page_begins_with_the_policy(attacked: dict) -> None:
    """A policy in a meta element holds only for what comes after it."""
    for path, page in attacked.items():
        names = [tag for tag, _ in page.tags]
        policy = names.index("meta", names.index("meta") + 1)
        assert page.tags[policy][1] == {"http-equiv": "Content-Security-Policy", "content": CSP}, path
        assert set(names[:policy]) == {"html", "head", "meta"}, path
        assert sum("http-equiv" in attributes for _, attributes in page.tags) == 1, path


def test_ids_are_unique_whatever_headings_say(attacked: dict) -> None:
    for path, page in attacked.items():
        assert len(page.ids) == len(set(page.ids)), path


def test_raw_html_is_shown_as_text(attack_site: ModuleType, attacked: dict) -> None:
    """A writer who quotes a tag wants it read, not dropped."""
    for attack in attack_site.attacks():
        if attack.where == "body" and attack.text.startswith(("<script>", "<iframe", "<style>")):
            assert attack.text.split("\n")[0][:12] in attacked[attack_site.page_of(attack)].text, attack.id


def test_files_stay_inside_the_site(attack_site: ModuleType) -> None:
    for path, _ in render(attack_site.attack_input()):
        assert re.fullmatch(r"[a-z0-9.\-]+(/[a-z0-9.\-]+)*", path)
        assert ".." not in path.split("/")


def test_feeds_are_well_formed(attack_site: ModuleType) -> None:
    files = dict(render(attack_site.attack_input()))
    for name in ("feed.xml", "sitemap.xml", "opensearch.xml"):
        root = ET.fromstring(files[name])
        assert all(element.tag.startswith("{") for element in root.iter())
