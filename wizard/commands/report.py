"""Findings as a command prints them: as lines, and as data for programs. No secret is in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from schema.finding import Finding, Put, Severity
from schema.path import format_path
from wizard.commands.common import name_of
from wizard.secrecy import holds_secret, redacted
from wizard.session import Session


def spoken(session: Session) -> Iterator[Finding]:
    """The session's findings as they may be shown: without the secrets that they are about."""
    for finding in session.findings():
        yield may_be_shown(session, finding)


def may_be_shown(session: Session, finding: Finding) -> Finding:
    """A finding without the secret that it is about, its file named as the command line does."""
    member = next((one for one in session.plan if str(one.file) == finding.file), None)
    if member is None:
        return finding
    value = member.document.get(finding.path) if finding.path else None
    if value is not None and holds_secret(finding.path, value, session.state.chart_schema):
        finding = _hidden(finding, value)
    return replace(finding, file=name_of(member.file))


def _hidden(finding: Finding, value: Any) -> Finding:
    fix = finding.fix and replace(finding.fix, title=redacted(finding.fix.title, value), changes=())
    return replace(finding, message=redacted(finding.message, value), fix=fix)


def as_text(findings: Iterable[Finding]) -> str:
    """A line for each finding: `file:line:column: severity code path: message`."""
    return "".join(_line(finding) + "\n" for finding in findings)


def _line(finding: Finding) -> str:
    place = ":".join(str(part) for part in (finding.file, finding.line, finding.column) if part)
    path = f" {format_path(finding.path)}" if finding.path else ""
    return f"{place}: {finding.severity} {finding.code}{path}: {said(finding)}"


def said(finding: Finding) -> str:
    """The message on one line, with the fix if there is one."""
    fix = f" (fix: {finding.fix.title})" if finding.fix else ""
    return " ".join(finding.message.split()) + fix


def summary(findings: Sequence[Finding]) -> str:
    """How many there are of each severity."""
    if not findings:
        return "nothing found"
    counted = Counter(finding.severity for finding in findings)
    return ", ".join(
        f"{counted[severity]} {severity}{'s' if counted[severity] > 1 else ''}"
        for severity in Severity
        if counted[severity]
    )


def as_json(sessions: Sequence[Session], findings: Sequence[Finding]) -> str:
    """Files, findings and their number, as a JSON text."""
    import json

    counted = Counter(finding.severity for finding in findings)
    report = {
        "files": [
            {
                "file": name_of(member.file),
                "role": member.role.value,
                "cluster": member.cluster,
                "chart": session.guide.chart,
                "version": str(session.state.version),
                "versionAssumed": session.state.assumed_version,
            }
            for session in sessions
            for member in session.plan
        ],
        "findings": [_as_data(finding) for finding in findings],
        "summary": {severity.value: counted[severity] for severity in Severity},
    }
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def _as_data(finding: Finding) -> dict[str, Any]:
    written: dict[str, Any] = {
        "code": finding.code,
        "severity": finding.severity.value,
        "file": finding.file,
        "line": finding.line,
        "column": finding.column,
        "path": format_path(finding.path),
        "message": finding.message,
    }
    if finding.question:
        written["question"] = finding.question
    if finding.fix:
        written["fix"] = {
            "title": finding.fix.title,
            "safe": finding.fix.safe,
            "changes": [
                {"path": format_path(change.path), "value": change.value}
                if isinstance(change, Put)
                else {"path": format_path(change.path), "unset": True}
                for change in finding.fix.changes
            ],
        }
    return written
