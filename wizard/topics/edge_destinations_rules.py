"""What goes wrong with destinations, discovery and the control plane."""

from __future__ import annotations

from collections.abc import Iterator

from schema.finding import Change, Drop, Fix, Put, Severity
from schema.path import parse_path
from wizard.topic import Mark, Rule, mark
from wizard.view import PlanView

KUBERNETES = "settings.disableKubernetesDestinations"
STALE = "settings.gloo.disableKubernetesDestinations"


def path_of_the_settings_object(view: PlanView) -> Iterator[Mark]:
    """`settings.gloo` is a path of the Settings object, not of the values."""
    right = view.facts.expand("{prefix}" + KUBERNETES)
    for file in view.files:
        if not file.has(STALE):
            continue
        wrong = file.get("settings.gloo")
        alone = isinstance(wrong, dict) and len(wrong) == 1
        changes: list[Change] = [Drop(parse_path("settings.gloo" if alone else STALE))]
        if not file.has(KUBERNETES):
            changes.append(Put(parse_path(KUBERNETES), file.get(STALE)))
        yield mark(
            file.key,
            "settings.gloo" if alone else STALE,
            f"Nothing reads this: it is the path inside the Settings object. In the values it is "
            f"{right}.",
            Fix(f"move it to {right}", tuple(changes)),
        )


def no_upstreams_at_all(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        off = file.effective("discovery.enabled") is False
        if off and file.get(KUBERNETES) is True:
            yield mark(
                file.key,
                KUBERNETES,
                "Routes lead to Upstreams only, and discovery makes none: each destination needs "
                "an Upstream that you write. Routes with single.kube stop working.",
            )


def modes_without_discovery(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        if file.effective("discovery.enabled") is False and file.has("discovery.fdsMode"):
            yield mark(
                file.key,
                "discovery.fdsMode",
                "Discovery is off, so how functions are discovered does not matter.",
                Fix("remove it", (Drop(parse_path("discovery.fdsMode")),), safe=True),
            )


def no_token_for_the_control_plane(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        for account, named in (("gloo", "control plane"), ("discovery", "discovery pod")):
            path = f"{account}.serviceAccount.disableAutomount"
            if file.get(path) is True:
                yield mark(
                    file.key,
                    path,
                    f"The {named} works through the Kubernetes API and needs the token that this "
                    "keeps out (inferred). It is the proxy that can do without: "
                    + view.facts.expand("{prefix}gateway.proxyServiceAccount.disableAutomount."),
                    Fix("mount the token", (Drop(parse_path(path)),)),
                )


def own_namespace_not_watched(view: PlanView) -> Iterator[Mark]:
    own = view.facts.words()["namespace"]
    for file in view.files:
        watched = file.get("settings.watchNamespaces")
        known = isinstance(watched, list) and watched
        if known and view.facts.answer("deployment.namespace") and own not in watched:
            yield mark(
                file.key,
                "settings.watchNamespaces",
                f"The install namespace {own} is not watched, so the Gateways and Settings that "
                "the chart makes there do not exist for the control plane (inferred).",
                Fix(f"add {own}", (Put(parse_path("settings.watchNamespaces"), [*watched, own]),)),
            )


DESTINATION_RULES = (
    Rule(
        "GE201",
        Severity.WARNING,
        "A path of the Settings object in the values",
        "Guides name settings.gloo.disableKubernetesDestinations. That is spec.gloo of the object "
        "in the cluster; the chart reads settings.disableKubernetesDestinations.",
        path_of_the_settings_object,
        question="destinations.kubernetes",
    ),
    Rule(
        "GE202",
        Severity.NOTE,
        "Every destination is written by hand",
        "Without Kubernetes destinations and without discovery, a route needs an Upstream that "
        "somebody writes.",
        no_upstreams_at_all,
        question="destinations.discovery",
    ),
    Rule(
        "GE203",
        Severity.NOTE,
        "A mode of something that is off",
        "discovery.fdsMode counts only where the discovery pod is installed.",
        modes_without_discovery,
        question="destinations.functions",
    ),
)
CONTROL_PLANE_RULES = (
    Rule(
        "GE301",
        Severity.WARNING,
        "No token for a pod that needs the Kubernetes API",
        "Control plane and discovery read and write objects in the cluster.",
        no_token_for_the_control_plane,
    ),
    Rule(
        "GE302",
        Severity.WARNING,
        "The install namespace is not watched",
        "The chart puts its Gateways and Settings into the install namespace.",
        own_namespace_not_watched,
        question="control-plane.watch",
    ),
)
