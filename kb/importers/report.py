"""What an import did, for people (one self-contained HTML page) and for programs (JSON)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kb import html_report
from kb.html_report import Cell, Html, framed, lines, row, table, tag
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
section { border-top: 2px solid var(--line); margin-top: 2rem; }
.low { background: #fc06; }
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
    return html_report.page("取り込みの報告", lines(_page(as_json(result, dry_run=dry_run))), _STYLE)


def _page(data: dict[str, Any]) -> Iterator[Html]:
    summary = data["summary"]
    counts = "、".join(f"{_ACTIONS[action]} {summary[action.value]}" for action in Action)
    dry = "（試行: 何も書き込んでいません）" if data["dry_run"] else ""
    yield tag("p", f"{counts}。読めなかった元資料 {summary['failed']}。{dry}")
    yield from _failures(data)
    yield from _sources(data)
    yield from _index(data)
    for article in data["articles"]:
        yield _section(article)


def _failures(data: dict[str, Any]) -> Iterator[Html]:
    if data["failures"]:
        yield tag("h2", "読めなかった元資料")
        yield table(
            ("元資料", "行", "問題", "対処"),
            [(f["source"], f["line"] or "", f["problem"], f["remedy"]) for f in data["failures"]],
        )
    if data["skipped"]:
        yield tag("h2", "読まなかったもの")
        yield tag("ul", *(tag("li", text) for text in data["skipped"]))


def _sources(data: dict[str, Any]) -> Iterator[Html]:
    yield tag("h2", "元資料")
    head = ("元資料", "種類", "文字コード", "記事", "文字・数字", "欠落の検査", "備考")
    yield table(head, map(_source, data["sources"]))
    for source in data["sources"]:
        if source["audit"]["missing"]:
            yield tag("h3", f"見当たらない文字: {source['source']}")
            missing = source["audit"]["missing"]
            yield table(("行", "元の行", "文字"), [(m["line"], m["text"], m["letters"]) for m in missing])
        if source["dropped"]:
            yield _dropped_texts(f"記事にしなかった部分: {source['source']}", source["dropped"])


def _source(source: dict[str, Any]) -> tuple[Cell, ...]:
    audit = source["audit"]
    return (
        source["source"],
        _KINDS[Kind(source["kind"])],
        source["encoding"],
        source["articles"],
        f"{audit['letters']:,}",
        "すべて確認" if audit["complete"] else f"{audit['missing_letters']:,} 字が見当たりません",
        " ".join(note["text"] for note in source["notes"]),
    )


def _dropped_texts(label: str, dropped: list[dict[str, Any]]) -> Html:
    rows = [(d["line"] or "", d["text"], d["reason"]) for d in dropped]
    return tag("details", tag("summary", label), table(("行", "文", "理由"), rows))


def _index(data: dict[str, Any]) -> Iterator[Html]:
    yield tag("h2", "記事")
    rows = []
    for article in data["articles"]:
        doubts = sum(note["confidence"] < 0.8 for note in article["notes"])
        rows.append(
            (
                tag("a", article["id"], href=f"#{article['id']}"),
                article["title"],
                _ACTIONS[Action(article["action"])],
                f"{article['source']}:{article['line']}",
                doubts or "",
            )
        )
    yield table(("id", "題名", "結果", "元資料", "要確認"), rows)


def _section(article: dict[str, Any]) -> Html:
    parts = [
        tag("h3", article["title"]),
        framed(lines(tag("tr", tag("th", name), tag("td", value)) for name, value in _facts(article))),
    ]
    if article["notes"]:
        parts.append(_notes(article["notes"]))
    if article["dropped"]:
        parts.append(_dropped_texts("本文から外した文", article["dropped"]))
    return tag("section", lines(("", *parts, "")), id=article["id"])


def _facts(article: dict[str, Any]) -> Iterator[tuple[str, str]]:
    beside = f" → {article['beside']}" if article["beside"] else ""
    place = f"{article['source']}:{article['line']}"
    applies = "、".join(name for facet in FACETS for name in article["applies_to"][facet])
    yield "結果", _ACTIONS[Action(article["action"])] + beside
    yield "ファイル", article["path"]
    yield "元資料", f"{place}（記事の始まりの確からしさ {article['boundary_confidence']:.2f}）"
    yield (
        "題名の出どころ",
        f"{_ORIGINS[article['title_from']]}（確からしさ {article['title_confidence']:.2f}）",
    )
    yield "カテゴリ", f"{article['category']}（確からしさ {article['category_confidence']:.2f}）"
    yield "公開日・更新日", f"{article['published'] or '不明'} ・ {article['updated'] or 'なし'}"
    yield "サポート範囲", article["support"]
    yield "対象", applies or "（限定なし）"
    yield "触れているだけ", "、".join(article["mentioned"]) or "なし"


def _notes(notes: list[dict[str, Any]]) -> Html:
    """What a person should look at; the doubtful ones stand out."""
    shown = []
    for note in notes:
        low = {"class_": "low"} if note["confidence"] < 0.8 else {}
        cells = (note["line"] or "", note["text"], f"{note['confidence']:.2f}")
        shown.append(tag("tr", *(tag("td", cell) for cell in cells), **low))
    return framed(row(("行", "確認してほしいこと", "確からしさ"), "th"), *shown)
