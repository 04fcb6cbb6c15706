"""Real files: each from its own version to 2.6 and to the newest, judged by Helm before and after.

For five of them the report is a golden file, read line by line; `UPDATE_GOLDEN=1` writes it anew.
"""

from __future__ import annotations

import os
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from schema.bundle import versions
from schema.helmyaml import HelmYamlError
from schema.version import Version
from tests.helm import HelmRefusal, helm_reads, needs_helm
from tests.reference import CorpusFile, corpus, needs_reference, some
from tests.upgrades import refused_by_helm
from wizard.document import Document
from wizard.gloo_platform import GUIDE
from wizard.opening import open_files
from wizard.session import Session
from wizard.state import State
from wizard.upgrade import Applied, Report, applied, report
from wizard.upgrading.written import Writer

pytestmark = needs_reference

FILES = [file for file in corpus() if file.chart == "gloo-platform"]
TARGETS = ("2.6.12", versions()[0])
GOLDEN = Path(__file__).parent / "data" / "upgrade"
# Chosen for variety; each name is the beginning of a file's.
SHOWN = {
    "old-complete-list": "solo-io-solo-cop--gloo-mesh-day-2-gloo-platform-2.3.3-beta",
    "own-redis": "bdlilley-multi-region-demo--argocd-ha-demo-mgmt-2",
    "pinned-images": "ably77-aa-poc-runbook--01-deploy-gloo-platform-gloo-mgmt-values",
    "agent": "ably77-aa-poc-runbook--01-deploy-gloo-platform-gloo-agent-values",
    "pre-release": "solo-io-aoa-catalog--gloo-gateway-core-gloo-platform-gloo-platform-helm",
}


@cache
def opened(file: CorpusFile) -> Session | None:
    """The file in its own version, as far as it is known; None where Helm refuses the file."""
    version = file.version.lstrip("~v")
    try:
        return open_files(GUIDE, [file.path], "" if version == "?" else version)
    except HelmYamlError:
        return None


@cache
def upgraded(file: CorpusFile, target: str) -> tuple[Report, Applied] | None:
    """The report and what the safe rows make of the file; None where it is newer already."""
    session = opened(file)
    if session is None or session.state.version >= Version.parse(target):
        return None
    found = report(session.state, Version.parse(target))
    return found, applied(found, found.safe)


def named(file: CorpusFile) -> str:
    return file.path.stem[-60:]


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("file", some(FILES, 12), ids=named)
def test_it_upgrades(file: CorpusFile, target: str) -> None:
    result = upgraded(file, target)
    if result is None:
        return
    found, done = result
    assert not done.refused
    assert all(row.what and "  " not in f"{row.what} {row.why}" for row in found.rows)
    assert len({(row.kind, row.path, row.what) for row in found.rows}) == len(found.rows)
    writer = Writer(found, found.before.plan.first, "values.yaml")
    assert writer.text()
    assert writer.markdown()
    assert writer.data()
    _says_nothing_twice(found)
    _is_quiet_the_second_time(found, done.state)


def _says_nothing_twice(found: Report) -> None:
    changed = [change.path for row in found.rows if row.safe for change in row.changes]
    assert len(changed) == len(set(changed))


def _is_quiet_the_second_time(found: Report, after: State) -> None:
    """Asked for the same step again, nothing that was applied is told again."""
    again = report(replace(after, version=found.before.version), found.version)
    made = {(row.kind, row.path) for row in found.safe}
    assert not [row for row in again.rows if (row.kind, row.path) in made]
    assert not again.safe


@needs_helm
@pytest.mark.parametrize("target", some(TARGETS[::-1], 2))
def test_helm_accepts_what_it_accepted(target: str, helm_major: int) -> None:
    results = [result for file in some(FILES, 24) if (result := upgraded(file, target)) is not None]
    texts = [done.state.plan.first.document.text for _, done in results]
    for reading, (_, done) in zip(helm_reads(helm_major, texts), results, strict=True):
        assert not isinstance(reading, HelmRefusal)
        document = done.state.plan.first.document
        if len(document.reading.documents) == 1:
            assert reading == document.value
    before = [
        (layered(found.before.plan.first.document), found.before.chart_schema)
        for found, _ in results
    ]
    after = [(layered(done.state.plan.first.document), found.schema) for found, done in results]
    assert refused_by_helm(helm_major, before) == {}
    assert refused_by_helm(helm_major, after) == {}


def layered(document: Document) -> dict[str, Any]:
    """A file's values as they are installed: a dozen files leave the cluster's name to `--set`."""
    values = dict(document.value)
    common = values.get("common") or {}
    if isinstance(common, dict) and not common.get("cluster"):
        values["common"] = {**common, "cluster": "given-by-set"}
    return values


@pytest.mark.parametrize("name", SHOWN)
def test_the_report_is_the_golden_one(name: str) -> None:
    (file,) = [file for file in FILES if file.path.name.startswith(SHOWN[name])]
    result = upgraded(file, TARGETS[0])
    assert result is not None
    found, _ = result
    text = Writer(found, found.before.plan.first, "values.yaml").text()
    golden = GOLDEN / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(text, encoding="utf-8", newline="\n")
    assert text == golden.read_text(encoding="utf-8")
