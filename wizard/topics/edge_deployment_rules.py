"""What goes wrong with replicas and spreading."""

from __future__ import annotations

from collections.abc import Iterator

from schema.finding import Drop, Fix, Put, Severity
from schema.path import parse_path
from wizard.topic import Mark, Rule, mark
from wizard.topics.edge_proxies import proxies
from wizard.view import PlanView

ELECTION = "gloo.disableLeaderElection"


def no_leader_among_several(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        replicas = file.get("gloo.deployment.replicas")
        if type(replicas) is int and replicas > 1 and file.get(ELECTION) is True:
            yield mark(
                file.key,
                ELECTION,
                f"{replicas} pods of the control plane and no leader: each writes status and "
                "objects against the others. Let them elect one.",
                Fix("let them elect a leader", (Drop(parse_path(ELECTION)),)),
            )


def spreading_without_deployment(view: PlanView) -> Iterator[Mark]:
    for proxy in proxies(view):
        if proxy.get("antiAffinity") is True and proxy.on_host_ports:
            path = proxy.at("antiAffinity")
            yield mark(
                proxy.file.key,
                path,
                f"The proxy {proxy.name} runs once on every node; antiAffinity works for a "
                "Deployment only and has no effect.",
                Fix("remove it", (Drop(path),), safe=True),
            )


def budget_blocks_drains(view: PlanView) -> Iterator[Mark]:
    for proxy in proxies(view):
        wanted = proxy.get("podDisruptionBudget.minAvailable")
        replicas = proxy.effective("kind.deployment.replicas")
        scales = proxy.get("horizontalPodAutoscaler") is not None
        if type(wanted) is not int or type(replicas) is not int or scales or wanted < replicas:
            continue
        path = proxy.at("podDisruptionBudget.minAvailable")
        fix = Fix(f"keep {replicas - 1}", (Put(path, replicas - 1),)) if replicas > 1 else None
        yield mark(
            proxy.file.key,
            path,
            f"{wanted} of {replicas} proxy pods must stay up, so none may ever go: draining a node "
            "waits for ever. Ask for fewer than there are, or run more pods.",
            fix,
        )


AVAILABILITY_RULES = (
    Rule(
        "GE501",
        Severity.WARNING,
        "Several pods of the control plane without a leader",
        "With gloo.disableLeaderElection each pod acts as the leader.",
        no_leader_among_several,
        question="availability.leader",
    ),
    Rule(
        "GE502",
        Severity.NOTE,
        "Spreading that has no effect",
        "antiAffinity is rendered for a Deployment only.",
        spreading_without_deployment,
        question="availability.anti-affinity",
    ),
    Rule(
        "GE503",
        Severity.WARNING,
        "A disruption budget that blocks every drain",
        "A budget that wants as many pods as there are lets none go: node upgrades hang.",
        budget_blocks_drains,
        question="availability.proxy-available",
    ),
)
