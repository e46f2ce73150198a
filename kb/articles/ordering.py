"""The order in which lists show things: topics together, versions from the newest. Pure."""

from __future__ import annotations

from datetime import date

from kb.config import Name, Vocabulary
from kb.model import Article


def topic_of(article: Article) -> str:
    """The topic of an article; one without stands for a topic of its own."""
    return article.topic or article.id


def version_order(article: Article, vocabulary: Vocabulary) -> tuple[float, int, str]:
    """A key to sort the articles of one topic by: the newest version first, those tied to none last.

    Of the same version the one changed last comes first, then the one whose id does.
    """
    ranks = (vocabulary.rank("versions", name) for name in article.applies_to.versions)
    changed = article.changed or date.min
    return -max(ranks, default=float("-inf")), -changed.toordinal(), article.id


def topic_order(article: Article, vocabulary: Vocabulary) -> tuple[str, float, int, str]:
    """A key to sort by: articles of a topic together, in the order of their versions."""
    return topic_of(article), *version_order(article, vocabulary)


def newest_first(facet: str, vocabulary: Vocabulary) -> list[Name]:
    """Products in the file's order; within one its general name, then its versions from the newest."""
    names = vocabulary.facet(facet)
    products = {product: place for place, product in reversed(list(enumerate(n.product for n in names)))}
    return sorted(names, key=lambda n: (products[n.product], not n.general, -n.order if n.product else 0))


def categories_in_order(found: set[str], vocabulary: Vocabulary) -> list[str]:
    """Ids of categories in the vocabulary's order; those it does not know come last, by id."""
    known = [category.id for category in vocabulary.categories if category.id in found]
    return [*known, *sorted(found - set(known))]
