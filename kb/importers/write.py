"""The only part of an import that writes articles: one file at a time, whole or not at all.

What was written is remembered in ``.imported.json`` beside the category folders. It belongs with the articles (it
is what tells a writer's change from an import's), so it lives there and not in build/, which may be deleted.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from kb.atomic import write_file
from kb.errors import SourceError, UsageError
from kb.importers.plan import Action, Change, Present, digest

STATE_NAME = ".imported.json"
_STATE_FORMAT = 1


def present_articles(folder: Path) -> dict[str, Present]:
    """Every article file below a folder by its id (the file's name); links are not followed."""
    found: dict[str, Present] = {}
    for path in sorted(folder.rglob("*.md")) if folder.is_dir() else ():
        if path.is_symlink() or not path.is_file():
            continue
        relative = PurePosixPath(path.relative_to(folder).as_posix())
        if any(part.startswith(".") for part in relative.parts):
            continue
        try:
            text = path.read_bytes().decode("utf-8-sig", "surrogateescape")
        except OSError:
            text = ""
        found[path.stem] = Present(relative, digest_bytes(text))
    return found


def digest_bytes(text: str) -> str:
    """The digest of a file's text, also when it is not valid UTF-8."""
    return digest(text.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))


def read_state(folder: Path) -> dict[str, str]:
    """Article id to the digest that the last import wrote; empty when there was none.

    Raises:
        UsageError: the file is damaged; guessing could overwrite a writer's work.
    """
    path = folder / STATE_NAME
    try:
        data = json.loads(path.read_text("utf-8"))
        return {str(key): str(value) for key, value in data["articles"].items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as exc:
        raise UsageError(
            f"{path}: 取り込みの記録が壊れています。",
            "版管理から戻すか、消してください（消すと、今ある記事はすべて上書きされない扱いになります）。",
        ) from exc


def apply(
    changes: Iterable[Change], folder: Path, conflicts: Path, state: Mapping[str, str]
) -> dict[str, str]:
    """Write what the plan says.

    Args:
        changes: the plan.
        folder: holds the category folders.
        conflicts: where drafts go that must not replace a writer's article.
        state: what earlier imports wrote.

    Returns:
        The new state, already saved; also saved when the import is interrupted.

    Raises:
        SourceError: a file cannot be written.
    """
    known = dict(state)
    try:
        for change in changes:
            if change.action is Action.CONFLICT:
                write_atomic(conflicts / f"{change.draft.article.id}.imported.md", change.text, conflicts)
                continue
            if change.action is not Action.UNCHANGED:
                write_atomic(folder / change.path, change.text, folder)
            known[change.draft.article.id] = digest(change.text)
    finally:
        if known != dict(state):
            text = json.dumps(
                {"format": _STATE_FORMAT, "articles": dict(sorted(known.items()))},
                ensure_ascii=False,
                indent=1,
            )
            write_atomic(folder / STATE_NAME, text + "\n", folder)
    return known


def write_atomic(path: Path, text: str, root: Path) -> None:
    """Put a file in place in one step; never through a link that leads out of ``root``.

    Raises:
        SourceError: the folder cannot be made or written, or leads elsewhere.
    """
    try:
        if not path.parent.resolve().is_relative_to(root.resolve()) or path.is_symlink():
            raise SourceError(
                path,
                None,
                "フォルダの外を指すリンクのため、書き込みませんでした。",
                "シンボリックリンクを外してください。",
            )
        write_file(path, text.encode())
    except OSError as exc:
        raise SourceError(
            path, None, f"書き込めません（{exc.strerror}）。", "空き容量と権限を確かめてください。"
        ) from exc
