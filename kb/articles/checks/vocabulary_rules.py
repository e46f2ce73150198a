"""KB010-KB013: kb.toml itself: keys that nothing reads, the [checks] table, and names that contradict one another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from kb.articles.checks.context import Context
from kb.articles.checks.rule import Problem, library_check
from kb.articles.frontmatter import Place
from kb.config import CONFIG_NAME, Name
from kb.model import FACETS, Severity
from kb.text import alias_key

PATH = PurePosixPath(CONFIG_NAME)


@library_check(
    "KB010",
    Severity.ERROR,
    title="kb.toml に効かない項目がある",
    why="知らない項目や値は効きません。止めたつもりの検査が動き続け、付けたつもりの別名や期限がありません。",
    bad="""
    === kb.toml
    [checks]
    of = ["KB505"]
    """,
    good="""
    === kb.toml
    [checks]
    off = ["KB505"]
    """,
)
def wrong_settings(context: Context) -> Iterator[Problem]:
    for unread in context.kb.unread:
        yield Problem(Place(unread.line or 1, 1), f"{unread.problem}{unread.remedy}", path=PATH)
    for needle, message in context.settings.problems:
        yield _problem(context, needle, message)
    for code in sorted(context.settings.off | set(context.settings.severities)):
        if code not in context.codes:
            yield _problem(
                context,
                code,
                (
                    f"[checks] に書かれた {code} という検査はありません。"
                    "docs/checks.md でコードを確かめてください。"
                ),
            )


@library_check(
    "KB011",
    Severity.WARNING,
    title="同じ別名が二つの名前に付いている",
    why="どちらのことか決まらず、先に書かれたほうとして扱われます。",
    bad="""
    === kb.toml
    [[software]]
    name = "メール A"
    aliases = ["メーラー"]
    [[software]]
    name = "メール B"
    aliases = ["メーラー"]
    """,
    good="""
    === kb.toml
    [[software]]
    name = "メール A"
    aliases = ["メーラー A"]
    [[software]]
    name = "メール B"
    aliases = ["メーラー B"]
    """,
)
def shared_alias(context: Context) -> Iterator[Problem]:
    owners: dict[tuple[str, str], Name] = {}
    for entry in context.vocabulary.names:
        for text in (entry.name, *entry.aliases):
            owner = owners.setdefault((entry.facet, alias_key(text)), entry)
            if owner is not entry:
                message = (
                    f"「{text}」は {owner.name} と {entry.name} の両方の名前です。片方から消してください。"
                )
                yield _problem(context, f'"{text}"', message, last=True)


@library_check(
    "KB012",
    Severity.ERROR,
    title="successor か family の名前が kb.toml にない",
    why="後継のバージョンへの案内と、プランの家族による絞り込みが働きません。",
    bad="""
    === kb.toml
    [[versions]]
    name = "Panel 1"
    successor = "Panel Two"
    [[versions]]
    name = "Panel 2"
    """,
    good="""
    === kb.toml
    [[versions]]
    name = "Panel 1"
    successor = "Panel 2"
    [[versions]]
    name = "Panel 2"
    """,
)
def unknown_relation(context: Context) -> Iterator[Problem]:
    for entry in context.vocabulary.names:
        for key, name in (("successor", entry.successor), ("family", entry.family)):
            if name and context.vocabulary.get(entry.facet, name) is None:
                near = context.vocabulary.suggest(name, (entry.facet,))
                hint = f"（近いもの: {near}）" if near else ""
                yield _problem(
                    context,
                    f'{key} = "{name}"',
                    (
                        f"{entry.name} の {key}「{name}」という名前はありません{hint}。"
                        "kb.toml にある name を書いてください。"
                    ),
                    fix=near,
                )


@library_check(
    "KB013",
    Severity.WARNING,
    title="新旧の順番（order）がない",
    why="order のないバージョンは新旧が分からず、「Plesk 9 以降」のような範囲や近いバージョンの案内から漏れます。",
    bad="""
    === kb.toml
    [[versions]]
    name = "Panel 1"
    product = "Panel"
    [[versions]]
    name = "Panel 2"
    product = "Panel"
    order = 2
    """,
    good="""
    === kb.toml
    [[versions]]
    name = "Panel 1"
    product = "Panel"
    order = 1
    [[versions]]
    name = "Panel 2"
    product = "Panel"
    order = 2
    """,
)
def missing_order(context: Context) -> Iterator[Problem]:
    for facet in FACETS:
        products: dict[str, list[Name]] = {}
        for entry in context.vocabulary.facet(facet):
            if entry.product and not entry.general:
                products.setdefault(entry.product, []).append(entry)
        for siblings in products.values():
            for entry in siblings:
                if len(siblings) > 1 and not entry.order:
                    yield _problem(
                        context,
                        f'"{entry.name}"',
                        (
                            f"{entry.name} に order がありません。"
                            "同じ product の中の新旧を数で書いてください（新しいほど大きく）。"
                        ),
                    )


def _problem(
    context: Context, needle: str, message: str, *, last: bool = False, fix: str | None = None
) -> Problem:
    """A problem in kb.toml, at the first (or last) place where the text stands."""
    hits = [(n, line.find(needle)) for n, line in enumerate(context.config_lines, 1) if needle in line]
    line, column = hits[-1 if last else 0] if hits else (1, 0)
    return Problem(Place(line, column + 1), message, fix, path=PATH)
