"""Real Chromium on a site that was really written: over http under a sub-path, and from a folder.

Without Chromium, Playwright or axe-core these tests are skipped and say so; with CI=true they fail instead.
"""

from __future__ import annotations

import functools
import importlib.util
import os
import shutil
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePosixPath
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

from kb import config
from kb.articles.library import read_library
from kb.model import AppliesTo, Article
from kb.pipeline import readable_articles
from kb.retrieval import building, resources
from kb.retrieval.search import Searcher
from kb.site.media import read_media
from kb.site.render import SiteInput, render
from kb.site.search_data import search_files
from kb.site.search_sample import likely_questions

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

REPOSITORY = Path(__file__).resolve().parents[2]
SITE_TESTS = REPOSITORY / "tests" / "site"
TODAY = date(2026, 11, 24)

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SUB_PATH = "/intranet/faq/"

REPORT_VIOLATIONS = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.violations.push(`${event.effectiveDirective}: ${event.blockedURI}`);
});
"""


def pytest_collection_modifyitems(items: Iterable[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def missing(what: str, remedy: str) -> None:
    """Skip, or fail where everything must be there."""
    if os.environ.get("CI", "").lower() == "true":
        pytest.fail(f"{what} is missing: {remedy}", pytrace=False)
    pytest.skip(f"NOT TESTED IN A BROWSER: {what} is missing; {remedy}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if importlib.util.find_spec("playwright") is None:
        missing("Playwright", "install the extra: pip install -e '.[browser]'")
    from playwright.sync_api import sync_playwright

    executable = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if executable is None:
        missing("Chromium", "install it with the system's package manager")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=list(CHROMIUM_ARGUMENTS))
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def axe_source() -> str:
    path = REPOSITORY / "node_modules" / "axe-core" / "axe.min.js"
    if not path.is_file():
        missing("axe-core", "run: npm install --no-package-lock")
    return path.read_text("utf-8")


def write_site(site: SiteInput, target: Path) -> Path:
    """Write a site below a folder; gives the folder."""
    for name, content in render(site):
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return target


def knowledge_base(root: Path) -> SiteInput:
    kb = config.load(root)
    articles = tuple(file.article for file in read_library(kb).files)
    return SiteInput(kb, articles, TODAY, read_media(kb, articles))


@pytest.fixture(scope="session")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small knowledge base of tests/site, in a folder whose name has a blank and Japanese in it."""
    target = tmp_path_factory.mktemp("site") / "共有 フォルダ"
    return write_site(knowledge_base(SITE_TESTS / "data" / "small"), target)


