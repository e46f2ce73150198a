"""What keeps questions is in the site only where kb.toml offers it."""

from __future__ import annotations

import dataclasses
import re
from datetime import date
from pathlib import Path

import pytest

from kb import config
from kb.articles.library import read_library
from kb.site.media import read_media
from kb.site.render import CSP, SiteInput, render

SMALL = Path(__file__).parent / "data" / "small"


def site(tmp_path: Path, table: str) -> dict[str, bytes]:
    """The small site with a [log] table."""
    (tmp_path / "kb.toml").write_text((SMALL / "kb.toml").read_text("utf-8") + table, "utf-8")
    kb = dataclasses.replace(config.load(tmp_path), root=SMALL)
    articles = tuple(file.article for file in read_library(kb).files)
    return dict(render(SiteInput(kb, articles, date(2026, 11, 24), read_media(kb, articles))))


@pytest.mark.parametrize("table", ["", "\n[log]\nquestions = true\n", "\n[log]\nsite = false\n"])
def test_a_site_that_does_not_offer_it_has_nothing_of_it(tmp_path: Path, table: str) -> None:
    """``questions`` is about the machine of who runs ``kb ask``; readers of the site are other people."""
    files = site(tmp_path, table)
    assert files == site(tmp_path, "")
    assert "assets/questions.js" not in files
    assert b"kb.record" not in files["index.html"] + files["assets/search.js"] + files["assets/search.css"]
    assert "質問の記録" not in files["help.html"].decode()


def test_a_site_that_offers_it_has_its_control_under_the_same_policy(tmp_path: Path) -> None:
    files = site(tmp_path, "\n[log]\nsite = true\n")
    assert "質問の記録" in files["index.html"].decode()
    assert CSP in files["index.html"].decode()
    assert "質問の記録" in files["help.html"].decode()
    search = files["assets/search.js"].decode()
    assert 'questions:"assets/questions.js?v=' in search
    assert len(search) - len(site(tmp_path, "")["assets/search.js"].decode()) < 1500, (
        "the rest is loaded when wanted"
    )
    kept, starts = (
        re.search(pattern, search) for pattern in (r"\b\w+\.recording=", r"\bnew \w+\.SearchPage\(")
    )
    assert kept
    assert starts
    assert kept.start() < starts.start()
