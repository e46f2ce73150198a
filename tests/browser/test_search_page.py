"""The contract of the search page: question and filters in the address, results in order, one answer at a time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from kb import config
from kb.retrieval.search import Searcher

if TYPE_CHECKING:
    from playwright.sync_api import Route

PACED = """
({ question }) => new Promise((resolve) => {
  const field = document.querySelector('input[name=q]');
  const states = [];
  new MutationObserver(() => states.push(document.querySelector('[data-search-state]').dataset.searchState))
    .observe(document.querySelector('[data-search-state]'), { attributeFilter: ['data-search-state'] });
  field.value = question;
  field.dispatchEvent(new InputEvent('input'));
  states.push(document.querySelector('[data-search-state]').dataset.searchState);
  setTimeout(() => resolve(states), 600);
})
"""

WATCH_SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const { value, sources } of list.getEntries()) {
    window.shifts.push([value, ...sources.map(({ node, previousRect, currentRect }) =>
      [node?.className || node?.nodeName, previousRect.toJSON(), currentRect.toJSON()])]);
  }
}).observe({ type: 'layout-shift', buffered: true });
"""


def test_results_come_while_one_types(search: Callable) -> None:
    made = search()
    assert made.state() == "idle"
    made.page.get_by_role("searchbox").press_sequentially("メールを転送するには")
    made.done()
    assert made.ids()[0] == "forward-obsidian"
    assert made.parameters() == [["q", "メールを転送するには"]]
    assert made.visit.noise == []
    assert made.visit.violations() == []


def test_the_order_is_that_of_kb_ask(search: Callable, faq_root: Path) -> None:
    kb = config.load(faq_root)
    searcher = Searcher(kb.index_dir, kb.vocabulary)
    made = search()
    for question in ("メールが届かない", "Plesk 12 転送", "証明書 SNI", "サーバー 移行 DNS"):
        made.ask(question)
        expected = [result.id for result in searcher.ask(question, 10).results]
        assert made.ids()[:5] == expected[:5], question
        made.page.keyboard.press("Control+End")
        made.page.wait_for_function(
            "n => document.querySelectorAll('[data-article-id]').length === n", arg=len(expected)
        )
        assert made.ids() == expected, question
    searcher.close()


def test_a_link_to_a_search_opens_it(search: Callable) -> None:
    made = search("index.html?q=転送&version=Plesk+Onyx&category=mail")
    made.done()
    assert made.ids()[0] == "forward-onyx"
    assert made.page.get_by_role("searchbox").input_value() == "転送"
    assert made.page.get_by_role("checkbox", name="Plesk Onyx").is_checked()
    assert made.page.get_by_role("checkbox", name="メール").is_checked()
    assert made.parameters() == [["q", "転送"], ["version", "Plesk Onyx"], ["category", "mail"]]
    assert made.visit.noise == []


def test_names_in_the_address_may_be_aliases(search: Callable) -> None:
    made = search("index.html?q=転送&version=オニキス")
    made.done()
    assert made.ids()[0] == "forward-onyx"
    assert made.parameters() == [["q", "転送"], ["version", "Plesk Onyx"]]


def test_a_name_that_is_no_more_is_told(search: Callable) -> None:
    made = search("index.html?q=転送&version=Plesk+99")
    made.done()
    assert made.page.get_by_text("「Plesk 99」という対象は、このサイトにありません。").is_visible()
    assert made.parameters() == [["q", "転送"]]


def test_back_and_forward_lead_through_the_questions(search: Callable) -> None:
    made = search()
    field = made.page.get_by_role("searchbox")
    for question in ("転送", "ウイルス"):
        field.fill(question)
        field.press("Enter")
        made.done()
    made.page.go_back()
    made.page.wait_for_selector("[data-article-id=forward-obsidian]")
    assert field.input_value() == "転送"
    made.page.go_back()
    made.page.wait_for_selector('[data-search-state="idle"]')
    assert (field.input_value(), made.ids(), made.parameters()) == ("", [], [])
    assert made.page.get_by_role("heading", name="カテゴリから探す").is_visible()
    made.page.go_forward()
    made.page.go_forward()
    made.page.wait_for_selector("[data-article-id=virus-attached]")
    assert made.parameters() == [["q", "ウイルス"]]
    assert made.visit.noise == []


