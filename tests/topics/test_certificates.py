"""Certificates: what each mode writes, how it comes back, what rules find, what it needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from schema.finding import Put
from schema.path import parse_path
from schema.version import Version
from tests.topics.trees import marks, odd_trees, plan, read_back
from tests.topics.trees import session as blank
from wizard.session import Session
from wizard.topics import deployment
from wizard.topics.certificates import MODE, TOPIC
from wizard.view import PlanView

VERSIONS = ("2.3.3", "2.4.16", "2.6.5")
WORKLOAD = "workload:eu-1"
FURTHER = {
    "simple-tls": {
        "server-certificate": "own",
        "issuer": "cert-manager-vault",
        "relay-token": "shared-token",
        "agent-checks": "skip",
        "gateway-certificate": "own",
    },
    "self-signed": {"own-token": "own", "token-key": "tok", "rotation": "0.2"},
    "own-cas": {
        "issuer": "by-hand",
        "server-secret": "my-server",
        "signing-secret": "my-signer",
        "token-secret": "my-token",
        "token-secret-namespace": "pki",
        "root-secret": "my-root",
        "rotation": "0.25",
        "collector-root": "gateway",
        "gateway-name": "gloo-telemetry-gateway.gloo-mesh",
    },
    "own-client-certs": {
        "issuer": "cert-manager-aws",
        "server-secret": "my-server",
        "client-secret": "gloo-mesh-agent-{cluster}-tls-cert",
        "client-secret-namespace": "gloo-mesh",
        "root-secret": "relay-root-tls-secret",
        "root-secret-namespace": "gloo-mesh",
        "authority": "gloo-mesh-mgmt-server.gloo-mesh",
        "stated": "yes",
    },
    "insecure": {},
}


def answered(version: str, mode: str, model: str = "dedicated", **more: Any) -> Session:
    session = blank(deployment.TOPIC, TOPIC, version=version)
    session.answer("deployment.cluster", "mgmt")
    session.answer("deployment.model", model)
    if model != "single":
        session.answer("deployment.workloads", ("eu-1", "us-1"))
    session.answer("certificates.mode", mode)
    for name, answer in more.items():
        session.answer(f"certificates.{name.replace('_', '-')}", answer)
    return session


def value(session: Session, path: str, key: str = "management") -> Any:
    return session.plan[key].document.get(parse_path(path))


def known(session: Session) -> dict[str, Any]:
    return {id: a for id in session.guide.asked if (a := session.answer_of(id)) is not None}


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("model", ["dedicated", "single", "shared"])
@pytest.mark.parametrize("mode", [option.id for option in MODE.options])
def test_mode_and_its_questions_come_back(version: str, model: str, mode: str) -> None:
    session = answered(version, mode, model)
    for name, answer in FURTHER[mode].items():
        assert session.why_hidden(f"certificates.{name}") == ""
        session.answer(f"certificates.{name}", answer)
    again = read_back(session)
    assert known(again) == known(session)
    assert not again.state.custom


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("mode", [option.id for option in MODE.options])
def test_a_mode_leaves_no_trace(version: str, mode: str) -> None:
    session = answered(version, mode)
    before = {member.key: member.document.value for member in answered(version, "self-signed").plan}
    for name, answer in FURTHER[mode].items():
        session.answer(f"certificates.{name}", answer)
    session.answer("certificates.mode", "self-signed")
    for name in FURTHER[mode]:
        session.leave(f"certificates.{name}")
    assert {member.key: member.document.value for member in session.plan} == before


def test_insecure_stands_in_every_file() -> None:
    session = answered("2.4.16", "insecure")
    assert value(session, "common.insecure") is True
    assert value(session, "glooMgmtServer.insecure") is True
    for key in (WORKLOAD, "workload:us-1"):
        assert value(session, "common.insecure", key) is True
        assert value(session, "glooAgent.insecure", key) is True


def test_simple_tls_uses_the_list_in_2_3_and_the_map_later() -> None:
    old = answered("2.3.3", "simple-tls", relay_token="shared")
    names = [entry["name"] for entry in value(old, "glooMgmtServer.env")]
    assert names[:5] == [
        "POD_NAMESPACE",
        "POD_UID",
        "LICENSE_KEY",
        "REDIS_USERNAME",
        "REDIS_PASSWORD",
    ]
    assert names[5:] == ["RELAY_DISABLE_CLIENT_CERTIFICATE_AUTHENTICATION", "RELAY_TOKEN"]
    assert value(old, "glooMgmtServer.extraEnvs") is None
    new = answered("2.4.16", "simple-tls", relay_token="shared")
    token = {"valueFrom": {"secretKeyRef": {"name": "shared", "key": "token"}}}
    assert value(new, "glooMgmtServer.env") is None
    assert value(new, "glooMgmtServer.extraEnvs.RELAY_TOKEN") == token
    assert value(new, "glooAgent.extraEnvs.RELAY_TOKEN", WORKLOAD) == token
    new.change_version("2.3.3")
    assert value(new, "glooMgmtServer.extraEnvs") is None
    assert value(new, "glooAgent.env", WORKLOAD)[-1] == {"name": "RELAY_TOKEN", **token}


def test_own_client_certificates_by_cluster() -> None:
    session = answered(
        "2.4.16", "own-client-certs", client_secret="gloo-mesh-agent-{cluster}-tls-cert"
    )
    relay = "glooAgent.relay"
    assert value(session, "glooMgmtServer.relay") == {
        "disableCa": True,
        "disableCaCertGeneration": True,
        "disableTokenGeneration": True,
    }
    assert value(session, "telemetryGatewayCustomization.disableCertGeneration") is True
    for cluster in ("eu-1", "us-1"):
        key = f"workload:{cluster}"
        name = value(session, f"{relay}.clientTlsSecret.name", key)
        assert name == f"gloo-mesh-agent-{cluster}-tls-cert"
        empty = {"name": None, "key": None, "namespace": None}
        assert value(session, f"{relay}.tokenSecret", key) == empty


def test_the_guides_agent_fragment_is_reached() -> None:
    session = answered("2.4.16", "own-client-certs")
    for name, answer in FURTHER["own-client-certs"].items():
        session.answer(f"certificates.{name}", answer)
    tree: Any = session.plan[WORKLOAD].document.value
    relay = tree["glooAgent"]["relay"]
    assert tree["common"]["insecure"] is False
    assert tree["glooAgent"]["insecure"] is False
    assert relay["authority"] == "gloo-mesh-mgmt-server.gloo-mesh"
    assert relay["clientTlsSecret"] == {
        "name": "gloo-mesh-agent-eu-1-tls-cert",
        "namespace": "gloo-mesh",
    }
    assert relay["rootTlsSecret"] == {"name": "relay-root-tls-secret", "namespace": "gloo-mesh"}


def test_one_name_for_all_clusters_comes_back_too() -> None:
    session = answered("2.4.16", "own-client-certs", client_secret="gloo-agent-tls-cert")
    assert read_back(session).answer_of("certificates.client-secret") == "gloo-agent-tls-cert"


def test_rotation_share_is_written_as_text() -> None:
    session = answered("2.4.16", "self-signed", rotation="0.2")
    path = "glooAgent.relay.clientTlsSecretRotationGracePeriodRatio"
    assert value(session, path, WORKLOAD) == "0.2"
    assert '"0.2"' in session.plan[WORKLOAD].document.text


def test_collector_volumes_repeat_what_the_version_has() -> None:
    for version, count in (("2.3.3", 2), ("2.4.16", 3)):
        session = answered(version, "own-cas", collector_root="gateway")
        assert len(value(session, "telemetryCollector.extraVolumes")) == count


@pytest.mark.parametrize(
    ("relay", "mode"),
    [
        (
            "{disableCa: true, disableCaCertGeneration: true, disableTokenGeneration: true}",
            "own-client-certs",
        ),
        ("{disableCaCertGeneration: true}", "own-cas"),
        (
            "{disableCa: false, disableCaCertGeneration: false, disableTokenGeneration: false}",
            "self-signed",
        ),
        ("{tlsSecret: {name: x}}", None),
    ],
)
def test_files_of_other_hands_are_recognised(relay: str, mode: str | None) -> None:
    from tests.topics.views import opened

    session = opened(f"common: {{cluster: m}}\nglooMgmtServer: {{enabled: true, relay: {relay}}}\n")
    assert session.answer_of("certificates.mode") == mode
    assert not session.is_custom("certificates.mode")


# --- rules

AGENT = "glooAgent: {enabled: true}"
SECURE = "glooMgmtServer: {enabled: true}"
SIMPLE = (
    "glooMgmtServer: {enabled: true, extraEnvs: "
    "{RELAY_DISABLE_CLIENT_CERTIFICATE_AUTHENTICATION: {value: 'true'}, %s}}"
)
OWN_CAS = "glooMgmtServer: {enabled: true, relay: {disableCaCertGeneration: true, %s}}\n"
NO_CA = (
    "glooMgmtServer: {enabled: true, relay: {disableCa: true, disableCaCertGeneration: true, "
    "disableTokenGeneration: true}}\n"
)
TOKEN = "RELAY_TOKEN: {valueFrom: {secretKeyRef: {name: relay-token, key: token}}}"
CASES = [
    ("GM201", "insecure: true", "", "2.3.3"),
    ("GM201", "insecure: false", "", "2.4.16"),
    ("GM202", SECURE + "\nglooAgent: {enabled: true, insecure: true}", "", "2.4.16"),
    (
        "GM203",
        "glooMgmtServer: {enabled: true, insecure: true, relay: {disableCa: true}}",
        "",
        "2.4.16",
    ),
    ("GM204", "common: {insecure: true}\nglooMgmtServer: {insecure: false}", "", "2.4.16"),
    ("GM205", "glooMgmtServer: {enabled: true, insecure: true}", "", "2.4.16"),
    ("GM206", SIMPLE % "A: {value: b}", AGENT, "2.4.16"),
    ("GM207", SECURE, "glooAgent: {enabled: true, extraEnvs: {" + TOKEN + "}}", "2.4.16"),
    ("GM208", SIMPLE % "RELAY_TOKEN: {value: s3cret}", AGENT, "2.4.16"),
    (
        "GM209",
        SIMPLE % TOKEN,
        "glooAgent: {enabled: true, extraEnvs: "
        "{RELAY_DISABLE_SERVER_CERTIFICATE_VALIDATION: {value: 'true'}}}",
        "2.4.16",
    ),
    ("GM210", SECURE, AGENT, "2.3.3"),
    ("GM211", "glooMgmtServer: {enabled: true, relay: {tokenSecret: {name: null}}}", "", "2.3.3"),
    (
        "GM211",
        SECURE,
        "glooAgent: {enabled: true, relay: {tokenSecret: {name: t, key: ''}}}",
        "2.4.16",
    ),
    ("GM212", NO_CA, AGENT, "2.4.16"),
    ("GM213", SECURE, "", "2.4.16"),
    ("GM220", "glooMgmtServer: {enabled: true, relay: {tlsSecret: {name: mine}}}", "", "2.4.16"),
    ("GM220", "glooMgmtServer: {enabled: true, relay: {tokenSecret: {name: mine}}}", "", "2.3.3"),
    ("GM221", OWN_CAS % "" + "telemetryGateway: {enabled: true}", "", "2.3.3"),
    ("GM221", NO_CA + "telemetryGateway: {enabled: true}", "", "2.6.5"),
    ("GM222", OWN_CAS % "" + "telemetryCollector: {enabled: true}", "", "2.3.3"),
    (
        "GM223",
        SECURE,
        "glooAgent: {enabled: true, relay: {rootTlsSecret: {name: relay-root-ca}}}\n"
        "telemetryCollector: {enabled: true}",
        "2.4.16",
    ),
    ("GM224", SECURE, "glooAgent: {enabled: true, relay: {tokenSecret: null}}", "2.4.16"),
    ("GM225", SECURE, "glooAgent: {enabled: true, relay: {clientTlsSecretName: x}}", "2.4.16"),
    ("GM227", SECURE, "glooAgent: {enabled: true, relay: {authority: lb.example.com}}", "2.4.16"),
    (
        "GM227",
        OWN_CAS % "",
        "glooAgent: {enabled: true, relay: {authority: enterprise-networking.gloo-mesh}}",
        "2.4.16",
    ),
    (
        "GM228",
        SECURE + "\ntelemetryGateway: {enabled: true}",
        "telemetryCollector: {enabled: true}\n"
        "telemetryCollectorCustomization: {serverName: other.example.com}",
        "2.4.16",
    ),
    (
        "GM229",
        SECURE,
        "telemetryCollector: {enabled: true}\ntelemetryCollectorCustomization: {skipVerify: true}",
        "2.6.5",
    ),
    ("GM230", "telemetryGatewayCustomization: {reloadTlsCertificate: {seconds: 30}}", "", "2.3.3"),
    ("GM231", "glooMgmtServer: {relay: {additionalSans: [a]}}", "", "2.3.3"),
    (
        "GM232",
        SECURE,
        "glooAgent: {enabled: true, relay: {clientTlsSecretRotationGracePeriodRatio: '20'}}",
        "2.4.16",
    ),
    ("GM233", NO_CA.replace("disableCa:", "signingTlsSecret: {name: s}, disableCa:"), "", "2.4.16"),
]


def seen(management: str, workload: str, version: str, **answers: Any) -> PlanView:
    workloads = {"eu": yaml.safe_load(workload)} if workload else {}
    return plan(yaml.safe_load(management), workloads, version, **answers)


@pytest.mark.parametrize(("code", "management", "workload", "version"), CASES)
def test_rule_fires(code: str, management: str, workload: str, version: str) -> None:
    view = seen(management, workload, version, deployment_purpose="production")
    found = marks(TOPIC.rules, code, view)
    assert found
    assert all("s3cret" not in mark.message for mark in found)


def test_every_rule_has_a_case() -> None:
    assert {case[0] for case in CASES} == {rule.code for rule in TOPIC.rules}


GOOD: list[tuple[str, str]] = [
    (SECURE, AGENT),
    ("common: {insecure: true}\n" + SECURE, "common: {insecure: true}\n" + AGENT),
    (SIMPLE % TOKEN, "glooAgent: {enabled: true, extraEnvs: {" + TOKEN + "}}"),
    (
        OWN_CAS
        % "disableTokenGeneration: true, tlsSecret: {name: mine}, tokenSecret: {name: t}"
        + "telemetryGateway: {enabled: true}\ntelemetryCollector: {enabled: true}\n"
        "telemetryGatewayCustomization: {disableCertGeneration: true}",
        AGENT + "\ntelemetryCollector: {enabled: true}",
    ),
    (
        NO_CA + "telemetryGatewayCustomization: {disableCertGeneration: true}",
        "glooAgent: {enabled: true, relay: {clientTlsSecret: {name: c}, "
        "tokenSecret: {name: null, key: null, namespace: null}}}",
    ),
]


@pytest.mark.parametrize(("management", "workload"), GOOD)
def test_rules_are_silent_on_good_files(management: str, workload: str) -> None:
    view = seen(management, workload, "2.4.16")
    assert [mark for rule in TOPIC.rules for mark in rule.check(view)] == []


def test_missing_token_is_mended_in_one_key() -> None:
    for version in ("2.3.3", "2.4.16"):
        session = answered(version, "simple-tls")
        for finding in [f for f in session.findings() if f.code == "GM206"]:
            assert finding.fix is not None
            key = next(m.key for m in session.plan if str(m.file) == finding.file)
            session.apply_fix(key, finding.fix)
        assert "GM206" not in {finding.code for finding in session.findings()}
        assert session.answer_of("certificates.relay-token") == "relay-token"


ODD = odd_trees(
    "glooMgmtServer.relay.tlsSecret.name",
    "glooAgent.relay.tokenSecret.key",
    "glooAgent.extraEnvs.RELAY_TOKEN.value",
    "glooMgmtServer.env.enabled",
    "telemetryCollector.extraVolumes.secret",
    "common.insecure",
    "telemetryGatewayCustomization.serverName",
)


@settings(max_examples=60)
@given(ODD, ODD, st.sampled_from(VERSIONS), st.sampled_from([option.id for option in MODE.options]))
def test_no_rule_trips_over_odd_trees(
    management: Mapping[str, Any], workload: Mapping[str, Any], version: str, mode: str
) -> None:
    view = plan(management, {"eu": workload}, version, certificates_mode=mode)
    assert TOPIC.needs is not None
    list(TOPIC.needs(view))
    for rule in TOPIC.rules:
        for mark in rule.check(view):
            assert mark.message
            fix = mark.fix
            assert fix is None or all(not isinstance(c, Put) or c.path for c in fix.changes)


# --- needs


def needed(session: Session) -> set[tuple[str, str, str]]:
    return {
        (need.cluster, need.namespace, need.name)
        for need in session.needs()
        if need.kind == "secret"
    }


def test_self_signed_needs_copies_in_the_workload_clusters() -> None:
    assert needed(answered("2.4.16", "self-signed")) == {
        (cluster, "gloo-mesh", name)
        for cluster in ("eu-1", "us-1")
        for name in ("relay-root-tls-secret", "relay-identity-token-secret")
    }


def test_own_cas_need_their_secrets() -> None:
    session = answered("2.4.16", "own-cas", server_secret="my-server")
    assert {name for cluster, _, name in needed(session) if not cluster} == {
        "my-server",
        "relay-tls-signing-secret",
        "relay-identity-token-secret",
    }


def test_own_client_certificates_need_one_for_each_cluster() -> None:
    session = answered(
        "2.4.16",
        "own-client-certs",
        issuer="cert-manager-vault",
        client_secret="agent-{cluster}",
    )
    needs = {(need.cluster, need.name): need for need in session.needs()}
    client = needs["eu-1", "agent-eu-1"]
    assert client.keys == ("tls.crt", "tls.key", "ca.crt")
    assert "dnsNames: [eu-1]" in client.command
    assert "kind: Certificate" in client.command
    assert ("us-1", "agent-us-1") in needs
    assert needs["us-1", "relay-root-tls-secret"].keys == ("ca.crt",)
    server = needs["", "relay-server-tls-secret"]
    assert "gloo-mesh-mgmt-server.gloo-mesh" in server.why
    assert any(need.kind == "issuer" for need in session.needs())


def test_simple_tls_needs_its_token_everywhere() -> None:
    session = answered("2.6.5", "simple-tls", relay_token="shared")
    assert {cluster for cluster, _, name in needed(session) if name == "shared"} == {
        "",
        "eu-1",
        "us-1",
    }


def test_other_namespace_moves_names_and_secrets() -> None:
    session = answered("2.4.16", "own-cas")
    session.answer("deployment.namespace", "mesh")
    assert all(namespace == "mesh" for _, namespace, _ in needed(session))
    assert session.facts.version == Version.parse("2.4.16")
    assert any("gloo-mesh-mgmt-server.mesh" in need.why for need in session.needs())
