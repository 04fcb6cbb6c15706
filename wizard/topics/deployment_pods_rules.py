"""What goes wrong with replicas, requests and limits, of whichever component."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from schema.finding import Drop, Fix, Put, Severity
from schema.path import Path, format_path, parse_path
from schema.sections import in_sections
from wizard.topic import Mark, Rule, mark
from wizard.view import PlanView

COMPONENTS = ("glooMgmtServer", "glooAgent", "glooUi", "glooPortalServer")
SUSPICIOUS_MEMORY = Decimal(128 * 1024**3)
_QUANTITY = re.compile(r"([0-9]+(?:\.[0-9]+)?)(m|Ki|Mi|Gi|Ti|k|M|G|T)?")
_UNITS = {
    "m": Decimal("0.001"),
    **{f"{letter}i": Decimal(1024**power) for power, letter in enumerate("KMGT", 1)},
    **{letter: Decimal(1000**power) for power, letter in enumerate("kMGT", 1)},
}


def quantity(value: Any) -> Decimal | None:
    """A Kubernetes quantity as a number, or None where it is none."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    found = _QUANTITY.fullmatch(str(value))
    return Decimal(found.group(1)) * _UNITS.get(found.group(2), Decimal(1)) if found else None


def resources(tree: Any, path: Path = ()) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Every `resources` map of a file with the path to it."""
    if isinstance(tree, list):
        for position, entry in enumerate(tree):
            yield from resources(entry, (*path, position))
    if isinstance(tree, dict):
        for key, value in tree.items():
            if key == "resources" and isinstance(value, dict):
                yield (*path, key), value
            yield from resources(value, (*path, key))


def replicas_without_a_leader(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        for component in COMPONENTS[:2]:
            count = file.get(f"{component}.deploymentOverrides.spec.replicas")
            several = isinstance(count, int) and not isinstance(count, bool) and count > 1
            elected = (
                file.effective("common.leaderElection", True) is not False
                or file.effective(f"{component}.leaderElection") is True
            )
            if several and not elected:
                yield mark(
                    file.key,
                    "common.leaderElection",
                    f"{component} runs {count} replicas without electing a leader: two of them "
                    "may write the same objects. Leave leader election on.",
                    Fix("leave leader election on", (Drop(("common", "leaderElection")),)),
                )


def replicas_at_the_wrong_place(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        for component in COMPONENTS:
            for place in ("replicas", "replicaCount", "deploymentOverrides.replicas",
                          "deploymentOverrides.spec.template.replicas"):  # fmt: skip
                path = f"{component}.{place}"
                if file.has(path):
                    right = f"{component}.deploymentOverrides.spec.replicas"
                    changes = (Drop(parse_path(path)), Put(parse_path(right), file.get(path)))
                    known = isinstance(file.get(path), int) and not file.has(right)
                    yield mark(
                        file.key,
                        path,
                        f"Nothing reads {path}: the number of replicas does not change. It "
                        f"belongs to {right}.",
                        Fix(f"move it to {right}", changes) if known else None,
                    )


def memory_beyond_any_node(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        for base, found in in_sections(resources, file.tree):
            for kind in ("limits", "requests"):
                amounts = found.get(kind)
                memory = amounts.get("memory") if isinstance(amounts, dict) else None
                size = quantity(memory)
                if size is not None and size >= SUSPICIOUS_MEMORY:
                    yield _beyond(file.key, (*base, kind, "memory"), str(memory))


def _beyond(member: str, path: Path, memory: str) -> Mark:
    less = memory.replace("Gi", "Mi") if memory.endswith("Gi") else ""
    guess = f" {less} was probably meant." if less else ""
    return mark(
        member,
        path,
        f"{format_path(path)} is {memory}, more than most nodes have: as a request it is never "
        f"scheduled, as a limit it limits nothing.{guess}",
        Fix(f"set it to {less}", (Put(path, less),)) if less else None,
    )


def request_above_limit(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        for base, found in in_sections(resources, file.tree):
            requests, limits = found.get("requests"), found.get("limits")
            if not isinstance(requests, dict) or not isinstance(limits, dict):
                continue
            for what in ("cpu", "memory"):
                least, most = quantity(requests.get(what)), quantity(limits.get(what))
                if least is not None and most is not None and least > most:
                    path = (*base, "limits", what)
                    yield mark(
                        file.key,
                        path,
                        f"The request for {what} ({requests[what]}) is above its limit "
                        f"({limits[what]}): Kubernetes refuses the pod.",
                        Fix(f"raise the limit to {requests[what]}", (Put(path, requests[what]),)),
                    )


POD_RULES = (
    Rule(
        "GM111",
        Severity.ERROR,
        "Several replicas without a leader",
        "With more than one replica, leader election decides who does the work that only one may "
        "do. It is on by default.",
        replicas_without_a_leader,
        question="deployment.leader-election",
    ),
    Rule(
        "GM112",
        Severity.WARNING,
        "Replicas at a place that nothing reads",
        "The chart has no replicas key. The number goes into the Deployment by way of "
        "deploymentOverrides.spec.replicas.",
        replicas_at_the_wrong_place,
        question="deployment.replicas",
    ),
    Rule(
        "GM114",
        Severity.WARNING,
        "More memory than a node has",
        "512Gi in place of 512Mi is a slip that stands in a published example and was copied into "
        "many files.",
        memory_beyond_any_node,
        question="deployment.server-size",
    ),
    Rule(
        "GM115",
        Severity.ERROR,
        "A request above its limit",
        "Kubernetes refuses a pod that requests more than its limit allows.",
        request_above_limit,
        question="deployment.server-size",
    ),
)
