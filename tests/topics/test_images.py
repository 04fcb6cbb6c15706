"""Images: FIPS builds, registries, pull secrets, and what goes wrong with them."""

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
from wizard import answering
from wizard.session import Session
from wizard.topics import images
from wizard.topics.images_checks import needs
from wizard.topics.images_rules import RULES

FIPS = "2.4.16-fips"


def there_and_back(one: Session, answers: dict[str, Any]) -> None:
    for id, answer in answers.items():
        one.answer(id, answer)
    again = read_back(one)
    assert dict(again.state.answers) == answers
    assert not again.state.custom
    for member in one.plan:
        assert text_of(again, member.key) == member.document.text


@pytest.mark.parametrize("version", ["2.3.3", "2.4.16", "2.6.12"])
def test_fips_on_both_planes(version: str) -> None:
    one = both_planes(images.TOPIC, version=version)
    there_and_back(one, {"images.fips": "yes"})
    tag = f"{version}-fips"
    assert value_of(one)["glooMgmtServer"]["image"] == {"tag": tag}
    assert "glooAgent" not in value_of(one)
    assert value_of(one, "workload:eu")["glooAgent"] == {"enabled": True, "image": {"tag": tag}}


def test_the_production_guides_images() -> None:
    one = both_planes(images.TOPIC)
    there_and_back(
        one,
        {
            "images.fips": "yes",
            "images.registry": "gcr.io/gloo-mesh",
            "images.mgmt-repository": "gloo-mesh-mgmt-server",
            "images.agent-repository": "gloo-mesh-agent",
            "images.pull-policy": "if-not-present",
        },
    )
    expected = {"pullPolicy": "IfNotPresent", "registry": "gcr.io/gloo-mesh", "tag": FIPS}
    assert value_of(one)["glooMgmtServer"]["image"] == {
        **expected,
        "repository": "gloo-mesh-mgmt-server",
    }
    assert value_of(one, "workload:eu")["glooAgent"]["image"] == {
        **expected,
        "repository": "gloo-mesh-agent",
    }


def test_another_version_raises_the_tags() -> None:
    one = both_planes(images.TOPIC)
    one.answer("images.fips", "yes")
    one.change_version("2.4.17")
    assert "2.4.17-fips" in text_of(one)
    assert "2.4.17-fips" in text_of(one, "workload:eu")


def test_ordinary_builds_write_no_tag() -> None:
    one = both_planes(images.TOPIC)
    there_and_back(one, {"images.fips": "no"})
    assert value_of(one) == {}


MIRROR = {
    "images.registry": "registry.example.com:5000/gloo-mesh",
    "images.telemetry-repository": "registry.example.com:5000/gloo-mesh/otel-collector",
    "images.redis-registry": "registry.example.com:5000/gloo-mesh",
    "images.prometheus-repository": "registry.example.com:5000/gloo-mesh/prometheus",
    "images.reload-repository": "registry.example.com:5000/prometheus-config-reloader",
    "images.ext-auth-registry": "registry.example.com:5000/gloo-mesh",
    "images.rate-limiter-registry": "registry.example.com:5000/gloo-mesh",
    "images.rate-limiter-redis-registry": "registry.example.com:5000/library",
    "images.insights-registry": "registry.example.com:5000/gloo-mesh",
    "images.analyzer-registry": "registry.example.com:5000/gloo-mesh",
    "images.common-registry": "registry.example.com:5000/gloo-mesh",
    "images.pull-secret": "registry-login",
    "images.pull-policy": "always",
}


def test_a_mirror_for_every_component() -> None:
    one = both_planes(images.TOPIC, version="2.6.12")
    there_and_back(one, MIRROR)
    tree = value_of(one)
    assert tree["glooUi"]["sidecars"]["envoy"]["image"]["registry"] == MIRROR["images.registry"]
    assert tree["telemetryGateway"]["image"] == {
        "repository": MIRROR["images.telemetry-repository"]
    }
    assert tree["glooMgmtServer"]["imagePullSecrets"] == [{"name": "registry-login"}]
    agent = value_of(one, "workload:eu")
    assert agent["glooAgent"]["image"]["registry"] == MIRROR["images.registry"]
    assert agent["telemetryCollector"]["imagePullSecrets"] == [{"name": "registry-login"}]


