"""KB309, KB310, KB314: links to the web: our own pages, http where https is known, dead ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from urllib.parse import urlsplit

from kb.articles.checks.context import Context
from kb.articles.checks.link_rules import link_place, links_of, relative, retarget
from kb.articles.checks.places import replace_value
from kb.articles.checks.rule import Problem, check, declare
from kb.articles.links import Link
from kb.articles.reader import ArticleFile
from kb.model import Finding, Severity, Status


@check(
    "KB309",
    Severity.WARNING,
    title="自分たちの記事への絶対 URL",
    why=(
        "記事になっている公開ページへは相対リンクで案内します。"
        "絶対 URL は社内から開けないことがあり、バージョンごとの案内も付きません。"
    ),
    bad="[メールの転送](https://example.jp/faq/neighbour/) を見てください。",
    good="[メールの転送](../webmail/neighbour.md) を見てください。",
)
def absolute_own_link(file: ArticleFile, context: Context) -> Iterator[Problem]:
    for link in _web_links(file):
        other = _own_page(link.target, context)
        if other is not None and other is not file:
            right = relative(file.path, other.path)
            message = (
                f"{link.target[:80]} は記事 {other.article.id} になっています。相対リンクにしてください。"
            )
            yield Problem(link_place(file, link), message, right, retarget(file, link, right))


def _own_page(target: str, context: Context) -> ArticleFile | None:
    """The current article that a web address means: its public source, or its page on the built site."""
    address = target.partition("#")[0]
    found = context.by_source.get(address.rstrip("/"))
    base = context.kb.base_url
    if found is None and base and address.startswith(base):
        found = context.by_id.get(address.rpartition("/")[2].removesuffix(".html"))
    return found if found is not None and found.article.status is Status.CURRENT else None


@check(
    "KB310",
    Severity.WARNING,
    title="https のあるサイトへの http リンク",
    why=(
        "途中で書き換えられるおそれがあり、ブラウザが警告を出します。"
        "同じサイトに https で開く記事か、[checks] https_hosts への登録があるときに知らせます。"
    ),
    bad="[案内](http://example.jp/a) と [案内](https://example.jp/b) を見てください。",
    good="[案内](https://example.jp/a) と [案内](https://example.jp/b) を見てください。",
)
def insecure_link(file: ArticleFile, context: Context) -> Iterator[Problem]:
    for link in _web_links(file):
        if link.target.startswith("http://") and host_of(link.target) in context.https_hosts:
            right = "https" + link.target.removeprefix("http")
            message = f"{host_of(link.target)} は https で開けます。http を https に直してください。"
            yield Problem(link_place(file, link), message, right, retarget(file, link, right))
    source = file.article.source
    if source.startswith("http://") and host_of(source) in context.https_hosts:
        right = "https" + source.removeprefix("http")
        message = f"source の {host_of(source)} は https で開けます。http を https に直してください。"
        yield Problem(file.head.place("source"), message, right, replace_value(file, ("source",), right))


def host_of(address: str) -> str:
    """The host a web address names, in lower case; empty when it has none or is malformed."""
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""


def _web_links(file: ArticleFile) -> Iterator[Link]:
    return (link for link in links_of(file) if link.target.startswith(("http://", "https://")))


declare(
    "KB314",
    Severity.WARNING,
    title="外部のページが開けない",
    why="kb check --external のときだけ、外部のリンクを実際に開いて確かめます。CI では既定で行いません。",
    bad="[案内](https://example.jp/404) を見てください。",
    good="[案内](https://example.jp/) を見てください。",
)


def dead_addresses(files: Iterable[ArticleFile], fetch: Callable[[str], str | None]) -> Iterator[Finding]:
    """A finding for each link to the web that does not open; each address is opened once.

    Args:
        fetch: opens an address; returns None when it answers, else why it does not.
    """
    known: dict[str, str | None] = {}
    for file in files:
        for link in _web_links(file):
            address = link.target.partition("#")[0]
            if address not in known:
                known[address] = fetch(address)
            reason = known[address]
            if reason is not None:
                place = link_place(file, link)
                message = f"{address} が開けません（{reason}）。新しい URL に直すか、リンクを外してください。"
                yield Finding(
                    "KB314", Severity.WARNING, file.path.as_posix(), place.line, place.column, message
                )
