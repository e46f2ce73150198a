"""「質問の記録」: nothing is kept unless kb.toml offers it and the reader wants it; what is kept, ``kb gaps`` reads."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kb import cli, config
from kb.gaps import log
from kb.gaps.log import Asked
from kb.retrieval.search import Searcher
from kb.site.media import read_media
from kb.site.render import SiteInput, render
from kb.site.search_data import search_files

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

NO_STORAGE = "Object.defineProperty(window, 'localStorage', { get() { throw new Error('refused'); } });"
PASTE = """
() => {
  const field = document.createElement("textarea");
  document.body.append(field);
  field.focus();
}
"""
SITES_OWN = "Object.entries(localStorage).filter(([key]) => key.startsWith('kb.questions ')).map(([, value]) => value)"


@pytest.fixture(scope="session")
def offering_site(faq_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The FAQ of tests/retrieval, its kb.toml offering readers to keep their questions."""
    from kb.articles.library import read_library

    kb = replace(config.load(faq_root), offer_log=True)
    articles = tuple(file.article for file in read_library(kb).files)
    searcher = Searcher(kb.index_dir, kb.vocabulary)
    extra = dict(search_files(searcher.index, searcher.spellings, kb))
    searcher.close()
    target = tmp_path_factory.mktemp("offering") / "検索 サイト"
    for name, content in render(SiteInput(kb, articles, date.today(), read_media(kb, articles), extra)):
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return target


@dataclass
class Reader:
    """Someone at the search page."""

    visit: Any

    @property
    def page(self) -> Page:
        page: Page = self.visit.page
        return page

    @property
    def section(self) -> Locator:
        return self.page.locator("details.record")

    def open(self, path: str = "index.html") -> None:
        self.visit.open(path)

    def unfold(self) -> None:
        self.section.get_by_text("質問の記録").click()
        self.page.get_by_label("このブラウザで質問を記録する").wait_for()

    def consent(self) -> None:
        self.unfold()
        self.page.get_by_label("このブラウザで質問を記録する").check()
        self.page.get_by_text("記録を始めました。").wait_for()

    def ask(self, question: str) -> None:
        """Type a question and press Enter."""
        self.page.get_by_role("searchbox").fill(question)
        self.page.get_by_role("searchbox").press("Enter")
        self.done()

    def done(self) -> None:
        self.page.wait_for_selector('[data-search-state="done"]')

    def kept(self, count: int) -> list[str]:
        """The questions in the browser's storage, once there are so many."""
        self.page.wait_for_function(f"n => {SITES_OWN}.join('').split('\\n').length - 1 === n", arg=count)
        return [json.loads(line)["question"] for line in "".join(self.page.evaluate(SITES_OWN)).splitlines()]

    def button(self, name: str) -> Locator:
        return self.section.get_by_role("button", name=name, exact=True)

    def download(self, folder: Path) -> Path:
        with self.page.expect_download() as download:
            self.button("ファイルに保存").click()
        target = folder / download.value.suggested_filename
        download.value.save_as(target)
        return target

    def is_quiet(self) -> bool:
        """No request left the site, nothing was refused, nothing failed."""
        assert (self.visit.noise, self.visit.violations()) == ([], [])
        return True


@pytest.fixture(params=["http", "file"])
def reader(
    request: pytest.FixtureRequest, visit: Callable, offering_site: Path, serve: Callable[[Path], str]
) -> Callable[..., Reader]:
    """Open the search page both ways; options as for ``visit``."""
    top = serve(offering_site) if request.param == "http" else offering_site.as_uri() + "/"

    def start(path: str = "index.html", before: str = "", **options: Any) -> Reader:
        made = Reader(visit(top, **options))
        if before:
            made.page.add_init_script(before)
        made.open(path)
        return made

    return start


def test_nothing_is_kept_and_nothing_loaded_until_the_reader_wants_it(reader: Callable) -> None:
    made = reader()
    requests: list[str] = []
    made.page.on("request", lambda request: requests.append(request.url))
    made.ask("転送")
    made.page.wait_for_timeout(1700)
    assert made.page.evaluate("localStorage.length") == 0
    assert not [url for url in requests if "questions" in url]
    assert not made.section.evaluate("e => e.open")
    assert made.is_quiet()


