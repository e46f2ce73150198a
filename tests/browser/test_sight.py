"""What pages look like to everybody: forced colours, large text, phones, paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

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
