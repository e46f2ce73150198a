"""Filters with their counts, and the version that is remembered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

FACETS = """
[...document.querySelectorAll('fieldset:not([hidden])')].map((field) => [
  field.querySelector('legend').textContent,
  [...field.querySelectorAll('label:not([hidden])')]
    .map(({ children }) => [children[1].textContent, children[2].textContent]),
])
"""


def test_every_facet_has_its_counts(search: Callable) -> None:
    made = search()
    made.ask("メールを転送するには")
    made.page.wait_for_selector(".filters")
    facets = dict(made.page.evaluate(FACETS))
    assert facets["バージョン"] == [["Plesk Obsidian", "1"], ["Plesk Onyx", "1"], ["Plesk 9", "1"]]
    assert facets["カテゴリ"][0][0] == "メール"


NEWEST_FIRST = [f"Panel {order}" for order in range(9, 0, -1)]


def versions_shown(page: Any) -> list[str]:
    return [name for name, _ in dict(page.evaluate(FACETS))["バージョン"]]


@pytest.mark.parametrize("query", ["q=Panel 2 メールの転送", "q=メールの転送&version=Panel 2"])
def test_a_version_that_is_asked_for_stands_among_those_shown(
    visit: Callable, versions_site: Path, query: str
) -> None:
    """Who asks for an old version must not search for it under 「ほか n 件」."""
    page = visit(versions_site.as_uri() + "/").open(f"index.html?{query}")
    page.wait_for_selector(".filters")
    assert versions_shown(page) == [*NEWEST_FIRST[:6], "Panel 2"]
    page.get_by_role("button", name="ほか 2 件").click()
    assert page.evaluate("document.activeElement.value") == "Panel 3", "the first that was hidden"
    assert versions_shown(page) == NEWEST_FIRST


def test_a_check_box_in_use_stays_when_it_is_cleared(visit: Callable, versions_site: Path) -> None:
    """Hidden under its finger it would lose the focus."""
    page = visit(versions_site.as_uri() + "/").open("index.html?q=メールの転送&version=Panel 2")
    page.wait_for_selector(".filters")
    page.get_by_role("checkbox", name="Panel 2").focus()
    page.keyboard.press("Space")
    page.wait_for_function("() => !location.search.includes('version')")
    page.wait_for_selector('[data-search-state="done"]')
    assert page.evaluate("document.activeElement.value") == "Panel 2"


NOTE_FIRST_RESULT = """
() => {
  const place = () => document.querySelector('.result').getBoundingClientRect().y;
  new MutationObserver((_, observer) => {
    if (!document.querySelector('.result')) return;
    window.firstResult = { filters: document.querySelectorAll('.filters').length, y: place() };
    window.place = place;
    observer.disconnect();
  }).observe(document.body, { subtree: true, childList: true });
}
"""


def test_the_check_boxes_come_after_the_first_result_and_move_nothing(search: Callable) -> None:
    made = search()
    made.page.set_viewport_size({"width": 390, "height": 800})
    made.page.evaluate(NOTE_FIRST_RESULT)
    made.ask("メールを転送するには")
    made.page.wait_for_selector(".filters")
    first = made.page.evaluate("window.firstResult")
    assert first["filters"] == 0
    assert abs(first["y"] - made.page.evaluate("window.place()")) < 0.5


def test_a_version_chosen_leads_to_its_article_and_stands_in_the_address(search: Callable) -> None:
    made = search()
    made.ask("メールを転送するには")
    made.page.get_by_role("checkbox", name="Plesk 9").check()
    made.page.wait_for_selector("[data-article-id=forward-plesk9]")
    assert made.ids()[0] == "forward-plesk9"
    assert made.parameters() == [["q", "メールを転送するには"], ["version", "Plesk 9"]]
    assert made.page.get_by_role("checkbox", name="Plesk Onyx").is_visible()
    made.page.go_back()
    made.page.wait_for_selector("[data-article-id=forward-obsidian]")
    assert not made.page.get_by_role("checkbox", name="Plesk 9").is_checked()
    assert made.visit.noise == []


def test_several_filters_are_several_parameters(search: Callable) -> None:
    made = search()
    made.ask("メールを転送するには")
    for name in ("Plesk 9", "Plesk Onyx"):
        made.page.get_by_role("checkbox", name=name).check()
    made.page.get_by_role("group", name="カテゴリ").get_by_role("checkbox", name="メール").check()
    made.done()
    assert made.parameters() == [
        ["q", "メールを転送するには"],
        ["version", "Plesk Onyx"],
        ["version", "Plesk 9"],
        ["category", "mail"],
    ]


def test_the_version_chosen_is_remembered_shown_and_taken_back(search: Callable) -> None:
    made = search()
    made.ask("メールを転送するには")
    made.page.get_by_role("checkbox", name="Plesk Onyx").check()
    made.page.wait_for_selector("[data-article-id=forward-onyx]")
    made.open()
    chip = made.page.get_by_role("button", name="バージョン「Plesk Onyx」（前回の選択）の絞り込みを外す")
    assert chip.is_visible()
    assert made.parameters() == []
    made.ask("メールを転送するには")
    assert made.ids()[0] == "forward-onyx"
    assert made.parameters() == [["q", "メールを転送するには"], ["version", "Plesk Onyx"]]
    chip.click()
    made.page.wait_for_selector("[data-article-id=forward-obsidian]")
    made.open()
    assert made.page.locator(".chosen").count() == 0
    assert made.visit.noise == []


def test_the_skip_link_keeps_the_version_that_was_remembered(search: Callable) -> None:
    made = search("index.html?q=転送&version=Plesk Onyx")
    made.done()
    made.page.evaluate("KB.memory.remember(['Plesk Onyx'])")
    made.open()
    chip = made.page.get_by_role("button", name="バージョン「Plesk Onyx」（前回の選択）の絞り込みを外す")
    chip.wait_for()
    made.page.get_by_role("link", name="本文へ移動").press("Enter")
    made.page.wait_for_function("() => location.hash !== ''")
    made.page.wait_for_timeout(100)
    assert chip.is_visible()


def test_a_remembered_version_yields_to_one_in_the_question(search: Callable) -> None:
    made = search()
    made.ask("メールを転送するには")
    made.page.get_by_role("checkbox", name="Plesk Onyx").check()
    made.page.wait_for_selector("[data-article-id=forward-onyx]")
    made.open()
    made.ask("Plesk 9 でメールを転送するには")
    assert made.ids()[0] == "forward-plesk9"
    assert made.parameters() == [["q", "Plesk 9 でメールを転送するには"]]
    assert made.page.get_by_text("（質問のバージョンを優先）").count() == 0, (
        "said by a style, not twice to readers"
    )
    assert made.page.get_by_role("button", name="質問のバージョンを優先").is_visible()


def test_a_filter_that_contradicts_the_question_is_told(search: Callable) -> None:
    made = search("index.html?q=Plesk 9 でメールを転送するには&version=Plesk Onyx")
    made.done()
    assert made.ids()[0] == "forward-onyx"
    said = made.page.locator("[role=status]:not(:empty)")
    said.wait_for(state="attached")
    assert "Plesk Onyx で探しました" in said.inner_text()
    assert "Plesk 9 で探す" not in said.inner_text(), "a button is no sentence"
    made.page.get_by_role("button", name="Plesk 9 で探す").click()
    made.page.wait_for_selector("[data-article-id=forward-plesk9]")
    assert made.parameters() == [["q", "Plesk 9 でメールを転送するには"]]
    assert made.page.evaluate("document.activeElement.id") == "kb.q"


def test_a_category_is_called_by_its_name_before_anything_is_asked(search: Callable) -> None:
    made = search("index.html?category=mail")
    made.page.get_by_role("button", name="カテゴリ「メール」の絞り込みを外す").wait_for()
    assert made.state() == "idle"
    assert made.visit.noise == []


def test_an_unknown_filter_is_told_until_the_question_changes(search: Callable) -> None:
    made = search("index.html?version=Nonesuch")
    made.page.wait_for_function("() => !document.querySelector('.chosen')")
    notice = made.page.get_by_text("「Nonesuch」という対象は、このサイトにありません。")
    made.ask("転送")
    assert notice.is_visible()
    made.page.get_by_role("searchbox").fill("転送するには")
    notice.wait_for(state="detached")


def test_without_storage_everything_else_works(search: Callable) -> None:
    made = search()
    made.page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('', 'SecurityError'); } })"
    )
    made.open()
    made.ask("メールを転送するには")
    made.page.get_by_role("checkbox", name="Plesk Onyx").check()
    made.page.wait_for_selector("[data-article-id=forward-onyx]")
    assert made.visit.noise == []


def test_on_a_phone_the_filters_fold(visit: Callable, search_site: Path) -> None:
    page = visit(search_site.as_uri() + "/", width=390, has_touch=True).open(
        "index.html?q=メールを転送するには"
    )
    page.wait_for_selector('[data-search-state="done"]')
    box = page.get_by_role("checkbox", name="Plesk Onyx")
    assert not box.is_visible()
    button = page.get_by_role("button", name="絞り込み")
    assert button.get_attribute("aria-expanded") == "false"
    button.click()
    assert button.get_attribute("aria-expanded") == "true"
    box.check()
    page.wait_for_selector("[data-article-id=forward-onyx]")
    assert page.get_by_role("button", name="絞り込み（1）").is_visible()
