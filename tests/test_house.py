"""The house rules: who may import whom, where each library lives, and promises made to people."""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import import_module
from itertools import chain
from pathlib import Path

import pytest

from kb import cli, errors

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "kb"

SHARED = {"kb", "kb.model", "kb.errors", "kb.text", "kb.config"}
"""What every stage may know."""

STAGES = SHARED | {
    *("kb.atomic", "kb.importers", "kb.articles", "kb.retrieval", "kb.evaluation", "kb.site"),
}
"""All that the pipeline joins."""

MAY_IMPORT: dict[str, set[str]] = {
    "kb.model": set(),
    "kb.text": set(),
    "kb.errors": {"kb.model"},
    "kb.config": {"kb.model", "kb.errors", "kb.text"},
    "kb.atomic": set(),
    "kb.articles": SHARED,
    "kb.html_report": {"kb.text"},
    "kb.importers": SHARED | {"kb.articles", "kb.atomic", "kb.html_report"},
    "kb.retrieval": SHARED | {"kb.articles"},
    "kb.evaluation": {"kb.model", "kb.errors", "kb.text", "kb.html_report"},
    "kb.site": SHARED | {"kb.articles", "kb.retrieval"},
    # Is handed what the search says, and knows its values; searches nothing itself, so the pipeline needs no gaps.
    "kb.gaps": SHARED | {"kb.articles", "kb.retrieval"},
    "kb.health": SHARED | {"kb.articles", "kb.html_report"},
    "kb.pipeline": STAGES,
    "kb.cli": STAGES | {"kb.pipeline", "kb.gaps", "kb.health"},
    "kb.__main__": {"kb.cli"},
    "kb": set(),
}
"""Room to the rooms it may import besides itself; a room is a module or a package right under kb."""

HOMES = {
    "yaml": "kb/articles/frontmatter.py",
    "bs4": "kb/importers/",
    "lxml": "kb/importers/",
    "defusedxml": "kb/importers/",
    "whoosh": "kb/retrieval/",
    "sudachipy": "kb/retrieval/",
    "sudachidict_core": "kb/retrieval/",
    "jinja2": "kb/site/",
    "markdown": "kb/site/",
    "nh3": "kb/site/",
    "pymdownx": "kb/site/",
    "minify": "kb/site/bundle.py",
    "filelock": "kb/pipeline.py",
    "watchfiles": "kb/cli/",
}
"""Third-party library to its one home."""


def modules() -> Iterator[tuple[str, Path]]:
    """Every module of the package, by dotted name."""
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def room(name: str) -> str:
    """The room of a dotted name: ``kb.retrieval.index`` lives in ``kb.retrieval``."""
    return ".".join(name.split(".")[:2])


def imports(path: Path) -> Iterator[str]:
    """Every name a module imports, lazily or not: ``kb.retrieval`` for ``from kb import retrieval``."""
    known = {name for name, _ in modules()}
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            base = node.module or ""
            for alias in node.names:
                dotted = f"{base}.{alias.name}"
                yield dotted if dotted in known else base


@pytest.mark.parametrize(("name", "path"), list(modules()), ids=[name for name, _ in modules()])
def test_imports_only_point_the_allowed_way(name: str, path: Path) -> None:
    own = room(name)
    wanted = {room(target) for target in imports(path) if target.split(".")[0] == "kb"}
    assert wanted - {own} <= MAY_IMPORT[own], f"{name} may not import these"


def test_each_library_stays_in_its_home() -> None:
    strangers = {}
    for name, path in modules():
        for target in imports(path):
            library = target.split(".")[0]
            if library == "kb" or library in sys.stdlib_module_names:
                continue
            place = path.relative_to(ROOT).as_posix()
            if library not in HOMES or not place.startswith(HOMES[library]):
                strangers[name] = library
    assert strangers == {}


DISTRIBUTIONS = {
    "PyYAML": "yaml",
    "beautifulsoup4": "bs4",
    "pymdown-extensions": "pymdownx",
    "tdewolff-minify": "minify",
    "whoosh3": "whoosh",
}
"""Distributions whose module has another name; the others are folded."""


def test_every_dependency_is_used() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    names = {re.split(r"[<>=\[; ]", text)[0] for text in project["dependencies"]}
    libraries = {DISTRIBUTIONS.get(name, name.lower().replace("-", "_")) for name in names}
    assert libraries == set(HOMES)
    # Beautiful Soup is told the name of its parser.
    imported = {"lxml"} | {target.split(".")[0] for _, path in modules() for target in imports(path)}
    assert libraries <= imported


def test_constraints_pin_every_dependency() -> None:
    """Two fresh machines get the same versions."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]

    def fold(text: str) -> str:
        return re.sub(r"[-_.]+", "-", re.split(r"[<>=\[; ]", text)[0]).lower()

    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert all(re.fullmatch(r"[\w.\-]+==[\w.\-+]+", pin) for pin in pins)
    assert {fold(text) for text in wanted} <= {fold(pin) for pin in pins}


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_has_help_and_examples(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    command = import_module(f"kb.cli.{name}_command")
    assert command.HELP
    assert command.EXAMPLES
    assert all(example.startswith("kb ") for example in command.EXAMPLES)
    assert cli.main([name, "--help"]) == 0
    assert command.EXAMPLES[0] in capsys.readouterr().out


@pytest.mark.parametrize("readme", ["README.md", "README.ja.md"])
def test_every_command_is_in_the_readme(readme: str) -> None:
    text = (ROOT / readme).read_text("utf-8")
    assert [name for name in cli.COMMANDS if f"kb {name}" not in text] == []


def test_every_module_and_every_error_says_what_it_is_for() -> None:
    undocumented = [n for n, p in modules() if not ast.get_docstring(ast.parse(p.read_text("utf-8")))]
    kinds = [k for _, k in inspect.getmembers(errors, inspect.isclass) if issubclass(k, errors.KbError)]
    undocumented += [kind.__name__ for kind in kinds if "__doc__" not in vars(kind) or not kind.__doc__]
    assert undocumented == []


def test_the_error_tree_is_drawn_whole() -> None:
    """The docstring of kb.errors is where a reader looks first."""
    kinds = [k for _, k in inspect.getmembers(errors, inspect.isclass) if issubclass(k, errors.KbError)]
    assert [k.__name__ for k in kinds if k.__name__ not in (errors.__doc__ or "")] == []


FORBIDDEN = {
    "a package registry's host": r"(?:pypi|npmjs)\.(?:org|com)|python" + r"hosted\.org",
    "a path of one machine": r"(?<![\w.~])/(?:work/(?:main|shared|\.)|home/\w+/|Users/\w+/)",
    "a merge conflict": r"^(?:<{7}|>{7}) ",
}
"""What no file of the repository may hold."""


def repository_files() -> list[Path]:
    """The files that git knows, or, outside a clone, all that are not generated."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode == 0 and listed.stdout:
        paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    else:
        skipped = {".venv", "node_modules", "build", ".git"}
        paths = [p for p in ROOT.rglob("*") if not skipped & set(p.relative_to(ROOT).parts)]
    return [path for path in paths if path.is_file() and path != Path(__file__).resolve()]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_names(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what], re.MULTILINE)
    found = {}
    for path in repository_files():
        text = path.read_bytes().decode("utf-8", "replace")
        if match := pattern.search(text):
            found[path.relative_to(ROOT).as_posix()] = match[0]
    assert found == {}
