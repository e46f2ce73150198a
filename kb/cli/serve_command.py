"""``kb serve``: build, serve on loopback, rebuild on change."""

from __future__ import annotations

import argparse
import threading
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from kb.cli import COMMANDS, EXIT_OK, print_error
from kb.cli.common import knowledge_base, say
from kb.cli.watching import changes
from kb.config import KnowledgeBase

HELP = COMMANDS["serve"]
EXAMPLES = ("kb serve", "kb serve --port 9000 --drafts")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--port", type=int, default=8000, help="ポート番号（既定: 8000。0 なら空いている番号）"
    )
    parser.add_argument("--drafts", action="store_true", help="下書きも見せる")


class Handler(SimpleHTTPRequestHandler):
    """Files of the site only; quiet. A search asks for many small files, so connections stay open."""

    protocol_version = "HTTP/1.1"
    # A file is sent after its headers; on an open connection the second part would wait for the first one's receipt.
    disable_nagle_algorithm = True
    timeout = 60

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()


def run(args: argparse.Namespace) -> int:
    from kb import pipeline
    from kb.errors import UsageError

    kb = knowledge_base(args)
    pipeline.build(kb, date.today(), drafts=args.drafts)
    # The site's folder is exchanged at each build, so requests go by its name and not by an open folder.
    try:
        server = ThreadingHTTPServer(("127.0.0.1", args.port), partial(Handler, directory=str(kb.site_dir)))
    except (OSError, OverflowError) as exc:
        raise UsageError(
            f"ポート {args.port} を使えません（{exc}）。", "--port で別の番号を指定してください。"
        ) from exc
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(
        f"http://127.0.0.1:{server.server_address[1]}/ で見られます。終わるには Ctrl+C を押してください。",
        flush=True,
    )
    try:
        _rebuild_on_change(args, kb)
    except KeyboardInterrupt:
        say(args, "終わります。")
    finally:
        server.shutdown()
    return EXIT_OK


def _rebuild_on_change(args: argparse.Namespace, kb: KnowledgeBase) -> None:
    from kb import config, pipeline
    from kb.errors import KbError

    for _ in changes(kb):
        try:
            report = pipeline.build(config.load(kb.root), date.today(), drafts=args.drafts)
            say(args, f"作り直しました（{report.seconds:.1f} 秒）。")
        except (KbError, OSError) as exc:
            print_error(exc)
