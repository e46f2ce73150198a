"""Every format and oddity as a sample with the article files it becomes.

After a deliberate change: ``KB_UPDATE_SAMPLES=1 pytest tests/importers/test_samples.py``, then read the diff.
"""

import os
from pathlib import Path

import pytest

from kb.articles.reader import parse
from kb.articles.writer import dump
from kb.importers.audit import audit
from kb.importers.drafting.draft import draft_all

DATA = Path(__file__).parent / "data"
SAMPLES = sorted(p for p in DATA.glob("*/*") if not p.name.endswith(".expected.md"))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_a_sample_becomes_its_articles(sample, importer):
    expected = sample.with_name(sample.name + ".expected.md")
    got = "\f\n".join(importer.texts(sample.read_bytes(), sample.name))
    if os.environ.get("KB_UPDATE_SAMPLES"):
        expected.write_text(got, "utf-8")
    assert got == expected.read_text("utf-8")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_nothing_of_a_sample_is_lost(sample, importer):
    reading = importer.reading(sample.read_bytes(), sample.name)
    drafts = draft_all(reading.entries, importer.vocabulary)
    result = audit(reading, [(d.entry, dump(d.article), d.dropped) for d in drafts])
    assert result.missing == ()
    assert result.complete


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_importing_again_gives_the_same_files_that_can_be_read_back(sample, importer):
    first = importer.drafts(sample.read_bytes(), sample.name)
    again = importer.drafts(sample.read_bytes(), sample.name)
    assert [d.article for d in first] == [d.article for d in again]
    for draft in first:
        assert parse(dump(draft.article), draft.article.path).article == draft.article
