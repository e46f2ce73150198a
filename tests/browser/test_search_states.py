"""What the search page shows and says: answers, other versions, slips, nothing, errors; to everybody."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

STATES = {
    "answer": "index.html?q=Roundcubeにログインできない",
    "several": "index.html?q=メールが届かない&category=mail",
    "other": "index.html?q=Plesk 12 転送",
    "correction": "index.html?q=Roundcub ログイン",
    "nothing": "index.html?q=宇宙旅行",
    "idle": "index.html",
}
ATTACKED_QUESTIONS = (
    "script",
    "alert",
    "img",
    "javascript",
    "svg",
    "onerror",
    "iframe",
    "pwned",
    "<b>alert</b>",
)
MARKS = "[...document.querySelectorAll('[data-article-id]:first-child SELECTOR mark')].map((mark) => mark.textContent)"


@pytest.fixture
def search_top(search_site: Path) -> str:
    """From a folder only: what is shown is the same however the page was opened."""
    return search_site.as_uri() + "/"


def spoken(page: Any) -> str:
    """What a screen reader hears once typing has paused."""
    page.locator("[role=status]:not(:empty)").wait_for(state="attached")
    return str(page.get_by_role("status").inner_text())


def test_the_answer_stands_whole_with_its_hits_marked(search: Callable) -> None:
    made = search()
    made.ask("Roundcubeにログインできない")
    first = made.first()
    assert first.get_by_role("heading").inner_text() == "Roundcube にログインできないとき"
    assert first.get_by_text("利用者名にはメールアドレスの全体を入れます。").is_visible()
    assert first.get_by_text("利用者名の欄に、メールアドレスを @ の後まで入れてください。").is_visible()
    assert first.get_by_text("サポート対象", exact=True).is_visible()
    assert first.get_by_text("2023-04-01 公開").is_visible()
    assert "Roundcube" in made.page.evaluate(MARKS.replace("SELECTOR", "h3"))
    assert spoken(made.page).endswith("1 件目は、Roundcube にログインできないとき")
    assert made.page.locator("[data-search-state]").get_attribute("data-answered") == "true"
    assert made.page.title() == "Roundcubeにログインできない - 試験用 FAQ"


def test_versions_of_a_topic_take_one_place(search: Callable) -> None:
    made = search()
    made.ask("メールを転送するには")
    assert [name for name in made.ids() if name.startswith("forward-")] == ["forward-obsidian"]
    made.first().get_by_role("link", name="Plesk 9", exact=True).click()
    made.page.wait_for_url("**/forward-plesk9.html*")
    assert made.visit.noise == []


def test_an_article_for_another_version_is_never_shown_as_the_answer(search: Callable) -> None:
    made = search()
    made.ask("Plesk 12 でメールを転送するには")
    first = made.first()
    assert first.get_attribute("data-fit") == "other"
    assert first.get_by_text("Plesk 12 用").is_visible()
    assert made.page.locator(".whole:not(.other)[data-fit=other]").count() == 0


@pytest.mark.parametrize("width", [390, 900, 1440])
def test_that_nothing_was_found_is_said_as_wide_as_there_is_room(search: Callable, width: int) -> None:
    """Where no filters stand beside it, their column is no room lost."""
    made = search(width=width)
    made.ask("宇宙旅行")
    assert not made.page.locator(".aside").is_visible()
    field, told = (made.page.locator(name).bounding_box() for name in (".hero", ".nothing"))
    assert told["x"] == field["x"]
    assert told["width"] >= min(field["width"], 700)


def test_who_hears_the_page_hears_that_the_answer_is_for_another_version(search: Callable) -> None:
    made = search("index.html?q=メールを転送するには&version=Plesk 12")
    made.done()
    notice = made.page.locator(".whole > .notice")
    assert spoken(made.page).startswith(notice.inner_text())


def test_an_excerpt_never_begins_within_a_latin_word(search: Callable) -> None:
    text = "対象は" + "長い説明が続く中で" * 5 + "Postfix・Dovecot・Roundcube・qmail をまとめて再起動する"
    place = text.index("qmail")
    begun = search().page.evaluate(
        "([text, mark]) => KB.excerpts.excerpt(text, [mark]).map((piece) => piece.textContent ?? piece).join('')",
        [text, [place, place + 5]],
    )
    assert begun == "…Dovecot・Roundcube・qmail をまとめて再起動する"


def test_a_stale_article_says_so(search: Callable) -> None:
    made = search()
    made.ask("Dovecot CVE-2019-11500")
    assert made.first().get_by_text("要見直し（期限 2023-05-01）").is_visible()


def test_a_slip_that_was_mended_is_told(search: Callable) -> None:
    made = search()
    made.ask("Roundcub ログイン")
    assert made.page.locator(".corrected").inner_text() == "「roundcube ログイン」として検索しました。"
    assert spoken(made.page).startswith("「roundcube ログイン」として検索しました。")
    assert made.ids()[0] == "roundcube-login"


def test_nothing_found_is_said_honestly(search: Callable) -> None:
    made = search()
    made.ask("宇宙旅行")
    assert made.page.get_by_role("heading", name="該当する記事は見つかりませんでした").is_visible()
    assert made.page.get_by_text("「宇宙旅行」は、この FAQ が扱わない話題です。").is_visible()
    assert spoken(made.page).startswith("該当する記事は見つかりませんでした。")
    assert made.page.locator(".whole").count() == 0
    assert made.page.get_by_role("heading", name="カテゴリから探す").is_visible(), (
        "with no article, the lists lead on"
    )
    assert made.page.locator("[data-search-state]").get_attribute("data-answered") == "false"


def test_near_articles_are_named_near(search: Callable) -> None:
    made = search()
    made.ask("Plesk 12 転送")
    assert made.page.locator("[data-search-state]").get_attribute("data-answered") == "false"
    assert made.page.get_by_text("近い記事（答えではない可能性があります）").is_visible()
    assert made.ids() != []


def test_nothing_found_under_a_filter_offers_to_take_it_away(search: Callable) -> None:
    made = search("index.html?q=宇宙旅行&version=Plesk Onyx")
    made.done()
    made.page.get_by_role("button", name="絞り込みを外して探す").click()
    made.done()
    assert made.parameters() == [["q", "宇宙旅行"]]
    assert made.page.evaluate("document.activeElement.id") == "kb.q"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing_in_any_state(
    visit: Callable, search_site: Path, axe_source: str, scheme: str, width: int
) -> None:
    made = visit(search_site.as_uri() + "/", width=width, color_scheme=scheme)
    for state, path in STATES.items():
        page = made.open(path)
        page.wait_for_selector(f'[data-search-state="{"idle" if state == "idle" else "done"}"]')
        if width == 390 and state == "several":
            page.locator(".toggle").click()
        page.evaluate(axe_source)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        told = [(v["id"], v["help"], [node["html"][:200] for node in v["nodes"]]) for v in found]
        assert told == [], state


@pytest.fixture
def damaged(search_site: Path, tmp_path: Path) -> Path:
    """A copy of the site to damage."""
    return Path(shutil.copytree(search_site, tmp_path / "site"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_missing_file_of_the_index_is_told_and_mended_without_reloading(
    visit: Callable, damaged: Path, axe_source: str, scheme: str
) -> None:
    (records,) = damaged.glob("data/r-*")
    records.rename(damaged / "away")
    made = visit(damaged.as_uri() + "/", color_scheme=scheme)
    page = made.open("index.html?q=Roundcube")
    page.wait_for_selector('[data-search-state="error"]')
    assert page.get_by_role("heading", name="検索できませんでした").is_visible()
    assert page.get_by_text(records.name).is_visible(), "which file"
    assert page.get_by_text("サイトの担当者").is_visible(), "what mends it"
    assert page.get_by_role("heading", name="カテゴリから探す").is_visible()
    assert spoken(page).startswith("検索できませんでした。")
    page.evaluate(axe_source)
    assert page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"] == []
    (damaged / "away").rename(records)
    page.get_by_role("button", name="もう一度検索する").click()
    page.wait_for_selector("[data-article-id=roundcube-login]")
    assert not page.get_by_role("heading", name="検索できませんでした").is_visible()
    assert page.evaluate("document.activeElement.id") == "kb.q"


def test_a_missing_manifest_is_told(visit: Callable, damaged: Path) -> None:
    (damaged / "data" / "manifest.js").unlink()
    page = visit(damaged.as_uri() + "/").open("index.html?q=Roundcube")
    page.wait_for_selector('[data-search-state="error"]')
    assert page.get_by_text("manifest.js").is_visible()


def test_a_missing_part_of_the_program_is_told_and_mended_without_reloading(
    visit: Callable, damaged: Path
) -> None:
    part = damaged / "assets" / "romaji.js"
    part.rename(damaged / "away")
    page = visit(damaged.as_uri() + "/").open("index.html?q=meru+tensou")
    page.wait_for_selector('[data-search-state="error"]')
    assert page.get_by_text("romaji.js").is_visible()
    (damaged / "away").rename(part)
    page.get_by_role("button", name="もう一度検索する").click()
    page.wait_for_selector('[data-search-state="done"]')


def test_without_its_script_the_lists_stay(visit: Callable, damaged: Path) -> None:
    (damaged / "assets" / "search.js").unlink()
    page = visit(damaged.as_uri() + "/").open("index.html?q=Roundcube")
    page.get_by_role("heading", name="カテゴリから探す").wait_for()


def test_loading_shows_only_when_it_lasts(visit: Callable, search_site: Path, serve: Callable) -> None:
    made = visit(serve(search_site), reduced_motion="no-preference")
    made.page.route("**/data/manifest.js*", lambda route: None)
    page = made.page
    page.goto(made.top + "index.html?q=Roundcube", wait_until="commit")
    page.wait_for_selector('[data-search-state="loading"]')
    bar = "Number(getComputedStyle(document.querySelector('.found'), '::before').opacity)"
    assert page.get_attribute("[data-search-state]", "aria-busy") == "true"
    page.wait_for_function(f"() => {bar} === 1")
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.found'), '::before').animationDelay")
        == "0.2s, 0s"
    )


WATCH_STATUS = """
// The document is there before what it still loads.
document.addEventListener('readystatechange', () => {
  const status = document.querySelector('[data-search-said]');
  window.said = [];
  new MutationObserver(() => window.said.push(status.textContent)).observe(status, { childList: true });
}, { once: true });
"""


def test_a_search_that_lasts_is_told_to_who_hears_the_page(
    visit: Callable, search_site: Path, serve: Callable
) -> None:
    made = visit(serve(search_site))
    page = made.page
    held: list[Any] = []
    page.clock.install()
    page.add_init_script(WATCH_STATUS)
    page.route("**/data/manifest.js*", lambda route: held.append(route))
    page.goto(made.top + "index.html?q=Roundcube", wait_until="commit")
    page.wait_for_selector('[data-search-state="loading"]')
    page.clock.run_for(1100)
    assert page.evaluate("window.said") == ["検索しています"]
    held[0].continue_()
    page.wait_for_selector('[data-search-state="done"]')
    page.clock.run_for(1100)
    waiting, answer = page.evaluate("window.said")
    assert answer != waiting, "told once, and then the answer"
    assert "1 件目は、" in answer


def test_a_search_that_is_quick_tells_its_answer_only(search: Callable) -> None:
    made = search()
    made.page.add_init_script(WATCH_STATUS)
    made.open("index.html?q=Roundcube")
    made.done()
    made.page.wait_for_timeout(1500)
    said = made.page.evaluate("window.said")
    assert len(said) == 1
    assert "1 件目は、" in said[0]


def test_no_attack_in_the_search_data_does_anything(visit: Callable, attacked_search: Path) -> None:
    """Titles, summaries, passages, names and paths of hostile articles, as results."""
    made = visit(attacked_search.as_uri() + "/")
    page = made.open("index.html")
    shown = 0
    for question in (
        "script",
        "alert",
        "img",
        "javascript",
        "svg",
        "onerror",
        "iframe",
        "pwned",
        "<script>alert(1)</script>",
    ):
        page.get_by_role("searchbox").fill(question)
        page.wait_for_selector('[data-search-state="done"]')
        page.wait_for_timeout(100)
        shown += page.locator("[data-article-id]").count()
        state = page.evaluate("[window.pwned ?? null, window.violations]")
        assert state == [None, []], question
        hrefs = page.evaluate("[...document.querySelectorAll('[data-article-id] a')].map((a) => a.protocol)")
        assert set(hrefs) <= {"file:"}, question
    assert shown > 0
    assert made.noise == []
