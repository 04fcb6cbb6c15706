"""What the tests of upgrades share: a report for a text, and Helm judging many files at once."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from schema.model import Schema
from schema.version import Version
from tests.helm import HelmRefusal, helm_template
from wizard.document import Document
from wizard.gloo_platform import GUIDE
from wizard.opening import open_documents
from wizard.upgrade import Report, Row, report

MANAGEMENT = "common:\n  cluster: mgmt\nglooMgmtServer:\n  enabled: true\n"


def reported(text: str, before: str, after: str) -> Report:
    """The report on a file with this text."""
    session = open_documents(GUIDE, [(Path("values.yaml"), Document.parse(text))], before)
    return report(session.state, Version.parse(after))


def rows_at(found: Report, path: str) -> list[Row]:
    """The rows about this path."""
    from schema.path import parse_path

    return [row for row in found.rows if row.path == parse_path(path)]


def refused_by_helm(
    major: int, files: Sequence[tuple[Mapping[str, Any], Schema]]
) -> dict[int, str]:
    """Which of the files (as Helm reads them, with the schema of their version) Helm refuses.

    One chart holds all that share a schema, each under a key of its own over its defaults: reading
    the schema is what takes time.
    """
    refused: dict[int, str] = {}
    by_schema: dict[str, list[int]] = {}
    for place, (_, schema) in enumerate(files):
        by_schema.setdefault(json.dumps(schema.json_schema()), []).append(place)
    for text, places in by_schema.items():
        refused.update(_judge(major, text, {place: files[place] for place in places}))
    return refused


def _judge(
    major: int, json_schema: str, files: Mapping[int, tuple[Mapping[str, Any], Schema]]
) -> dict[int, str]:
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$defs": {"file": json.loads(json_schema)},
        "patternProperties": {"^s[0-9]+$": {"$ref": "#/$defs/file"}},
    }
    defaults = {f"s{place}": schema.defaults() for place, (_, schema) in files.items()}
    given = {f"s{place}": value for place, (value, _) in files.items()}
    with tempfile.TemporaryDirectory() as scratch:
        chart = Path(scratch) / "many"
        content = {"values.yaml": defaults, "values.schema.json": whole}
        _chart(chart, "many", {name: json.dumps(data) for name, data in content.items()})
        values = Path(scratch) / "values.json"
        values.write_text(json.dumps(given), encoding="utf-8")
        answer = helm_template(major, chart, [values])
    if not isinstance(answer, HelmRefusal):
        return {}
    lines = re.findall(r"^- (?:at '/)?s(\d+)\b(.*)$", answer.text, re.MULTILINE)
    assert lines, answer.text
    return {int(place): line for place, line in lines}


def _chart(folder: Path, name: str, files: Mapping[str, str]) -> None:
    folder.mkdir(parents=True)
    about = f"apiVersion: v2\nname: {name}\nversion: 0.1.0\n"
    for file, text in {"Chart.yaml": about, **files}.items():
        (folder / file).write_text(text, encoding="utf-8")
