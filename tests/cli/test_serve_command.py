"""``kb serve``: the site on loopback, built anew when an article changes."""

from __future__ import annotations

import http.client
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

QUICK = (
    "import sys; from kb.retrieval import compilation as c; c._Compiler._walk_dictionary = lambda self: None;"
    " from kb.cli import main; sys.exit(main(sys.argv[1:]))"
)
"""kb without the walk through the dictionary, which is not what is tested here."""


class Server:
    """A running ``kb serve``."""

    def __init__(self, root: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", QUICK, "serve", "--port", "0", "-C", str(root)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        assert self.process.stdout is not None
        self.out = self.process.stdout
        line = self.out.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
        assert found, line
        self.port = int(found[1])

    def get(self, path: str, method: str = "GET") -> tuple[int, http.client.HTTPMessage, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request(method, path)
        response = connection.getresponse()
        body = response.read().decode("utf-8", "replace")
        connection.close()
        return response.status, response.msg, body


@pytest.fixture
def server(kb_root: Path) -> Iterator[Server]:
    running = Server(kb_root)
    yield running
    running.process.kill()
    running.process.wait()
    running.out.close()


def test_the_site_is_served_rebuilt_and_closed(server: Server, kb_root: Path) -> None:
    """One server for the whole story: starting it costs a build."""
    page = "/articles/spam/spam-received.html"
    status, head, body = server.get(page)
    assert status == 200
    assert "迷惑メールが届いたときの対処" in body
    assert head["Cache-Control"] == "no-cache"
    assert head["X-Content-Type-Options"] == "nosniff"
    assert server.get("/")[0] == 200
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    for _ in range(2):
        connection.request("GET", page)
        response = connection.getresponse()
        assert not response.will_close, "a search asks for many files, and needs one connection"
        response.read()
    connection.close()

    for outside in ("/../kb.toml", "/%2e%2e/kb.toml", "/..%2f..%2fkb.toml", "/nowhere.html", "//etc/passwd"):
        assert server.get(outside)[0] in (400, 404), outside
    assert server.get("/", "POST")[0] == 501

    path = kb_root / "articles/spam/spam-received.md"
    text = path.read_text("utf-8")
    path.write_text(text.replace("title: ", "titel: "), encoding="utf-8")
    assert "spam-received.md:" in server.out.readline(), "what is wrong is said"
    assert "迷惑メールが届いたときの対処" in server.get(page)[2], "and the old page stays"

    path.write_text(text.replace("迷惑メールが届いたときの対処", "見知らぬ広告への対処"), encoding="utf-8")
    deadline = time.monotonic() + 30
    while "見知らぬ広告への対処" not in server.get(page)[2]:
        assert time.monotonic() < deadline
        time.sleep(0.05)

    server.process.send_signal(signal.SIGINT)
    assert server.process.wait(20) == 0
    assert "終わります" in server.out.read()


@pytest.mark.usefixtures("quick_index")
@pytest.mark.parametrize("port", ["70000", "-1"])
def test_a_port_that_cannot_be_is_refused(run_kb: Callable[..., Any], port: str) -> None:
    ran = run_kb("serve", f"--port={port}")
    assert ran.code == 2
    assert "--port" in ran.err


@pytest.mark.usefixtures("quick_index")
def test_a_port_in_use_is_told(run_kb: Callable[..., Any]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ran = run_kb("serve", "--port", str(taken.getsockname()[1]))
    assert (ran.code, ran.out) == (2, "")
    assert "使えません" in ran.err
