"""Findings as SARIF 2.1.0, for code scanning and editors."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from kb import __version__
from kb.articles.checks.reports import Summary
from kb.articles.checks.rule import Edit, Rule, all_rules
from kb.articles.checks.runner import Result

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "SRCROOT"


def render_sarif(results: Sequence[Result], summary: Summary) -> str:
    """One run with all rules, so that a reader can look up each finding's reason and examples."""
    rules = all_rules()
    index = {rule.code: number for number, rule in enumerate(rules)}
    value = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {"name": "kb check", "version": __version__, "rules": [_rule(r) for r in rules]}
                },
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {
                    _ROOT: {
                        "description": {
                            "text": "The top of the repository; without one, the folder of kb.toml"
                        }
                    }
                },
                "results": [_result(result, index[result.finding.code]) for result in results],
            }
        ],
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "help": {"text": f"{rule.why}\n\n悪い例:\n{rule.bad}\n\n良い例:\n{rule.good}"},
        "defaultConfiguration": {"level": str(rule.severity)},
    }


def _result(result: Result, index: int) -> dict[str, Any]:
    finding = result.finding
    location = {"uri": quote(finding.file), "uriBaseId": _ROOT}
    told: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": str(finding.severity),
        "message": {"text": finding.message + (f" 直し方: {finding.fix}" if finding.fix else "")},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": location,
                    "region": {"startLine": finding.line, "startColumn": finding.column},
                }
            }
        ],
        "partialFingerprints": {"kbFinding/v1": _fingerprint(result)},
    }
    if result.edits:
        replacements = [_replacement(edit) for edit in result.edits]
        told["fixes"] = [{"artifactChanges": [{"artifactLocation": location, "replacements": replacements}]}]
    return told


def _replacement(edit: Edit) -> dict[str, Any]:
    region = {
        "startLine": edit.start.line,
        "startColumn": edit.start.column,
        "endLine": edit.end.line,
        "endColumn": edit.end.column,
    }
    return {"deletedRegion": region, "insertedContent": {"text": edit.text}}


def _fingerprint(result: Result) -> str:
    """Stays the same while a finding moves up and down its file."""
    finding = result.finding
    return hashlib.sha256(f"{finding.code}\0{finding.file}\0{finding.message}".encode()).hexdigest()[:32]
