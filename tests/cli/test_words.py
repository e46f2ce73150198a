"""One word for one thing: what the commands and the pages say must be what a reader can search for."""

from __future__ import annotations

from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "kb"
KINDS = {".py", ".html", ".js", ".css"}
OF_KB_ITSELF = "版を表示して終わる"
"""The help of --version; kb has a 版, a product has a バージョン."""


@pytest.mark.parametrize("room", ["articles", "cli", "site", "health", "gaps", "scaffold"])
def test_the_version_of_a_product_has_one_name(room: str):
    texts = {
        path.relative_to(PACKAGE).as_posix(): path.read_text("utf-8").replace(OF_KB_ITSELF, "")
        for path in sorted((PACKAGE / room).rglob("*"))
        if path.suffix in KINDS | {".toml", ".md", ".txt"}
    }
    lines = [
        f"{name}: {line.strip()}" for name, text in texts.items() for line in text.split("\n") if "版" in line
    ]
    assert lines == []