def test_back_from_an_article_leads_to_the_same_place_among_the_results(search: Callable) -> None:
    """In a browser that did not keep the page, as none does for a folder."""
    made = search("index.html?q=メールが届かない")
    made.done()
    made.page.keyboard.press("Control+End")
    made.page.wait_for_function("() => document.querySelectorAll('[data-article-id]').length > 5")
    last = made.page.locator("[data-article-id] h3 > a").last
    last.scroll_into_view_if_needed()
    ids, top = made.ids(), made.page.evaluate("Math.round(scrollY)")
    last.click()
    made.page.wait_for_url("**/articles/**")
    made.page.go_back()
    made.done()
    assert made.ids() == ids
    made.page.wait_for_function("(top) => Math.abs(scrollY - top) <= 1", arg=top)


def test_typing_is_one_step_back_not_one_for_each_letter(search: Callable) -> None:
    made = search()
    before = made.page.evaluate("history.length")
    made.page.get_by_role("searchbox").press_sequentially("メール転送")
    made.done()
    assert made.page.evaluate("history.length") == before
    made.page.keyboard.press("Enter")
    assert made.page.evaluate("history.length") == before + 1


def test_an_opened_article_leads_back_to_its_results(search: Callable) -> None:
    made = search()
    made.ask("Roundcube ログイン")
    made.first().get_by_role("link").first.click()
    made.page.wait_for_url("**/roundcube-login.html*")
    made.page.go_back()
    made.page.wait_for_selector("[data-article-id=roundcube-login]")
    assert made.page.get_by_role("searchbox").input_value() == "Roundcube ログイン"
    assert made.visit.noise == []


def test_a_result_leads_to_its_passage(search: Callable) -> None:
    made = search()
    made.ask("送ったメールが届いたあとで消える場合")
    address = unquote(made.first().get_by_role("link").first.get_attribute("href"))
    assert address == "articles/mail/not-delivered.html#届いたあとで消える場合"


def test_a_result_that_answers_leads_to_the_top_of_its_article(search: Callable) -> None:
    """There stand the versions it is for, what is supported and how old it is."""
    made = search()
    made.ask("Roundcubeにログインできない")
    address = made.first().get_by_role("link").first.get_attribute("href")
    assert address == "articles/mail/roundcube-login.html"


def test_the_last_question_wins(visit: Callable, search_site: Path, serve: Callable) -> None:
    """An answer that was held up on its way must not replace that of a later question."""
    made = visit(serve(search_site))
    held = []
    made.page.route(
        "**/data/*/*.js", lambda route: held.append(route) if len(held) < 1 else route.continue_()
    )
    page = made.open("index.html")
    field = page.get_by_role("searchbox")
    field.fill("ウイルス")
    while not held:
        page.wait_for_timeout(10)
    field.fill("Roundcube")
    page.wait_for_selector("[data-article-id=roundcube-login]")
    held[0].continue_()
    page.wait_for_timeout(200)
    assert page.locator("[data-article-id]").first.get_attribute("data-article-id") == "roundcube-login"
    assert page.locator("[data-search-state]").get_attribute("data-search-state") == "done"
    assert made.noise == []


def test_what_was_typed_before_the_scripts_came_is_asked(
    visit: Callable, search_site: Path, serve: Callable
) -> None:
    made = visit(serve(search_site))
    held: list[Route] = []
    made.page.route("**/assets/search.js*", lambda route: held.append(route))
    made.page.goto(made.top + "index.html?q=Roundcube", wait_until="commit")
    made.page.get_by_role("searchbox").fill("メールを転送するには")
    held[0].continue_()
    made.page.wait_for_selector('[data-article-id="forward-obsidian"]')
    assert made.page.get_by_role("searchbox").input_value() == "メールを転送するには"


def test_the_state_is_loading_at_once_and_done_in_the_end(search: Callable) -> None:
    """Who waits for "done" after a key must not meet the "done" of the question before."""
    made = search()
    made.ask("転送")
    states = made.page.evaluate(PACED, {"question": "ウイルス"})
    assert states[0] == "loading"
    assert states[-1] == "done"


def test_an_emptied_field_shows_the_lists_again(search: Callable) -> None:
    made = search()
    made.ask("転送")
    assert not made.page.get_by_role("heading", name="カテゴリから探す").is_visible()
    made.page.get_by_role("searchbox").fill("")
    made.page.wait_for_selector('[data-search-state="idle"]')
    assert made.page.get_by_role("heading", name="カテゴリから探す").is_visible()
    assert made.parameters() == []


def test_searching_from_an_article_shows_the_answer(search: Callable) -> None:
    made = search("articles/mail/spam-received.html")
    made.page.get_by_role("searchbox").fill("Roundcube")
    made.page.keyboard.press("Enter")
    made.done()
    assert made.ids()[0] == "roundcube-login"
    assert made.visit.noise == []


