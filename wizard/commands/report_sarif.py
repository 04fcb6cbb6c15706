"""Findings as SARIF 2.1.0, the form that code scanning and many viewers read.

After the OASIS standard "Static Analysis Results Interchange Format (SARIF) Version 2.1.0".
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from schema.finding import Finding
from schema.path import format_path
from wizard import __version__
from wizard.commands.report import said
from wizard.commands.rules import Described, described
from wizard.guide import Guide

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_sarif(guide: Guide, findings: Sequence[Finding]) -> str:
    """One run with the rules that were broken and a result for each finding."""
    broken = {finding.code for finding in findings}
    rules = [rule for rule in described(guide) if rule.code in broken]
    places = {rule.code: place for place, rule in enumerate(rules)}
    driver = {
        "name": "gloo-wizard",
        "semanticVersion": __version__,
        "rules": [_rule(rule) for rule in rules],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, places) for finding in findings],
    }
    report = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def _rule(rule: Described) -> dict[str, Any]:
    written: dict[str, Any] = {
        "id": rule.code,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.explain},
    }
    if rule.severity:
        written["defaultConfiguration"] = {"level": rule.severity}
    if rule.question:
        written["properties"] = {"question": rule.question}
    return written


def _result(finding: Finding, places: dict[str, int]) -> dict[str, Any]:
    path = format_path(finding.path)
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "level": finding.severity.value,
        "message": {"text": f"{path}: {said(finding)}" if path else said(finding)},
        "locations": [_location(finding, path)],
        "partialFingerprints": {"codeAndPath/v1": _fingerprint(finding, path)},
    }
    if finding.code in places:
        result["ruleIndex"] = places[finding.code]
    if finding.fix:
        result["properties"] = {"fix": finding.fix.title, "fixIsSafe": finding.fix.safe}
    return result


def _location(finding: Finding, path: str) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": _address(finding.file)}}
    if finding.line:
        region = {"startLine": finding.line}
        if finding.column:
            region["startColumn"] = finding.column
        place["region"] = region
    location: dict[str, Any] = {"physicalLocation": place}
    if path:
        location["logicalLocations"] = [{"fullyQualifiedName": path, "kind": "member"}]
    return location


def _address(file: str) -> str:
    """A file's name as a URI reference: relative as it is given, absolute with its scheme."""
    name = PurePath(file)
    return name.as_uri() if name.is_absolute() else quote(name.as_posix())


def _fingerprint(finding: Finding, path: str) -> str:
    """The same for the same finding, also after lines above it have come or gone."""
    return sha256(f"{finding.code}\0{finding.file}\0{path}".encode()).hexdigest()
