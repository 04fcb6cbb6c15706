"""Prometheus: what is written, what is recognised, what is said."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from schema.finding import Severity
from tests.topics.trees import marks, mended, odd_trees, plan, read_back, session, value_of
from wizard.topics import deployment, prometheus
from wizard.topics.prometheus_rules import RULES

VERSIONS = ("2.3.3", "2.4.16", "2.6.8")
OWN = "http://kube-prometheus-stack-prometheus.monitoring:9090"


def tree_of(enabled: Any, url: str = "", **more: Any) -> dict[str, Any]:
    tree: dict[str, Any] = {"glooUi": {"enabled": True}, "prometheus": {"enabled": enabled}, **more}
    if url:
        tree["common"] = {"prometheusUrl": url}
    return tree


def test_on_openshift_it_gets_a_user_of_the_namespace() -> None:
    one = session(deployment.TOPIC, prometheus.TOPIC, version="2.9.1")
    one.answer("prometheus.where", "builtin")
    assert one.why_hidden("prometheus.user-id")
    one.answer("deployment.user-id", "floating")
    one.answer("prometheus.user-id", 1000670000)
    context = dict.fromkeys(("runAsUser", "runAsGroup", "fsGroup"), 1000670000)
    expected = {**context, "runAsNonRoot": True}
    assert value_of(one)["prometheus"]["server"]["securityContext"] == expected
    assert read_back(one).answer_of("prometheus.user-id") == 1000670000


@pytest.mark.parametrize("version", VERSIONS)
def test_every_choice_comes_back(version: str) -> None:
    for where, more in {
        "builtin": {},
        "builtin-storage": {"prometheus.size": "50Gi", "prometheus.storage-class": "gp3"},
        "own": {"prometheus.url": OWN},
    }.items():
        one = session(prometheus.TOPIC, version=version)
        answers = {"prometheus.where": where, "prometheus.labels": "collector", **more}
        for id, answer in answers.items():
            one.answer(id, answer)
        again = read_back(one)
        assert {id: again.answer_of(id) for id in answers} == answers


def test_storage_goes_when_the_own_server_is_chosen() -> None:
    one = session(prometheus.TOPIC)
    one.answer("prometheus.where", "builtin-storage")
    one.answer("prometheus.size", "50Gi")
    one.answer("prometheus.where", "own")
    assert value_of(one) == {"prometheus": {"enabled": False}}


def test_exporters_are_taken_as_they_are() -> None:
    one = session(prometheus.TOPIC)
    exporters = {"otlphttp/remote": {"endpoint": "https://o11y.example.com"}}
    one.answer("prometheus.exporters", exporters)
    assert value_of(one) == {"telemetryGatewayCustomization": {"extraExporters": exporters}}
    assert read_back(one).answer_of("prometheus.exporters") == exporters


def test_the_migration_job_is_asked_about_from_2_6_on() -> None:
    old, new = session(prometheus.TOPIC), session(prometheus.TOPIC, version="2.6.8")
    for one in (old, new):
        one.answer("prometheus.where", "builtin")
    assert old.why_hidden("prometheus.skip-migration")
    assert not new.why_hidden("prometheus.skip-migration")


@pytest.mark.parametrize("url", ["", "http://prometheus-server", "http://prometheus-server.x:80"])
def test_off_without_an_address(url: str) -> None:
    [found] = marks(RULES, "GM601", plan(tree_of(False, url)))
    assert found.severity is Severity.ERROR
    assert not marks(RULES, "GM601", plan(tree_of(False, OWN)))
    assert not marks(RULES, "GM601", plan(tree_of(True)))
    assert not marks(RULES, "GM601", plan({"prometheus": {"enabled": False}}))


def test_the_full_name_is_advised_against() -> None:
    tree = tree_of(False, "http://prom.monitoring.svc.cluster.local:9090/x")
    [found] = marks(RULES, "GM602", plan(tree))
    after = mended(tree, found)
    assert after["common"]["prometheusUrl"] == "http://prom.monitoring:9090/x"
    assert not marks(RULES, "GM602", plan(after))


def test_two_servers() -> None:
    assert marks(RULES, "GM603", plan(tree_of(True, OWN)))
    assert not marks(RULES, "GM603", plan(tree_of(True, "http://prometheus-server")))


def test_an_address_without_a_scheme() -> None:
    tree = tree_of(False, "prom.monitoring:9090")
    [found] = marks(RULES, "GM604", plan(tree))
    assert mended(tree, found)["common"]["prometheusUrl"] == "http://prom.monitoring:9090"
    assert not marks(RULES, "GM604", plan(tree_of(False, OWN)))


def test_nothing_kept_in_production() -> None:
    view = plan(tree_of(True), deployment_purpose="production")
    assert marks(RULES, "GM605", view)
    assert not marks(RULES, "GM605", plan(tree_of(True), deployment_purpose="evaluation"))


def test_scrape_jobs_are_replaced() -> None:
    jobs: dict[str, Any] = {"serverFiles": {"prometheus.yml": {"scrape_configs": []}}}
    tree = {"prometheus": {"enabled": True, **jobs}}
    assert marks(RULES, "GM606", plan(tree))
    assert not marks(RULES, "GM606", plan(tree_of(True)))


def test_two_addresses() -> None:
    tree = tree_of(False, OWN, glooUi={"enabled": True, "prometheusUrl": "http://other:9090"})
    assert marks(RULES, "GM607", plan(tree))
    same = tree_of(False, OWN, glooUi={"enabled": True, "prometheusUrl": OWN})
    assert not marks(RULES, "GM607", plan(same))


def test_a_volume_for_nothing() -> None:
    volume = {"server": {"persistentVolume": {"enabled": True, "size": "8Gi"}}}
    tree = {"prometheus": {"enabled": False, **volume}}
    [found] = marks(RULES, "GM608", plan(tree))
    assert found.fix
    assert found.fix.safe
    assert len(found.fix.changes) == 2
    assert not marks(RULES, "GM608", plan({"prometheus": {"enabled": True, **volume}}))


@given(odd_trees("prometheus.enabled", "common.prometheusUrl", "glooUi.prometheusUrl"))
def test_no_rule_trips_over_odd_trees(tree: dict[str, Any]) -> None:
    for rule in RULES:
        list(rule.check(plan(tree, {"c1": tree}, deployment_purpose="production")))
