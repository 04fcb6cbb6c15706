"""Licensing: what is written, what is recognised, what is said."""

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
from wizard.topics import licensing
from wizard.topics.licensing_rules import RULES, needs

VERSIONS = ("2.3.3", "2.4.16", "2.6.8")
SERVER: dict[str, Any] = {"glooMgmtServer": {"enabled": True}}


def with_licence(**fields: Any) -> dict[str, Any]:
    return {**SERVER, "licensing": fields}


@pytest.mark.parametrize("version", VERSIONS)
def test_the_secret_is_always_called_license_keys(version: str) -> None:
    one = session(licensing.TOPIC, version=version)
    one.answer("licensing.how", "secret")
    assert value_of(one) == {"licensing": {"licenseSecretName": "license-keys"}}


@pytest.mark.parametrize(
    ("version", "top_level"), [("2.3.3", {"licenseSecretName": "license-secret"}), ("2.4.16", {})]
)
def test_another_name_is_written_where_the_version_reads_it(
    version: str, top_level: dict[str, str]
) -> None:
    one = session(licensing.TOPIC, version=version)
    one.answer("licensing.how", "other-secret")
    one.answer("licensing.secret-name", "license-secret")
    assert value_of(one) == {"licensing": {"licenseSecretName": "license-secret"}, **top_level}
    again = read_back(one)
    assert again.answer_of("licensing.how") == "other-secret"
    assert again.answer_of("licensing.secret-name") == "license-secret"
    again.answer("licensing.how", "secret")
    assert value_of(again) == {"licensing": {"licenseSecretName": "license-keys"}}


def test_products_are_remembered_in_the_header() -> None:
    one = session(licensing.TOPIC)
    one.answer("licensing.how", "secret")
    one.answer("licensing.products", ("mesh", "gateway"))
    assert "#: decided: licensing.products = mesh+gateway" in text_of(one)
    assert read_back(one).answer_of("licensing.products") == ("mesh", "gateway")


def test_keys_come_back_and_go_when_a_secret_is_chosen() -> None:
    one = session(licensing.TOPIC)
    one.answer("licensing.how", "keys")
    one.answer("licensing.key-mesh", "eyJhbGci.x")
    again = read_back(one)
    assert again.answer_of("licensing.how") == "keys"
    assert again.answer_of("licensing.key-mesh") == "eyJhbGci.x"
    again.answer("licensing.how", "secret")
    assert value_of(again) == {"licensing": {"licenseSecretName": "license-keys"}}


def test_a_file_with_the_old_key_is_one_with_keys() -> None:
    document = Document.parse("licensing:\n  licenseKey: abc\n")
    one = open_documents(guide(licensing.TOPIC), [(Path("values.yaml"), document)])
    assert one.answer_of("licensing.how") == "keys"


def test_keys_beside_a_secret() -> None:
    tree = with_licence(licenseSecretName="license-keys", glooMeshLicenseKey="abc")
    [found] = marks(RULES, "GM501", plan(tree))
    assert mended(tree, found)["licensing"] == {"licenseSecretName": "license-keys"}
    assert not marks(RULES, "GM501", plan(with_licence(licenseSecretName="license-keys")))


def test_another_name_needs_the_top_level_key_in_2_3_only() -> None:
    tree = with_licence(licenseSecretName="my-lic")
    [found] = marks(RULES, "GM502", plan(tree, version="2.3.3"))
    after = mended(tree, found)
    assert after["licenseSecretName"] == "my-lic"
    assert not marks(RULES, "GM502", plan(after, version="2.3.3"))
    assert not marks(RULES, "GM502", plan(tree, version="2.4.16"))


def test_keys_in_the_file_are_a_leak_also_in_a_workload_file() -> None:
    workload = {"licensing": {"glooTrialLicenseKey": "abc"}}
    found = marks(RULES, "GM503", plan(with_licence(glooMeshLicenseKey="x"), {"c1": workload}))
    assert [mark.member for mark in found] == ["management", "workload:c1"]


@pytest.mark.parametrize("text", ["${KEY}", "$KEY", "<your key>", "{{ .Values.key }}"])
def test_placeholders_are_no_leak_but_no_key_either(text: str) -> None:
    view = plan(with_licence(glooMeshLicenseKey=text))
    assert not marks(RULES, "GM503", view)
    assert marks(RULES, "GM506", view)


def test_the_old_key_moves_to_its_product() -> None:
    tree = with_licence(licenseKey="abc")
    [found] = marks(RULES, "GM504", plan(tree))
    assert mended(tree, found)["licensing"] == {"glooMeshLicenseKey": "abc"}
    [later] = marks(RULES, "GM504", plan(tree, version="2.6.8"))
    assert later.severity is Severity.ERROR


@pytest.mark.parametrize("licensing_section", [{}, None, {"glooMeshLicensKey": "abc"}])
def test_no_licence_at_all(licensing_section: Any) -> None:
    tree = {**SERVER, "licensing": licensing_section}
    [found] = marks(RULES, "GM505", plan(tree, version="2.3.3"))
    assert found.severity is Severity.ERROR
    assert not marks(RULES, "GM505", plan({"licensing": licensing_section}, version="2.3.3"))


def test_a_name_that_nothing_reads() -> None:
    tree = {"glooUi": {"licenseSecretName": "x"}}
    assert marks(RULES, "GM507", plan(tree, version="2.3.3"))
    assert not marks(RULES, "GM507", plan(tree))


def test_the_need_names_secret_and_keys_but_no_material() -> None:
    view = plan(
        with_licence(licenseSecretName="license-keys"), licensing_products=("mesh", "trial")
    )
    [need] = needs(view)
    assert (need.name, need.namespace) == ("license-keys", "gloo-mesh")
    assert need.keys == ("gloo-mesh-license-key", "gloo-trial-license-key")
    assert "--from-literal=gloo-trial-license-key='<" in need.command
    assert not list(needs(plan(with_licence(glooMeshLicenseKey="abc"))))


@given(odd_trees("licensing.licenseSecretName", "licensing.licenseKey", "glooMgmtServer.enabled"))
def test_no_rule_trips_over_odd_trees(tree: dict[str, Any]) -> None:
    for version in VERSIONS:
        view = plan(tree, {"c1": tree}, version=version)
        for rule in RULES:
            list(rule.check(view))
        list(needs(view))
