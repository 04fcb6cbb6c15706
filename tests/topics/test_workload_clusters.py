"""Workload clusters: what their files say, how it comes back, what must agree with the others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from schema.finding import Severity
from schema.path import parse_path
from tests.topics.views import answers, codes, marks, mended, opened, reopened
from wizard.gloo_platform import GUIDE
from wizard.opening import new
from wizard.session import Session
from wizard.topics.workload_addresses import ENDPOINT, RELAY, split_address
from wizard.topics.workload_clusters import TOPIC

SERVER = """
common: {cluster: mgmt}
glooMgmtServer: {enabled: true}
"""
AGENT = """
common: {cluster: eu-1}
glooAgent: {enabled: true, relay: {serverAddress: "mgmt.example.com:9900"}}
telemetryCollector:
  enabled: true
  config: {exporters: {otlp: {endpoint: "telemetry.example.com:4317"}}}
"""


def started(version: str) -> Session:
    session = new(GUIDE, Path("values.yaml"), version)
    session.answer("deployment.model", "dedicated")
    session.answer("deployment.cluster", "mgmt")
    session.answer("deployment.workloads", ("eu-1", "us-1"))
    return session


def test_labels_are_dropped_in_the_workload_clusters_collectors() -> None:
    session = started("2.4.16")
    session.answer("workload-clusters.collector", "yes")
    processors = {"attributes/drop": {"actions": [{"key": "path", "action": "delete"}]}}
    session.answer("workload-clusters.collector-processors", processors)
    path = parse_path("telemetryCollectorCustomization.extraProcessors")
    for cluster in ("eu-1", "us-1"):
        assert session.plan[f"workload:{cluster}"].document.get(path) == processors
    assert not session.plan["management"].document.has(path)
    assert answers(reopened(session)) == answers(session)


@pytest.mark.parametrize("version", ["2.3.3", "2.4.16", "2.6.5"])
def test_each_cluster_gets_its_addresses(version: str) -> None:
    session = started(version)
    given: dict[str, Any] = {
        "relay-address": "mgmt.example.com:9900",
        "collector": "yes",
        "telemetry-endpoint": "telemetry.example.com:4317",
    }
    if version == "2.6.5":
        given["analyzer"] = "yes"
    for name, answer in given.items():
        session.answer(f"workload-clusters.{name}", answer)
    for cluster in ("eu-1", "us-1"):
        document = session.plan[f"workload:{cluster}"].document
        assert document.get(parse_path(RELAY)) == "mgmt.example.com:9900"
        assert document.get(parse_path(ENDPOINT)) == "telemetry.example.com:4317"
        assert document.has(parse_path("glooAnalyzer.enabled")) == (version == "2.6.5")
    assert not session.plan["management"].document.has(parse_path(RELAY))
    assert answers(reopened(session)) == answers(session)
    assert codes(session, TOPIC) == set()


def test_not_asked_without_workload_clusters() -> None:
    session = new(GUIDE, Path("values.yaml"), "2.4.16")
    assert session.why_hidden("workload-clusters.relay-address")


def test_two_addresses_are_kept_as_they_are() -> None:
    other = AGENT.replace("eu-1", "us-1").replace("mgmt.example.com", "mgmt.example.org")
    session = opened(SERVER, AGENT, other)
    assert session.is_custom("workload-clusters.relay-address")
    assert session.answer_of("workload-clusters.collector") == "yes"


def test_good_files_are_left_in_peace() -> None:
    for version in ("2.3.3", "2.4.16", "2.6.5"):
        assert codes(opened(SERVER, AGENT, version=version), TOPIC) == set()


FAULTS: dict[str, tuple[str, str, str]] = {
    "empty address": ("GM1201", "mgmt.example.com:9900", ""),
    "no host": ("GM1201", "mgmt.example.com:9900", ":9900"),
    "scheme": ("GM1201", "mgmt.example.com:9900", "https://mgmt.example.com:9900"),
    "no port": ("GM1201", "mgmt.example.com:9900", "mgmt.example.com"),
    "inside name": ("GM1201", "mgmt.example.com:9900", "gloo-mesh-mgmt-server.gloo-mesh:9900"),
    "placeholder": ("GM1201", "mgmt.example.com:9900", "$MGMT_SERVER_NETWORKING_ADDRESS"),
    "other port": ("GM1202", "mgmt.example.com:9900", "mgmt.example.com:443"),
    "gateway's inside name": ("GM1203", "telemetry.example.com", "gloo-telemetry-gateway"),
    "misspelt endpoint": ("GM1203", "endpoint:", "endpont:"),
    "one host": ("GM1204", "telemetry.example.com", "mgmt.example.com"),
    "agent off": ("GM1205", "{enabled: true, relay", "{relay"),
    "one name twice": ("GM1206", "eu-1", "mgmt"),
    "UI here": ("GM1207", "telemetryCollector:", "glooUi: {enabled: true}\ntelemetryCollector:"),
    "insights here": ("GM1207", "telemetryC", "glooInsightsEngine: {enabled: true}\ntelemetryC"),
    "no token": ("GM1208", "relay: {", "relay: {tokenSecret: {name: null, key: null}, "),
}


@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_a_fault_is_found_and_its_fix_mends_it(fault: str) -> None:
    code, before, after = FAULTS[fault]
    session = opened(SERVER, AGENT.replace(before, after))
    assert codes(session, TOPIC) == {code}
    if marks(session, TOPIC)[code][0].fix:
        assert codes(mended(session, TOPIC, code), TOPIC) == set()


ISTIO = """
istioInstallations:
  enabled: true
  controlPlane:
    installations:
      - istioOperatorSpec: {clusters: [{name: not-ours}]}
        clusters: [{name: mgmt}, {name: eu-1}]
  northSouthGateways:
    - name: ingress
      installations: [{clusters: [{name: eu-1}, {name: eu_1}, {name: "${CLUSTER}"}]}]
