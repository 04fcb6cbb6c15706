"""Redis: the form each version reads, how it comes back, what its rules find and what it needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from schema.path import parse_path
from tests.topics.trees import marks, mended, odd_trees, plan, read_back
from tests.topics.trees import session as blank
from wizard.session import Session
from wizard.topics import certificates, deployment
from wizard.topics.env import SEEDS
from wizard.topics.redis import TOPIC
from wizard.view import PlanView

VERSIONS = ("2.3.3", "2.4.16", "2.5.5", "2.6.5")
OWN = {
    "where": "own",
    "insights": "yes",
    "address": "redis.example.com:6379",
    "auth": "yes",
    "auth-secret": "my-redis-auth",
    "tls": "yes",
    "tls-secret": "my-redis-certs",
    "tls-key": "ca.crt",
    "database": 2,
    "exporters": "own",
    "sentinel": "main",
    "retries": -1,
    "dial-timeout": "10s",
}


def answered(version: str, answers: Mapping[str, Any]) -> Session:
    session = blank(deployment.TOPIC, certificates.TOPIC, TOPIC, version=version)
    session.answer("deployment.model", "dedicated")
    for name, answer in answers.items():
        if not session.why_hidden(f"redis.{name}"):
            session.answer(f"redis.{name}", answer)
    return session


def value(session: Session, path: str) -> Any:
    return session.plan["management"].document.get(parse_path(path))


def known(session: Session) -> dict[str, Any]:
    return {id: a for id in session.guide.asked if (a := session.answer_of(id)) is not None}


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    "answers",
    [
        OWN,
        {"where": "builtin"},
        {"io-threads": 2},
        {"where": "own", "address": "r:6379", "auth": "no", "tls": "no", "exporters": "own"},
    ],
)
def test_answers_come_back_and_leave_no_trace(version: str, answers: Mapping[str, Any]) -> None:
    session = answered(version, answers)
    again = read_back(session)
    assert known(again) == known(session)
    assert not again.state.custom
    for name in reversed(list(answers)):
        session.leave(f"redis.{name}")
    left = answered(version, {}).plan["management"].document.value
    assert session.plan["management"].document.value == left


def test_2_3_takes_own_names_and_repeats_the_environment() -> None:
    session = answered("2.3.3", OWN)
    assert value(session, "redis.auth") == {"enabled": True, "secretName": "my-redis-auth"}
    assert value(session, "redisStore") is None
    for component in ("glooMgmtServer", "glooUi"):
        names = [entry["name"] for entry in SEEDS[component]]
        entries = value(session, f"{component}.env")
        assert [entry["name"] for entry in entries] == names
        source = f"{component}.env[name=REDIS_PASSWORD].valueFrom.secretKeyRef"
        assert value(session, source)["name"] == "my-redis-auth"


def test_2_4_takes_redis_without_environment() -> None:
    session = answered("2.4.16", OWN)
    assert value(session, "glooMgmtServer.env") is None
    assert value(session, "glooMgmtServer.extraEnvs") is None
    assert value(session, "redis") == {
        "address": "redis.example.com:6379",
        "auth": {"enabled": True, "secretName": "my-redis-auth"},
        "certs": {"enabled": True, "secretName": "my-redis-certs", "caCertKey": "ca.crt"},
        "connection": {"masterName": "main", "maxRetries": -1, "dialTimeout": "10s"},
        "db": 2,
        "deployment": {"enabled": False},
    }


def test_2_6_takes_redis_store_with_insights() -> None:
    session = answered("2.6.5", OWN)
    client = {
        "address": "redis.example.com:6379",
        "auth": {"enabled": True},
        "certs": {"enabled": True, "caCertKey": "ca.crt"},
    }
    store = {"deployment": {"enabled": False}, "client": client}
    assert value(session, "redisStore") == {"snapshot": store, "insights": store}
    assert value(session, "redis") == {"deployment": {"enabled": False}}
    assert "redis-auth-secrets" in session.why_hidden("redis.auth-secret")


def test_streams_follow_from_2_5_and_never_hold_the_password() -> None:
    assert answered("2.4.16", OWN).why_hidden("redis.exporters")
    session = answered("2.5.5", OWN)
    stream = value(session, 'telemetryGatewayCustomization.extraExporters."redisstream/ui"')
    assert stream == {
        "endpoint": "redis.example.com:6379",
        "tls": {"ca_file": "/etc/otel-certs/ca-redis.crt"},
    }


def test_a_new_address_reaches_the_streams() -> None:
    session = answered("2.5.5", OWN)
    session.answer("redis.address", "other:6379")
    path = 'telemetryGatewayCustomization.extraExporters."redisstream/ui".endpoint'
    assert value(session, path) == "other:6379"


def test_threads_bring_their_cpu() -> None:
    session = answered("2.4.16", {"io-threads": 2})
    assert value(session, "redis.deployment") == {
        "ioThreads": 2,
        "resources": {"requests": {"cpu": 3}, "limits": {"cpu": 3}},
    }
    session.answer("redis.io-threads", 3)
    assert value(session, "redis.deployment.resources.limits.cpu") == 4
    session.leave("redis.io-threads")
    assert value(session, "redis") is None


def test_threads_are_not_asked_in_2_3() -> None:
    assert "does not read" in answered("2.3.3", {}).why_hidden("redis.io-threads")


def test_redis_and_relay_share_one_environment_list() -> None:
    session = answered("2.3.3", OWN)
    session.answer("certificates.mode", "simple-tls")
    session.answer("certificates.relay-token", "relay-token")
    assert known(read_back(session)) == known(session)
    session.leave("redis.auth-secret")
    assert not session.is_custom("redis.auth-secret")
    names = [entry["name"] for entry in value(session, "glooMgmtServer.env")]
    assert len(names) == len(set(names)) == 7
    source = "glooMgmtServer.env[name=REDIS_PASSWORD].valueFrom.secretKeyRef"
    assert value(session, source)["name"] == "redis-auth-secrets"
    again = read_back(session)
    assert again.answer_of("redis.auth-secret") is None
    assert not again.is_custom("redis.auth-secret")
    session.leave("certificates.relay-token")
    session.answer("certificates.mode", "self-signed")
    assert value(session, "glooMgmtServer.env") is None


def test_only_the_address_of_another_namespace_is_asked_of_the_built_in_one() -> None:
    session = answered("2.4.16", {})
    assert session.why_hidden("redis.address")
    session.answer("deployment.namespace", "mesh")
    session.answer("redis.address", "gloo-mesh-redis.mesh:6379")
    assert value(session, "redis.address") == "gloo-mesh-redis.mesh:6379"


# --- rules

SERVER = "glooMgmtServer: {enabled: true}\n"
SAFE = "glooMgmtServer: {enabled: true, safeMode: true}\n"
UNSAFE = "glooMgmtServer: {enabled: true, safeMode: false, safeStartWindow: 0}\n"
OFF = SERVER + "redis: {deployment: {enabled: false}, %s}\n"
STREAM = "telemetryGatewayCustomization: {extraExporters: {redisstream/ui: {%s}}}\n"
CASES = [
    ("GM701", OFF % "db: 0", "2.4.16"),
    ("GM701", OFF % "address: 'gloo-mesh-redis.gloo-mesh:6379'", "2.3.3"),
    ("GM701", OFF % "db: 0", "2.6.5"),
    ("GM702", OFF % "address: 'redis://r:6379'", "2.4.16"),
    ("GM702", OFF % "address: r.example.com", "2.4.16"),
    ("GM703", OFF % "secretName: x", "2.4.16"),
    ("GM703", OFF % "passwordKey: x", "2.4.16"),
    ("GM704", OFF % "auth: {passwordKey: pw}", "2.3.3"),
    ("GM705", OFF % "auth: {enabled: true}", "2.3.3"),
    ("GM705", OFF % "certs: {enabled: true, secretName: redis-certs}", "2.3.3"),
    ("GM706", OFF % "auth: {enabled: true, secretName: mine}", "2.3.3"),
    ("GM707", OFF % "certs: {enabled: true}", "2.4.16"),
    ("GM708", "glooMgmtServer: {env: [{name: A, value: b}]}", "2.4.16"),
    ("GM709", "redis:\n", "2.4.16"),
    ("GM710", "redis: {deployment: {addr: 'r:6379'}}", "2.3.3"),
    ("GM711", SERVER + "redisStore: {snapshot: {client: {address: 'r:1'}}}", "2.4.16"),
    ("GM711", OFF % "address: 'r:6379'", "2.6.5"),
    (
        "GM712",
        OFF % "db: 0" + "glooInsightsEngine: {enabled: true}\n"
        "redisStore: {snapshot: {deployment: {enabled: false}, client: {address: 'r:6379'}}}",
        "2.6.5",
    ),
    ("GM713", OFF % "address: 'r:6379'" + "telemetryGateway: {enabled: true}", "2.5.5"),
    ("GM714", STREAM % "password: s3cret", "2.5.5"),
    ("GM715", "redisStore: {rateLimiter: {client: {certs: {enabled: true}}}}", "2.6.5"),
    ("GM716", "rateLimiter: {redis: {clustered: true}}", "2.3.3"),
    ("GM720", SERVER + "redis: {deployment: {ioThreads: 2}}", "2.4.16"),
    (
        "GM720",
        SERVER + "redis: {deployment: {ioThreads: 3, resources: {limits: {cpu: '2'}}}}",
        "2.4.16",
    ),
    ("GM721", SERVER + "redis: {deployment: {ioThreads: 2}}", "2.3.3"),
    ("GM721", OFF.replace("enabled: false", "enabled: false, ioThreads: 2") % "db: 0", "2.4.16"),
    ("GM722", SERVER + "redis: {deployment: {ioThreads: 16}}", "2.4.16"),
    ("GM723", SERVER + "redis: {deployment: {ioThreads: 2}}", "2.4.16"),
    ("GM723", UNSAFE + "redis: {deployment: {ioThreads: 2}}", "2.6.5"),
]
GOOD = [
    (SERVER + "redis: {deployment: {enabled: true}}", "2.4.16"),
    (
        SAFE + "redis: {deployment: {ioThreads: 2, resources: "
        "{requests: {cpu: 3000m}, limits: {cpu: '3'}}}}",
        "2.4.16",
    ),
    (
        UNSAFE.replace("Window: 0", "Window: 90") + "redis: {deployment: {ioThreads: 2, resources: "
        "{requests: {cpu: 3}, limits: {cpu: 3}}}}",
        "2.5.13",
    ),
    (
        OFF % "address: 'r:6379', auth: {enabled: true, secretName: redis-auth-secrets}, "
        "certs: {enabled: true, caCertKey: ca.crt}",
        "2.4.16",
    ),
    (
        OFF % "db: 0" + "redisStore: {snapshot: {deployment: {enabled: false}, "
        "client: {address: 'r:6379', certs: {enabled: true, caCertKey: ca.crt}}}}",
        "2.6.5",
    ),
    (
        "redisStore: {rateLimiter: {client: {socketType: tls, "
        "certs: {enabled: true, caCertKey: ca.crt}}}}",
        "2.6.5",
    ),
]


def seen(text: str, version: str) -> PlanView:
    return plan(yaml.safe_load(text), version=version)


@pytest.mark.parametrize(("code", "text", "version"), CASES)
def test_rule_fires(code: str, text: str, version: str) -> None:
    found = marks(TOPIC.rules, code, seen(text, version))
    assert found
    assert all("s3cret" not in mark.message for mark in found)


def test_every_rule_has_a_case() -> None:
    assert {case[0] for case in CASES} == {rule.code for rule in TOPIC.rules}


@pytest.mark.parametrize(("text", "version"), GOOD)
def test_rules_are_silent_on_good_files(text: str, version: str) -> None:
    view = seen(text, version)
    assert [mark for rule in TOPIC.rules for mark in rule.check(view)] == []


@pytest.mark.parametrize(
    ("code", "text", "version"),
    [
        case
        for case in CASES
        if case[0] in ("GM703", "GM705", "GM706", "GM707", "GM708", "GM720", "GM723")
    ],
)
def test_fix_silences_its_rule(code: str, text: str, version: str) -> None:
    tree = yaml.safe_load(text)
    while found := marks(TOPIC.rules, code, plan(tree, version=version)):
        tree = mended(tree, found[0])


def test_cpu_fix_may_be_applied_unseen() -> None:
    text = SERVER + "redis: {deployment: {ioThreads: 2}}"
    (found,) = marks(TOPIC.rules, "GM720", seen(text, "2.4.16"))
    assert found.fix is not None
    assert found.fix.safe
    after = mended(yaml.safe_load(text), found)
    resources = after["redis"]["deployment"]["resources"]
    assert resources == {"requests": {"cpu": 3}, "limits": {"cpu": 3}}


ODD = odd_trees(
    "glooMgmtServer.env.name",
    "glooMgmtServer.enabled",
    "redis.auth.secretName",
    "redis.deployment.ioThreads.cpu",
    "redis.certs.enabled",
    "redisStore.snapshot.client.address",
    "telemetryGatewayCustomization.extraExporters.password",
)


@settings(max_examples=60)
@given(ODD, st.sampled_from(VERSIONS))
def test_no_rule_trips_over_odd_trees(tree: Mapping[str, Any], version: str) -> None:
    view = plan(tree, version=version)
    assert TOPIC.needs is not None
    list(TOPIC.needs(view))
    for rule in TOPIC.rules:
        assert all(mark.message for mark in rule.check(view))


# --- needs


def needed(session: Session) -> dict[str, tuple[str, ...]]:
    return {
        need.name: need.keys
        for need in session.needs()
        if need.kind == "secret" and not need.name.startswith("relay-")
    }


def test_own_redis_needs_login_and_ca() -> None:
    assert needed(answered("2.4.16", OWN)) == {
        "my-redis-auth": ("username", "password"),
        "my-redis-certs": ("ca.crt",),
    }


def test_from_2_6_the_secrets_have_fixed_names() -> None:
    session = answered("2.6.5", OWN)
    assert needed(session) == {
        "redis-auth-secrets": ("username", "password"),
        "redis-certs": ("ca.crt",),
        "gloo-telemetry-gateway-ca-certs": ("ca-redis.crt",),
        "gloo-telemetry-collector-ca-certs": ("ca-redis.crt",),
    }
    values = [need for need in session.needs() if need.kind == "value"]
    assert values
    assert all("'<file with the password for Redis>'" in need.command for need in values)


def test_built_in_redis_needs_nothing() -> None:
    assert needed(answered("2.4.16", {"where": "builtin"})) == {}
