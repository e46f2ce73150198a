"""Which topic is answered for which version, and the lists to browse by."""

from __future__ import annotations

from datetime import date
from pathlib import PurePosixPath

import pytest

from kb.articles.coverage import Matrix, State, matrix
from kb.config import Category, Name, Vocabulary
from kb.model import AppliesTo, Article
from kb.site.catalogue import Catalogue

TODAY = date(2026, 11, 24)
VOCABULARY = Vocabulary(
    (Category("mail", "メール", stale_after_days=365),),
    (
        Name("versions", "Panel", product="Panel", general=True),
        Name("versions", "Panel 1", product="Panel", order=1, eol=date(2020, 1, 1)),
        Name("versions", "Panel 2", product="Panel", order=2),
        Name("versions", "Panel 3", product="Panel", order=3),
        Name("versions", "Other", product="Other"),
        Name("plans", "Family"),
        Name("plans", "Small", family="Family"),
    ),
)


def article(
    name: str, topic: str, versions: tuple[str, ...] = (), plans: tuple[str, ...] = (), **more: object
) -> Article:
    path = PurePosixPath("articles/mail", f"{name}.md")
    applies_to = AppliesTo(versions=versions, plans=plans)
    return Article(name, name, "", "mail", topic=topic, applies_to=applies_to, path=path, **more)  # type: ignore[arg-type]


def catalogue(*articles: Article) -> Catalogue:
    return Catalogue(articles, VOCABULARY, TODAY)


def covered(*articles: Article) -> Matrix:
    return matrix(articles, VOCABULARY, TODAY)


def states(*articles: Article) -> dict[str, list[str]]:
    """Topic to its states, in the order of the columns."""
    return {
        row.topic: [str(c.state) for c in row.cells]
        for group in covered(*articles).groups
        for row in group.rows
    }


OTHER = article("other", "other", ("Other",))
ALL = tuple(article(f"v{n}", "all", (f"Panel {n}",)) for n in (1, 2, 3))


def test_columns_are_supported_versions_first_newest_first() -> None:
    columns = [column.name for column in covered(*ALL, OTHER).columns]
    assert columns == ["Panel 3", "Panel 2", "Other", "Panel 1"]


def test_only_a_supported_version_of_the_same_product_is_missed() -> None:
    """Nobody writes new articles for what has ended, or for a product that the question is not about."""
    one = article("one", "one", ("Panel 2",))
    assert states(*ALL, OTHER, one)["one"] == ["missing", "current", "none", "none"]


def test_a_general_article_answers_for_every_version_of_its_product() -> None:
    assert states(*ALL, OTHER, article("g", "g", ("Panel",)))["g"] == [
        "current",
        "current",
        "none",
        "current",
    ]


def test_a_fresh_article_goes_before_a_stale_one() -> None:
    old = article("old", "t", ("Panel 3",), published=date(2020, 1, 1))
    assert states(*ALL, OTHER, old)["t"][0] == "stale"
    new = article("new", "t", ("Panel",), published=date(2026, 10, 1))
    assert states(*ALL, OTHER, old, new)["t"][0] == "current"


def test_topics_for_every_version_need_no_row() -> None:
    made = covered(*ALL, article("free", "free"))
    assert made.general == 1
    assert [row.topic for group in made.groups for row in group.rows] == ["all"]
    assert made.count("Panel 3", State.CURRENT) == 1


def test_a_version_s_shelf_has_its_own_articles_first_then_the_product_s() -> None:
    shelves = {
        shelf.name: shelf for shelf in catalogue(*ALL, article("g", "g", ("Panel",))).shelves["versions"]
    }
    assert [e.article.id for e in shelves["Panel 2"].entries] == ["v2"]
    assert [e.article.id for e in shelves["Panel 2"].wider] == ["g"]
    assert [e.article.id for e in shelves["Panel"].entries] == ["v3", "v2", "v1", "g"]


def test_a_family_and_its_plans_reach_each_other() -> None:
    made = catalogue(article("f", "f", plans=("Family",)), article("s", "s", plans=("Small",)))
    shelves = {shelf.name: shelf for shelf in made.shelves["plans"]}
    assert [e.article.id for e in shelves["Small"].entries + shelves["Small"].wider] == ["s", "f"]
    assert [e.article.id for e in shelves["Family"].entries + shelves["Family"].wider] == ["f", "s"]


@pytest.mark.parametrize(("tags", "shelved"), [(("a",), []), (("a", "b"), ["b"])])
def test_a_tag_of_one_article_leads_nowhere(tags: tuple[str, ...], shelved: list[str]) -> None:
    made = catalogue(article("x", "x", tags=tags), article("y", "y", tags=("b",)))
    assert [shelf.name for shelf in made.tags] == shelved