@pytest.fixture(scope="session")
def search_site(faq_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the FAQ of tests/retrieval with its search data. Read only."""
    kb = config.load(faq_root)
    searcher = Searcher(kb.index_dir, kb.vocabulary)
    asked = likely_questions(readable_articles(kb), searcher.spellings, kb.vocabulary)
    extra = dict(search_files(searcher.index, searcher.spellings, kb, asked))
    searcher.close()
    target = tmp_path_factory.mktemp("search") / "検索 サイト"
    return write_site(replace(knowledge_base(faq_root), extra=extra), target)


@pytest.fixture(scope="session")
def attack_module() -> ModuleType:
    name = "site_attack_site"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, SITE_TESTS / "attack_site.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


@pytest.fixture(scope="session")
def attack_folder(attack_module: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of attacks, written."""
    return write_site(attack_module.attack_input(), tmp_path_factory.mktemp("attacks"))


@pytest.fixture(scope="session")
def attacked_search(attack_module: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of attacks with its search data."""
    return _write_searchable(attack_module.attack_input(), tmp_path_factory.mktemp("attacked"))


def _write_searchable(site: SiteInput, folder: Path) -> Path:
    """Write a site with search data made from its articles; gives its folder."""
    index = folder / "index"
    index.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        # Words that no article has are not needed here, and take seconds.
        patch.setattr("kb.retrieval.compilation._Compiler._walk_dictionary", lambda self: None)
        settings = resources.load(index / "none")
        building.build(index, site.articles, site.kb.vocabulary, settings, index / "cache", {})
    searcher = Searcher(index, site.kb.vocabulary)
    extra = dict(search_files(searcher.index, searcher.spellings, site.kb))
    searcher.close()
    return write_site(replace(site, extra=extra), folder / "site")


VERSIONS = """
[kb]
name = "試験用 FAQ"

[[categories]]
id = "mail"
name = "メール"
"""
ONE_VERSION = """
[[versions]]
name = "Panel {order}"
product = "Panel"
order = {order}
"""


@pytest.fixture(scope="session")
def versions_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with search data and nine articles, one for each version from Panel 1 to Panel 9."""
    root = tmp_path_factory.mktemp("versions")
    orders = range(1, 10)
    (root / "kb.toml").write_text(
        VERSIONS + "".join(ONE_VERSION.format(order=order) for order in orders), "utf-8"
    )
    articles = tuple(
        Article(
            f"forward-{order}",
            f"Panel {order} でメールを転送する",
            summary="［転送］タブで宛先を入れます。",
            category="mail",
            path=PurePosixPath("articles", "mail", f"forward-{order}.md"),
            applies_to=AppliesTo(versions=(f"Panel {order}",)),
            body="## 回答\n\n［転送］タブで宛先を入れて［適用］を押します。\n",
        )
        for order in orders
    )
    return _write_searchable(SiteInput(config.load(root), articles, TODAY), root)


class _SubPathHandler(SimpleHTTPRequestHandler):
    """Serves a folder under ``SUB_PATH`` only, as an in-house web server would."""

    def translate_path(self, path: str) -> str:
        if not path.startswith(SUB_PATH):
            return str(Path(self.directory) / "outside of the site")
        return super().translate_path("/" + path[len(SUB_PATH) :])

    def log_message(self, *_: Any) -> None:
        """Quiet: a failed request fails the test that made it."""


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serve a folder on loopback; gives the address of its top."""
    servers: list[ThreadingHTTPServer] = []

    def start(folder: Path) -> str:
        server = ThreadingHTTPServer(
            ("127.0.0.1", 0), functools.partial(_SubPathHandler, directory=str(folder))
        )
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}{SUB_PATH}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@dataclass
class Visit:
    """A page in the browser, and everything it did that it should not have done."""

    page: Page
    top: str
    noise: list[str] = field(default_factory=list)
    """Console messages, errors, dialogs, failed requests and requests that leave the site."""

    def open(self, path: str) -> Page:
        """Go to a page of the site."""
        self.page.goto(self.top + path)
        return self.page

    def violations(self) -> list[str]:
        """What the page's policy had to stop."""
        return list(self.page.evaluate("window.violations ?? []"))


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Open the browser on a site: ``visit(top, width=390, color_scheme="dark")``."""
    contexts = []

    def start(top: str, width: int = 1280, **options: Any) -> Visit:
        options = {"reduced_motion": "reduce", **options}
        context = browser.new_context(locale="ja-JP", viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        context.set_default_timeout(10_000)
        context.add_init_script(REPORT_VIOLATIONS)
        made = Visit(context.new_page(), top)
        made.page.on("console", lambda message: made.noise.append(f"console: {message.text}"))
        made.page.on("pageerror", lambda error: made.noise.append(f"error: {error}"))
        made.page.on("dialog", lambda dialog: (made.noise.append("dialog"), dialog.dismiss()))
        made.page.on("requestfailed", lambda request: _watch_failure(made, request))
        made.page.on("request", lambda request: _watch(made, request.url))
        made.page.on("response", lambda answer: _watch_status(made, answer))
        return made

    yield start
    for context in contexts:
        context.close()


def _watch(visit: Visit, url: str) -> None:
    if not url.startswith(visit.top):
        visit.noise.append(f"outside: {url}")


def _watch_failure(visit: Visit, request: Any) -> None:
    """Going on before the icon has come is no failure."""
    if request.failure != "net::ERR_ABORTED":
        visit.noise.append(f"failed: {request.url}")


def _watch_status(visit: Visit, answer: Any) -> None:
    if answer.status >= 400:
        visit.noise.append(f"{answer.status}: {answer.url}")


@pytest.fixture(params=["http", "file"])
def top(request: pytest.FixtureRequest, small_site: Path, serve: Callable[[Path], str]) -> str:
    """The address of the small site's top, both ways it is opened."""
    return serve(small_site) if request.param == "http" else small_site.as_uri() + "/"


@pytest.fixture(params=["http", "file"])
def search_top(request: pytest.FixtureRequest, search_site: Path, serve: Callable[[Path], str]) -> str:
    """The address of the search site's top, both ways it is opened."""
    return serve(search_site) if request.param == "http" else search_site.as_uri() + "/"


@dataclass
class SearchVisit:
    """The search page, as a person uses it."""

    visit: Visit

    @property
    def page(self) -> Page:
        return self.visit.page

    def open(self, path: str = "index.html") -> None:
        self.visit.open(path)

    def ask(self, question: str) -> None:
        """Put a question into the field and wait for its answer."""
        self.page.get_by_role("searchbox").fill(question)
        self.done()

    def done(self) -> None:
        self.page.wait_for_selector('[data-search-state="done"]')

    def state(self) -> str | None:
        return self.page.locator("[data-search-state]").get_attribute("data-search-state")

    def ids(self) -> list[str]:
        """Articles shown, in order."""
        return list(
            self.page.evaluate(
                "[...document.querySelectorAll('[data-search-state] [data-article-id]')]"
                ".map((e) => e.dataset.articleId)"
            )
        )

    def first(self) -> Any:
        return self.page.locator("[data-article-id]").first

    def parameters(self) -> list[list[str]]:
        """What the address says."""
        return list(self.page.evaluate("[...new URLSearchParams(location.search)]"))


@pytest.fixture
def search(visit: Callable[..., Visit], search_top: str) -> Callable[..., SearchVisit]:
    """Open the search page both ways; options as for ``visit``."""

    def start(path: str = "index.html", **options: Any) -> SearchVisit:
        made = SearchVisit(visit(search_top, **options))
        made.open(path)
        return made

    return start
