"""Settings that make editors complete the front matter and underline findings, from a knowledge base's vocabulary.

Completion comes from snippets, underlining from ``kb check --watch --format github``, whose lines a problem
matcher reads: no extension is needed, and the messages are the same as on the command line. The JSON Schema
lies beside them for extensions that validate front matter; the YAML extensions of editors do not look into
Markdown files.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from kb.articles.schema import front_matter_schema
from kb.config import KnowledgeBase
from kb.model import FACETS, Status, Support

SCHEMA_PATH = ".kb/article.schema.json"


def editor_files(kb: KnowledgeBase) -> dict[str, str]:
    """Path, relative to the knowledge base, to content of each file that editors read."""
    return {
        SCHEMA_PATH: _json(front_matter_schema(kb)),
        ".vscode/settings.json": _json(_SETTINGS),
        ".vscode/tasks.json": _json(_tasks()),
        ".vscode/kb.code-snippets": _json(_snippets(kb)),
        ".kb/kb.vim": _VIM,
        ".editorconfig": _EDITORCONFIG,
    }


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


_SETTINGS = {
    "files.encoding": "utf8",
    "files.eol": "\n",
    "[markdown]": {
        "editor.wordWrap": "on",
        "editor.quickSuggestions": {"other": True, "comments": False, "strings": True},
        "editor.snippetSuggestions": "top",
        "editor.unicodeHighlight.ambiguousCharacters": False,
        "editor.unicodeHighlight.invisibleCharacters": True,
    },
}


def _tasks() -> dict[str, Any]:
    return {
        "version": "2.0.0",
        "tasks": [
            {
                "label": "kb check（見張る）",
                "type": "shell",
                "command": "kb check --watch --format github",
                "isBackground": True,
                "runOptions": {"runOn": "folderOpen"},
                "presentation": {"reveal": "never", "panel": "dedicated"},
                "problemMatcher": [_matcher("error"), _matcher("warning"), _matcher("notice")],
            },
            {"label": "kb fmt", "type": "shell", "command": "kb fmt", "problemMatcher": []},
        ],
    }


def _matcher(level: str) -> dict[str, Any]:
    """Reads the annotations of one level; a problem matcher gives one severity to all it matches."""
    return {
        "owner": f"kb-{level}",
        "source": "kb",
        "severity": {"error": "error", "warning": "warning", "notice": "info"}[level],
        "fileLocation": ["relative", "${workspaceFolder}"],
        "pattern": {
            "regexp": f"^::{level} file=([^,]+),line=(\\d+),col=(\\d+),title=([^:]+)::(.*)$",
            "file": 1,
            "line": 2,
            "column": 3,
            "code": 4,
            "message": 5,
        },
        "background": {
            "activeOnStart": True,
            "beginsPattern": "^kb: 調べています",
            "endsPattern": "^kb: 変更を待っています",
        },
    }


def _snippets(kb: KnowledgeBase) -> dict[str, Any]:
    vocabulary = kb.vocabulary
    snippets: dict[str, Any] = {
        "記事": {
            "scope": "markdown",
            "prefix": "kb-article",
            "description": "新しい記事のフロントマターと本文（kb new でも作れます）",
            "body": _article_body(kb),
        },
        "category": _choice("category", (c.id for c in vocabulary.categories), "category: {}"),
        "support": _choice("support", map(str, Support), "support: {}"),
        "status": _choice("status", map(str, Status), "status: {}"),
        "note": {
            "scope": "markdown",
            "prefix": "kb-note",
            "body": ['!!! ${1|note,warning|} "${2:見出し}"', "    $0"],
        },
    }
    for facet in FACETS:
        names = [name.name for name in vocabulary.facet(facet)]
        if names:
            snippets[facet] = _choice(facet, names, f"{facet}: [{{}}]")
            snippets[f"{facet} の名前"] = _choice(f"name-{facet}", names, "{}")
    return {name: snippet for name, snippet in snippets.items() if snippet}


def _choice(name: str, values: Iterable[str], form: str) -> dict[str, Any]:
    listed = ",".join(map(_escaped, values))
    if not listed:
        return {}
    return {"scope": "markdown", "prefix": f"kb-{name}", "body": [form.format(f"${{1|{listed}|}}") + "$0"]}


def _escaped(value: str) -> str:
    """A value as a choice of a snippet has it."""
    return value.replace("\\", "\\\\").replace(",", "\\,").replace("|", "\\|").replace("$", "\\$")


def _article_body(kb: KnowledgeBase) -> list[str]:
    categories = ",".join(_escaped(c.id) for c in kb.vocabulary.categories) or "category"
    return [
        "---",
        "id: ${TM_FILENAME_BASE}",
        "title: ${1:題名}",
        "summary: ${2:答えそのものを 1〜2 文で}",
        "questions:",
        "  - ${3:利用者の聞き方}",
        f"category: ${{4|{categories}|}}",
        "tags: []",
        "applies_to:",
        *(f"  {facet}: []" for facet in FACETS),
        "topic:",
        "support: ${5|full,partial,none|}",
        "published: ${CURRENT_YEAR}-${CURRENT_MONTH}-${CURRENT_DATE}",
        "updated:",
        "review_by:",
        "status: draft",
        "source:",
        "related: []",
        "---",
        "",
        "## 回答",
        "",
        "$0",
    ]


_VIM = """\
" Vim / Neovim: このフォルダで :source .kb/kb.vim とすると、:make で kb check の結果が quickfix に入ります。
" 保存のたびに調べるには: autocmd BufWritePost articles/**/*.md silent make | cwindow
set makeprg=kb\\ check\\ --format\\ github
set errorformat=::%trror\\ file=%f\\\\,line=%l\\\\,col=%c\\\\,title=%m
set errorformat+=::%tarning\\ file=%f\\\\,line=%l\\\\,col=%c\\\\,title=%m
set errorformat+=::%totice\\ file=%f\\\\,line=%l\\\\,col=%c\\\\,title=%m
"""

_EDITORCONFIG = """\
root = true

[*]
charset = utf-8
end_of_line = lf
insert_final_newline = true

[*.md]
indent_style = space
indent_size = 4
"""
