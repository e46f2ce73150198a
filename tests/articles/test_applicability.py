"""Which article is for what was asked: a Plesk 9 answer is kept from a Plesk Obsidian customer."""

from __future__ import annotations

import pytest

from kb.articles.applicability import (
    Filters,
    Fit,
    admits,
    filters_of,
    fit,
    fit_facet,
    missed,
    parse_filters,
)
from kb.config import Category, Name, Vocabulary
from kb.errors import UsageError
from kb.model import AppliesTo, Article

VOCABULARY = Vocabulary(
    categories=(Category("spam", "迷惑メール"), Category("ssl", "証明書")),
    names=(
        Name("versions", "Plesk", product="Plesk", general=True),
        Name("versions", "Plesk 9", product="Plesk", order=9),
        Name("versions", "Plesk Onyx", ("オニキス", "Plesk Onix"), product="Plesk", order=17),
        Name("versions", "Plesk Obsidian", product="Plesk", order=18),
        Name("versions", "Webmin", product="Webmin"),
        Name("plans", "Flex Web"),
        Name("plans", "Flex Web Pro", family="Flex Web"),
        Name("plans", "Flex Web Secure", family="Flex Web"),
        Name("os", "CentOS 7", ("セントOS7",), product="CentOS", order=7),
        Name("software", "Postfix"),
    ),
)

FACET_CASES = [
    ("versions", ("Plesk Onyx",), (), Fit.EXACT, "nothing asked, nothing missed"),
    ("versions", (), ("Plesk Onyx",), Fit.GENERAL, "not tied to a version"),
    ("versions", ("Plesk Onyx",), ("Plesk Onyx",), Fit.EXACT, "the very version"),
    ("versions", ("Plesk 9", "Plesk Onyx"), ("Plesk Onyx",), Fit.EXACT, "one of several"),
    ("versions", ("Plesk",), ("Plesk Onyx",), Fit.GENERAL, "for the product as a whole"),
    ("versions", ("Plesk",), ("Plesk",), Fit.EXACT, "the product itself"),
    ("versions", ("Plesk Onyx",), ("Plesk",), Fit.EXACT, "the product asked for means each version alike"),
    ("versions", ("Plesk 9",), ("Plesk Onyx",), Fit.OTHER, "another version"),
    ("versions", ("Plesk",), ("Webmin",), Fit.OTHER, "another product"),
    ("versions", ("Webmin",), ("Plesk",), Fit.OTHER, "another product, asked for in general"),
    ("versions", ("Plesk 9",), ("Plesk Onyx", "Plesk 9"), Fit.EXACT, "any of those asked for"),
    ("versions", ("Plesk 3",), ("Plesk Onyx",), Fit.OTHER, "bound to a name the vocabulary does not know"),
    ("plans", ("Flex Web",), ("Flex Web Pro",), Fit.GENERAL, "for the plan's family"),
    ("plans", ("Flex Web Pro",), ("Flex Web",), Fit.GENERAL, "for one plan of the family asked for"),
    ("plans", ("Flex Web Pro",), ("Flex Web Secure",), Fit.OTHER, "for a sister plan"),
]


@pytest.mark.parametrize(("facet", "bound", "asked", "expected", "why"), FACET_CASES)
def test_one_facet_fits(
    facet: str, bound: tuple[str, ...], asked: tuple[str, ...], expected: Fit, why: str
) -> None:
    assert fit_facet(facet, bound, asked, VOCABULARY) is expected, why


def test_every_facet_asked_for_must_fit() -> None:
    both = parse_filters(VOCABULARY, ["Plesk Onyx", "CentOS 7"])
    assert fit(AppliesTo(versions=("Plesk Onyx",), os=("CentOS 7",)), both, VOCABULARY) is Fit.EXACT
    assert fit(AppliesTo(versions=("Plesk Onyx",)), both, VOCABULARY) is Fit.GENERAL
    assert fit(AppliesTo(versions=("Plesk 9",), os=("CentOS 7",)), both, VOCABULARY) is Fit.OTHER


def test_what_people_type_is_resolved_and_sorted_into_facets() -> None:
    filters = parse_filters(
        VOCABULARY, ["ｵﾆｷｽ", "セントos 7", "postfix", "plesk onix"], ["flexweb"], ["迷惑メール", "ssl"]
    )
    assert filters == Filters(
        versions=("Plesk Onyx",),
        plans=("Flex Web",),
        os=("CentOS 7",),
        software=("Postfix",),
        categories=("spam", "ssl"),
    )


@pytest.mark.parametrize(
    ("targets", "plans", "categories", "offered"),
    [
        (["Plesk Onyks"], [], [], '--for "Plesk Onyx"'),
        ([], ["Flex Wed"], [], '--plan "Flex Web"'),
        ([], [], ["spma"], "--category spam"),
        (["Flex Web Pro"], [], [], '--plan "Flex Web Pro"'),
        ([], ["CentOS 7"], [], '--for "CentOS 7"'),
        (["xyz"], [], [], "Plesk Obsidian"),
        (["Plesk 7"], [], [], "kb.toml にある Plesk: Plesk、Plesk 9、Plesk Onyx、Plesk Obsidian"),
        (["CentOS 9.1"], [], [], "kb.toml にある CentOS: CentOS 7"),
    ],
)
def test_an_unknown_name_is_refused_and_the_nearest_offered(
    targets: list[str], plans: list[str], categories: list[str], offered: str
) -> None:
    with pytest.raises(UsageError) as caught:
        parse_filters(VOCABULARY, targets, plans, categories)
    assert offered in caught.value.remedy


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("Plesk 9.5.4", "Plesk 9"), ("centos 7.9", "CentOS 7"), ("Plesk Obsidian 18.0.60", "Plesk Obsidian")],
)
def test_the_release_behind_a_version_is_that_version(typed: str, meant: str) -> None:
    assert parse_filters(VOCABULARY, [typed]) == parse_filters(VOCABULARY, [meant])


def test_filters_are_false_only_when_nothing_is_asked() -> None:
    assert not Filters()
    assert Filters(categories=("spam",))
    assert filters_of(n for n in VOCABULARY.names if n.name == "Postfix") == Filters(software=("Postfix",))


def test_an_article_is_admitted_by_category_and_fit() -> None:
    article = Article("a", "t", "s", "spam", applies_to=AppliesTo(versions=("Plesk 9",)))
    assert admits(article, Filters(), VOCABULARY)
    assert admits(article, Filters(versions=("Plesk",), categories=("ssl", "spam")), VOCABULARY)
    assert not admits(article, Filters(categories=("ssl",)), VOCABULARY)
    assert not admits(article, Filters(versions=("Plesk Onyx",)), VOCABULARY)


def test_what_an_article_is_not_for_is_told_by_the_facet_that_fails() -> None:
    asked = parse_filters(VOCABULARY, ["Plesk Onyx", "CentOS 7"])
    assert missed(AppliesTo(versions=("Plesk 9",), os=("CentOS 7",)), asked, VOCABULARY) == ("Plesk Onyx",)
    assert missed(AppliesTo(versions=("Plesk",)), asked, VOCABULARY) == ()
