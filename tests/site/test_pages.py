"""The pages of a small site, whole, and what must hold on every page of any site."""

from __future__ import annotations

import dataclasses
import os
import random
import re
from datetime import date
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from kb import config
from kb.articles.library import read_library
from kb.articles.passages import passages
from kb.model import Article, Status
from kb.site.media import read_media
from kb.site.render import LIST_LENGTH, SiteInput, render

DATA = Path(__file__).with_name("data")
REPOSITORY = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 24)


def site_input(root: Path) -> SiteInput:
    """A knowledge base as the pipeline would hand it over."""
    kb = config.load(root)
    articles = tuple(file.article for file in read_library(kb).files)
    return SiteInput(kb, articles, TODAY, read_media(kb, articles))


@pytest.fixture(scope="module")
def small() -> SiteInput:
    return site_input(DATA / "small")


@pytest.fixture(scope="module")
def files(small: SiteInput) -> dict[str, bytes]:
    return dict(render(small))


def _golden(path: str, content: bytes) -> bytes:
    """Without what changes with every edit of an asset."""
    return re.sub(rb"\?v=[0-9a-f]{8}", b"?v=HASH", content)


def test_a_small_site_comes_out_whole(files: dict[str, bytes]) -> None:
    """After a wanted change: UPDATE_GOLDEN=1 pytest tests/site/test_pages.py, then read the diff."""
    after = DATA / "small.after"
    made = {path: _golden(path, content) for path, content in files.items() if not path.startswith("assets/")}
    if os.environ.get("UPDATE_GOLDEN"):
        for path, content in made.items():
            (after / path).parent.mkdir(parents=True, exist_ok=True)
            (after / path).write_bytes(content)
    expected = {p.relative_to(after).as_posix(): p.read_bytes() for p in after.rglob("*") if p.is_file()}
    assert sorted(made) == sorted(expected)
    for path, content in made.items():
        assert content.decode("utf-8", "replace") == expected[path].decode("utf-8", "replace"), path


def test_the_same_input_gives_the_same_bytes_in_any_order_of_articles(
    small: SiteInput, files: dict[str, bytes]
) -> None:
    shuffled = list(small.articles)
    random.Random(4).shuffle(shuffled)
    assert dict(render(dataclasses.replace(small, articles=shuffled))) == files


def test_the_place_of_the_knowledge_base_does_not_show(small: SiteInput, files: dict[str, bytes]) -> None:
    moved = dataclasses.replace(small, kb=dataclasses.replace(small.kb, root=Path("elsewhere")))
    assert dict(render(moved)) == files


def broken_links(files: dict[str, bytes], reader: ModuleType) -> list[tuple[str, str]]:
    """(page, target) of every relative link whose file or fragment is not in the site."""
    pages = {path: reader.read(content) for path, content in files.items() if path.endswith(".html")}
    broken = []
    for path, page in pages.items():
        for _, target in page.links():
            if urlsplit(target).scheme:
                continue
            parts = urlsplit(urljoin(f"http://site/{path}", target))
            name, fragment = unquote(parts.path).removeprefix("/"), unquote(parts.fragment)
            missing_part = fragment and fragment not in pages[name].ids if name in pages else False
            if name not in files or missing_part:
                broken.append((path, target))
    return broken


def test_every_link_of_a_small_site_leads_somewhere(files: dict[str, bytes], page_reader: ModuleType) -> None:
    assert broken_links(files, page_reader) == []


def test_every_link_of_the_repositorys_own_site_leads_somewhere(page_reader: ModuleType) -> None:
    files = dict(render(site_input(REPOSITORY)))
    assert sum(path.startswith("articles/") and path.endswith(".html") for path in files) > 0
    assert broken_links(files, page_reader) == []


