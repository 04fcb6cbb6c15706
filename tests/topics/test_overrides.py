"""Overrides: raw YAML there and back, and what a list in it would take away."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from tests.topics.trees import (
    both_planes,
    marks,
    mended,
    odd_trees,
    plan,
    read_back,
    session,
    text_of,
    value_of,
)
from wizard.topics import overrides, service
from wizard.topics.overrides_rules import RULES

CONFIG_MAP = {"name": "envoy-config", "configMap": {"name": "my-custom-envoy-config"}}
REPEATED = ["license-keys", "redis-auth-secrets", "redis-client-config", "redis-certs"]


def pods(component: str, **spec: Any) -> dict[str, Any]:
    return {component: {"deploymentOverrides": {"spec": {"template": {"spec": spec}}}}}


@pytest.mark.parametrize("version", ["2.3.3", "2.4.16", "2.6.12"])
def test_the_production_guides_config_map_is_reached_and_warned_about(version: str) -> None:
    one = session(overrides.TOPIC, version=version)
    answer = {"spec": {"template": {"spec": {"volumes": [CONFIG_MAP]}}}}
    one.answer("overrides.mgmt-deployment", answer)
    assert value_of(one) == {"glooMgmtServer": {"deploymentOverrides": answer}}
    assert "GM350" in {finding.code for finding in one.findings()}
    again = read_back(one)
    assert again.answer_of("overrides.mgmt-deployment") == answer
    assert text_of(again) == text_of(one)


def test_the_agents_override_goes_where_an_agent_is() -> None:
    one = both_planes(overrides.TOPIC)
    answer = {"metadata": {"labels": {"team": "mesh"}}}
    one.answer("overrides.agent-deployment", answer)
    assert value_of(one) == {}
    assert value_of(one, "workload:eu")["glooAgent"]["deploymentOverrides"] == answer


def test_annotations_belong_to_the_service_topic() -> None:
    one = session(service.TOPIC, overrides.TOPIC)
    one.answer("service.cloud", "azure")
    one.answer("service.mgmt-scheme", "internal")
    one.answer("service.mgmt-annotations", {"example.com/a": "b"})
    one.answer("overrides.mgmt-service", {"spec": {"sessionAffinity": "ClientIP"}})
    again = read_back(one)
    assert again.answer_of("overrides.mgmt-service") == {"spec": {"sessionAffinity": "ClientIP"}}
    assert again.answer_of("service.mgmt-annotations") == {"example.com/a": "b"}
    one.leave("overrides.mgmt-service")
    assert set(value_of(one)["glooMgmtServer"]["serviceOverrides"]) == {"metadata"}


def test_lost_volumes_are_named_and_repeated_where_they_are_known() -> None:
    tree = pods("glooMgmtServer", volumes=[CONFIG_MAP])
    [found] = marks(RULES, "GM350", plan(tree, version="2.3.3"))
    assert all(name in found.message for name in REPEATED)
    after = mended(tree, found)
    volumes = after["glooMgmtServer"]["deploymentOverrides"]["spec"]["template"]["spec"]["volumes"]
    assert [volume["name"] for volume in volumes] == [*REPEATED, "envoy-config"]
    assert marks(RULES, "GM350", plan(after, version="2.3.3")) == []


def test_repeated_volumes_keep_the_names_of_own_secrets() -> None:
    tree = {
        **pods("glooMgmtServer", volumes=[CONFIG_MAP]),
        "redis": {"auth": {"secretName": "my-redis-auth"}},
    }
    [found] = marks(RULES, "GM350", plan(tree, version="2.3.3"))
    assert found.fix
    [change] = found.fix.changes
    assert "my-redis-auth" in str(change)


def test_no_fix_where_the_volumes_are_not_known() -> None:
    [found] = marks(RULES, "GM350", plan(pods("glooMgmtServer", volumes=[CONFIG_MAP])))
    assert found.fix is None
    assert "2.3.3" in found.message


def test_the_ui_loses_three_more() -> None:
    tree = pods("glooUi", volumes=[{"name": "mine", "emptyDir": {}}])
    [found] = marks(RULES, "GM350", plan(tree, version="2.3.3"))
    for name in (*REPEATED, "envoy-config", "empty-cache", "empty-run"):
        assert name in found.message


def test_the_agent_has_no_volumes_to_lose() -> None:
    tree = pods("glooAgent", volumes=[{"name": "mine", "emptyDir": {}}])
    assert marks(RULES, "GM350", plan(None, {"eu": tree})) == []


def test_containers_are_replaced_whole() -> None:
    tree = pods("glooMgmtServer", containers=[{"name": "gloo-mesh-mgmt-server", "resources": {}}])
    [found] = marks(RULES, "GM351", plan(tree))
    assert "arguments" in found.message
    assert "resources" in found.message


def test_ports_are_repeated() -> None:
    ports = [{"name": "extra", "port": 1234}]
    tree = {"glooMgmtServer": {"serviceOverrides": {"spec": {"ports": ports}}}}
    [found] = marks(RULES, "GM352", plan(tree, version="2.3.3"))
    assert "grpc" in found.message
    after = mended(tree, found)["glooMgmtServer"]["serviceOverrides"]["spec"]["ports"]
    assert {"name": "grpc", "port": 9900} in after
    assert {"name": "healthcheck", "port": 8090} in after


@pytest.mark.parametrize("empty", ["", None, [], {}])
def test_empty_overrides_change_nothing(empty: Any) -> None:
    tree = pods("glooMgmtServer", volumes=empty, priorityClassName="high")
    [found] = marks(RULES, "GM353", plan(tree))
    assert found.fix
    assert found.fix.safe
    assert marks(RULES, "GM353", plan(mended(tree, found))) == []


def test_zero_replicas_are_not_empty() -> None:
    tree = {"glooMgmtServer": {"deploymentOverrides": {"spec": {"replicas": 0}}}}
    assert marks(RULES, "GM353", plan(tree)) == []


def test_a_key_at_a_wrong_level() -> None:
    tree: dict[str, Any] = {"glooMgmtServer": {"deploymentOverrides": {"template": {"spec": {}}}}}
    [found] = marks(RULES, "GM354", plan(tree))
    assert "metadata and spec" in found.message


@pytest.mark.parametrize("rule", RULES, ids=[rule.code for rule in RULES])
def test_no_rule_speaks_of_a_good_file(rule: Any) -> None:
    tree: dict[str, Any] = {
        **pods("glooUi", affinity={"nodeAffinity": {"a": "b"}}, tolerations=[{"key": "gpu"}]),
        "glooMgmtServer": {
            "deploymentOverrides": {"spec": {"replicas": 2}},
            "serviceOverrides": {"metadata": {"annotations": {"a": "b"}}},
        },
    }
    assert list(rule.check(plan(tree))) == []


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    odd_trees(
        "glooMgmtServer.deploymentOverrides.spec.template.spec.volumes",
        "glooUi.serviceOverrides.spec.ports.name.containers",
    )
)
def test_no_rule_trips_over_an_odd_tree(tree: dict[str, Any]) -> None:
    for version in ("2.3.3", "2.4.16"):
        for rule in RULES:
            list(rule.check(plan(tree, {"eu": tree}, version)))
