"""What the production guide for Gloo Edge recommends is reached by answers, in both charts, and its
two outdated statements are put right where the question is asked."""

from __future__ import annotations

from typing import Any

import pytest

from schema.path import parse_path
from tests.edge.trees import FILE, GUIDES
from wizard.facts import say
from wizard.gloo_edge import ENTERPRISE
from wizard.guide import Guide
from wizard.opening import new
from wizard.question import Choice
from wizard.tree import look_up

FRAGMENTS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "disable the service account token": (
        {"proxy.token": "yes"},
        {"gateway.proxyServiceAccount.disableAutomount": True},
    ),
    "drop NET_BIND": (
        {"proxy.privileges": "none"},
        {
            "gatewayProxies.gatewayProxy.podTemplate.disableNetBind": True,
            "gatewayProxies.gatewayProxy.podTemplate.runUnprivileged": True,
        },
    ),
    "a read-only file system": (
        {"proxy.root-filesystem": "stated"},
        {
            "gatewayProxies.gatewayProxy.podTemplate.glooContainerSecurityContext."
            "readOnlyRootFilesystem": True,
        },
    ),
    "OpenShift": (
        {"proxy.user-id": "floating"},
        {"global.securitySettings.floatingUserId": True},
    ),
    "ports of the host": (
        {"proxy.ports": "host", "proxy.privileges": "net-bind"},
        {
            "gatewayProxies.gatewayProxy.kind.deployment": None,
            "gatewayProxies.gatewayProxy.kind.daemonSet.hostPort": True,
            "gatewayProxies.gatewayProxy.podTemplate.httpPort": 80,
            "gatewayProxies.gatewayProxy.podTemplate.disableNetBind": False,
        },
    ),
    "disable Kubernetes destinations": (
        {"destinations.kubernetes": "yes"},
        {"settings.disableKubernetesDestinations": True},
    ),
}


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.chart)
@pytest.mark.parametrize("name", FRAGMENTS)
def test_it_is_reached(guide: Guide, name: str) -> None:
    answers, leaves = FRAGMENTS[name]
    session = new(guide, FILE, guide.default_version)
    for id, answer in answers.items():
        session.answer(id, answer)
    value = session.plan.first.document.value
    for path, wanted in leaves.items():
        prefix = "gloo." if guide is ENTERPRISE and not path.startswith("global") else ""
        assert look_up(value, parse_path(prefix + path)) == wanted
    assert [one for one in session.findings() if one.code not in ("GE202",)] == []


def test_the_answers_are_those_that_production_is_advised() -> None:
    for guide in GUIDES:
        for id in ("proxy.token", "proxy.privileges", "destinations.kubernetes"):
            question = guide.asked[id].question
            assert isinstance(question, Choice)
            advised = {one.id for one in question.options if "production" in one.recommended}
            assert advised == {FRAGMENTS_ADVISED[id]}


FRAGMENTS_ADVISED = {
    "proxy.token": "yes",
    "proxy.privileges": "none",
    "destinations.kubernetes": "yes",
}


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.chart)
def test_what_the_guide_says_wrongly_is_put_right(guide: Guide) -> None:
    facts = new(guide, FILE).facts
    privileges = say(guide.asked["proxy.privileges"].question.why, facts)
    assert "since 1.3.31 the chart drops it" in privileges
    destinations = say(guide.asked["destinations.kubernetes"].question.why, facts)
    prefix = "gloo." if guide is ENTERPRISE else ""
    assert f"The key is {prefix}settings.disableKubernetesDestinations." in destinations
    assert "settings.gloo.disableKubernetesDestinations" in destinations
