"""Purpose and deployment model: what its answers write, how they come back, what its rules find."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from schema.path import parse_path
from tests.topics.views import answers, codes, marks, mended, opened, reopened
from wizard.gloo_platform import GUIDE
from wizard.opening import new
from wizard.session import Session
from wizard.topics.deployment import TOPIC
from wizard.topics.deployment_pods_rules import quantity

VERSIONS = ("2.3.3", "2.4.16", "2.6.5")
GOOD = """
common: {cluster: mgmt}
glooMgmtServer:
  enabled: true
  deploymentOverrides: {spec: {replicas: 2}}
  resources: {requests: {cpu: 500m, memory: 2Gi}, limits: {memory: 4Gi}}
"""
GOOD_AGENT = """
common: {cluster: eu-1}
glooAgent: {enabled: true, relay: {serverAddress: "mgmt.example.com:9900"}}
"""


def started(version: str = "2.4.16", **given: Any) -> Session:
    session = new(GUIDE, Path("values.yaml"), version)
    for name, answer in given.items():
        session.answer(f"deployment.{name.replace('_', '-')}", answer)
    return session


def value(session: Session, key: str, path: str) -> Any:
    return session.plan[key].document.get(parse_path(path))


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("model", ["dedicated", "single", "shared"])
def test_model_is_written_and_read_back(version: str, model: str) -> None:
    session = started(version, model=model, cluster="mgmt")
    if model != "single":
        session.answer("deployment.workloads", ("eu-1", "us-1"))
        assert value(session, "workload:eu-1", "common.cluster") == "eu-1"
        assert value(session, "workload:us-1", "glooAgent.enabled") is True
    beside = model != "dedicated"
    assert value(session, "management", "glooMgmtServer.enabled") is True
    assert value(session, "management", "glooAgent.enabled") is (True if beside else None)
    address = value(session, "management", "glooAgent.relay.serverAddress")
    assert address == ("gloo-mesh-mgmt-server:9900" if beside else None)
    assert answers(reopened(session)) == answers(session)


def test_another_model_takes_its_files_and_keys_away() -> None:
    session = started(model="shared", cluster="mgmt", workloads=("eu-1",))
    session.answer("deployment.model", "single")
    assert [member.key for member in session.plan] == ["management"]
    session.answer("deployment.model", "dedicated")
    assert [member.key for member in session.plan] == ["management", "workload:eu-1"]
    assert session.plan["management"].document.value == {
        "common": {"cluster": "mgmt"},
        "glooMgmtServer": {"enabled": True},
    }


def test_an_agent_with_another_address_is_still_the_single_model() -> None:
    session = opened(
        "common: {cluster: one}\nglooMgmtServer: {enabled: true}\n"
        "glooAgent: {enabled: true, relay: {serverAddress: 'gloo-mesh-mgmt-server.mesh:9900'}}\n"
    )
    assert session.answer_of("deployment.model") == "single"
    assert not session.is_custom("deployment.model")


def test_a_shared_cluster_is_told_from_a_single_one_by_its_other_files() -> None:
    both = "common: {cluster: mgmt}\nglooMgmtServer: {enabled: true}\nglooAgent: {enabled: true}\n"
    assert opened(both).answer_of("deployment.model") == "single"
    assert opened(both, GOOD_AGENT).answer_of("deployment.model") == "shared"
    assert opened(GOOD, GOOD_AGENT).answer_of("deployment.model") == "dedicated"


ANSWERS: dict[str, Any] = {
    "purpose": "production",
    "release": "mesh",
    "namespace": "gloo-mesh",
    "helm": "4",
    "model": "shared",
    "cluster": "mgmt",
    "workloads": ("eu-1", "us-1"),
    "register": "yourself",
    "replicas": 3,
    "balance": "no",
    "management-clusters": "several",
    "leader-election": "yes",
    "server-size": "own",
    "server-cpu-request": "750m",
    "server-memory-limit": "3Gi",
    "agent-size": "large",
    "concurrency": 20,
    "max-message": "104857600",
    "node-labels": {"example.com/pool": "mgmt", "zone": "a"},
    "taint": "example.com/dedicated",
    "apart": "required",
    "zones": "preferred",
    "priority-class": "platform-critical",
}


@pytest.mark.parametrize("version", VERSIONS)
def test_all_answers_come_back(version: str) -> None:
    session = started(version)
    for name, answer in ANSWERS.items():
        if not session.why_hidden(f"deployment.{name}"):
            session.answer(f"deployment.{name}", answer)
    again = reopened(session)
    assert answers(again) == answers(session)
    assert len(answers(session)) == len(ANSWERS) - (version == "2.3.3")
    assert not [id for id in GUIDE.asked if again.is_custom(id)]


@pytest.mark.parametrize("size", ["moderate", "large"])
def test_a_size_comes_back_as_itself(size: str) -> None:
    session = started(model="dedicated", server_size=size, agent_size=size)
    assert reopened(session).answer_of("deployment.server-size") == size


def test_amounts_of_another_hand_are_own_amounts() -> None:
    session = opened(GOOD.replace("4Gi", "5Gi"))
    assert session.answer_of("deployment.server-size") == "own"
    assert session.answer_of("deployment.server-memory-limit") == "5Gi"


def test_what_a_version_lacks_is_not_asked() -> None:
    for version, asked in (("2.3.3", False), ("2.4.16", True)):
        session = started(version, model="single")
        assert bool(session.why_hidden("deployment.workspace")) is not asked
    assert started("2.4.16", model="single").why_hidden("deployment.agent-sidecar")
    assert not started("2.6.5", model="single").why_hidden("deployment.agent-sidecar")
    assert started("2.6.5", model="dedicated").why_hidden("deployment.agent-sidecar")


def test_good_files_are_left_in_peace() -> None:
    for version in VERSIONS:
        assert codes(opened(GOOD, GOOD_AGENT, version=version), TOPIC) == set()
    assert codes(started(), TOPIC) == set()


SINGLE = "common: {cluster: one}\nglooMgmtServer: {enabled: true}\nglooAgent: {enabled: true}\n"
FAULTS = {
    "GM103": "glooMgmtServer: {enabled: true}",
    "GM104": "common: {cluster: eu_1}\nglooMgmtServer: {enabled: true}",
    "GM105": "common: {cluster: a}\nmgmtClusterName: b\nglooMgmtServer: {enabled: true}",
    "GM106": "common: {cluster: a}\nglooUi: {enabled: true}",
    "GM107": "common: {cluster: a}\nglooMgmtServer: {enabled: true, registerCluster: true}",
    "GM109": SINGLE,
    "GM110": "common: {cluster: a}\nglooAgent: {enabled: true, runAsSidecar: true}",
    "GM111": "common: {cluster: a, leaderElection: false}\nglooMgmtServer: {enabled: true, "
    "deploymentOverrides: {spec: {replicas: 2}}}",
    "GM112": "common: {cluster: a}\nglooMgmtServer: {enabled: true, replicas: 2}",
    "GM114": "common: {cluster: a}\nglooMgmtServer: {enabled: true}\n"
    "glooUi: {resources: {limits: {memory: 512Gi}}}",
    "GM115": "common: {cluster: a}\nglooMgmtServer: {enabled: true, resources: "
    "{requests: {cpu: 2}, limits: {cpu: 500m}}}",
}


@pytest.mark.parametrize("code", sorted(FAULTS))
def test_a_fault_is_found_and_its_fix_mends_it(code: str) -> None:
    session = opened(FAULTS[code])
    assert codes(session, TOPIC) == {code}
    found = marks(session, TOPIC)[code][0]
    if found.fix:
        assert codes(mended(session, TOPIC, code), TOPIC) == set()


def test_the_helm_limit_is_told_for_the_charts_it_concerns() -> None:
    assert codes(started("2.6.5", helm="4"), TOPIC) == {"GM102"}
    assert codes(started("2.6.5"), TOPIC) == set()
    assert codes(started("2.3.3", helm="4"), TOPIC) == set()


def test_redis_does_not_follow_the_namespace() -> None:
    session = started("2.4.16", model="dedicated", cluster="mgmt", namespace="mesh")
    assert codes(session, TOPIC) == {"GM101"}
    mended(session, TOPIC, "GM101")
    assert value(session, "management", "redis.address") == "gloo-mesh-redis.mesh:6379"
    assert codes(session, TOPIC) == set()


def test_registering_among_several_clusters_is_told() -> None:
    text = SINGLE.replace("enabled: true}\nglooA", "enabled: true, registerCluster: true}\nglooA")
    text = text.replace("{enabled: true}\n", "{enabled: true, relay: {serverAddress: 'a:1'}}\n")
    assert codes(opened(text, GOOD_AGENT, version="2.3.3"), TOPIC) == {"GM108"}
    assert codes(opened(text, version="2.3.3"), TOPIC) == set()


def test_several_management_clusters_need_one_redis() -> None:
    session = started(model="dedicated", cluster="mgmt", management_clusters="several")
    assert codes(session, TOPIC) == {"GM113"}


def test_keys_that_the_oldest_chart_does_not_read() -> None:
    text = GOOD.replace("cluster: mgmt", "cluster: mgmt, adminNamespace: admin")
    assert codes(opened(text, version="2.3.3"), TOPIC) == {"GM116"}
    assert codes(opened(text), TOPIC) == set()
    text = GOOD.replace("mgmt", "mgmt, verbose: true") + "  verbose: false\n"
    session = opened(text, version="2.3.3")
    assert codes(session, TOPIC) == {"GM116"}
    assert codes(mended(session, TOPIC, "GM116"), TOPIC) == set()


@pytest.mark.parametrize(
    "text", [GOOD + "demo: {manageAddonNamespace: true}\n", GOOD + "  devMode: true\n"]
)
def test_switches_for_trials_in_production(text: str) -> None:
    session = opened(text)
    assert codes(session, TOPIC) == set()
    session.answer("deployment.purpose", "production")
    assert codes(session, TOPIC) == {"GM117"}
    assert codes(mended(session, TOPIC, "GM117"), TOPIC) == set()


@pytest.mark.parametrize("odd", ["[]", "5", '"x"', "{}", "[{resources: {limits: 3}}]", "true"])
def test_odd_trees_do_not_stop_a_rule(odd: str) -> None:
    for section in ("common", "glooMgmtServer", "glooAgent", "redis", "telemetryCollector"):
        codes(opened(f"glooUi: {{enabled: true}}\n{section}: {odd}\n"), TOPIC)


def test_needs_are_the_namespace_and_the_registrations() -> None:
    session = started(model="shared", cluster="mgmt", workloads=("eu-1",), namespace="mesh")
    found = {
        (need.kind, need.name, need.cluster)
        for topic in GUIDE.topics
        if topic.needs and topic.id in ("deployment", "workload-clusters")
        for need in topic.needs(session.view())
    }
    assert found == {
        ("Namespace", "mesh", ""),
        ("Namespace", "mesh", "eu-1"),
        ("KubernetesCluster", "mgmt", ""),
        ("KubernetesCluster", "eu-1", ""),
    }


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("rateLimiter: {enabled: true}", "gloo-mesh-addons"),
        ("extAuthService: {enabled: true}\ncommon: {addonNamespace: extras}", "extras"),
        ("extAuthService: {enabled: true}\ndemo: {manageAddonNamespace: true}", ""),
        ("extAuthService: {enabled: true}\ncommon: {addonNamespace: ''}", ""),
        ("", ""),
    ],
)
def test_add_ons_need_their_namespace(more: str, expected: str) -> None:
    session = opened(f"glooMgmtServer: {{enabled: true}}\n{more}\n")
    names = {need.name for need in session.needs() if need.kind == "Namespace"}
    assert names == {"gloo-mesh", expected} - {""}


@pytest.mark.parametrize(
    ("written", "amount"), [("500m", 0.5), ("2", 2), (3, 3), ("1Ki", 1024), ("1.5Gi", 1.5 * 2**30)]
)
def test_quantities(written: Any, amount: float) -> None:
    assert quantity(written) == amount


@pytest.mark.parametrize("written", ["", "much", None, True, [], "1 Gi"])
def test_what_is_no_quantity(written: Any) -> None:
    assert quantity(written) is None


@pytest.mark.parametrize("version", VERSIONS)
def test_openshift_chooses_the_user_id(version: str) -> None:
    session = started(version, model="dedicated", cluster="mgmt", workloads=("eu-1",))
    session.answer("deployment.user-id", "floating")
    for component in ("glooMgmtServer", "glooUi", "redis.deployment"):
        assert value(session, "management", f"{component}.floatingUserId") is True
    assert value(session, "management", "glooAgent") is None
    assert value(session, "workload:eu-1", "glooAgent.floatingUserId") is True
    assert answers(reopened(session)) == answers(session)
    session.answer("redis.where", "own")
    assert value(session, "management", "redis.deployment.floatingUserId") is None
    assert answers(reopened(session)) == answers(session)


def test_a_fixed_user_id_is_known_however_it_is_said() -> None:
    session = opened(GOOD + "  floatingUserId: false\n")
    assert session.answer_of("deployment.user-id") == "fixed"
    session = opened(GOOD + "  floatingUserId: true\n")
    assert "deployment.user-id" in session.state.custom