@pytest.mark.parametrize("width", [320, 390, 820, 1440])
def test_no_state_scrolls_sideways(visit: Callable, search_site: Path, width: int) -> None:
    made = visit(search_site.as_uri() + "/", width=width)
    for question in ("転送", "宇宙旅行", "Plesk 12 転送", "https://example.jp/" + "a" * 300):
        page = made.open(f"index.html?q={question}&version=Plesk+Onyx")
        page.wait_for_selector('[data-search-state="done"]')
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, question


LINES = """
(text) => {
  const label = document.querySelector('.hero label');
  label.textContent = text;
  const range = document.createRange();
  range.selectNodeContents(label);
  const widths = new Map();
  for (const { y, width } of range.getClientRects()) widths.set(y, (widths.get(y) ?? 0) + width);
  return [...widths.values()];
}
"""


@pytest.mark.parametrize("width", [320, 360, 390])
def test_no_word_of_the_label_stands_alone_on_a_phone(visit: Callable, search_site: Path, width: int) -> None:
    page = visit(search_site.as_uri() + "/", width=width).open("index.html")
    lines = page.evaluate(LINES, "レンタルサーバのメールに関するよくある質問")
    assert min(lines) > max(lines) / 2


@pytest.mark.parametrize("question", ["メールが届かない", "宇宙旅行"])
@pytest.mark.parametrize("width", [390, 820, 1440])
def test_nothing_moves_while_results_come(
    visit: Callable, search_site: Path, width: int, question: str
) -> None:
    """What a person is about to press must stay where it is."""
    made = visit(search_site.as_uri() + "/", width=width)
    made.page.add_init_script(WATCH_SHIFTS)
    page = made.open(f"index.html?q={question}")
    page.wait_for_selector('[data-search-state="done"]')
    page.wait_for_timeout(500)
    assert page.evaluate("window.shifts") == []


@pytest.mark.parametrize("width", [390, 1440])
def test_a_version_that_is_remembered_moves_nothing(visit: Callable, search_site: Path, width: int) -> None:
    made = visit(search_site.as_uri() + "/", width=width)
    made.open("index.html")
    made.page.evaluate("KB.memory.remember(['Plesk Onyx'])")
    made.page.add_init_script(WATCH_SHIFTS)
    page = made.open("index.html")
    page.get_by_role("button", name="Plesk Onyx").wait_for()
    page.wait_for_timeout(300)
    assert page.evaluate("window.shifts") == []


def test_the_first_result_does_not_wait_for_the_others(
    visit: Callable, search_site: Path, serve: Callable
) -> None:
    """On a slow share each record counts; what stands there stays as the others come."""
    made = visit(serve(search_site))
    page = made.page
    held: list[Route] = []
    records: list[str] = []

    def hold(route: Route) -> None:
        records.append(route.request.url)
        held.append(route) if len(records) > 1 else route.continue_()

    page.route("**/data/r-*/*.js", hold)
    page.goto(made.top + "index.html?q=メールが届かない", wait_until="commit")
    first = page.wait_for_selector("[data-article-id]")
    assert first is not None
    assert page.get_attribute("[data-search-state]", "data-search-state") == "loading"
    page.wait_for_function("() => document.querySelectorAll('[data-article-id]').length === 1")
    assert page.get_by_role("button", name="さらに表示").count() == 0
    while len(held) < 4:
        page.wait_for_timeout(10)
    for route in held:
        route.continue_()
    page.wait_for_selector('[data-search-state="done"]')
    assert page.locator("[data-article-id]").count() >= 5
    assert first.is_visible(), "the first result is still the same element"


def test_only_a_question_with_an_unknown_word_loads_what_mends_it(
    visit: Callable, search_site: Path, serve: Callable
) -> None:
    asked: list[str] = []
    made = visit(serve(search_site))
    made.page.on("request", lambda request: asked.append(request.url.rsplit("/", 1)[-1].split("?")[0]))
    page = made.open("index.html?q=メールが届かない")
    page.wait_for_selector('[data-search-state="done"]')
    assert not {"romaji.js", "corrections.js"} & set(asked)
    page.get_by_role("searchbox").fill("meru tensou")
    page.wait_for_function("() => KB.romaji")
    page.wait_for_selector('[data-search-state="done"]')
    assert asked.count("romaji.js") == 1
    assert made.noise == []
    assert made.violations() == []
