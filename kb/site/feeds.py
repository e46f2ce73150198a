"""Files for other programs, made only when the site's address is known: Atom, sitemap, OpenSearch."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from xml.etree import ElementTree as ET

from kb.config import KnowledgeBase
from kb.site.catalogue import Catalogue
from kb.site.urls import href

FEED_LENGTH = 50
SITEMAP_LENGTH = 50_000
"""Limit of the sitemap protocol."""

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def feeds(kb: KnowledgeBase, catalogue: Catalogue) -> Iterator[tuple[str, bytes]]:
    """(path, content) of feed.xml, opensearch.xml and sitemap.xml."""
    yield "feed.xml", _document(_atom(kb, catalogue))
    yield "opensearch.xml", _document(_opensearch(kb))
    yield "sitemap.xml", _document(_sitemap(kb, catalogue))


def _document(root: ET.Element) -> bytes:
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def _add(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, tag, {name: _xml(value) for name, value in attributes.items()})
    if text:
        element.text = _xml(text)
    return element


def _xml(text: str) -> str:
    """XML 1.0 has no way to write most control characters."""
    return _NOT_XML.sub("", text)


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _atom(kb: KnowledgeBase, catalogue: Catalogue) -> ET.Element:
    root = ET.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": "ja"})
    changes = catalogue.changes()[:FEED_LENGTH]
    _add(root, "title", kb.name)
    if kb.description:
        _add(root, "subtitle", kb.description)
    _add(root, "id", kb.base_url)
    _add(root, "link", rel="self", href=f"{kb.base_url}feed.xml")
    _add(root, "link", rel="alternate", href=kb.base_url)
    _add(root, "updated", _moment(changes[0][0] if changes else catalogue.today))
    _add(_add(root, "author"), "name", kb.publisher or kb.name)
    for day, entry in changes:
        address = href(kb.base_url, entry.page)
        item = _add(root, "entry")
        _add(item, "title", entry.title)
        _add(item, "id", address)
        _add(item, "link", rel="alternate", href=address)
        _add(item, "updated", _moment(day))
        if entry.article.published:
            _add(item, "published", _moment(entry.article.published))
        _add(item, "summary", entry.article.summary)
    return root


def _opensearch(kb: KnowledgeBase) -> ET.Element:
    root = ET.Element("OpenSearchDescription", {"xmlns": "http://a9.com/-/spec/opensearch/1.1/"})
    _add(root, "ShortName", kb.name[:16])
    _add(root, "Description", kb.description or kb.name)
    _add(root, "InputEncoding", "UTF-8")
    _add(root, "Language", "ja")
    _add(root, "Url", type="text/html", template=f"{kb.base_url}index.html?q={{searchTerms}}")
    return root


def _sitemap(kb: KnowledgeBase, catalogue: Catalogue) -> ET.Element:
    root = ET.Element("urlset", {"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"})
    _add(_add(root, "url"), "loc", kb.base_url)
    for entry in catalogue.listed[: SITEMAP_LENGTH - 1]:
        url = _add(root, "url")
        _add(url, "loc", href(kb.base_url, entry.page))
        if entry.article.changed:
            _add(url, "lastmod", entry.article.changed.isoformat())
    return root
