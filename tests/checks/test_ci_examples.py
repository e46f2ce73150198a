"""The CI examples in docs/ci and the pre-commit hooks: their commands work in a fresh knowledge base."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from kb.cli import COMMANDS, main

REPOSITORY = Path(__file__).parents[2]
GITHUB = REPOSITORY / "docs" / "ci" / "github-actions.yml"
GITLAB = REPOSITORY / "docs" / "ci" / "gitlab-ci.yml"
HOOKS = REPOSITORY / ".pre-commit-hooks.yaml"


def commands(path: Path) -> list[str]:
    """Every kb command of a file, as the shell gets it."""
    return list(dict.fromkeys(_commands(yaml.safe_load(path.read_text("utf-8")))))


def _commands(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for item in value.values():
            yield from _commands(item)
    elif isinstance(value, list):
        for item in value:
            yield from _commands(item)
    elif isinstance(value, str):
        yield from re.findall(r"^kb .*", value, re.M)


CHECKS = [c for path in (GITHUB, GITLAB, HOOKS) for c in commands(path) if c.split()[1] in ("check", "fmt")]


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("ci") / "faq"
    assert main(["init", str(root)]) == 0
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.jp", "-c", "commit.gpgsign=false"]
    for arguments in (["init", "-q"], ["add", "."], [*identity, "commit", "-q", "-m", "first"]):
        subprocess.run(["git", "-C", str(root), *arguments], check=True, capture_output=True)
    return root


@pytest.mark.parametrize("command", dict.fromkeys(CHECKS))
def test_a_check_of_the_examples_passes_in_a_new_knowledge_base(command: str, repository: Path):
    shim = repository.parent / "bin"
    shim.mkdir(exist_ok=True)
    (shim / "kb").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m kb "$@"\n', "utf-8")
    (shim / "kb").chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{shim}{os.pathsep}{os.environ['PATH']}",
        "BASE": "HEAD",
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": "HEAD",
    }
    done = subprocess.run(
        ["bash", "-eu", "-c", command], cwd=repository, env=environment, capture_output=True
    )
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()


@pytest.mark.parametrize("path", [GITHUB, GITLAB, HOOKS], ids=lambda p: p.name)
def test_the_examples_name_only_commands_that_exist(path: Path):
    assert {command.split()[1] for command in commands(path)} <= set(COMMANDS)


def test_hooks_have_what_pre_commit_asks_for():
    hooks = yaml.safe_load(HOOKS.read_text("utf-8"))
    assert [hook["id"] for hook in hooks] == ["kb-check", "kb-fmt"]
    assert all({"id", "name", "entry", "language"} <= set(hook) for hook in hooks)
    assert all(re.compile(hook["files"]) for hook in hooks)


def test_jobs_fetch_the_history_that_changed_since_needs():
    steps = yaml.safe_load(GITHUB.read_text("utf-8"))["jobs"]["check"]["steps"]
    assert steps[0]["with"]["fetch-depth"] == 0
    assert yaml.safe_load(GITLAB.read_text("utf-8"))["variables"]["GIT_DEPTH"] == "0"