"""


def test_istio_goes_to_clusters_that_are_here() -> None:
    (found,) = marks(opened(SERVER + ISTIO, AGENT), TOPIC)["GM1212"]
    assert found.path[-3:] == ("clusters", 1, "name")
    for text in (SERVER + ISTIO.replace("eu_1", "mgmt"), SERVER + ISTIO.replace("true", "false")):
        assert codes(opened(text, AGENT), TOPIC) == set()
    assert codes(opened(SERVER + ISTIO), TOPIC) == set()


def test_what_may_be_right_is_only_a_warning() -> None:
    for address in ("${MGMT}:9900", "gloo-mesh-mgmt-server:9900"):
        session = opened(AGENT.replace("mgmt.example.com:9900", address))
        assert marks(session, TOPIC)["GM1201"][0].severity is Severity.WARNING


def test_the_port_is_the_servers() -> None:
    server = "common: {cluster: mgmt}\nglooMgmtServer: {enabled: true, ports: {grpc: 9901}}\n"
    session = opened(server, AGENT)
    assert codes(session, TOPIC) == {"GM1202"}
    assert codes(opened(server, AGENT.replace(":9900", ":9901")), TOPIC) == set()
    mended(session, TOPIC, "GM1202")
    assert session.answer_of("workload-clusters.relay-address") == "mgmt.example.com:9901"


def tagged(server: str, agent: str) -> Session:
    text = SERVER.replace("true}", f'true, image: {{tag: "{server}"}}}}')
    image = f', image: {{tag: "{agent}"}}}}\ntele'
    return opened(text, AGENT.replace("}\ntele", image))


def test_server_and_agents_run_one_version() -> None:
    assert codes(tagged("2.4.16", "2.4.16-fips"), TOPIC) == set()
    session = tagged("2.4.16", "2.4.12-fips")
    assert codes(session, TOPIC) == {"GM1209"}
    mended(session, TOPIC, "GM1209")
    tag = session.plan["workload:eu-1"].document.get(parse_path("glooAgent.image.tag"))
    assert tag == "2.4.16-fips"


def test_registries_agree() -> None:
    text = SERVER.replace("true}", "true, image: {registry: mirror.example.com}}")
    session = opened(text, AGENT)
    assert codes(session, TOPIC) == {"GM1210"}
    assert codes(mended(session, TOPIC, "GM1210"), TOPIC) == set()


def test_agents_expect_one_server_name() -> None:
    other = AGENT.replace("eu-1", "us-1").replace("relay: {", "relay: {authority: other.mesh, ")
    assert codes(opened(SERVER, AGENT, other), TOPIC) == {"GM1211"}


@pytest.mark.parametrize("odd", ["[]", "5", '"x"', "{}", "[1, {a: 2}]", "true"])
def test_odd_trees_do_not_stop_a_rule(odd: str) -> None:
    for section in ("common", "glooAgent", "telemetryCollector"):
        text = AGENT.replace("glooAgent: {", "glooAgent: {").replace("eu-1", "us-1")
        codes(opened(SERVER, f"{text}\n{section}: {odd}\n"), TOPIC)
    for path in ("relay", "image"):
        codes(opened(SERVER, f"glooAgent: {{enabled: true, {path}: {odd}}}"), TOPIC)


@pytest.mark.parametrize(
    ("address", "parts"),
    [
        ("host:9900", ("", "host", "9900")),
        ("https://host:9900/x", ("https", "host", "9900")),
        ("host", ("", "host", "")),
        (":9900", ("", "", "9900")),
        ("[fd00::1]:9900", ("", "[fd00::1]", "9900")),
        ("[fd00::1]", ("", "[fd00::1]", "")),
    ],
)
def test_addresses_are_taken_apart(address: str, parts: tuple[str, str, str]) -> None:
    assert split_address(address) == parts
