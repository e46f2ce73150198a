"""Findings for programs: JSON (docs/check-output.schema.json), GitHub annotations, JUnit XML."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from itertools import groupby
from xml.etree import ElementTree

from kb.articles.checks.reports import Summary
from kb.articles.checks.runner import Result
from kb.model import Finding, Severity

_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def finding_object(finding: Finding) -> dict[str, object]:
    """A finding as ``kb check --format json`` has it."""
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "file": finding.file,
        "line": finding.line,
        "column": finding.column,
        "message": finding.message,
        "fix": finding.fix,
    }


def render_json(results: Sequence[Result], summary: Summary) -> str:
    """The stable JSON form."""
    value = {
        "findings": [finding_object(result.finding) for result in results],
        "summary": {
            "errors": summary.errors,
            "warnings": summary.warnings,
            "notes": summary.notes,
            "files": summary.files,
        },
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def render_github(results: Sequence[Result], summary: Summary) -> str:
    """GitHub Actions workflow commands: one annotation a line."""
    return "".join(
        f"::{_GITHUB[f.severity]} "
        f"file={_property(f.file)},line={f.line},col={f.column},title={_property(f.code)}"
        f"::{_data(f.message + (f' 直し方: {f.fix}' if f.fix else ''))}\n"
        for f in (result.finding for result in results)
    )


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def render_junit(results: Sequence[Result], summary: Summary, *, strict: bool = False) -> str:
    """JUnit XML: one test case a file with findings; what fails the check is a failure, the rest output."""
    failing = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    suite = ElementTree.Element("testsuite", name="kb check")
    failures = 0
    for name, group in groupby(results, key=lambda result: result.finding.file):
        findings = [result.finding for result in group]
        case = ElementTree.SubElement(
            suite, "testcase", classname="kb.check", name=_xml(name), file=_xml(name)
        )
        bad = [finding for finding in findings if finding.severity in failing]
        for finding in bad:
            told = ElementTree.SubElement(case, "failure", type=finding.code, message=_xml(finding.message))
            told.text = _xml(_told(finding))
        rest = [finding for finding in findings if finding.severity not in failing]
        if rest:
            ElementTree.SubElement(case, "system-out").text = _xml("\n".join(map(_told, rest)))
        failures += len(bad)
    cases = len(suite)
    if not cases:
        ElementTree.SubElement(suite, "testcase", classname="kb.check", name="articles")
        cases = 1
    suite.set("tests", str(cases))
    suite.set("failures", str(failures))
    suite.set("errors", "0")
    ElementTree.indent(suite)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(suite, encoding="unicode") + "\n"


def _told(finding: Finding) -> str:
    fix = f"\n直し方: {finding.fix}" if finding.fix else ""
    return (
        f"{finding.file}:{finding.line}:{finding.column}: {finding.severity} "
        f"{finding.code} {finding.message}{fix}"
    )


def _xml(text: str) -> str:
    """A text without the characters that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)
