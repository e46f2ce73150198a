"""What pages look like to everybody: forced colours, large text, phones, paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ARTICLE = "articles/mail/panel-2-forward.html"
COLOURS_OF_MARK = """
() => {
  const { color, backgroundColor } = getComputedStyle(document.querySelector("mark"));
  return [color, backgroundColor];
}
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_hits_can_be_read_in_forced_colours(visit: Callable, search_site: Path, scheme: str) -> None:
    made = visit(search_site.as_uri() + "/", color_scheme=scheme, forced_colors="active")
    page = made.open("index.html?q=Roundcube")
    page.wait_for_selector("mark")
    color, background = page.evaluate(COLOURS_OF_MARK)
    assert "rgba" not in background, "nothing shines through"
    assert color != background


def texts(page: Any) -> list[str]:
    """All texts of a page, those that its style makes among them."""
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")
    return [
        node["name"]["value"] for node in tree["nodes"] if node.get("role", {}).get("value") == "StaticText"
    ]


def test_steps_count_from_where_the_writer_begins(visit: Callable, small_site: Path) -> None:
    page = visit(small_site.as_uri() + "/").open(ARTICLE)
    assert "3" not in texts(page)
    page.locator("ol.steps").first.evaluate(
        "list => { list.start = 3; list.replaceWith(list.cloneNode(true)); }"
    )
    assert {"3", "4"} <= set(texts(page))
