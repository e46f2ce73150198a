"""What ``kb serve`` and ``kb check --watch`` wake up for."""

from __future__ import annotations

import argparse
import queue
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb import config, pipeline
from kb.cli import check_watch, serve_command
from kb.cli.watching import changes
from kb.config import KnowledgeBase


@pytest.fixture
def kb(tmp_path: Path) -> KnowledgeBase:
    (tmp_path / "articles" / "mail").mkdir(parents=True)
    (tmp_path / "kb.toml").write_text('[kb]\nname = "見本"\n', "utf-8")
    return config.load(tmp_path)


def save_by_renaming(path: Path) -> None:
    """As many editors do."""
    beside = path.with_name("saved")
    beside.write_bytes(path.read_bytes())
    beside.replace(path)


def test_a_kb_toml_saved_by_renaming_is_noticed_again_and_again(kb: KnowledgeBase) -> None:
    noticed: queue.Queue[None] = queue.Queue()
    threading.Thread(target=lambda: [noticed.put(None) for _ in changes(kb)], daemon=True).start()
    for _ in range(3):
        save_until(noticed, kb.config_path)


def save_until(noticed: queue.Queue[None], path: Path) -> None:
    """Save until it is noticed: when the watch begins cannot be known."""
    for _ in range(10):
        save_by_renaming(path)
        try:
            return noticed.get(timeout=3)
        except queue.Empty:
            continue
    raise AssertionError("a change went unnoticed")


def test_a_rebuild_that_the_disk_refuses_does_not_end_the_server(
    kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def build(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pipeline, "build", build)
    monkeypatch.setattr(serve_command, "changes", twice)
    serve_command._rebuild_on_change(argparse.Namespace(drafts=False), kb)
    assert capsys.readouterr().err.count("No space left") == 2


def test_a_check_that_the_disk_refuses_does_not_end_the_watch(
    kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def check() -> int:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(check_watch, "changes", twice)
    assert check_watch.watch(kb, check) == 0
    assert capsys.readouterr().err.count("Input/output error") == 3


def twice(_: KnowledgeBase) -> Iterator[None]:
    yield from (None, None)
