"""Telemetry and insights: what is written, what is recognised, what is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from schema.finding import Severity
from tests.topics.trees import guide, marks, mended, odd_trees, plan, read_back, session, value_of
from wizard.document import Document
from wizard.opening import open_documents
from wizard.topics import telemetry
from wizard.topics.telemetry_rules import RULES

VERSIONS = ("2.3.3", "2.4.16", "2.6.8")
ENDPOINT = "gloo-telemetry-gateway:4317"


def collector(endpoint: Any = ENDPOINT, **more: Any) -> dict[str, Any]:
    otlp = {"config": {"exporters": {"otlp": {"endpoint": endpoint}}}} if endpoint else {}
    return {
        "telemetryGateway": {"enabled": True},
        "telemetryCollector": {"enabled": True, **otlp, **more},
    }


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("mode", ["daemonset", "deployment"])
def test_the_collector_comes_back(version: str, mode: str) -> None:
    answers: dict[str, Any] = {
        "telemetry.gateway": "yes",
        "telemetry.collector": "yes",
        "telemetry.collector-mode": mode,
    }
    if mode == "deployment":
        answers["telemetry.collector-replicas"] = 2
    one = session(telemetry.TOPIC, version=version)
    for id, answer in answers.items():
        one.answer(id, answer)
    written = value_of(one)["telemetryCollector"]
    assert written["config"]["exporters"]["otlp"]["endpoint"] == ENDPOINT
    assert ("service" in written) == (version == "2.3.3" and mode == "deployment")
    again = read_back(one)
    assert {id: again.answer_of(id) for id in answers} == answers
    again.answer("telemetry.collector", "no")
    assert value_of(again)["telemetryCollector"] == {"enabled": False}


@pytest.mark.parametrize(
    "endpoint",
    [
        "",
        ENDPOINT,
        "gloo-telemetry-gateway.gloo-mesh:4317",
        "gloo-telemetry-gateway.gloo-mesh.svc:4317",
    ],
)
def test_other_spellings_of_the_endpoint_are_known(endpoint: str) -> None:
    text = "glooMgmtServer: {enabled: true}\ntelemetryCollector:\n  enabled: true\n"
    if endpoint:
        text += f"  config: {{exporters: {{otlp: {{endpoint: '{endpoint}'}}}}}}\n"
    one = open_documents(guide(telemetry.TOPIC), [(Path("v.yaml"), Document.parse(text))])
    assert one.answer_of("telemetry.collector") == "yes"


def test_insights_exist_from_2_5_on() -> None:
    assert session(telemetry.TOPIC).why_hidden("telemetry.insights")
    one = session(telemetry.TOPIC, version="2.6.8")
    one.answer("telemetry.insights", "yes")
    one.answer("telemetry.analyzer", "no")
    assert value_of(one) == {
        "glooInsightsEngine": {"enabled": True},
        "glooAnalyzer": {"enabled": False},
    }


def test_pipelines_are_taken_as_they_are() -> None:
    one = session(telemetry.TOPIC)
    one.answer("telemetry.collector", "yes")
    pipelines = {"metrics/ui": {"enabled": True}, "traces/istio": {"enabled": True}}
    one.answer("telemetry.collector-pipelines", pipelines)
    assert value_of(one)["telemetryCollectorCustomization"] == {"pipelines": pipelines}
    assert read_back(one).answer_of("telemetry.collector-pipelines") == pipelines


def test_a_collector_without_an_endpoint() -> None:
    tree = collector(endpoint=None)
    [found] = marks(RULES, "GM1101", plan(tree, version="2.3.3"))
    assert found.severity is None
    assert mended(tree, found) == collector()
    assert not marks(RULES, "GM1101", plan(collector(), version="2.3.3"))
    assert not marks(RULES, "GM1101", plan(tree))


def test_a_misspelt_endpoint_is_renamed() -> None:
    tree = collector(endpoint=None)
    tree["telemetryCollector"]["config"] = {"exporters": {"otlp": {"endpont": "gw:4317"}}}
    for version in VERSIONS:
        [found] = marks(RULES, "GM1101", plan(tree, version=version))
        assert mended(tree, found) == collector("gw:4317")


def test_a_deployment_needs_a_service_type_in_2_3() -> None:
    tree = collector(mode="deployment")
    [found] = marks(RULES, "GM1102", plan(tree, version="2.3.3"))
    assert not marks(RULES, "GM1102", plan(mended(tree, found), version="2.3.3"))
    assert not marks(RULES, "GM1102", plan(tree))


def test_lists_replace_the_chart_s() -> None:
    own = {"name": "extra", "emptyDir": {}}
    tree = collector(extraVolumes=[own])
    [found] = marks(RULES, "GM1103", plan(tree, version="2.3.3"))
    assert "root-ca and telemetry-configmap are lost" in found.message
    after = mended(tree, found)
    assert len(after["telemetryCollector"]["extraVolumes"]) == 3
    assert not marks(RULES, "GM1103", plan(after, version="2.3.3"))
    [found] = marks(RULES, "GM1103", plan(tree))
    assert "cilium-run" in found.message
    [found] = marks(RULES, "GM1103", plan(collector(extraEnvs=[])))
    assert found.severity is Severity.WARNING
    assert not marks(RULES, "GM1103", plan({"telemetryCollector": {"extraVolumes": [own]}}))


def test_a_map_where_a_list_is_expected() -> None:
    tree = collector(extraEnvs={"A": {"value": "b"}, "C": 1})
    [found] = marks(RULES, "GM1104", plan(tree))
    assert mended(tree, found)["telemetryCollector"]["extraEnvs"] == [
        {"name": "A", "value": "b"},
        {"name": "C", "value": "1"},
    ]


def test_the_old_pipeline() -> None:
    tree = {"legacyMetricsPipeline": {"enabled": True}}
    [old] = marks(RULES, "GM1105", plan(tree, version="2.3.3"))
    [new] = marks(RULES, "GM1105", plan(tree))
    assert (old.severity, new.severity) == (Severity.NOTE, None)
    assert not marks(RULES, "GM1105", plan({"legacyMetricsPipeline": {"enabled": False}}))


def test_a_collector_without_a_gateway() -> None:
    tree = collector()
    tree["telemetryGateway"]["enabled"] = False
    [found] = marks(RULES, "GM1106", plan(tree))
    assert not marks(RULES, "GM1106", plan(mended(tree, found)))
    assert not marks(RULES, "GM1106", plan(tree, version="2.6.8"))
    tree = collector("other:4317")
    tree["telemetryGateway"]["enabled"] = False
    assert not marks(RULES, "GM1106", plan(tree))


def test_a_ui_without_metrics() -> None:
    tree: dict[str, Any] = {"glooUi": {"enabled": True}}
    assert marks(RULES, "GM1107", plan(tree))
    assert not marks(RULES, "GM1107", plan(tree, version="2.6.8"))
    tree["telemetryGateway"] = tree["telemetryCollector"] = {"enabled": False}
    assert marks(RULES, "GM1107", plan(tree, version="2.6.8"))
    tree["telemetryGateway"] = {"enabled": True}
    assert not marks(RULES, "GM1107", plan(tree))


def test_insights_without_an_analyzer() -> None:
    tree = {"glooInsightsEngine": {"enabled": True}, "glooAnalyzer": {"enabled": False}}
    off, on = {"glooAnalyzer": {"enabled": False}}, {"glooAnalyzer": {"enabled": True}}
    assert marks(RULES, "GM1108", plan(tree, {"c1": off}, version="2.6.8"))
    assert not marks(RULES, "GM1108", plan(tree, {"c1": on}, version="2.6.8"))


def test_a_section_that_is_null() -> None:
    tree = {"telemetryGateway": None}
    [found] = marks(RULES, "GM1109", plan(tree))
    assert mended(tree, found) == {}
    assert not marks(RULES, "GM1109", plan({"telemetryGateway": {}}))


@given(
    odd_trees(
        "telemetryCollector.enabled",
        "telemetryCollector.extraVolumes",
        "telemetryCollector.extraEnvs",
        "telemetryCollector.config.exporters.otlp.endpont",
        "telemetryGateway.enabled",
        "legacyMetricsPipeline.enabled",
        "glooUi.enabled",
    )
)
def test_no_rule_trips_over_odd_trees(tree: dict[str, Any]) -> None:
    for version in VERSIONS:
        for rule in RULES:
            list(rule.check(plan(tree, {"c1": tree}, version=version)))
