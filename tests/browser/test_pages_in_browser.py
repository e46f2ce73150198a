"""Pages as people meet them: quiet, readable without scripts, usable by keyboard, phone and printer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

ARTICLE = "articles/mail/panel-2-forward.html"
PAGE_TYPES = (
    "index.html",
    "help.html",
    "new.html",
    "review.html",
    "coverage.html",
    "browse/index.html",
    "browse/category/mail.html",
    "browse/version/panel-2.html",
    ARTICLE,
    "articles/mail/panel-1-forward.html",
    "articles/dns/old-record.html",
)
"""One of each kind, with articles that are fresh, stale, ended and archived."""

PASTE = """
() => {
  const field = document.createElement("textarea");
  field.setAttribute("aria-label", "paste here");
  document.body.append(field);
  field.focus();
}
"""


def test_every_page_opens_without_a_sound(visit: Callable, top: str, small_site: Path) -> None:
    """No console message, no violation of the policy, no failed request, none that leaves the site."""
    made = visit(top)
    pages = sorted(p.relative_to(small_site).as_posix() for p in small_site.rglob("*.html"))
    for path in pages:
        made.open(path)
        assert made.violations() == [], path
    assert made.noise == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_kind_of_page(
    visit: Callable, small_site: Path, axe_source: str, scheme: str
) -> None:
    made = visit(small_site.as_uri() + "/", color_scheme=scheme)
    for path in PAGE_TYPES:
        page = made.open(path)
        page.evaluate(axe_source)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        told = [(v["id"], v["help"], [node["html"][:200] for node in v["nodes"]]) for v in found]
        assert told == [], path


@pytest.mark.parametrize("width", [320, 390, 820, 1440])
def test_no_page_scrolls_sideways(visit: Callable, small_site: Path, width: int) -> None:
    """WCAG 1.4.10: wide tables scroll inside themselves."""
    made = visit(small_site.as_uri() + "/", width=width)
    for path in PAGE_TYPES:
        page = made.open(path)
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, path


@pytest.mark.parametrize("clipboard", ["with", "without"])
def test_a_command_is_copied_as_it_stands(visit: Callable, top: str, clipboard: str) -> None:
    """Plain http has no clipboard API; there the button goes by a selection."""
    made = visit(top)
    if clipboard == "without":
        made.page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page = made.open(ARTICLE)
    page.locator(".code .copy").first.click()
    page.get_by_text("コピーしました。").wait_for()
    page.evaluate(PASTE)
    page.keyboard.press("Control+V")
    assert page.locator("textarea").input_value() == "panel --open <domain>"
    assert made.noise == []


def test_the_reply_text_is_copied_whole(visit: Callable, top: str) -> None:
    made = visit(top)
    page = made.open(ARTICLE)
    page.get_by_role("button", name="返信文をコピー").click()
    page.get_by_text("コピーしました。").wait_for()
    page.evaluate(PASTE)
    page.keyboard.press("Control+V")
    pasted = page.locator("textarea").input_value()
    assert pasted.startswith("■ Panel 2 でメールを転送するには\n\nバージョン: Panel 2\n")
    assert pasted.endswith("\n\n参考: https://www.example.jp/forward?a=1&b=2")


def test_copying_that_fails_says_so(visit: Callable, top: str) -> None:
    made = visit(top)
    made.page.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', {value: undefined});"
        "Document.prototype.execCommand = () => false;"
    )
    page = made.open(ARTICLE)
    page.locator(".code .copy").first.click()
    page.get_by_text("コピーできませんでした。").wait_for()


def test_steps_are_ticked_off_by_pointer_and_by_keyboard(visit: Callable, top: str) -> None:
    page = visit(top).open(ARTICLE)
    first, second = (
        page.get_by_role("checkbox", name="手順 1 は済み"),
        page.get_by_role("checkbox", name="手順 2 は済み"),
    )
    first.click()
    second.focus()
    page.keyboard.press("Space")
    assert first.is_checked()
    assert second.is_checked()
    first.click()
    assert not first.is_checked()


def test_an_article_reads_well_without_scripts(visit: Callable, top: str) -> None:
    made = visit(top, java_script_enabled=False)
    page = made.open(ARTICLE)
    assert page.get_by_role("heading", name="Panel 2 でメールを転送するには", level=1).is_visible()
    assert page.locator(".answer").is_visible()
    assert page.locator("[data-reply]").is_visible()
    assert not page.locator("button[data-copy]").first.is_visible()
    page.get_by_role("checkbox", name="手順 1 は済み").check()
    page.get_by_role("link", name="DNS の記事").click()
    assert page.get_by_role("heading", level=1).inner_text() == "MX レコードとは <何か>"


def test_the_search_page_says_that_it_needs_scripts_and_still_leads_on(visit: Callable, top: str) -> None:
    page = visit(top, java_script_enabled=False).open("index.html")
    assert page.get_by_text("検索には JavaScript が必要です。").is_visible()
    page.get_by_role("link", name="メール", exact=False).filter(has_text="2").first.click()
    assert page.get_by_role("heading", level=1).inner_text() == "メール"


def test_the_search_page_keeps_its_contract(visit: Callable, top: str) -> None:
    """What the intranet's own tests and bookmarks rely on."""
    page = visit(top).open("index.html")
    assert page.locator("input[type=search][name=q]").count() == 1
    assert page.locator("[data-search-state]").get_attribute("data-search-state") in ("idle", "loading")


def test_the_first_tab_offers_to_skip_to_the_text(visit: Callable, top: str) -> None:
    page = visit(top).open(ARTICLE)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "本文へ移動"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "MAIN"


def test_a_heading_s_permanent_link_leads_to_it(visit: Callable, top: str) -> None:
    page = visit(top).open(ARTICLE)
    page.get_by_role("link", name="「対応表」への固定リンク").click()
    assert page.evaluate("decodeURIComponent(location.hash)") == "#対応表"
    assert page.locator(":target").inner_text().startswith("対応表")


def test_a_review_date_that_passed_since_the_build_is_shown(visit: Callable, top: str) -> None:
    made = visit(top)
    made.page.clock.set_fixed_time("2027-10-01T12:00:00")
    notice = made.open(ARTICLE).locator("[data-due]")
    assert not notice.is_visible()
    made.page.clock.set_fixed_time("2027-10-02T12:00:00")
    made.open(ARTICLE)
    assert notice.is_visible()


def test_paper_gets_the_article_without_the_furniture(visit: Callable, top: str) -> None:
    page = visit(top).open(ARTICLE)
    page.emulate_media(media="print")
    furniture = (".top", ".toc", ".actions", ".copy", ".tick", ".tail", ".variants")
    assert [name for name in furniture if page.locator(name).first.is_visible()] == []
    assert page.get_by_text("2026-11-24 時点").is_visible(), "paper tells how old it is"
    assert [
        name
        for name in ("h1", ".chips", ".answer", ".body", "pre")
        if not page.locator(name).first.is_visible()
    ] == []


def test_nothing_moves_while_an_article_loads(visit: Callable, top: str) -> None:
    page = visit(top).open(ARTICLE)
    shift = page.evaluate(
        """() => new Promise((resolve) => {
          let sum = 0;
          new PerformanceObserver((list) => list.getEntries().forEach((entry) => { sum += entry.value; }))
            .observe({type: "layout-shift", buffered: true});
          setTimeout(() => resolve(sum), 200);
        })"""
    )
    assert shift == 0
