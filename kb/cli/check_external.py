"""``kb check --external``: open the links to the web and say which do not answer."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from pathlib import PurePosixPath

from kb import __version__
from kb.articles.checks import Result
from kb.articles.checks.address_rules import dead_addresses
from kb.articles.library import Library

TIMEOUT_S = 15
_WORKERS = 8
_REFUSED_HEAD = frozenset({400, 403, 404, 405, 406, 501})
"""Statuses with which some servers answer HEAD although GET works."""


def external_results(library: Library, only: Collection[PurePosixPath] | None) -> list[Result]:
    """A result for each dead link to the web in the files asked for."""
    files = [file for file in library.files if only is None or file.path in only]
    addresses: dict[str, str | None] = {}

    def note(address: str) -> None:
        addresses.setdefault(address, None)

    # The first pass only gathers the addresses, so that they can be opened side by side.
    list(dead_addresses(files, note))
    with ThreadPoolExecutor(_WORKERS) as pool:
        answers = dict(zip(addresses, pool.map(fetch, addresses), strict=True))
    return [Result(finding) for finding in dead_addresses(files, answers.__getitem__)]


def fetch(address: str) -> str | None:
    """Open an address; None when it answers, else why it does not."""
    failure = _open(address, "HEAD")
    if failure is not None and failure[0] in _REFUSED_HEAD:
        failure = _open(address, "GET")
    return failure[1] if failure is not None else None


def _open(address: str, method: str) -> tuple[int, str] | None:
    request = urllib.request.Request(address, method=method, headers={"User-Agent": f"kb/{__version__}"})
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_S):
            return None
    except urllib.error.HTTPError as exc:
        exc.close()
        return exc.code, f"HTTP {exc.code}"
    except urllib.error.URLError as exc:
        return 0, str(exc.reason)
    except (OSError, ValueError) as exc:
        return 0, str(exc) or type(exc).__name__
