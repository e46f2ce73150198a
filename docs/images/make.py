"""Make the two pictures of the READMEs from real output.

    python docs/images/make.py          (after `make test` has installed the browser extra; takes half a minute)

``terminal.png`` is what `kb ask` prints on a terminal of 92 columns and 48 lines, drawn with its colours;
``site.png`` is build/site opened from its folder with the same question. Needs Chromium and a Japanese
monospaced font (Debian: chromium, fonts-noto-cjk).
"""

from __future__ import annotations

import fcntl
import html
import os
import pty
import re
import shutil
import struct
import subprocess
import sys
import termios
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, sync_playwright

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
QUESTION = "DKIM 外部DNS"
COLUMNS, LINES = 92, 48

CLASSES = {
    "1": "strong",
    "2": "faint",
    "4": "link",
    "32": "good",
    "33": "warning",
    "34": "heading",
    "36": "code",
}
"""SGR code to the class it is drawn with."""

PAGE = """<!DOCTYPE html>
<html lang="ja"><meta charset="utf-8">
<style>
body { margin: 0; background: #1b1f27; }
pre { display: inline-block; margin: 0; padding: 18px 22px; color: #d8dee9; white-space: pre;
  font: 14px/1.5 "Noto Sans Mono CJK JP", "Noto Sans Mono CJK", monospace; }
.prompt { color: #8fbf7f; } .strong { font-weight: bold; color: #fff; } .faint { color: #8b95a7; }
.link { text-decoration: underline; text-underline-offset: 3px; } .good { color: #8fbf7f; }
.warning { color: #e8c47a; } .heading { color: #8ab4f8; } .code { color: #7fc8c8; }
</style>
"""


def main() -> None:
    subprocess.run([sys.executable, "-m", "kb", "-C", str(ROOT), "build", "--quiet"], check=True)
    chromium = next((found for name in ("chromium", "google-chrome") if (found := shutil.which(name))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        terminal_picture(browser)
        site_picture(browser)
        browser.close()


def terminal_picture(browser: Browser) -> None:
    """What a person sees who asks."""
    page = browser.new_page(device_scale_factor=1.5, viewport={"width": 1000, "height": 600})
    page.set_content(f'{PAGE}<pre><span class="prompt">$</span> kb ask "{QUESTION}"\n{drawn(asked())}</pre>')
    page.locator("pre").screenshot(path=HERE / "terminal.png")
    page.close()


def asked() -> str:
    """The bytes that `kb ask` sends to a terminal."""
    reader, writer = pty.openpty()
    fcntl.ioctl(writer, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    environment = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLUMNS", "LINES")}
    command = [sys.executable, "-m", "kb", "-C", str(ROOT), "ask", QUESTION]
    with subprocess.Popen(command, stdout=writer, env={**environment, "TERM": "xterm-256color"}) as process:
        os.close(writer)
        sent = b""
        try:
            while piece := os.read(reader, 65536):
                sent += piece
        except OSError:  # how Linux says that the other end of a terminal has gone
            pass
        process.wait()
    os.close(reader)
    return sent.decode().replace("\r\n", "\n")


def drawn(text: str) -> str:
    """Text with SGR codes as HTML."""
    pieces = re.split(r"\x1b\[([\d;]*)m", text)
    made = [html.escape(pieces[0])]
    for codes, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        names = " ".join(CLASSES[code] for code in codes.split(";") if code in CLASSES)
        made.append(f'<span class="{names}">{html.escape(piece)}</span>' if names else html.escape(piece))
    return "".join(made)


def site_picture(browser: Browser) -> None:
    """What a reader sees who searches, without a server."""
    page = browser.new_page(device_scale_factor=1.25, viewport={"width": 1180, "height": 820})
    page.goto(f"{(ROOT / 'build/site/index.html').as_uri()}?q={quote(QUESTION)}")
    page.locator("[data-search-state=done] [data-article-id]").first.wait_for()
    page.screenshot(path=HERE / "site.png")
    page.close()


if __name__ == "__main__":
    main()
