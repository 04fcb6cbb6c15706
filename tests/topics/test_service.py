"""Service and load balancer: what is written, what is recognised, what is said."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from schema.finding import Severity
from schema.helmyaml import HelmYamlError
from tests.reference import corpus, needs_reference
from tests.topics.trees import (
    guide,
    marks,
    mended,
    odd_trees,
    plan,
    read_back,
    session,
    text_of,
    value_of,
)
from wizard import opening
from wizard.session import Session
from wizard.topics import service
from wizard.topics.service_rules import RULES

AWS = "service.beta.kubernetes.io/aws-load-balancer-"
AZURE = "service.beta.kubernetes.io/azure-"
GUIDE_ANSWERS: dict[str, Any] = {
    "service.mgmt-type": "load-balancer",
    "service.cloud": "aws-lbc",
    "service.mgmt-scheme": "internal",
    "service.mgmt-target-type": "ip",
    "service.mgmt-subnets": "subnet-0478784f04c486de5, subnet-09d0cf74c0117fcf3",
    "service.mgmt-private-addresses": "10.0.50.50, 10.0.64.50",
    "service.mgmt-health-check-port": "9900",
    "service.mgmt-health-check-protocol": "tcp",
    "service.mgmt-healthy-threshold": 2,
    "service.mgmt-unhealthy-threshold": 2,
    "service.mgmt-health-check-interval": 10,
    "service.mgmt-backend-protocol": "tcp",
    "service.mgmt-target-group-attributes": "deregistration_delay.connection_termination.enabled="
    "true,deregistration_delay.timeout_seconds=1",
}
GUIDE_ANNOTATIONS = {
    AWS + "healthcheck-healthy-threshold": "2",
    AWS + "healthcheck-unhealthy-threshold": "2",
    AWS + "healthcheck-interval": "10",
    AWS + "healthcheck-port": "9900",
    AWS + "healthcheck-protocol": "tcp",
    AWS + "type": "external",
    AWS + "scheme": "internal",
    AWS + "nlb-target-type": "ip",
    AWS + "backend-protocol": "TCP",
    AWS + "private-ipv4-addresses": "10.0.50.50, 10.0.64.50",
    AWS + "subnets": "subnet-0478784f04c486de5, subnet-09d0cf74c0117fcf3",
    AWS + "target-group-attributes": "deregistration_delay.connection_termination.enabled=true,"
    "deregistration_delay.timeout_seconds=1",
}


def answered(answers: dict[str, Any], version: str = "2.4.16") -> Session:
    one = session(service.TOPIC, version=version)
    for id, answer in answers.items():
        one.answer(id, answer)
    return one


def annotations_of(one: Session, component: str = "glooMgmtServer") -> Any:
    return value_of(one)[component]["serviceOverrides"]["metadata"]["annotations"]


@pytest.mark.parametrize("version", ["2.3.3", "2.4.16", "2.6.12"])
def test_the_production_guides_annotations_leaf_by_leaf(version: str) -> None:
    one = answered(GUIDE_ANSWERS, version)
    assert annotations_of(one) == GUIDE_ANNOTATIONS
    assert value_of(one)["glooMgmtServer"]["serviceType"] == "LoadBalancer"


def test_answers_come_back_from_the_file() -> None:
    one = answered(GUIDE_ANSWERS)
    again = read_back(one)
    assert dict(again.state.answers) == GUIDE_ANSWERS
    assert not again.state.custom


@pytest.mark.parametrize(
    ("cloud", "answers"),
    [
        ("aws-nlb", {"mgmt-scheme": "internal", "telemetry-scheme": "public"}),
        ("gcp", {"mgmt-scheme": "internal", "mgmt-global-access": "yes", "mgmt-gcp-subnet": "a"}),
        ("gcp", {"mgmt-scheme": "public", "mgmt-backend-services": "yes"}),
        ("gcp", {"telemetry-scheme": "public"}),
        (
            "azure",
            {"mgmt-scheme": "internal", "mgmt-azure-subnet": "s", "mgmt-azure-address": "10.0.0.9"},
        ),
        (
            "azure",
            {
                "mgmt-scheme": "public",
                "mgmt-azure-public-address": "p",
                "mgmt-azure-dns-label": "d",
                "mgmt-azure-resource-group": "rg",
                "mgmt-azure-idle-timeout": 30,
            },
        ),
        (
            "azure",
            {
                "telemetry-azure-probe-interval": 5,
                "telemetry-azure-probe-count": 2,
                "telemetry-azure-probe-path": "/health",
            },
        ),
        ("none", {}),
        ("other", {"mgmt-annotations": {"cloud.example.com/kind": "inner"}}),
        (
            "aws-lbc",
            {
                "mgmt-scheme": "public",
                "mgmt-elastic-addresses": "eipalloc-1, eipalloc-2",
                "mgmt-attributes": "load_balancing.cross_zone.enabled=true",
                "mgmt-ip-address-type": "dualstack",
                "mgmt-name": "gloo-relay",
                "mgmt-class": "service.k8s.aws/nlb",
                "mgmt-traffic-policy": "local",
                "telemetry-source-ranges": ("10.0.0.0/8", "192.168.0.0/16"),
            },
        ),
        (
            "aws-lbc",
            {
                "ui-type": "load-balancer",
                "ui-scheme": "internal",
                "ui-traffic-policy": "cluster",
                "ui-source-ranges": ("10.0.0.0/8",),
                "ui-annotations": {"a": "b"},
            },
        ),
    ],
)
def test_every_cloud_there_and_back(cloud: str, answers: dict[str, Any]) -> None:
    given_answers = {f"service.{id}": answer for id, answer in answers.items()}
    types = {id: given_answers.pop(id) for id in list(given_answers) if id.endswith("-type")
             and id != "service.mgmt-ip-address-type"}  # fmt: skip
    full = {**types, "service.cloud": cloud, **given_answers}
    one = answered(full)
    assert dict(read_back(one).state.answers) == full
    assert not read_back(one).state.custom
    assert text_of(read_back(one)) == text_of(one)


def test_numbers_in_annotations_are_texts() -> None:
    one = answered({"service.cloud": "azure", "service.mgmt-azure-idle-timeout": 30})
    assert annotations_of(one) == {AZURE + "load-balancer-tcp-idle-timeout": "30"}


def test_another_cloud_takes_the_first_ones_annotations_away() -> None:
    one = answered(GUIDE_ANSWERS)
    one.answer("service.cloud", "gcp")
    assert annotations_of(one) == {"networking.gke.io/load-balancer-type": "Internal"}
    one.answer("service.cloud", "aws-lbc")
    assert annotations_of(one) == GUIDE_ANNOTATIONS


def test_without_a_load_balancer_nothing_of_a_cloud_is_written() -> None:
    one = answered(GUIDE_ANSWERS)
    one.answer("service.mgmt-type", "cluster-ip")
    assert "serviceOverrides" not in value_of(one)["glooMgmtServer"]
    assert "telemetryGateway" in text_of(one)


def test_the_telemetry_gateway_takes_its_annotations_under_service() -> None:
    one = answered(
        {
            "service.telemetry-type": "load-balancer",
            "service.cloud": "aws-lbc",
            "service.telemetry-scheme": "internal",
            "service.telemetry-source-ranges": ("10.0.0.0/8",),
        }
    )
    assert value_of(one)["telemetryGateway"] == {
        "service": {
            "type": "LoadBalancer",
            "annotations": {AWS + "type": "external", AWS + "scheme": "internal"},
            "loadBalancerSourceRanges": ["10.0.0.0/8"],
        }
    }


@pytest.mark.parametrize(
    ("id", "wrong"),
    [
        ("service.mgmt-private-addresses", "10.0.50.300"),
        ("service.mgmt-name", "n" * 33),
        ("service.mgmt-azure-idle-timeout", 31),
        ("service.mgmt-azure-idle-timeout", 3),
        ("service.mgmt-source-ranges", ("10.0.0.0",)),
        ("service.mgmt-health-check-port", "grpc"),
        ("service.mgmt-target-group-attributes", "a=b, c=d"),
    ],
)
def test_wrong_answers_are_refused(id: str, wrong: Any) -> None:
    assert session(service.TOPIC).question(id).trouble(wrong)


# --- rules


def annotated(values: dict[str, Any], **spec: Any) -> dict[str, Any]:
    overrides: dict[str, Any] = {"metadata": {"annotations": values}}
    if spec:
        overrides["spec"] = spec
    return {"glooMgmtServer": {"enabled": True, "serviceOverrides": overrides}}


GOOD = annotated(GUIDE_ANNOTATIONS)


@pytest.mark.parametrize("rule", RULES, ids=[rule.code for rule in RULES])
def test_no_rule_speaks_of_a_good_file(rule: Any) -> None:
    good = {
        **GOOD,
        "telemetryGateway": {
            "enabled": True,
            "service": {
                "type": "LoadBalancer",
                "annotations": {AWS + "type": "external", AWS + "scheme": "internal"},
            },
        },
        "glooUi": {"enabled": True},
    }
    view = plan(good, {"eu": {"glooAgent": {"enabled": True}}}, deployment_purpose="production")
    assert list(rule.check(view)) == []


@pytest.mark.parametrize(
    ("code", "values", "about"),
    [
        (
            "GM310",
            {
                AWS + "scheme": "internet-facing",
                AWS + "private-ipv4-addresses": "10.0.0.1",
                AWS + "subnets": "a",
            },
            "private",
        ),
        ("GM310", {AWS + "scheme": "internal", AWS + "eip-allocations": "eipalloc-1"}, "elastic"),
        ("GM310", {AWS + "type": "external", AWS + "eip-allocations": "eipalloc-1"}, "elastic"),
        ("GM311", {AWS + "private-ipv4-addresses": "10.0.0.1"}, "not named"),
        ("GM311", {AWS + "private-ipv4-addresses": "10.0.0.1", AWS + "subnets": "a, b"}, "1 fixed"),
        (
            "GM311",
            {
                AWS + "scheme": "internet-facing",
                AWS + "eip-allocations": "eipalloc-1",
                AWS + "subnets": "a,b",
            },
            "1 fixed",
        ),
        ("GM312", {AWS + "type": "nlb", AWS + "nlb-target-type": "ip"}, "controller"),
        ("GM313", {AWS + "name": "n" * 33}, "33"),
        ("GM314", {AWS + "type": "nlb-ip"}, "deprecated"),
        ("GM314", {AWS + "internal": "true", AWS + "scheme": "internal"}, "deprecated"),
        ("GM314", {AWS + "cross-zone-load-balancing-enabled": "true"}, "deprecated"),
        ("GM315", {AWS + "nlb-target-type": "instance", AWS + "healthcheck-port": "9900"}, "9900"),
        ("GM316", {AWS + "backend-protocol": "ssl"}, "mutual TLS"),
        (
            "GM317",
            {
                "networking.gke.io/load-balancer-type": "Internal",
                "cloud.google.com/l4-rbs": "enabled",
            },
            "internal",
        ),
        ("GM317", {"networking.gke.io/internal-load-balancer-subnet": "s"}, "no effect"),
        ("GM318", {AZURE + "load-balancer-internal": "true", AZURE + "pip-name": "p"}, "no effect"),
        ("GM318", {AZURE + "load-balancer-internal-subnet": "s"}, "public"),
        ("GM318", {AZURE + "load-balancer-tcp-idle-timeout": "31"}, "4 to 30"),
        ("GM318", {AZURE + "load-balancer-health-probe-request-path": "/"}, "HTTP"),
        ("GM319", {AWS + "type": "external", AZURE + "load-balancer-internal": "true"}, "aws and"),
    ],
)
def test_annotations_that_do_not_go_together(code: str, values: dict[str, str], about: str) -> None:
    tree = annotated(values)
    [found] = marks(RULES, code, plan(tree))
    assert about in found.message
    if found.fix:
        assert marks(RULES, code, plan(mended(tree, found))) == []


def test_a_tcp_check_and_the_policy_local() -> None:
    tree = annotated({AWS + "healthcheck-protocol": "TCP"}, externalTrafficPolicy="Local")
    assert marks(RULES, "GM315", plan(tree))


def test_the_type_is_spelt_as_kubernetes_spells_it() -> None:
    tree = {"glooMgmtServer": {"serviceType": "Loadbalancer"}}
    [found] = marks(RULES, "GM301", plan(tree))
    assert found.fix
    assert found.fix.safe
    assert mended(tree, found)["glooMgmtServer"]["serviceType"] == "LoadBalancer"
    [strange] = marks(RULES, "GM301", plan({"glooUi": {"serviceType": "Public"}}))
    assert strange.fix is None


def test_the_type_in_an_override_is_moved_to_its_place() -> None:
    tree = {
        "glooUi": {"serviceType": "ClusterIP", "serviceOverrides": {"spec": {"type": "NodePort"}}}
    }
    [found] = marks(RULES, "GM302", plan(tree))
    assert "wins over ClusterIP" in found.message
    assert mended(tree, found)["glooUi"]["serviceType"] == "NodePort"


@pytest.mark.parametrize(
    "tree",
    [
        annotated({AWS + "healthcheck-interval": 10}),
        {"telemetryGateway": {"service": {"annotations": {"a/b": True}}}},
        {"prometheus": {"server": {"service": {"annotations": {"a/b": 5}}}}},
        {
            "glooUi": {
                "deploymentOverrides": {"spec": {"template": {"metadata": {"labels": {"a": True}}}}}
            }
        },
    ],
)
def test_bare_numbers_and_booleans_are_quoted(tree: dict[str, Any]) -> None:
    [found] = marks(RULES, "GM303", plan(tree))
    assert found.fix
    assert found.fix.safe
    assert marks(RULES, "GM303", plan(mended(tree, found))) == []


def test_account_annotations_cannot_be_quoted() -> None:
    def account(value: Any) -> Any:
        return plan({"glooAgent": {"serviceAccount": {"extraAnnotations": {"a/b": value}}}})

    assert marks(RULES, "GM304", account("true"))
    assert marks(RULES, "GM304", account("5"))
    assert marks(RULES, "GM304", account(True))
    assert not marks(RULES, "GM304", account("arn:aws:iam::123456789012:role/gloo"))
    assert not marks(RULES, "GM303", account(True))


def test_the_telemetry_charts_know_no_overrides() -> None:
    tree = {
        "telemetryGateway": {
            "serviceType": "LoadBalancer",
            "serviceOverrides": {"metadata": {"annotations": {"a": "b"}}},
        }
    }
    found = marks(RULES, "GM305", plan(tree))
    assert len(found) == 2
    for one in found:
        tree = mended(tree, one)
    assert tree["telemetryGateway"] == {
        "service": {"type": "LoadBalancer", "annotations": {"a": "b"}}
    }


def test_a_public_telemetry_gateway_beside_an_internal_server() -> None:
    tree = {**GOOD, "telemetryGateway": {"enabled": True, "service": {"type": "LoadBalancer"}}}
    [found] = marks(RULES, "GM306", plan(tree))
    assert "telemetryGateway.service" in found.message
    after = mended(tree, found)
    given_annotations = after["telemetryGateway"]["service"]["annotations"]
    assert given_annotations[AWS + "scheme"] == "internal"
    assert AWS + "private-ipv4-addresses" not in given_annotations
    assert AWS + "healthcheck-port" not in given_annotations
    assert marks(RULES, "GM306", plan(after)) == []


def test_a_server_that_workload_clusters_cannot_reach() -> None:
    tree = {"glooMgmtServer": {"enabled": True, "serviceType": "ClusterIP"}}
    assert marks(RULES, "GM307", plan(tree, {"eu": {}}))
    assert not marks(RULES, "GM307", plan(tree))


def test_annotations_without_a_load_balancer_have_no_effect() -> None:
    tree = annotated(GUIDE_ANNOTATIONS)
    tree["glooMgmtServer"]["serviceType"] = "ClusterIP"
    [found] = marks(RULES, "GM308", plan(tree))
    assert "ClusterIP" in found.message


def test_a_public_server_without_source_ranges_in_production() -> None:
    tree = annotated({AWS + "scheme": "internet-facing"})
    assert marks(RULES, "GM309", plan(tree, deployment_purpose="production"))
    assert not marks(RULES, "GM309", plan(tree, deployment_purpose="evaluation"))
    narrowed = annotated(
        {AWS + "scheme": "internet-facing"}, loadBalancerSourceRanges=["1.0.0.0/8"]
    )
    assert not marks(RULES, "GM309", plan(narrowed, deployment_purpose="production"))


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    odd_trees(
        "glooMgmtServer.serviceOverrides.metadata.annotations",
        "glooMgmtServer.serviceOverrides.spec.externalTrafficPolicy",
        "telemetryGateway.service.annotations",
        "glooUi.serviceAccount.extraAnnotations.serviceType.enabled",
    )
)
def test_no_rule_trips_over_an_odd_tree(tree: dict[str, Any]) -> None:
    view = plan(tree, {"eu": tree})
    for rule in RULES:
        list(rule.check(view))


@needs_reference
def test_real_files_open_and_their_rules_run() -> None:
    recognised = set()
    for file in corpus():
        if file.chart != "gloo-platform" or "load-balancer" not in file.path.read_text("utf-8"):
            continue
        try:
            one = opening.open_files(guide(service.TOPIC), [file.path])
        except HelmYamlError:
            continue
        if cloud := one.answer_of("service.cloud"):
            recognised.add(cloud)
        for finding in one.findings():
            assert finding.severity in Severity
    assert {"aws-lbc", "aws-nlb", "azure"} <= recognised
