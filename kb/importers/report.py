"""What an import did, for people (one self-contained HTML page) and for programs (JSON)."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from kb.importers.audit import Audit
from kb.importers.plan import Action, Change
from kb.importers.raw import Dropped, Kind, Note
from kb.importers.run import Result
from kb.model import FACETS

_ACTIONS = {
    Action.ADD: "追加", Action.UPDATE: "更新", Action.UNCHANGED: "変更なし", Action.CONFLICT: "要確認（上書きせず）",
}  # fmt: skip
_KINDS = {Kind.DUMP: "テキスト", Kind.HTML: "HTML", Kind.WXR: "WordPress", Kind.MARKDOWN: "Markdown"}
_ORIGINS = {"source": "元の資料", "reference": "ほかの記事からの参照", "derived": "本文から作成"}
_STYLE = """
:root { color-scheme: light dark }
body { font: 16px/1.7 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; width: 100%; margin: 1rem 0 }
th, td { border: 1px solid #8886; padding: .3rem .5rem; text-align: left; vertical-align: top; overflow-wrap: anywhere }
th { background: #8882 }
section { border-top: 2px solid #8886; margin-top: 2rem }
.low { background: #fc06 }
code { overflow-wrap: anywhere }
"""


def as_json(result: Result, *, dry_run: bool) -> dict[str, Any]:
    """The whole result as plain values; stable, additions only."""
    return {
        "dry_run": dry_run,
        "summary": {action.value: result.count(action) for action in Action} | {
            "sources": len(result.gathered.readings), "failed": len(result.gathered.failures),
        },
        "sources": [
            {
                "source": reading.source, "kind": reading.kind.value, "encoding": reading.encoding,
                "articles": len(reading.entries),
                "notes": [_note(note) for note in reading.notes],
                "dropped": [_dropped(one) for one in reading.dropped],
                "audit": _audit(audit),
            }
            for reading, audit in zip(result.gathered.readings, result.audits, strict=True)
        ],
        "failures": [
            {"source": str(f.path), "line": f.line, "problem": f.problem, "remedy": f.remedy}
            for f in result.gathered.failures
        ],
        "skipped": [note.text for note in result.gathered.skipped],
        "articles": [_article(change, result) for change in result.changes],
    }  # fmt: skip


def _article(change: Change, result: Result) -> dict[str, Any]:
    draft, article = change.draft, change.draft.article
    path = result.folder / change.path
    return {
        "id": article.id,
        "action": change.action.value,
        "path": path.as_posix(),
        "beside": (result.conflicts / f"{article.id}.imported.md").as_posix()
        if change.action is Action.CONFLICT
        else None,
        "source": draft.entry.source,
        "line": draft.entry.line,
        "kind": draft.entry.kind.value,
        "title": article.title,
        "title_from": draft.title_from,
        "title_confidence": draft.title_confidence,
        "boundary_confidence": draft.entry.boundary_confidence,
        "category": article.category,
        "category_confidence": draft.category_confidence,
        "published": article.published.isoformat() if article.published else None,
        "updated": article.updated.isoformat() if article.updated else None,
        "support": article.support.value,
        "applies_to": {facet: list(article.applies_to.facet(facet)) for facet in FACETS},
        "applies_confidence": {one.name: one.confidence for one in draft.judged if one.applies},
        "mentioned": [one.name for one in draft.judged if not one.applies],
        "related": list(article.related),
        "notes": [_note(note) for note in draft.notes],
        "dropped": [_dropped(one) for one in draft.dropped],
    }


def _note(note: Note) -> dict[str, Any]:
    return {"line": note.line, "text": note.text, "confidence": note.confidence}


def _dropped(one: Dropped) -> dict[str, Any]:
    return {"line": one.line, "text": one.text, "reason": one.reason}


def _audit(audit: Audit) -> dict[str, Any]:
    return {
        "complete": audit.complete,
        "letters": audit.letters,
        "missing_letters": audit.missing_letters,
        "missing": [{"line": m.line, "text": m.text, "letters": m.letters} for m in audit.missing],
    }


def as_html(result: Result, *, dry_run: bool) -> str:
    """A page of its own: no script, no other file, every text escaped."""
    return "\n".join(_page(as_json(result, dry_run=dry_run))) + "\n"


def _page(data: dict[str, Any]) -> Iterator[str]:
    yield '<!doctype html>\n<html lang="ja">\n<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    yield f"<title>取り込みの報告</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>取り込みの報告</h1>"
    summary = data["summary"]
    counts = "、".join(f"{_ACTIONS[action]} {summary[action.value]}" for action in Action)
    dry = "（試行: 何も書き込んでいません）" if data["dry_run"] else ""
    yield f"<p>{escape(counts)}。読めなかった元資料 {summary['failed']}。{dry}</p>"
    yield from _failures(data)
    yield from _sources(data)
    yield from _index(data)
    for article in data["articles"]:
        yield from _section(article)
    yield "</body>\n</html>"


def _failures(data: dict[str, Any]) -> Iterator[str]:
    if data["failures"]:
        yield "<h2>読めなかった元資料</h2>"
        yield from _table(
            ("元資料", "行", "問題", "対処"),
            [(f["source"], f["line"] or "", f["problem"], f["remedy"]) for f in data["failures"]],
        )
    if data["skipped"]:
        yield (
            "<h2>読まなかったもの</h2>\n<ul>"
            + "".join(f"<li>{escape(text)}</li>" for text in data["skipped"])
            + "</ul>"
        )


def _sources(data: dict[str, Any]) -> Iterator[str]:
    yield "<h2>元資料</h2>"
    rows = []
    for source in data["sources"]:
        audit = source["audit"]
        lost = "すべて確認" if audit["complete"] else f"{audit['missing_letters']:,} 字が見当たりません"
        kind = _KINDS[Kind(source["kind"])]
        notes = " ".join(note["text"] for note in source["notes"])
        rows.append(
            (
                source["source"],
                kind,
                source["encoding"],
                source["articles"],
                f"{audit['letters']:,}",
                lost,
                notes,
            )
        )
    yield from _table(("元資料", "種類", "文字コード", "記事", "文字・数字", "欠落の検査", "備考"), rows)
    for source in data["sources"]:
        if source["audit"]["missing"]:
            yield f"<h3>見当たらない文字: {escape(source['source'])}</h3>"
            yield from _table(
                ("行", "元の行", "文字"),
                [(m["line"], m["text"], m["letters"]) for m in source["audit"]["missing"]],
            )
        if source["dropped"]:
            yield f"<details><summary>記事にしなかった部分: {escape(source['source'])}</summary>"
            yield from _table(
                ("行", "文", "理由"), [(d["line"], d["text"], d["reason"]) for d in source["dropped"]]
            )
            yield "</details>"


def _index(data: dict[str, Any]) -> Iterator[str]:
    yield "<h2>記事</h2>\n<table>\n<tr><th>id</th><th>題名</th><th>結果</th><th>元資料</th><th>要確認</th></tr>"
    for article in data["articles"]:
        doubts = sum(note["confidence"] < 0.8 for note in article["notes"])
        action = _ACTIONS[Action(article["action"])]
        yield (
            f'<tr><td><a href="#{escape(article["id"])}">{escape(article["id"])}</a></td>'
            f"<td>{escape(article['title'])}</td>"
            f"<td>{action}</td><td>{escape(article['source'])}:{article['line']}</td><td>{doubts or ''}</td></tr>"
        )
    yield "</table>"


def _section(article: dict[str, Any]) -> Iterator[str]:
    yield f'<section id="{escape(article["id"])}">\n<h3>{escape(article["title"])}</h3>'
    applies = "、".join(name for facet in FACETS for name in article["applies_to"][facet]) or "（限定なし）"
    rows = [
        (
            "結果",
            _ACTIONS[Action(article["action"])] + (f" → {article['beside']}" if article["beside"] else ""),
        ),
        ("ファイル", article["path"]),
        (
            "元資料",
            f"{article['source']}:{article['line']}（記事の始まりの確からしさ {article['boundary_confidence']:.2f}）",
        ),
        (
            "題名の出どころ",
            f"{_ORIGINS[article['title_from']]}（確からしさ {article['title_confidence']:.2f}）",
        ),
        ("カテゴリ", f"{article['category']}（確からしさ {article['category_confidence']:.2f}）"),
        ("公開日・更新日", f"{article['published'] or '不明'} ・ {article['updated'] or 'なし'}"),
        ("サポート範囲", article["support"]),
        ("対象", applies),
        ("触れているだけ", "、".join(article["mentioned"]) or "なし"),
    ]
    yield (
        "<table>"
        + "".join(f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>" for name, value in rows)
        + "</table>"
    )
    if article["notes"]:
        yield "<table>\n<tr><th>行</th><th>確認してほしいこと</th><th>確からしさ</th></tr>"
        for note in article["notes"]:
            low = ' class="low"' if note["confidence"] < 0.8 else ""
            yield (
                f"<tr{low}><td>{note['line'] or ''}</td><td>{escape(note['text'])}</td>"
                f"<td>{note['confidence']:.2f}</td></tr>"
            )
        yield "</table>"
    if article["dropped"]:
        yield "<details><summary>本文から外した文</summary>"
        yield from _table(
            ("行", "文", "理由"), [(d["line"] or "", d["text"], d["reason"]) for d in article["dropped"]]
        )
        yield "</details>"
    yield "</section>"


def _table(header: tuple[str, ...], rows: list[tuple[Any, ...]]) -> Iterator[str]:
    yield "<table>\n<tr>" + "".join(f"<th>{escape(cell)}</th>" for cell in header) + "</tr>"
    for row in rows:
        yield "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>"
    yield "</table>"
