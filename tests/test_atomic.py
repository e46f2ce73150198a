"""A reader finds the old files or the new ones, whatever happens in between."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kb import atomic


def content(root: Path) -> dict[str, str]:
    """Every file below a folder, hidden ones too."""
    return {p.relative_to(root).as_posix(): p.read_text() for p in sorted(root.rglob("*")) if p.is_file()}


def fill(target: Path, text: str) -> None:
    with atomic.new_folder(target) as folder:
        (folder / "deep").mkdir()
        (folder / "deep" / "file").write_text(text)


class PulledPlugError(BaseException):
    """Stands for the moment the power goes."""


def half_fill(target: Path) -> None:
    with atomic.new_folder(target) as folder:
        (folder / "half").write_text("x")
        raise PulledPlugError


@pytest.fixture(params=["one step", "two renames"])
def target(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to replace, where the system can exchange two names and where it cannot."""
    if request.param == "two renames":
        monkeypatch.setattr(atomic, "_exchange", lambda one, other: False)
    return tmp_path / "build" / "index"


def test_a_new_folder_appears_whole(target: Path) -> None:
    with atomic.new_folder(target) as folder:
        (folder / "file").write_text("new")
        assert not target.exists()
    assert content(target.parent) == {"index/file": "new"}


def test_a_folder_is_replaced_whole_and_nothing_is_left_over(target: Path) -> None:
    fill(target, "old")
    (target / "only-old").write_text("x")
    with atomic.new_folder(target) as folder:
        (folder / "file").write_text("new")
        assert content(target) == {"deep/file": "old", "only-old": "x"}
    assert content(target.parent) == {"index/file": "new"}


def test_an_error_leaves_the_old_folder_as_it_was(target: Path) -> None:
    fill(target, "old")
    with pytest.raises(PulledPlugError):
        half_fill(target)
    assert content(target.parent) == {"index/deep/file": "old"}


def test_a_file_opened_before_the_change_can_be_read_after_it(target: Path) -> None:
    fill(target, "old")
    with (target / "deep" / "file").open() as stream:
        fill(target, "new")
        assert stream.read() == "old"


def test_a_crash_between_the_two_renames_is_put_right(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old folder has gone aside, the new one has not come: the old one comes back."""
    target = tmp_path / "index"
    fill(target, "old")
    renames = []
    rename = Path.rename

    def once(self: Path, other: Path) -> Path:
        renames.append(self.name)
        if len(renames) == 2:
            raise PulledPlugError
        return rename(self, other)

    with monkeypatch.context() as patched:
        patched.setattr(atomic, "_exchange", lambda one, other: False)
        patched.setattr(Path, "rename", once)
        patched.setattr(atomic.shutil, "rmtree", lambda *_, **__: None)
        with pytest.raises(PulledPlugError):
            fill(target, "new")
    assert not target.exists()
    assert len(list(tmp_path.iterdir())) == 2
    atomic.recover(target)
    assert content(tmp_path) == {"index/deep/file": "old"}


def test_a_crash_after_the_exchange_leaves_only_rubbish_that_is_cleared(tmp_path: Path) -> None:
    target = tmp_path / "index"
    fill(target, "new")
    for name in (".index.old", ".index.new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text("rubbish")
    atomic.recover(target)
    assert content(tmp_path) == {"index/deep/file": "new"}


def test_a_new_folder_begins_empty_even_after_a_crash(target: Path) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(atomic.shutil, "rmtree", lambda *_, **__: None)
        with pytest.raises(PulledPlugError):
            half_fill(target)
    fill(target, "new")
    assert content(target.parent) == {"index/deep/file": "new"}


def test_recovering_where_nothing_happened_changes_nothing(tmp_path: Path) -> None:
    atomic.recover(tmp_path / "build" / "index")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_behind_a_link_is_replaced_and_the_link_stays(target: Path, tmp_path: Path) -> None:
    published = tmp_path / "www" / "faq"
    fill(published, "old")
    target.parent.mkdir()
    target.symlink_to(published)
    atomic.recover(target)
    fill(target, "new")
    assert target.is_symlink()
    assert content(tmp_path / "www") == {"faq/deep/file": "new"}
    assert [path.name for path in target.parent.iterdir()] == ["index"]


@pytest.mark.parametrize("leads_to", ["index", "nowhere"])
def test_a_link_that_leads_nowhere_is_no_hindrance(target: Path, leads_to: str) -> None:
    target.parent.mkdir()
    target.symlink_to(leads_to)
    atomic.recover(target)
    fill(target, "new")
    assert (target / "deep" / "file").read_text() == "new"


def test_a_file_in_the_place_of_the_folder_is_replaced(target: Path) -> None:
    target.parent.mkdir()
    target.write_text("no folder")
    atomic.recover(target)
    fill(target, "new")
    assert content(target.parent) == {"index/deep/file": "new"}


def test_links_and_files_in_the_place_of_leftovers_are_cleared_and_not_followed(
    target: Path, tmp_path: Path
) -> None:
    fill(target, "old")
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "file").write_text("kept")
    for put in (
        lambda path: path.symlink_to(kept),
        lambda path: path.symlink_to("nowhere"),
        lambda path: path.touch(),
    ):
        for name in (".index.old", ".index.new"):
            put(target.parent / name)
        atomic.recover(target)
        assert [path.name for path in target.parent.iterdir()] == ["index"]
        put(target.parent / ".index.new")
        fill(target, "new")
    assert content(tmp_path) == {"build/index/deep/file": "new", "kept/file": "kept"}


def test_a_file_is_written_whole_with_the_rights_of_a_common_file(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "site.json"
    atomic.write_file(path, b"old")
    atomic.write_file(path, b"new")
    assert content(tmp_path) == {"deep/site.json": "new"}
    assert path.stat().st_mode & 0o777 == 0o644


def test_a_file_that_cannot_be_written_keeps_its_old_content(tmp_path: Path) -> None:
    path = tmp_path / "site.json"
    atomic.write_file(path, b"old")
    with pytest.raises(TypeError):
        atomic.write_file(path, "no bytes")  # type: ignore[arg-type]
    assert content(tmp_path) == {"site.json": "old"}


@pytest.mark.parametrize("mode", [0o600, 0o664, 0o644])
def test_a_file_that_is_replaced_keeps_its_permissions(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"old")
    path.chmod(mode)
    atomic.write_file(path, b"new")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"new", mode)


@pytest.mark.parametrize("umask", [0o002, 0o022, 0o077])
def test_a_new_file_has_the_permissions_of_any_new_file(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        atomic.write_file(tmp_path / "a.md", b"new")
    finally:
        os.umask(before)
    assert (tmp_path / "a.md").stat().st_mode & 0o777 == 0o666 & ~umask
