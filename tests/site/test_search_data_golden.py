"""The golden files still say what Python does; JavaScript is held to the same files by ``node --test tests/js``.

When one of these fails after a change that was meant: python tests/data/golden/make.py
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

GOLDEN = Path(__file__).parents[1] / "data" / "golden"


@pytest.fixture(scope="module")
def make() -> ModuleType:
    spec = importlib.util.spec_from_file_location("golden_make", GOLDEN / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(GOLDEN)  # its samples lie beside it
        spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def made(make: ModuleType, faq_root: Path) -> Mapping[str, Any]:
    """What the golden files would hold now, as they come back from JSON."""
    return {name: json.loads(json.dumps(content)) for name, content in make.golden(faq_root)}


def held(name: str) -> Any:
    return json.loads((GOLDEN / name).read_text("utf-8"))


def test_pure_functions_give_what_the_golden_file_says(made: Mapping[str, Any]) -> None:
    assert made["functions.json"] == held("functions.json")


def test_questions_are_answered_as_the_golden_file_says(made: Mapping[str, Any]) -> None:
    """But for the last bits of a score: another machine's logarithm may round them otherwise."""
    found, expected = made["questions.json"], held("questions.json")
    assert [answer["question"] for answer in found] == [answer["question"] for answer in expected]
    for answer, wanted in zip(found, expected, strict=True):
        assert answer.pop("confidence") == pytest.approx(wanted.pop("confidence"), rel=1e-12)
        scores = [result.pop("score") for result in answer["results"]]
        assert scores == pytest.approx([result.pop("score") for result in wanted["results"]], rel=1e-12)
        assert answer == wanted


def test_the_browsers_index_is_the_golden_one(made: Mapping[str, Any]) -> None:
    assert made["site.json"] == held("site.json")
