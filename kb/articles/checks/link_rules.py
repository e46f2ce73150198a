"""KB301-KB303, KB306-KB308, KB315-KB317: the links and images of a body."""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath
from urllib.parse import unquote

from kb.articles.checks.body import cut_lines
from kb.articles.checks.context import Context
from kb.articles.checks.places import body_place
from kb.articles.checks.rule import Edit, Problem, check
from kb.articles.fences import comments_blanked
from kb.articles.frontmatter import Place
from kb.articles.links import Link, links, malformed, resolve
from kb.articles.passages import sections, unique_slugs
from kb.articles.reader import ArticleFile
from kb.articles.references import definitions, fold
from kb.model import Severity, Status

ARTICLES = "articles"
SAFE_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_STATUS_NAMES = {Status.DRAFT: "下書き", Status.ARCHIVED: "保管済み"}


@dataclass(frozen=True, slots=True)
class Target:
    """A relative link with the file it means."""

    link: Link
    path: PurePosixPath
    """Relative to the knowledge base; begins with ``..`` when it leaves it."""
    fragment: str

    @property
    def inside(self) -> bool:
        return self.path.parts[:1] == (ARTICLES,) and not self.link.target.startswith("/")


def links_of(file: ArticleFile) -> tuple[Link, ...]:
    """The links and images of an article's body."""
    return _links(file.head.body)


@lru_cache(maxsize=8192)
def _links(body: str) -> tuple[Link, ...]:
    # A dozen rules ask for the links of the same body.
    return tuple(links(comments_blanked("\n".join(cut_lines(body)))))


def targets(file: ArticleFile) -> Iterator[Target]:
    """The relative links and images of an article, with what they mean."""
    for link in links_of(file):
        found = resolve(link.target, file.path) if link.target else None
        if found is not None:
            yield Target(link, *found)


def link_place(file: ArticleFile, link: Link) -> Place:
    """The place of a link's opening bracket in the file."""
    return body_place(file, link.line, link.column)


def retarget(file: ArticleFile, link: Link, target: str) -> tuple[Edit, ...]:
    """The edit that gives a link another target."""
    line = file.head.body.split("\n")[link.line]
    offset = line.find(link.target, line.find("](", link.column - 1))
    if offset < 0:
        return ()
    start = body_place(file, link.line, offset + 1)
    return (Edit(start, Place(start.line, start.column + len(link.target)), target),)


def relative(origin: PurePosixPath, path: PurePosixPath, fragment: str = "") -> str:
    """The relative target that leads from one article to another."""
    target = posixpath.relpath(path.as_posix(), origin.parent.as_posix())
    return f"{target}#{fragment}" if fragment else target


@check(
    "KB301",
    Severity.ERROR,
    title="リンク先がない",
    why=(
        "押しても何も開かないリンクは、答えの途中で読者を止めます。"
        "記事へは ../カテゴリ/id.md の形で書きます。"
    ),
    bad="[メールの転送](../forwarding/no-such-article.md) を見てください。",
    good="[メールの転送](../webmail/neighbour.md) を見てください。",
)
def dead_link(file: ArticleFile, context: Context) -> Iterator[Problem]:
    for target in targets(file):
        if target.link.image or not target.inside or target.path in context.by_path:
            continue
        if target.path.as_posix() in context.disk_files and target.path.suffix != ".md":
            continue
        stem = target.path.name.split(".")[0]
        moved = context.by_id.get(stem)
        if moved is not None:
            right = relative(file.path, moved.path, target.fragment)
            message = (
                f"リンク先 {target.link.target} がありません。同じ id の記事は {moved.path} にあります。"
            )
            yield Problem(link_place(file, target.link), message, right, retarget(file, target.link, right))
        else:
            near = difflib.get_close_matches(stem, context.ids, n=1, cutoff=0.8)
            nearest = relative(file.path, context.by_id[near[0]].path) if near else None
            hint = f"近いもの: {nearest}" if nearest else "記事の id を kb list で確かめてください"
            yield Problem(
                link_place(file, target.link),
                f"リンク先 {target.link.target} がありません（{hint}）。",
                nearest,
            )


@check(
    "KB302",
    Severity.ERROR,
    title="リンク先の見出しがない",
    why="# の後の見出しが変わると、リンクはページの先頭に飛び、読者は答えを探し直します。",
    bad="""
    ## 手順
    [手順](#step) のとおりに操作します。
    """,
    good="""
    ## 手順
    [手順](#手順) のとおりに操作します。
    """,
)
def dead_anchor(file: ArticleFile, context: Context) -> Iterator[Problem]:
    for target in targets(file):
        other = context.by_path.get(target.path)
        if other is None or not target.fragment or target.link.image:
            continue
        anchors = anchors_of(other.article.body)
        if target.fragment not in anchors:
            near = difflib.get_close_matches(target.fragment, anchors, n=1, cutoff=0.5)
            hint = (
                f"近いもの: #{near[0]}"
                if near
                else f"ある見出し: {'、'.join('#' + a for a in anchors[:6]) or 'なし'}"
            )
            message = f"見出し #{target.fragment} が {other.path} にありません（{hint}）。"
            yield Problem(link_place(file, target.link), message, f"#{near[0]}" if near else None)


def anchors_of(body: str) -> list[str]:
    """The fragments of a body's headings."""
    return list(unique_slugs(section.heading for section in sections(body) if section.heading))


