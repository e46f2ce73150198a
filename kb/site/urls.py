"""Addresses inside the site, and what may be linked to outside of it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import PurePosixPath
from urllib.parse import quote, urlsplit

LINKABLE_SCHEMES = ("https", "http", "mailto")

_UNSAFE = re.compile(r"[\x00-\x20\x7f\\]")
_UNWRITABLE = re.compile(r"[\x00-\x1f\x7f\\]")
_NOT_NAME = re.compile(r"[^a-z0-9]+")


def article_page(path: PurePosixPath) -> str:
    """The page of the article file at ``path``, relative to the site: same folders, ``.html``."""
    return path.with_suffix(".html").as_posix()


def href(root: str, page: str, fragment: str = "") -> str:
    """A link to ``page`` from a page whose way up to the site's top is ``root`` ("", "../" …)."""
    return root + quote(page) + (f"#{quote(fragment)}" if fragment else "")


def up(page: str) -> str:
    """The way from a page to the site's top."""
    return "../" * page.count("/")


def is_inside(path: str) -> bool:
    """Does a relative path name a file below the folder it is joined to?"""
    parts = PurePosixPath(path).parts
    return bool(parts) and not path.startswith("/") and ".." not in parts and not _UNWRITABLE.search(path)


def outside(target: str) -> str | None:
    """The target as it may be linked to, or None: only absolute http(s) addresses and mail addresses.

    Browsers drop tabs and line breaks inside an address and read ``\\`` as ``/``; an address with any of
    them, or with a blank, is refused rather than repaired.
    """
    if _UNSAFE.search(target):
        return None
    try:
        parts = urlsplit(target)
    except ValueError:
        return None
    if parts.scheme not in LINKABLE_SCHEMES:
        return None
    if parts.scheme == "mailto":
        return target if "@" in parts.path else None
    return target if parts.netloc and "@" not in parts.netloc else None


def host(target: str) -> str:
    """The host an outside address names, for people to see where a link leads."""
    return urlsplit(target).hostname or target


def file_names(names: Iterable[str]) -> dict[str, str]:
    """A file name (without suffix) for each vocabulary name or tag.

    ASCII lower case only, because Japanese file names break on USB sticks and in archives that change their
    normal form. What ASCII cannot say is told apart by a hash of the name, so that a name keeps its address
    whatever else is in the list.
    """
    result: dict[str, str] = {}
    used: set[str] = set()
    for name in names:
        base = _NOT_NAME.sub("-", name.lower()).strip("-")
        if not name.isascii() or not base or base in used:
            digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
            base = f"{base}-{digest}".lstrip("-")
        used.add(base)
        result[name] = base
    return result
