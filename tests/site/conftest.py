"""Fixtures of the site's tests; helpers beside this file are loaded by path, as tests are no package."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

HERE = Path(__file__).parent


def load(name: str) -> ModuleType:
    """A helper module that stands beside this file."""
    known = f"site_{name}"
    if known not in sys.modules:
        spec = importlib.util.spec_from_file_location(known, HERE / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[known] = module
        spec.loader.exec_module(module)
    return sys.modules[known]


@pytest.fixture(scope="session")
def attack_site() -> ModuleType:
    return load("attack_site")


@pytest.fixture(scope="session")
def page_reader() -> ModuleType:
    return load("page_reader")
