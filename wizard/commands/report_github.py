"""Findings as GitHub's workflow commands, which become notes beside the lines of a change."""

from __future__ import annotations

from collections.abc import Iterable

from schema.finding import Finding, Severity
from schema.path import format_path
from wizard.commands.report import said

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def as_github(findings: Iterable[Finding]) -> str:
    """A workflow command for each finding."""
    return "".join(_command(finding) + "\n" for finding in findings)


def _command(finding: Finding) -> str:
    places = {"file": finding.file, "line": finding.line, "col": finding.column}
    title = f"{finding.code} {format_path(finding.path)}".rstrip()
    properties = [f"{name}={_property(str(value))}" for name, value in places.items() if value]
    properties.append(f"title={_property(title)}")
    return f"::{_LEVELS[finding.severity]} {','.join(properties)}::{_data(said(finding))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