def test_one_pull_secret_up_to_two_five() -> None:
    one = both_planes(images.TOPIC)
    there_and_back(one, {"images.pull-secret": "registry-login"})
    tree = value_of(one)
    assert tree["glooMgmtServer"]["image"]["pullSecret"] == "registry-login"
    assert "imagePullSecrets" not in tree["glooMgmtServer"]
    assert tree["telemetryGateway"]["imagePullSecrets"] == [{"name": "registry-login"}]
    one.change_version("2.6.12")
    assert value_of(one)["glooMgmtServer"] == {"imagePullSecrets": [{"name": "registry-login"}]}


def test_mirrors_are_asked_once_a_registry_is_named() -> None:
    one = session(images.TOPIC)
    assert one.why_hidden("images.redis-registry") == "no registry of your own is named"
    one.answer("images.registry", "registry.example.com/gloo-mesh")
    assert one.why_hidden("images.redis-registry") == ""
    assert "it exists from 2.5 on" in one.why_hidden("images.insights-registry")


def test_a_registry_is_no_address_of_a_page() -> None:
    one = session(images.TOPIC)
    with pytest.raises(answering.WrongAnswer):
        one.answer("images.registry", "https://registry.example.com/")


def test_the_pull_secret_must_exist_in_every_cluster() -> None:
    one = both_planes(images.TOPIC)
    one.answer("images.pull-secret", "registry-login")
    found = list(needs(one.view()))
    assert [(need.cluster, need.name) for need in found] == [
        ("", "registry-login"),
        ("eu", "registry-login"),
    ]
    assert "<password>" in found[0].command


# --- rules


def image(component: str, **keys: Any) -> dict[str, Any]:
    tree: dict[str, Any] = {"enabled": True, "image": keys}
    for segment in reversed(component.split(".")):
        tree = {segment: tree}
    return tree


def test_a_fips_tag_of_another_version() -> None:
    tree = image("glooMgmtServer", tag="2.4.10-fips")
    [found] = marks(RULES, "GM401", plan(tree))
    assert mended(tree, found)["glooMgmtServer"]["image"]["tag"] == FIPS
    assert not marks(RULES, "GM401", plan(image("glooMgmtServer", tag=FIPS)))


def test_fips_on_one_side_only() -> None:
    server = image("glooMgmtServer", tag=FIPS)
    agent = {"glooAgent": {"enabled": True}}
    [found] = marks(RULES, "GM402", plan(server, {"eu": agent}))
    assert found.member == "workload:eu"
    after = mended(agent, found)
    assert marks(RULES, "GM402", plan(server, {"eu": after})) == []
    [other] = marks(RULES, "GM402", plan({"glooMgmtServer": {"enabled": True}}, {"eu": after}))
    assert other.member == "management"


@pytest.mark.parametrize("component", ["telemetryGateway", "redis.deployment", "prometheus.server"])
def test_fips_where_there_is_none(component: str) -> None:
    tree = image(component, tag=FIPS)
    [found] = marks(RULES, "GM403", plan(tree))
    assert "no FIPS build" in found.message
    assert marks(RULES, "GM403", plan(mended(tree, found))) == []


def test_fips_where_it_is_not_verified() -> None:
    [found] = marks(RULES, "GM403", plan(image("glooUi", tag=FIPS)))
    assert found.severity == "note"


@pytest.mark.parametrize("tag", ["", None])
def test_an_empty_tag_breaks_the_image(tag: Any) -> None:
    tree = image("glooAgent", tag=tag)
    [found] = marks(RULES, "GM404", plan(None, {"eu": tree}))
    assert found.fix
    assert found.fix.safe
    assert "tag" not in mended(tree, found)["glooAgent"]["image"]


