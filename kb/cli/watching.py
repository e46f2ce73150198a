"""Waiting for a change of what a knowledge base is made of: articles, search/ and kb.toml."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kb.config import CONFIG_NAME, KnowledgeBase

_PATIENCE = 200
"""Milliseconds until the one watch lets the other have its turn."""


def changes(kb: KnowledgeBase) -> Iterator[None]:
    """One item for each change, or for several at once.

    kb.toml is watched by its folder: an editor that saves by renaming puts another file in its place.

    Raises:
        KeyboardInterrupt: the user ends it.
    """
    import watchfiles

    folders = [folder for folder in (kb.articles_dir, kb.search_dir) if folder.is_dir()]
    settings = watchfiles.watch(
        kb.root, recursive=False, watch_filter=_is_config, rust_timeout=_PATIENCE, yield_on_timeout=True
    )
    texts = watchfiles.watch(*folders, rust_timeout=_PATIENCE, yield_on_timeout=True)
    # Each begins to watch when its turn first comes, so what changes most goes first.
    for changed in zip(texts, settings, strict=False):
        if any(changed):
            yield


def _is_config(_change: object, path: str) -> bool:
    return Path(path).name == CONFIG_NAME
