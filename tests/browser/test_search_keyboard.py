"""The search page without a mouse, and with a Japanese input method."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

FOCUSED = (
    "document.activeElement.closest('[data-article-id]')?.dataset.articleId ?? document.activeElement.id"
)

WATCH_SUBMIT = """
document.querySelector('form.hero').addEventListener('submit', () => { window.submits = (window.submits ?? 0) + 1; });
"""

SAFARI_ENTER = """
() => {
  const field = document.querySelector('input[name=q]');
  field.dispatchEvent(new CompositionEvent('compositionend', { data: '転送', bubbles: true }));
  const enter = new KeyboardEvent('keydown', { key: 'Enter', keyCode: KEY_CODE, bubbles: true, cancelable: true });
  return !field.dispatchEvent(enter);
}
"""


@pytest.fixture
def search_top(search_site: Path) -> str:
    """From a folder only: keys are the same however the page was opened."""
    return search_site.as_uri() + "/"


def composing(made: Any) -> Any:
    """The DevTools session that plays the input method."""
    return made.page.context.new_cdp_session(made.page)


def test_the_slash_key_leads_to_the_field(search: Callable) -> None:
    made = search("index.html?q=転送")
    made.done()
    made.page.get_by_role("checkbox").first.focus()
    made.page.keyboard.press("/")
    assert made.page.evaluate(FOCUSED) == "kb.q"
    assert made.page.evaluate("getSelection().toString()") == "転送"
    made.page.keyboard.press("/")
    assert made.page.get_by_role("searchbox").input_value() == "/"


def test_arrows_move_through_results_and_enter_opens_one(search: Callable) -> None:
    made = search()
    made.ask("メールが届かない")
    made.page.get_by_role("searchbox").focus()
    made.page.keyboard.press("ArrowDown")
    assert made.page.evaluate(FOCUSED) == made.ids()[0]
    made.page.keyboard.press("ArrowDown")
    assert made.page.evaluate(FOCUSED) == made.ids()[1]
    made.page.keyboard.press("ArrowUp")
    made.page.keyboard.press("ArrowUp")
    assert made.page.evaluate(FOCUSED) == "kb.q"
    made.page.keyboard.press("ArrowDown")
    made.page.keyboard.press("Enter")
    made.page.wait_for_url("**/not-delivered.html*")


def test_escape_goes_back_to_the_field_and_then_clears_it(search: Callable) -> None:
    made = search()
    made.ask("転送")
    made.page.get_by_role("searchbox").focus()
    made.page.keyboard.press("ArrowDown")
    made.page.keyboard.press("Escape")
    assert made.page.evaluate(FOCUSED) == "kb.q"
    assert made.ids() != []
    made.page.keyboard.press("Escape")
    made.page.wait_for_selector('[data-search-state="idle"]')
    assert made.page.get_by_role("searchbox").input_value() == ""
    made.page.go_back()
    made.page.wait_for_selector("[data-article-id=forward-obsidian]")


def test_tab_goes_from_the_field_to_the_filters_to_the_results(search: Callable) -> None:
    made = search()
    made.ask("メールが届かない")
    made.page.get_by_role("searchbox").focus()
    seen = []
    for _ in range(20):
        made.page.keyboard.press("Tab")
        seen.append(made.page.evaluate("document.activeElement.type || document.activeElement.tagName"))
        if seen[-1] == "A":
            break
    assert seen[0] == "submit"
    assert "checkbox" in seen
    assert made.page.evaluate(FOCUSED) == "not-delivered"


@pytest.mark.parametrize("width", [390, 1440])
def test_the_filters_can_be_leapt_over(search: Callable, width: int) -> None:
    """The first stop in the filters leads to the first result; unseen until it has the focus."""
    made = search(width=width)
    made.ask("メールが届かない")
    made.page.wait_for_selector(".filters")
    if width == 390:
        made.page.locator(".toggle").click()
    else:
        made.page.get_by_role("button", name="検索", exact=True).focus()
    leap = made.page.get_by_role("button", name="結果へ移動")
    assert leap.bounding_box()["width"] <= 1
    made.page.keyboard.press("Tab")
    assert made.page.evaluate("document.activeElement.textContent") == "結果へ移動"
    box = leap.bounding_box()
    assert box["width"] >= 24
    assert box["height"] >= 24
    made.page.keyboard.press("Enter")
    assert made.page.evaluate(FOCUSED) == "not-delivered"


def test_without_results_nothing_leads_to_them(search: Callable) -> None:
    made = search("index.html?q=宇宙旅行&version=Plesk Onyx")
    made.page.wait_for_selector(".filters")
    assert made.ids() == []
    assert made.page.get_by_role("button", name="結果へ移動").count() == 0


def test_the_focus_stays_in_a_filter_that_is_ticked(search: Callable) -> None:
    made = search()
    made.ask("メールを転送するには")
    made.page.get_by_role("checkbox", name="Plesk Onyx").focus()
    made.page.keyboard.press("Space")
    made.page.wait_for_selector("[data-article-id=forward-onyx]")
    assert made.page.evaluate("document.activeElement.value") == "Plesk Onyx"


def test_results_come_while_the_input_method_composes(search: Callable) -> None:
    made = search()
    made.page.evaluate(WATCH_SUBMIT)
    made.page.get_by_role("searchbox").focus()
    method = composing(made)
    for text in ("r", "ら", "らう", "らうんどきゅーぶ"):
        method.send(
            "Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)}
        )
    made.page.wait_for_selector("[data-article-id=roundcube-login]")
    assert made.parameters() == [["q", "らうんどきゅーぶ"]]
    method.send("Input.insertText", {"text": "ラウンドキューブ"})
    made.done()
    assert made.page.get_by_role("searchbox").input_value() == "ラウンドキューブ"
    assert made.ids()[0] == "roundcube-login"
    assert made.page.evaluate("window.submits ?? 0") == 0
    made.page.wait_for_timeout(60)
    made.page.keyboard.press("Enter")
    assert made.page.evaluate("window.submits") == 1
    assert made.visit.noise == []


def test_keys_of_the_input_method_do_nothing_on_the_page(search: Callable) -> None:
    """Arrows choose a candidate, Esc gives the composition up, Enter takes it: none is meant for the page."""
    made = search()
    made.ask("転送")
    made.page.evaluate(WATCH_SUBMIT)
    made.page.get_by_role("searchbox").focus()
    composing(made).send(
        "Input.imeSetComposition", {"text": "めーる", "selectionStart": 3, "selectionEnd": 3}
    )
    for key in ("ArrowDown", "Escape", "Enter"):
        made.page.evaluate(
            "key => document.activeElement.dispatchEvent(new KeyboardEvent('keydown',"
            " { key, keyCode: 229, isComposing: true, bubbles: true, cancelable: true }))",
            key,
        )
    assert made.page.evaluate(FOCUSED) == "kb.q"
    assert made.page.get_by_role("searchbox").input_value() == "転送めーる"
    assert made.page.evaluate("window.submits ?? 0") == 0


@pytest.mark.parametrize("key_code", [229, 13])
def test_the_enter_that_ends_a_composition_does_not_submit_in_safari(search: Callable, key_code: int) -> None:
    """There the composition ends first, and the key comes after it with ``isComposing`` false."""
    made = search()
    made.ask("転送")
    assert made.page.evaluate(SAFARI_ENTER.replace("KEY_CODE", str(key_code))) is True


def test_an_enter_later_on_submits(search: Callable) -> None:
    made = search()
    made.ask("転送")
    made.page.evaluate(WATCH_SUBMIT)
    made.page.evaluate(SAFARI_ENTER.replace("KEY_CODE", "229"))
    made.page.wait_for_timeout(60)
    made.page.get_by_role("searchbox").press("Enter")
    assert made.page.evaluate("window.submits") == 1


NOTE_QUESTIONS = """
async () => {
  const engine = await KB.openSearch({ base: "data/" });
  const { ask } = engine.constructor.prototype;
  window.asked = [];
  engine.constructor.prototype.ask = function (question, ...rest) {
    window.asked.push(question);
    return ask.call(this, question, ...rest);
  };
}
"""


@pytest.mark.parametrize(
    ("composed", "asked"),
    [("めーるｇ", "めーる"), ("ﾃﾝｿｳs", "ﾃﾝｿｳ"), ("転送ｋｙ", "転送"), ("転送ｓｓｌ", "転送ｓｓｌ")],
)
def test_a_consonant_that_waits_for_its_vowel_is_not_asked_for(
    search: Callable, composed: str, asked: str
) -> None:
    made = search()
    made.page.evaluate(NOTE_QUESTIONS)
    made.page.get_by_role("searchbox").focus()
    method = composing(made)
    place = {"selectionStart": len(composed), "selectionEnd": len(composed)}
    method.send("Input.imeSetComposition", {"text": composed, **place})
    made.done()
    assert made.page.evaluate("[...new Set(window.asked)]") == [asked]
    assert made.page.get_by_role("searchbox").input_value() == composed
    method.send("Input.insertText", {"text": composed})
    made.page.wait_for_function("question => window.asked.at(-1) === question", arg=composed)