def test_links_are_relative_and_name_a_file(files: dict[str, bytes], page_reader: ModuleType) -> None:
    """A link to a folder works on a web server only; one that begins with / only at its top."""
    for path, content in files.items():
        if path.endswith(".html"):
            for _, target in page_reader.read(content).links():
                if not urlsplit(target).scheme:
                    assert not target.startswith("/"), path
                    assert target.startswith("#") or "." in Path(urlsplit(target).path).name, (path, target)


def test_anchors_are_those_of_the_passages(small: SiteInput, page_reader: ModuleType) -> None:
    """An answer in the terminal links into the page: both must mean the same place."""
    for path, content in render(small):
        article = next((a for a in small.articles if str(a.path.with_suffix(".html")) == path), None)
        if article is not None:
            wanted = {p.anchor for p in passages(article.body) if p.anchor}
            ids = {name for name in page_reader.read(content).ids if not name.startswith("kb.")}
            assert ids == wanted


def test_an_archived_article_has_a_page_with_a_notice_and_stands_in_no_list(files: dict[str, bytes]) -> None:
    page = files["articles/dns/old-record.html"].decode()
    assert "この記事は保管用です" in page
    assert '<meta name="robots" content="noindex">' in page
    others = [path for path, content in files.items() if b"old-record" in content]
    assert others == ["articles/dns/old-record.html"]


def test_a_draft_says_so(small: SiteInput) -> None:
    articles = tuple(dataclasses.replace(a, status=Status.DRAFT) for a in small.articles)
    files = dict(render(dataclasses.replace(small, articles=articles)))
    assert "この記事は下書きです" in files["articles/dns/mx-record.html"].decode()


def test_a_fresh_article_carries_the_day_from_which_it_is_stale(files: dict[str, bytes]) -> None:
    """A site on a USB stick is read long after it was built; the page's script shows the notice then."""
    assert 'data-due="2027-10-01" hidden' in files["articles/mail/panel-2-forward.html"].decode()
    stale = files["articles/mail/panel-1-forward.html"].decode()
    assert "見直しの期限" in stale
    assert "data-due" not in stale


def test_without_a_base_address_there_are_no_feeds(small: SiteInput) -> None:
    local = dataclasses.replace(small, kb=dataclasses.replace(small.kb, base_url=""))
    names = {path for path, _ in render(local)}
    assert not names & {"feed.xml", "sitemap.xml", "opensearch.xml"}
    assert b"opensearch" not in dict(render(local))["index.html"]


def test_an_empty_knowledge_base_makes_a_site(small: SiteInput, page_reader: ModuleType) -> None:
    files = dict(render(dataclasses.replace(small, articles=(), media={})))
    assert "index.html" in files
    assert broken_links(files, page_reader) == []


def test_long_lists_are_cut_into_pages(small: SiteInput, page_reader: ModuleType) -> None:
    template = small.articles[0]
    many = [_copy(template, number) for number in range(LIST_LENGTH + 1)]
    files = dict(render(dataclasses.replace(small, articles=many, media={})))
    first, second = files["browse/category/dns.html"], files["browse/category/dns.2.html"]
    assert first.count(b'class="card"') == LIST_LENGTH
    assert second.count(b'class="card"') == 1
    assert broken_links(files, page_reader) == []


def _copy(article: Article, number: int) -> Article:
    name = f"copy-{number:04}"
    path = article.path.with_name(f"{name}.md")
    return dataclasses.replace(article, id=name, topic=name, path=path, status=Status.CURRENT)


@pytest.mark.parametrize("path", ["../out.js", "/etc/passwd", "a/../../b", "index.html", "a\\b", ""])
def test_extra_files_cannot_leave_the_site_or_take_a_page_s_place(small: SiteInput, path: str) -> None:
    with pytest.raises(ValueError, match="not a path of its own"):
        list(render(dataclasses.replace(small, extra={path: b""})))


def test_the_first_page_is_small(files: dict[str, bytes]) -> None:
    """Before the search: page, style and scripts, of the 150 kB that the first result may cost."""
    site = dict(render(site_input(REPOSITORY)))
    assert len(site["index.html"]) + len(site["assets/style.css"]) < 60_000