@check(
    "KB303",
    Severity.WARNING,
    title="下書きや保管済みの記事へのリンク",
    why="下書きはサイトに出ないのでリンクが切れます。保管済みの記事は古い答えです。",
    bad="[古い手順](../webmail/archived-neighbour.md) を見てください。",
    good="[いまの手順](../webmail/neighbour.md) を見てください。",
)
def link_to_unpublished(file: ArticleFile, context: Context) -> Iterator[Problem]:
    if file.article.status is not Status.CURRENT:
        return
    for target in targets(file):
        other = context.by_path.get(target.path)
        if other is not None and other.article.status is not Status.CURRENT and other is not file:
            what = _STATUS_NAMES[other.article.status]
            message = (
                f"リンク先 {target.link.target} は{what}の記事です。"
                "公開中の記事に替えるか、リンクを外してください。"
            )
            yield Problem(link_place(file, target.link), message)


@check(
    "KB306",
    Severity.ERROR,
    title="画像がない",
    why="画面の図が出ないと、文だけでは操作が分かりません。",
    bad="![メール設定の画面](no-such-image.png)",
    good="「メール設定」を開きます。",
)
def missing_image(file: ArticleFile, context: Context) -> Iterator[Problem]:
    for target in targets(file):
        if target.link.image and target.inside and target.path.as_posix() not in context.disk_files:
            yield Problem(
                link_place(file, target.link),
                f"画像 {target.link.target} がありません。ファイルを置くか、参照を消してください。",
            )


@check(
    "KB307",
    Severity.WARNING,
    title="画像に代わりの文がない",
    why="読み上げを使う人と、画像が出ない端末の人には、代わりの文だけが画像の内容です。",
    bad="![](https://example.jp/screen.png)",
    good="![メール設定の画面。「転送」にチェックが入っている](https://example.jp/screen.png)",
)
def missing_alternative(file: ArticleFile, context: Context) -> Iterator[Problem]:
    for link in links_of(file):
        if link.image and not link.label.strip():
            yield Problem(
                link_place(file, link),
                "画像に代わりの文がありません。![ ] の中に、画像の示す内容を書いてください。",
            )


@check(
    "KB308",
    Severity.ERROR,
    title="articles/ の外を指すリンク",
    why="サイトには articles/ の中のものだけが出ます。/ や C: で始まるパスは、置き場所が変わると切れます。",
    bad="[設定例](../../../etc/passwd) を見てください。",
    good="[設定例](../webmail/neighbour.md) を見てください。",
)
def outside_link(file: ArticleFile, context: Context) -> Iterator[Problem]:
    for target in targets(file):
        if not target.inside:
            what = "画像" if target.link.image else "リンク先"
            message = (
                f"{what} {target.link.target[:80]} は articles/ の外です。"
                "articles/ の中のファイルを相対パスで書いてください。"
            )
            yield Problem(link_place(file, target.link), message)


@check(
    "KB315",
    Severity.ERROR,
    title="使えない種類の URL",
    why="javascript: や data:、手元の file: は、読者の画面で開けないか危険なので、サイトでは取り除かれます。",
    bad="[開く](javascript:alert(1))",
    good="[開く](https://example.jp/)",
)
def unsafe_scheme(file: ArticleFile, context: Context) -> Iterator[Problem]:
    for link in links_of(file):
        scheme = _SCHEME.match(unquote(link.target))
        if scheme and scheme[1].lower() not in SAFE_SCHEMES:
            message = (
                f"{scheme[1][:20]}: のリンクは使えません。"
                "https・mailto・tel か、記事への相対リンクにしてください。"
            )
            yield Problem(link_place(file, link), message)


@check(
    "KB316",
    Severity.ERROR,
    title="文かリンク先が空のリンク",
    why="文のないリンクは見えず、行き先のないリンクはどこへも行きません。",
    bad="[メールの転送]() を見てください。",
    good="[メールの転送](../webmail/neighbour.md) を見てください。",
)
def empty_link(file: ArticleFile, context: Context) -> Iterator[Problem]:
    for link in links_of(file):
        if not link.target.strip("#"):
            yield Problem(
                link_place(file, link),
                f"「{link.label[:40]}」のリンク先が空です。行き先を書くか、リンクをやめてください。",
            )
        elif not link.label.strip() and not link.image:
            yield Problem(
                link_place(file, link),
                f"{link.target[:60]} へのリンクに文がありません。行き先が分かる文を [ ] に書いてください。",
            )


@check(
    "KB317",
    Severity.WARNING,
    title="リンクになっていない書き方",
    why=(
        "括弧が全角のとき、] と ( の間やリンク先の中に空白があるとき、閉じていないとき、[[id]] と書いたとき、"
        "[文][名前] の名前が決めていないときは、リンクにならず書いたまま表示されます。"
    ),
    bad="[メールの転送]（../webmail/neighbour.md）を見てください。",
    good="[メールの転送](../webmail/neighbour.md)を見てください。",
)
def malformed_link(file: ArticleFile, context: Context) -> Iterator[Problem]:
    lines = context.lines(file)
    named = definitions([(line.text, line.fenced) for line in lines])
    for line in lines:
        for match in () if line.fenced else malformed(line.text):
            place = body_place(file, line.number, match.start() + 1)
            name = match["undefined"]
            if name and fold(name) not in named:
                yield Problem(
                    place,
                    f"[{name}] の行き先が書かれていないので、リンクになりません。"
                    f"[{name}]: ../カテゴリ/id.md の行を足すか、[文](リンク先) と書いてください。",
                )
            elif not name:
                yield Problem(
                    place,
                    f"{match[0][:60]} はリンクになりません。空白のない [文](../カテゴリ/id.md) の形で、"
                    "半角の括弧で書いてください。",
                )
