"""KB201, KB202, KB205-KB207: do the words of an article and its ``applies_to`` agree?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from kb.articles.checks.context import Context
from kb.articles.checks.places import body_place, key_place
from kb.articles.checks.rule import Problem, check
from kb.articles.checks.schema_values import FACET_NAMES
from kb.articles.frontmatter import Place
from kb.articles.mentions import Reach
from kb.articles.reader import ArticleFile
from kb.config import Vocabulary
from kb.model import Severity, Status

ORDERED = ("versions", "os")
"""Facets whose names a text gives to say what it is for; software and plans are also named in passing."""

MIN_BODY_MENTIONS = 2
"""A name said once may be an aside; one said again is what the text is about."""


@check(
    "KB201",
    Severity.WARNING,
    title="題名・要約と applies_to が食い違う",
    why=(
        "題名が言うバージョンと applies_to が違うと、絞り込んだ人に記事が出ないか、"
        "違うバージョンの人に出ます。"
    ),
    bad="""
    ---
    title: Plesk Obsidian でメールを転送する
    applies_to:
      versions: [Plesk Onyx]
    ---
    """,
    good="""
    ---
    title: Plesk Onyx でメールを転送する
    applies_to:
      versions: [Plesk Onyx]
    ---
    """,
)
def title_disagrees(file: ArticleFile, context: Context) -> Iterator[Problem]:
    for facet in ORDERED:
        given = file.article.applies_to.facet(facet)
        for key, text in (("title", file.article.title), ("summary", file.article.summary)):
            told = [r for r in context.reaches(text) if r.facet == facet]
            names = _specific(told, context.vocabulary)
            if not names:
                continue
            said = "・".join(names)
            if not given and key == "title":
                message = (
                    f"題名は {said} と言いますが、applies_to.{facet} が空です。対象なら書き加えてください。"
                )
                yield Problem(_facet_place(file, facet), message, f"{facet}: [{', '.join(names)}]")
            elif given and not any(_covered(r, facet, given, context.vocabulary) for r in told):
                what = "題名" if key == "title" else "要約"
                message = (
                    f"{what}は {said} と言いますが、applies_to.{facet} は "
                    f"{'・'.join(given)} です。どちらかを直してください。"
                )
                yield Problem(file.head.place(key), message)
                break


@check(
    "KB202",
    Severity.WARNING,
    title="本文と applies_to が食い違う",
    why="本文がほかのバージョンのことばかり言う記事は、写してきたまま applies_to を直していないか、その逆です。",
    bad="""
    ---
    title: メールを転送する
    applies_to:
      versions: [Plesk Onyx]
    ---
    Plesk Obsidian にログインします。Plesk Obsidian の「メール」を開きます。
    """,
    good="""
    ---
    title: メールを転送する
    applies_to:
      versions: [Plesk Onyx]
    ---
    Plesk Onyx にログインします。Plesk Onyx の「メール」を開きます。
    """,
)
def body_disagrees(file: ArticleFile, context: Context) -> Iterator[Problem]:
    yield from _body_disagrees(file, context, ORDERED)


@check(
    "KB205",
    Severity.WARNING,
    title="本文のプランと applies_to が食い違う",
    why="本文が別のプラン（の家族）のことばかり言うなら、applies_to.plans が違っています。",
    bad="""
    ---
    title: メールを転送する
    applies_to:
      plans: [Basic Cube]
    ---
    Flex Web をお使いの場合です。Flex Web の管理画面を開きます。
    """,
    good="""
    ---
    title: メールを転送する
    applies_to:
      plans: [Flex Web]
    ---
    Flex Web をお使いの場合です。Flex Web の管理画面を開きます。
    """,
)
def body_plan_disagrees(file: ArticleFile, context: Context) -> Iterator[Problem]:
    yield from _body_disagrees(file, context, ("plans",))


def _body_disagrees(file: ArticleFile, context: Context, facets: Iterable[str]) -> Iterator[Problem]:
    wanted = [facet for facet in facets if file.article.applies_to.facet(facet)]
    if not wanted:
        return
    counts: Counter[tuple[str, str]] = Counter()
    places: dict[tuple[str, str], tuple[int, int]] = {}
    agreed = {r.facet for r in context.reaches(file.article.title) if _covered_by(file, r, context)}
    for line in context.lines(file):
        for reach in context.reaches(line.plain) if line.plain.strip() else ():
            if _covered_by(file, reach, context):
                agreed.add(reach.facet)
            else:
                key = (reach.facet, "・".join(reach.names))
                counts[key] += 1
                places.setdefault(key, (line.number, reach.start + 1))
    for (facet, said), count in counts.items():
        if facet in wanted and facet not in agreed and count >= MIN_BODY_MENTIONS:
            given = "・".join(file.article.applies_to.facet(facet))
            message = (
                f"本文は {said} のことを言いますが、applies_to.{facet} は {given} "
                "です。どちらかを直してください。"
            )
            yield Problem(body_place(file, *places[facet, said]), message)


def _covered_by(file: ArticleFile, reach: Reach, context: Context) -> bool:
    return _covered(reach, reach.facet, file.article.applies_to.facet(reach.facet), context.vocabulary)


def _covered(reach: Reach, facet: str, given: Iterable[str], vocabulary: Vocabulary) -> bool:
    """Is something of what the phrase reaches among what the article is for (families and products count)?"""
    said = {member for name in reach.names for member in vocabulary.expand(facet, name)}
    own = {member for name in given for member in vocabulary.expand(facet, name)}
    return bool(said & own)


def _specific(told: Iterable[Reach], vocabulary: Vocabulary) -> list[str]:
    """The names told, without those that stand for a product as a whole."""
    names = dict.fromkeys(name for reach in told for name in reach.names)
    entries = [vocabulary.get(reach.facet, name) for reach in told for name in reach.names]
    general = {entry.name for entry in entries if entry is not None and entry.general}
    return [name for name in names if name not in general]


def _facet_place(file: ArticleFile, facet: str) -> Place:
    return key_place(file, "applies_to", facet)


@check(
    "KB206",
    Severity.NOTE,
    title="サポートの終わったバージョンだけの記事",
    why=(
        "対象のバージョンがすべてベンダーのサポート終了なら、保管（archived）にするか、"
        "新しいバージョンの記事を用意する時期です。"
    ),
    bad="""
    ---
    applies_to:
      versions: [Plesk 8]
    status: current
    ---
    """,
    good="""
    ---
    applies_to:
      versions: [Plesk 8]
    status: archived
    ---
    """,
)
def only_ended_versions(file: ArticleFile, context: Context) -> Iterator[Problem]:
    given = file.article.applies_to.versions
    entries = [context.vocabulary.get("versions", name) for name in given]
    if file.article.status is not Status.CURRENT or not entries:
        return
    if all(entry is not None and entry.ended(context.today) for entry in entries):
        message = (
            f"対象（{'・'.join(given)}）のサポートはすべて終わっています。"
            "まだ要るかを確かめ、要らなければ status: archived にしてください。"
        )
        yield Problem(key_place(file, "applies_to", "versions"), message)


@check(
    "KB207",
    Severity.NOTE,
    title="対象の一つが別の一つに含まれている",
    why=(
        "家族のプランは家族の名前に、バージョンは製品全体の名前に含まれます。"
        "両方を書くと、片方を直したときに食い違います。"
    ),
    bad="""
    ---
    applies_to:
      plans: [Flex Mini Cube, Basic Cube]
    ---
    """,
    good="""
    ---
    applies_to:
      plans: [Flex Mini Cube]
    ---
    """,
)
def redundant_name(file: ArticleFile, context: Context) -> Iterator[Problem]:
    for facet in ("versions", "plans"):
        given = file.article.applies_to.facet(facet)
        for name in given:
            wider = next(
                (w for w in given if w != name and name in context.vocabulary.expand(facet, w)), None
            )
            if wider is not None:
                index = given.index(name)
                message = (
                    f"{FACET_NAMES[facet]}「{name}」は「{wider}」に含まれています。"
                    "どちらか一方にしてください。"
                )
                yield Problem(file.head.place("applies_to", facet, index), message)
                break
