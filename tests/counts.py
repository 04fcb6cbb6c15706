"""What `check` finds in the real values files, counted by code: the tables of docs/findings.md.

`python -m tests.counts` writes them anew. It needs REFERENCE_DATA.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from schema.bundle import newest
from schema.finding import Severity
from schema.helmyaml import HelmYamlError
from tests.reference import CorpusFile, corpus
from wizard.commands.rules import described
from wizard.guides import guide_for
from wizard.opening import open_files

PAGE = Path(__file__).parent.parent / "docs" / "findings.md"
CHARTS = ("gloo-platform", "gloo", "gloo-ee")
FILES = [file for file in corpus() if file.chart in CHARTS]
_LINE = re.compile(r"[v~]*(\d+)\.(\d+)")
_TABLE = re.compile(r"^\|.*\n(?:\|.*\n)+", re.MULTILINE)


@dataclass
class Counts:
    """Over some files: how many findings of a code, in how many files, and the worst severity.

    `files`, `clean` and `refused` are by chart: how many there are, without any finding but notes,
    and that Helm would refuse to read.
    """

    findings: Counter[str] = field(default_factory=Counter)
    files_of: Counter[str] = field(default_factory=Counter)
    worst: dict[str, Severity] = field(default_factory=dict)
    files: Counter[str] = field(default_factory=Counter)
    clean: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)


def version_of(file: CorpusFile) -> str:
    """The newest release of the line (2.4, 2.5 and so on) that the file is known to be for; ""
    where that is not known."""
    found = _LINE.match(file.version)
    return newest(file.chart).get((int(found[1]), int(found[2])), "") if found else ""


def count(files: Iterable[CorpusFile]) -> Counts:
    """Check each file by itself, as of its chart and its line of versions."""
    counts = Counts()
    for file in sorted(files, key=lambda one: (one.chart, version_of(one))):  # a schema only once
        counts.files[file.chart] += 1
        try:
            session = open_files(guide_for(file.chart), [file.path], version_of(file))
        except HelmYamlError:
            counts.refused[file.chart] += 1
            continue
        findings = session.findings()
        counts.clean[file.chart] += all(one.severity is Severity.NOTE for one in findings)
        counts.findings.update(finding.code for finding in findings)
        counts.files_of.update({finding.code for finding in findings})
        for finding in findings:
            worst = counts.worst.setdefault(finding.code, finding.severity)
            if finding.severity.order < worst.order:
                counts.worst[finding.code] = finding.severity
    return counts


def tables(counts: Counts) -> list[str]:
    """The files, and the findings, as tables in Markdown."""
    files = ["| chart | files | nothing found | refused by Helm |", "|---|---|---|---|"]
    for chart in CHARTS:
        numbers = (counts.files[chart], counts.clean[chart], counts.refused[chart])
        files.append(f"| {chart} | {' | '.join(map(str, numbers))} |")
    titles = {one.code: one.title for chart in CHARTS for one in described(guide_for(chart))}
    found = ["| code | findings | files | at worst | what it finds |", "|---|---|---|---|---|"]
    for code in sorted(counts.files_of, key=lambda code: (-counts.files_of[code], code)):
        found.append(
            f"| {code} | {counts.findings[code]} | {counts.files_of[code]} | {counts.worst[code]} "
            f"| {titles[code]} |"
        )
    return ["\n".join(rows) + "\n" for rows in (files, found)]


def written_anew(page: str, counts: Counts) -> str:
    """The page with its two tables as they are now."""
    new = iter(tables(counts))
    return _TABLE.sub(lambda _: next(new), page)


if __name__ == "__main__":
    PAGE.write_text(written_anew(PAGE.read_text("utf-8"), count(FILES)), "utf-8")
