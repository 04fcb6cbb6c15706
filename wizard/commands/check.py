"""Checks values files: how Helm reads them, what the chart accepts, what the topics' rules find.

Several files are taken as one plan (management plane and workload clusters) and checked against
each other; files that a header names are found by themselves. Several management planes are
checked one by one. Exit code 0: nothing found that counts, 1: findings. Notes never count.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path as FilePath
from typing import Any

from schema.finding import Finding, Put, Severity
from schema.path import format_path
from wizard.commands.common import name_of, one_standard_input, open_plan, print_text, tell
from wizard.exit_codes import ExitCode
from wizard.secrecy import holds_secret, redacted
from wizard.session import Session
from wizard.sets import Role

_COUNTS = {
    "error": {Severity.ERROR},
    "warning": {Severity.ERROR, Severity.WARNING},
    "never": set[Severity](),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files", metavar="FILE", nargs="+", type=FilePath, help="values files; - reads a pipe"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument(
        "--fail-on", choices=tuple(_COUNTS), default="warning",
        help="from which severity on the exit code is 1 (default: warning)",
    )  # fmt: skip


def run(args: argparse.Namespace) -> int:
    one_standard_input(args.files)
    sessions = _sessions(args)
    findings = list(dict.fromkeys(one for session in sessions for one in spoken(session)))
    print_text(_json(sessions, findings) if args.format == "json" else as_text(findings))
    for session in sessions:
        if session.state.assumed_version:
            files = ", ".join(name_of(member.file) for member in session.plan)
            tell(
                f"{files}: no chart version is said, checked for {session.state.version}; "
                "--version says another"
            )
    if args.format == "text":
        tell(summary(findings))
    counts = any(finding.severity in _COUNTS[args.fail_on] for finding in findings)
    return ExitCode.FINDINGS if counts else ExitCode.CLEAN


def _sessions(args: argparse.Namespace) -> list[Session]:
    """One session over all files, or one for each where they are several installations."""
    files = list(dict.fromkeys(args.files))
    together = open_plan(args, files)
    planes = [member for member in together.plan if member.role is Role.MANAGEMENT]
    if len(planes) < 2:
        return [together]
    return [open_plan(args, [file]) for file in files]


def spoken(session: Session) -> Iterator[Finding]:
    """The session's findings as they may be shown: without the secrets that they are about."""
    members = {str(member.file): member for member in session.plan}
    schema = session.state.chart_schema
    for finding in session.findings():
        member = members.get(finding.file)
        if member is not None:
            value = member.document.get(finding.path) if finding.path else None
            if value is not None and holds_secret(finding.path, value, schema):
                finding = _hidden(finding, value)
            finding = replace(finding, file=name_of(member.file))
        yield finding


def _hidden(finding: Finding, value: Any) -> Finding:
    fix = finding.fix and replace(finding.fix, title=redacted(finding.fix.title, value), changes=())
    return replace(finding, message=redacted(finding.message, value), fix=fix)


def as_text(findings: Iterable[Finding]) -> str:
    """A line for each finding: `file:line:column: severity code path: message`."""
    return "".join(_line(finding) + "\n" for finding in findings)


def _line(finding: Finding) -> str:
    place = ":".join(str(part) for part in (finding.file, finding.line, finding.column) if part)
    path = f" {format_path(finding.path)}" if finding.path else ""
    fix = f" (fix: {finding.fix.title})" if finding.fix else ""
    message = " ".join(finding.message.split())
    return f"{place}: {finding.severity} {finding.code}{path}: {message}{fix}"


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


def _json(sessions: Sequence[Session], findings: Sequence[Finding]) -> str:
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
        "findings": [_as_json(finding) for finding in findings],
        "summary": {severity.value: counted[severity] for severity in Severity},
    }
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def _as_json(finding: Finding) -> dict[str, Any]:
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
