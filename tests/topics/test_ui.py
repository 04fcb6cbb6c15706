"""UI: what is written, what is recognised, what is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from schema.finding import Severity
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
from wizard.document import Document
from wizard.opening import open_documents
from wizard.session import Session
from wizard.topics import ui
from wizard.topics.ui_needs import needs

RULES = ui.TOPIC.rules
VERSIONS = ("2.3.3", "2.4.16", "2.6.8")
BASE = {
    "ui.enabled": "yes",
    "ui.sign-in": "oidc",
    "ui.app-url": "https://ui.example.com",
    "ui.provider": "okta",
    "ui.issuer": "https://acme.okta.com/oauth2/default",
    "ui.client-id": "0oa5zoq0",
}
OIDC = {
    "appUrl": "https://ui.example.com",
    "clientId": "0oa5zoq0",
    "issuerUrl": "https://acme.okta.com/oauth2/default",
}


def answered(version: str, answers: dict[str, str]) -> Session:
    one = session(ui.TOPIC, version=version)
    for id, answer in answers.items():
        one.answer(id, answer)
    return one


def signed_in(**oidc: Any) -> dict[str, Any]:
    parts = {**OIDC, "clientSecretName": "dashboard", **oidc}
    return {
        "glooUi": {"enabled": True, "auth": {"enabled": True, "backend": "oidc", "oidc": parts}}
    }


def without(tree: dict[str, Any], key: str) -> dict[str, Any]:
    del tree["glooUi"]["auth"]["oidc"][key]
    return tree


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("provider", ["okta", "auth0", "keycloak", "other"])
def test_sign_in_comes_back(version: str, provider: str) -> None:
    how = "set-file" if version == "2.3.3" else "secret"
    answers = BASE | {
        "ui.provider": provider,
        "ui.client-secret": how,
        "ui.secret-name": "dashboard",
        "ui.session": "redis",
        "ui.session-host": "gloo-mesh-redis.gloo-mesh:6379",
    }
    one = answered(version, answers)
    auth = value_of(one)["glooUi"]["auth"]
    assert auth["backend"] == "oidc"
    assert "clientSecret" not in auth["oidc"]
    again = read_back(one)
    assert {id: again.answer_of(id) for id in answers} == answers


def test_google_brings_its_issuer() -> None:
    one = answered("2.4.16", BASE | {"ui.provider": "google"})
    assert value_of(one)["glooUi"]["auth"]["oidc"]["issuerUrl"] == "https://accounts.google.com"
    assert one.why_hidden("ui.issuer")
    assert read_back(one).answer_of("ui.provider") == "google"


def test_the_guide_s_fragment_is_reached_but_for_one_source_of_the_secret() -> None:
    one = answered(
        "2.4.16",
        BASE
        | {
            "ui.client-secret": "value",
            "ui.client-secret-value": "s3cr3t",
            "ui.secret-name": "dashboard",
        },
    )
    assert value_of(one) == signed_in(clientSecret="s3cr3t")
    assert "GM1004" in {finding.code for finding in one.findings()}
    one.answer("ui.client-secret", "secret")
    assert value_of(one) == signed_in()


def test_the_secret_s_value_is_never_told() -> None:
    one = answered(
        "2.4.16", BASE | {"ui.client-secret": "value", "ui.client-secret-value": "s3cr3t"}
    )
    assert all("s3cr3t" not in entry.what for entry in one.log)
    assert text_of(one).count("s3cr3t") == 1


def test_a_file_with_a_secret_s_name_is_read() -> None:
    document = Document.parse(
        "glooUi:\n  enabled: true\n  auth:\n    enabled: true\n    backend: oidc\n"
        "    oidc:\n      clientSecretName: ours\n"
    )
    for version, how in (("2.3.3", "set-file"), ("2.4.16", "secret")):
        one = open_documents(guide(ui.TOPIC), [(Path("values.yaml"), document)], version)
        assert one.answer_of("ui.client-secret") == how
        assert one.answer_of("ui.secret-name") == "ours"


def test_tls_is_asked_from_2_5_on() -> None:
    assert answered("2.4.16", {"ui.enabled": "yes"}).why_hidden("ui.tls")
    one = answered("2.5.6", {"ui.enabled": "yes", "ui.tls": "yes", "ui.tls-secret": "ui-cert"})
    assert value_of(one)["glooUi"]["tls"] == {"enabled": True, "secretName": "ui-cert"}


@pytest.mark.parametrize("backend", [None, "", "OIDC", "saml"])
def test_the_backend_must_be_oidc(backend: Any) -> None:
    tree = signed_in()
    tree["glooUi"]["auth"]["backend"] = backend
    [found] = marks(RULES, "GM1001", plan(tree))
    assert not marks(RULES, "GM1001", plan(mended(tree, found)))


def test_missing_parts() -> None:
    assert not marks(RULES, "GM1002", plan(signed_in()))
    assert len(marks(RULES, "GM1002", plan(signed_in(appUrl="", clientId=None)))) == 2
    [found] = marks(RULES, "GM1002", plan(without(signed_in(), "clientSecretName")))
    assert found.severity is Severity.NOTE


def test_a_slash_at_the_end() -> None:
    tree = signed_in(appUrl="https://ui.example.com/")
    [found] = marks(RULES, "GM1003", plan(tree))
    assert mended(tree, found)["glooUi"]["auth"]["oidc"]["appUrl"] == "https://ui.example.com"
    assert not marks(RULES, "GM1003", plan(signed_in()))


def test_two_sources_of_the_secret_are_wrong_from_2_4_on() -> None:
    tree = signed_in(clientSecret="s3cr3t")
    assert marks(RULES, "GM1004", plan(tree))
    assert not marks(RULES, "GM1004", plan(tree, version="2.3.3"))
    assert not marks(RULES, "GM1005", plan(tree, version="2.3.3"))


def test_the_chart_owns_the_secret_in_2_3() -> None:
    tree = signed_in()
    [found] = marks(RULES, "GM1005", plan(tree, version="2.3.3"))
    assert found.severity is Severity.WARNING
    decided: dict[str, Any] = {"ui_client-secret": "set-file"}
    [found] = marks(RULES, "GM1005", plan(tree, version="2.3.3", **decided))
    assert found.severity is Severity.NOTE
    assert not marks(RULES, "GM1005", plan(tree))


def test_a_secret_in_the_file() -> None:
    assert marks(RULES, "GM1006", plan(signed_in(clientSecret="s3cr3t")))
    [found] = marks(RULES, "GM1006", plan(signed_in(clientSecret="${SECRET}")))
    assert "placeholder" in found.message
    assert not marks(RULES, "GM1006", plan(signed_in()))


def test_a_client_id_of_digits() -> None:
    tree = signed_in(clientId="1234567")
    assert marks(RULES, "GM1007", plan(tree, version="2.3.3"))
    assert not marks(RULES, "GM1007", plan(tree))
    assert not marks(RULES, "GM1007", plan(signed_in(), version="2.3.3"))


@pytest.mark.parametrize(
    ("version", "empty", "severity"),
    [
        ("2.3.3", None, Severity.ERROR),
        ("2.3.3", "", Severity.WARNING),
        ("2.4.16", None, Severity.WARNING),
    ],
)
def test_an_empty_secret(version: str, empty: Any, severity: Severity) -> None:
    tree = signed_in(clientSecret=empty)
    [found] = marks(RULES, "GM1008", plan(tree, version=version))
    assert found.severity is severity
    assert not marks(RULES, "GM1008", plan(mended(tree, found), version=version))


@pytest.mark.parametrize(
    "service",
    [{"serviceType": "LoadBalancer"}, {"serviceOverrides": {"spec": {"type": "NodePort"}}}],
)
def test_an_open_ui(service: dict[str, Any]) -> None:
    tree = {"glooUi": {"enabled": True, **service}}
    [found] = marks(RULES, "GM1009", plan(tree))
    assert not marks(RULES, "GM1009", plan(mended(tree, found)))
    closed = signed_in()
    closed["glooUi"].update(service)
    assert not marks(RULES, "GM1009", plan(closed))


def test_tls_without_a_certificate() -> None:
    tree = {"glooUi": {"enabled": True, "tls": {"enabled": True}}}
    assert marks(RULES, "GM1010", plan(tree, version="2.5.6"))
    tree["glooUi"]["tls"] = {"enabled": True, "secretName": "ui-cert"}
    view = plan(tree, version="2.5.6")
    assert not marks(RULES, "GM1010", view)
    assert [need.name for need in needs(view)] == ["ui-cert"]


def test_the_discovery_page_is_no_issuer() -> None:
    tree = signed_in(issuerUrl="https://id.example.com/.well-known/openid-configuration")
    [found] = marks(RULES, "GM1011", plan(tree))
    assert mended(tree, found)["glooUi"]["auth"]["oidc"]["issuerUrl"] == "https://id.example.com"
    assert marks(RULES, "GM1011", plan(signed_in(issuerUrl="id.example.com")))
    assert not marks(RULES, "GM1011", plan(signed_in()))


def test_sign_in_described_but_off() -> None:
    tree = signed_in()
    tree["glooUi"]["auth"]["enabled"] = False
    [found] = marks(RULES, "GM1012", plan(tree))
    assert not marks(RULES, "GM1012", plan(mended(tree, found)))


@pytest.mark.parametrize("redis", [{}, {"host": "redis.gloo-mesh.svc.cluster.local:6379"}])
def test_sessions_need_a_redis(redis: dict[str, str]) -> None:
    tree = signed_in(session={"backend": "redis", "redis": redis})
    [found] = marks(RULES, "GM1013", plan(tree))
    after = mended(tree, found)
    host = after["glooUi"]["auth"]["oidc"]["session"]["redis"]["host"]
    assert host == "gloo-mesh-redis.gloo-mesh:6379"
    assert not marks(RULES, "GM1013", plan(after))


def test_sessions_in_a_redis_that_is_off() -> None:
    host = {"host": "gloo-mesh-redis.gloo-mesh:6379"}
    tree = signed_in(session={"backend": "redis", "redis": host})
    assert not marks(RULES, "GM1013", plan(tree))
    tree["redis"] = {"deployment": {"enabled": False}, "address": "redis.example.com:6379"}
    [found] = marks(RULES, "GM1013", plan(tree))
    assert not marks(RULES, "GM1013", plan(mended(tree, found)))


@pytest.mark.parametrize(
    ("url", "told"),
    [("http://ui.example.com/gloo", True), ("https://ui.example.com", False),
     ("http://localhost:8090", False)],
)  # fmt: skip
def test_people_sign_in_over_tls(url: str, told: bool) -> None:
    tree = signed_in(appUrl=url)
    found = marks(RULES, "GM1015", plan(tree, deployment_purpose="production"))
    assert bool(found) == told
    for one in found:
        assert mended(tree, one)["glooUi"]["auth"]["oidc"]["appUrl"].startswith("https://ui.")
    assert not marks(RULES, "GM1015", plan(tree))


def test_ports_of_the_ui_are_fixed_in_2_3() -> None:
    tree = {"glooUi": {"enabled": True, "ports": {"console": 80, "grpc": 10101}}}
    [found] = marks(RULES, "GM1016", plan(tree, version="2.3.3"))
    assert found.path[-1] == "console"
    assert not marks(RULES, "GM1016", plan(mended(tree, found), version="2.3.3"))
    assert not marks(RULES, "GM1016", plan(tree))


def test_another_namespace_in_2_3() -> None:
    elsewhere = plan(signed_in(), version="2.3.3", deployment_namespace="mesh")
    assert marks(RULES, "GM1014", elsewhere)
    assert not marks(RULES, "GM1014", plan(signed_in(), version="2.3.3"))


def test_needs_name_secret_and_callback() -> None:
    application, secret = needs(plan(signed_in()))
    assert "https://ui.example.com/oidc-callback" in application.why
    assert (secret.name, secret.keys) == ("dashboard", ("oidc-client-secret",))
    _, file = needs(plan(signed_in(), version="2.3.3"))
    assert "--set-file glooUi.auth.oidc.clientSecret='<" in file.command


def test_the_command_in_the_header_brings_the_client_secret() -> None:
    one = answered("2.3.3", {**BASE, "ui.client-secret": "set-file"})
    option = "--set-file glooUi.auth.oidc.clientSecret='<file with the client secret>'"
    lines = text_of(one).splitlines()
    (at,) = [n for n, line in enumerate(lines) if option in line]
    assert lines[at - 1].endswith(" \\")
    one.leave("ui.sign-in")
    assert option not in text_of(one)


@given(
    odd_trees(
        "glooUi.enabled",
        "glooUi.auth.oidc.clientSecret",
        "glooUi.auth.oidc.appUrl",
        "glooUi.tls.enabled",
        "glooUi.serviceType",
        "glooUi.auth.backend",
    )
)
def test_no_rule_trips_over_odd_trees(tree: dict[str, Any]) -> None:
    for version in VERSIONS:
        view = plan(tree, {"c1": tree}, version=version)
        for rule in RULES:
            list(rule.check(view))
        list(needs(view))
