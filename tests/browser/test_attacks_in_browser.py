"""The site of attacks, opened: nothing runs, nothing loads, nothing leaves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType


def test_no_attack_does_anything(visit: Callable, attack_folder: Path, attack_module: ModuleType) -> None:
    made = visit(attack_folder.as_uri() + "/")
    for attack in attack_module.attacks():
        path = "index.html" if attack.where.startswith("kb.") else attack_module.page_of(attack)
        page = made.open(path)
        state = page.evaluate(
            "[window.pwned ?? null, window.violations, document.baseURI === location.href.split('#')[0]]"
        )
        assert state == [None, [], True], attack.id
        assert made.noise == [], attack.id


def test_no_list_of_attacked_articles_does_anything(visit: Callable, attack_folder: Path) -> None:
    """Titles, tags and names stand in lists as well."""
    made = visit(attack_folder.as_uri() + "/")
    pages = [p for p in sorted(attack_folder.rglob("*.html")) if p.parent.name != "attacks"]
    for path in pages:
        page = made.open(path.relative_to(attack_folder).as_posix())
        assert page.evaluate("[window.pwned ?? null, window.violations]") == [None, []], path.name
    assert made.noise == []
