"""The mistakes that people are known to make with this chart, each in a small file, each caught.

They come from issues, from values files in use, and from rendering the complete chart 2.3.3. What
no values file shows (an object that is missing in the cluster) is caught as something that must
exist beforehand.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from schema.finding import Finding
from schema.helmyaml import HelmYamlError
from schema.path import format_path
from tests.mistakes import AGENT, LISTED, SERVER, Mistake, agent, server
from tests.mistakes_rendered import DEAD, LATER, RENDERED, SECTIONS
from wizard.document import Document
from wizard.gloo_platform import GUIDE
from wizard.opening import open_documents
from wizard.session import Session


def opened(*texts: str, version: str) -> Session:
    files = [(Path(f"values-{n}.yaml"), Document.parse(text)) for n, text in enumerate(texts)]
    return open_documents(GUIDE, files, version)


def found(mistake: Mistake) -> list[Finding]:
    return opened(*mistake.files, version=mistake.version).findings()


def _told(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(one.code, format_path(one.path)) for one in findings]


@pytest.mark.parametrize("mistake", [*LISTED, *RENDERED], ids=lambda mistake: mistake.name)
def test_the_mistake_is_caught(mistake: Mistake) -> None:
    told = _told(found(mistake))
    assert (mistake.code, mistake.path) in told, told


@pytest.mark.parametrize("mistake", [*LISTED, *RENDERED], ids=lambda mistake: mistake.name)
def test_it_is_told_with_a_line(mistake: Mistake) -> None:
    for finding in found(mistake):
        if (finding.code, format_path(finding.path)) == (mistake.code, mistake.path):
            lines = max(text.count("\n") for text in mistake.files)
            stands = any(str(finding.path[0]) in text for text in mistake.files if finding.path)
            assert 0 < finding.line <= lines or not stands


def test_every_mistake_of_the_list_is_here() -> None:
    numbers = {mistake.name.split()[0] for mistake in LISTED}
    by_other_means = {"4", "7"}
    assert numbers | by_other_means >= {str(number) for number in range(1, 23)} | {"10b"}


def test_the_base_files_are_clean() -> None:
    for version in ("2.3.3", "2.4.16", "2.6.6"):
        counted = opened(SERVER, AGENT, version=version).findings()
        assert not [one for one in counted if one.severity == "error"], counted


def test_4_the_object_that_registers_a_cluster_is_asked_for() -> None:
    needs = opened(SERVER, AGENT, version="2.4.16").needs()
    assert ("KubernetesCluster", "eu-1") in [(need.kind, need.name) for need in needs]


def test_7_the_root_certificate_is_asked_for_in_each_workload_cluster() -> None:
    collector = (
        "telemetryCollector:\n  enabled: true\n  config:\n"
        "    exporters: {otlp: {endpoint: gateway.example.com:4317}}\n"
    )
    needs = opened(SERVER, agent(collector), version="2.4.16").needs()
    assert ("relay-root-tls-secret", "eu-1", ("ca.crt",)) in [
        (need.name, need.cluster, need.keys) for need in needs
    ]


@pytest.mark.parametrize("path", DEAD)
def test_a_key_that_nothing_reads_is_told(path: str) -> None:
    told = _told(opened(_at(path, "something"), version="2.3.3").findings())
    assert ("SC011", path) in told, told


@pytest.mark.parametrize("path", LATER)
def test_a_key_of_later_charts_is_told(path: str) -> None:
    told = _told(opened(_at(path, "{a: true}"), version="2.3.3").findings())
    assert any(place.startswith(path) for _, place in told), told


@pytest.mark.parametrize("version", ["2.3.3", "2.4.16", "2.6.6"])
@pytest.mark.parametrize("path", SECTIONS)
def test_a_section_that_is_null_is_told(path: str, version: str) -> None:
    findings = opened(_at(path, ""), version=version).findings()
    assert (path, True) in [(format_path(one.path), one.severity != "note") for one in findings]


@pytest.mark.parametrize("name", ["no", "on", "y", "1234", "1e3", "0x10", "~"])
def test_a_name_without_quotes_is_told(name: str) -> None:
    findings = opened(server(f"common:\n  cluster: {name}\n"), version="2.4.16").findings()
    assert any(format_path(one.path) == "common.cluster" for one in findings)
    assert any(one.severity == "error" for one in findings)


def test_a_tab_is_refused_with_its_line() -> None:
    with pytest.raises(HelmYamlError) as refused:
        Document.parse("common:\n\tcluster: mgmt\n")
    assert refused.value.line == 2


def _at(path: str, value: str) -> str:
    """A management plane's file with a value at a path of at most four keys."""
    top, *keys = path.split(".")
    base = {"common": "  cluster: mgmt\n", "glooMgmtServer": "  enabled: true\n"}.get(top, "")
    if not keys:
        return server(f"{top}: {value}\n")
    lines = [f"{top}:\n{base}"]
    for depth, key in enumerate(keys, 1):
        last = depth == len(keys)
        lines.append(f"{'  ' * depth}{key}:{f' {value}' if last else ''}\n")
    return server("".join(lines))