@pytest.mark.parametrize(("tag", "safe"), [("2.4.16", True), ("2.4.10", False)])
def test_a_tag_that_pins(tag: str, safe: bool) -> None:
    tree = image("glooUi.sidecars.console", tag=tag)
    [found] = marks(RULES, "GM405", plan(tree))
    assert found.fix
    assert found.fix.safe is safe


def test_images_from_several_registries() -> None:
    tree = {
        **image("glooMgmtServer", registry="registry.example.com/gloo-mesh"),
        **image("telemetryGateway", repository="gcr.io/gloo-mesh/gloo-otel-collector"),
        "glooUi": {"enabled": True},
        "redis": {"deployment": {"enabled": False}},
    }
    [found] = marks(RULES, "GM406", plan(tree))
    assert "telemetryGateway.image.repository" in found.message
    after = mended(tree, found)
    assert after["glooUi"]["sidecars"]["envoy"]["image"]["registry"].startswith("registry.example")
    only_own = image("glooMgmtServer", registry="registry.example.com/gloo-mesh")
    only_own["redis"] = {"deployment": {"enabled": False}}
    assert not marks(RULES, "GM406", plan(only_own))


def test_telemetry_has_no_registry_key() -> None:
    tree = image("telemetryCollector", registry="registry.example.com/gloo-mesh")
    [found] = marks(RULES, "GM407", plan(tree))
    assert mended(tree, found)["telemetryCollector"]["image"] == {
        "repository": "registry.example.com/gloo-mesh/gloo-otel-collector"
    }


def test_a_registry_written_twice() -> None:
    tree = image(
        "glooMgmtServer", repository="registry.example.com/gloo-mesh/gloo-mesh-mgmt-server"
    )
    [found] = marks(RULES, "GM408", plan(tree))
    assert mended(tree, found)["glooMgmtServer"]["image"] == {
        "registry": "registry.example.com/gloo-mesh",
        "repository": "gloo-mesh-mgmt-server",
    }


def test_pull_secrets_in_a_form_that_is_not_read() -> None:
    tree = {"glooAgent": {"imagePullSecrets": [{"name": "login"}]}}
    [found] = marks(RULES, "GM409", plan(None, {"eu": tree}))
    assert mended(tree, found) == {"glooAgent": {"image": {"pullSecret": "login"}}}
    assert not marks(RULES, "GM409", plan(None, {"eu": tree}, "2.6.12"))
    telemetry = {"telemetryGateway": {"image": {"pullSecret": "login"}}}
    [listed] = marks(RULES, "GM409", plan(telemetry))
    assert mended(telemetry, listed)["telemetryGateway"]["imagePullSecrets"] == [{"name": "login"}]


def test_one_registry_for_everything_is_not_relied_upon() -> None:
    tree = {"common": {"image": {"registry": "registry.example.com"}}}
    assert "does not read" in marks(RULES, "GM410", plan(tree, version="2.3.3"))[0].message
    assert "not verified" in marks(RULES, "GM410", plan(tree))[0].message


@pytest.mark.parametrize("rule", RULES, ids=[rule.code for rule in RULES])
def test_no_rule_speaks_of_a_good_file(rule: Any) -> None:
    server = image("glooMgmtServer", tag=FIPS, pullSecret="login")
    agent = image("glooAgent", tag=FIPS)
    assert list(rule.check(plan(server, {"eu": agent}))) == []


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    odd_trees(
        "glooMgmtServer.image.tag",
        "glooUi.sidecars.console.image.registry.enabled",
        "telemetryGateway.image.repository",
        "prometheus.server.image",
        "glooAgent.imagePullSecrets.name",
        "common.image.registry.pullSecret",
    )
)
def test_neither_rules_nor_needs_trip_over_an_odd_tree(tree: dict[str, Any]) -> None:
    for version in ("2.3.3", "2.6.12"):
        view = plan(tree, {"eu": tree}, version)
        for rule in RULES:
            list(rule.check(view))
        list(needs(view))
