"""What pages look like to everybody: forced colours, large text, phones, paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ARTICLE = "articles/mail/panel-2-forward.html"
COLOURS_OF_MARK = """
() => {
  const { color, backgroundColor } = getComputedStyle(document.querySelector("mark"));
  return [color, backgroundColor];
}
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_hits_can_be_read_in_forced_colours(visit: Callable, search_site: Path, scheme: str) -> None:
    made = visit(search_site.as_uri() + "/", color_scheme=scheme, forced_colors="active")
    page = made.open("index.html?q=Roundcube")
    page.wait_for_selector("mark")
    color, background = page.evaluate(COLOURS_OF_MARK)
    assert "rgba" not in background, "nothing shines through"
    assert color != background


def texts(page: Any) -> list[str]:
    """All texts of a page, those that its style makes among them."""
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")
    return [
        node["name"]["value"] for node in tree["nodes"] if node.get("role", {}).get("value") == "StaticText"
    ]


def test_steps_count_from_where_the_writer_begins(visit: Callable, small_site: Path) -> None:
    page = visit(small_site.as_uri() + "/").open(ARTICLE)
    assert "3" not in texts(page)
    page.locator("ol.steps").first.evaluate(
        "list => { list.start = 3; list.replaceWith(list.cloneNode(true)); }"
    )
    assert {"3", "4"} <= set(texts(page))


WIDER_THAN_THE_PAGE = "document.documentElement.scrollWidth - window.innerWidth"
LARGE_TEXT = "document.documentElement.style.fontSize = '200%'"
QUESTIONS = (
    "メールが届かない",
    "Plesk 9 でメールを転送するには&version=Plesk Onyx",
    "Dovecot CVE-2019-11500",
    "宇宙旅行",
)


@pytest.mark.parametrize("question", QUESTIONS)
def test_large_text_on_a_phone_stays_within_the_page(
    visit: Callable, search_site: Path, question: str
) -> None:
    """WCAG 1.4.4: what cannot be broken must not push the page wide."""
    page = visit(search_site.as_uri() + "/", width=360).open(f"index.html?q={question}")
    page.wait_for_selector('[data-search-state="done"]')
    page.evaluate(LARGE_TEXT)
    assert page.evaluate(WIDER_THAN_THE_PAGE) <= 0


@pytest.mark.parametrize(
    "path", ["index.html", "help.html", "review.html", "coverage.html", "new.html", ARTICLE]
)
def test_large_text_on_a_phone_stays_within_every_page(visit: Callable, small_site: Path, path: str) -> None:
    page = visit(small_site.as_uri() + "/", width=360).open(path)
    page.evaluate(LARGE_TEXT)
    assert page.evaluate(WIDER_THAN_THE_PAGE) <= 0


def test_nothing_moves_without_end_for_who_wants_no_motion(
    visit: Callable, search_site: Path, serve: Callable
) -> None:
    made = visit(serve(search_site), reduced_motion="reduce")
    made.page.route("**/data/manifest.js*", lambda route: None)
    made.page.goto(made.top + "index.html?q=Roundcube", wait_until="commit")
    made.page.wait_for_selector('[data-search-state="loading"]')
    counts = "getComputedStyle(document.querySelector('.found'), '::before').animationIterationCount"
    assert "infinite" not in made.page.evaluate(counts)


@pytest.mark.parametrize("path", ["coverage.html", "review.html"])
def test_paper_gets_every_column_of_a_table(visit: Callable, small_site: Path, path: str) -> None:
    """A4 with its margins is some 700 px wide."""
    page = visit(small_site.as_uri() + "/", width=700).open(path)
    page.emulate_media(media="print")
    table = page.locator(".table")
    assert table.evaluate("e => getComputedStyle(e).overflowX") == "visible"
    assert table.evaluate("e => e.scrollWidth <= e.clientWidth")


@pytest.mark.parametrize(
    ("path", "name", "width"),
    [("coverage.html", ".matrix .group a", 160), ("review.html", ".plain tbody th", 500)],
)
def test_a_table_scrolled_sideways_keeps_the_names_of_its_rows(
    visit: Callable, small_site: Path, path: str, name: str, width: int
) -> None:
    page = visit(small_site.as_uri() + "/").open(path)
    table = page.locator(".table")
    table.evaluate("(e, width) => { e.style.width = `${width}px`; e.scrollLeft = width; }", width)
    assert table.evaluate("e => e.scrollLeft") > 0
    assert page.locator(name).first.bounding_box()["x"] >= table.bounding_box()["x"]
