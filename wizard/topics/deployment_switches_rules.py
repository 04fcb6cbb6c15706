"""Switches and keys without effect, or not meant for production."""

from __future__ import annotations

from collections.abc import Iterator

from schema.finding import Drop, Fix, Severity
from schema.path import parse_path
from wizard.topic import Mark, Rule, mark
from wizard.view import PlanView

COMMON_SWITCHES = {
    "leaderElection": True,
    "verbose": False,
    "devMode": False,
    "readOnlyGeneratedResources": False,
}
"""Switches in common with their defaults. For insecure, the topic of certificates has a rule."""
_PANICS = "a mistake in logging then ends the process"
FOR_TRIALS = {
    "demo.manageAddonNamespace": "a shortcut for demos that makes the namespace of external auth "
    "and rate limiter; create the namespace yourself",
    "common.devMode": _PANICS,
    "glooMgmtServer.devMode": _PANICS,
    "glooAgent.devMode": _PANICS,
}


def keys_without_effect(view: PlanView) -> Iterator[Mark]:
    """Keys that chart 2.3.3 accepts and does not read."""
    if not view.facts.within(until="2.3"):
        return
    for file in view.files:
        if file.get("common.adminNamespace"):
            yield mark(
                file.key,
                "common.adminNamespace",
                "Chart 2.3 does not read common.adminNamespace; it reads a key of that name at the "
                "top level.",
            )
        for switch, default in COMMON_SWITCHES.items():
            if file.effective(f"common.{switch}", default) is not True:
                continue
            for component in ("glooMgmtServer", "glooAgent"):
                path = f"{component}.{switch}"
                if file.get(path) is False:
                    yield mark(
                        file.key,
                        path,
                        f"In chart 2.3 a false here does not undo common.{switch}, which is true"
                        f"{'' if file.has(f'common.{switch}') else ' unless set'}: it stays on.",
                        Fix("remove it", (Drop(parse_path(path)),), safe=True),
                    )


def not_for_production(view: PlanView) -> Iterator[Mark]:
    if view.facts.effective("deployment.purpose") != "production":
        return
    for file in view.files:
        for path, what in FOR_TRIALS.items():
            if file.get(path) is True:
                yield mark(
                    file.key,
                    path,
                    f"The purpose is production, and the chart calls this unfit for it: {what}.",
                    Fix("remove it", (Drop(parse_path(path)),)),
                )


SWITCH_RULES = (
    Rule(
        "GM116",
        Severity.NOTE,
        "A key without effect in 2.3",
        "Chart 2.3 accepts these keys and does not read them, or cannot undo with a component's "
        "false what common says.",
        keys_without_effect,
    ),
    Rule(
        "GM117",
        Severity.NOTE,
        "A switch for trials",
        "The chart's own text says of these switches that they are not for production. The add-on "
        "namespace is made with kubectl create namespace before the release; `gloo-wizard runbook` "
        "lists it. For more in the logs there is verbose.",
        not_for_production,
    ),
)