def test_what_a_reader_saves_is_what_kb_gaps_reads(
    reader: Callable, faq_root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = reader()
    made.consent()
    made.ask("Postfixの設定 taro@example.com 090-1234-5678")
    made.ask("会議室の予約")
    made.page.get_by_role("searchbox").fill("転送")
    made.done()
    made.page.get_by_role("checkbox", name="Plesk Onyx").check()
    made.kept(3)
    path = made.download(tmp_path)
    assert path.name == f"questions-{date.today().isoformat()}.jsonl"
    first, second, third = log.read(path, lambda word: False)
    assert isinstance(first, Asked)
    assert first.question == "postfixの設定 〔メールアドレス〕 〔電話番号〕"
    assert isinstance(second, Asked)
    assert (second.day, second.question, second.answered) == (date.today(), "会議室の予約", False)
    assert isinstance(third, Asked)
    assert third.answered
    assert third.confidence is not None
    assert third.confidence > 0.5
    assert (third.article, third.filters) == ("forward-onyx", {"versions": ("Plesk Onyx",)})
    assert cli.main(["gaps", str(path), "--json", "-C", str(faq_root)]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["asked"], document["broken"]) == (3, 0)
    assert "会議室の予約" in [gap["wordings"][0]["question"] for gap in document["not_found"]]
    assert made.is_quiet()


def test_words_of_the_articles_are_no_secret(reader: Callable, faq_root: Path) -> None:
    """The browser looks them up in its pieces of the lexicon and comes to what ``kb ask`` would write."""
    from kb.gaps.masking import known_words, mask

    kb = config.load(faq_root)
    searcher = Searcher(kb.index_dir, kb.vocabulary)
    known = known_words(searcher.spellings, kb.vocabulary)
    questions = ["example.jp と main.cf の 587 と 12345", "担当者様と田中様", "Roundcube様"]
    masked = [mask(question, known) for question in questions]
    searcher.close()
    made = reader()
    made.consent()
    for question in questions:
        made.ask(question)
    assert made.kept(3) == masked


def test_a_question_is_kept_although_its_result_leads_away(reader: Callable) -> None:
    made = reader()
    made.consent()
    made.page.get_by_role("searchbox").fill("転送")
    made.done()
    made.page.locator("[data-article-id] h3 > a").first.click()
    made.page.wait_for_url("**/articles/**")
    assert made.kept(1) == ["転送"]
    made.page.go_back()
    made.done()
    made.page.locator("[data-article-id] h3 > a").first.click()
    made.page.wait_for_url("**/articles/**")
    assert made.kept(1) == ["転送"], "coming back asks nothing new"
    made.page.get_by_role("searchbox").fill("ウイルス")
    made.page.get_by_role("searchbox").press("Enter")
    made.done()
    assert made.kept(2) == ["転送", "ウイルス"], "asked on an article's page"
    assert made.is_quiet()


def test_typing_keeps_the_question_not_its_letters(reader: Callable) -> None:
    made = reader()
    made.consent()
    field = made.page.get_by_role("searchbox")
    field.press_sequentially("メールを")
    made.done()
    made.page.wait_for_timeout(1700)
    field.press_sequentially("転送したい", delay=20)
    made.done()
    made.page.wait_for_timeout(1700)
    assert made.kept(1) == ["メールを転送したい"]


def test_by_keyboard_one_looks_forgets_one_and_erases_all(reader: Callable) -> None:
    made = reader()
    made.consent()
    for question in ("転送", "ウイルス", "証明書"):
        made.ask(question)
    made.kept(3)
    made.button("中身を見る").press("Enter")
    rows = made.section.get_by_role("listitem")
    assert [row.locator("span").first.inner_text().splitlines()[0] for row in rows.all()] == [
        "証明書",
        "ウイルス",
        "転送",
    ]
    made.section.get_by_role("button", name="「ウイルス」を消す").press("Enter")
    assert made.kept(2) == ["転送", "証明書"]
    assert made.page.evaluate("document.activeElement.getAttribute('aria-label')") == "「転送」を消す"
    made.button("すべて消す").press("Enter")
    made.page.keyboard.press("Enter")
    assert made.kept(2), "the focus stood on the way back"
    assert made.page.evaluate("document.activeElement.textContent") == "すべて消す"
    made.page.keyboard.press("Enter")
    made.page.keyboard.press("Shift+Tab")
    made.page.keyboard.press("Enter")
    made.page.get_by_text("すべて消しました。").wait_for()
    assert made.page.evaluate(SITES_OWN) == []
    assert made.page.evaluate("document.activeElement.textContent") == "記録はありません。"
    assert made.is_quiet()


def test_it_is_remembered_until_the_reader_takes_it_back(reader: Callable) -> None:
    made = reader()
    made.consent()
    made.ask("転送")
    made.kept(1)
    made.open()
    made.section.get_by_text("質問の記録（記録中）").wait_for()
    made.unfold()
    made.page.get_by_label("このブラウザで質問を記録する").uncheck()
    made.page.get_by_text("これまでの記録は、消すまで残ります。").wait_for()
    made.ask("ウイルス")
    made.page.wait_for_timeout(300)
    assert made.kept(1) == ["転送"]
    assert made.section.get_by_text("質問の記録", exact=True).is_visible()


def test_the_log_can_be_copied(reader: Callable) -> None:
    made = reader()
    made.consent()
    made.ask("転送")
    made.kept(1)
    made.button("コピー").click()
    made.page.get_by_text("コピーしました。").wait_for()
    made.page.evaluate(PASTE)
    made.page.keyboard.press("Control+V")
    assert json.loads(made.page.locator("textarea").input_value())["question"] == "転送"


def test_where_storage_is_refused_it_says_so_and_search_goes_on(reader: Callable) -> None:
    made = reader(before=NO_STORAGE)
    made.unfold()
    box = made.page.get_by_label("このブラウザで質問を記録する")
    box.click()
    made.page.get_by_text("このブラウザは保存を許していないので、記録できません。").wait_for()
    assert not box.is_checked()
    made.ask("転送")
    assert made.is_quiet()


def test_without_its_script_it_says_so_and_search_goes_on(
    visit: Callable, offering_site: Path, serve: Callable[[Path], str]
) -> None:
    made = Reader(visit(serve(offering_site)))
    made.open()
    made.page.route("**/assets/questions.js*", lambda route: route.abort())
    made.section.get_by_text("質問の記録").click()
    made.section.get_by_text("assets/questions.js", exact=False).wait_for()
    made.ask("転送")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    reader: Callable, axe_source: str, scheme: str
) -> None:
    made = reader(color_scheme=scheme, width=320)
    made.consent()
    made.ask("転送")
    made.ask("とても長いエラーメッセージ" * 20)
    made.kept(2)
    made.button("中身を見る").click()
    made.page.evaluate(axe_source)
    for step in (lambda: None, made.button("すべて消す").click):
        step()
        assert made.page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
        found = made.page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        assert [(v["id"], [node["html"][:200] for node in v["nodes"]]) for v in found] == []
