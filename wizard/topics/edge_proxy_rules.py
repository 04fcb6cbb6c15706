"""What does not go together in the proxy's privileges."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from schema.finding import Change, Drop, Fix, Put, Severity
from schema.path import parse_path
from wizard.topic import Mark, Rule, mark
from wizard.topics.edge_proxies import Proxy, proxies
from wizard.view import PlanView

TOKEN = "gateway.proxyServiceAccount.disableAutomount"
ISTIO = ("global.istioSDS.enabled", "global.istioIntegration.enabled")
RESTATED: tuple[tuple[str, Any], ...] = (
    ("readOnlyRootFilesystem", True),
    ("allowPrivilegeEscalation", False),
    ("capabilities.drop", ["ALL"]),
)


def low_port_without_right(view: PlanView) -> Iterator[Mark]:
    """A port below 1024 needs NET_BIND_SERVICE."""
    for proxy in proxies(view):
        ports = proxy.low_ports()
        if not ports or proxy.may_bind_low_ports():
            continue
        own = proxy.get("podTemplate.glooContainerSecurityContext") is not None
        switches = ("disableNetBind", "runUnprivileged")
        right = tuple(Put(proxy.at(f"podTemplate.{name}"), False) for name in switches)
        names = " and ".join(map(str, ports))
        yield mark(
            proxy.file.key,
            _where(proxy),
            f"The proxy {proxy.name} listens on {names} inside its pod, but has no right to bind "
            "ports below 1024: it does not come up. Give it that right (disableNetBind and "
            "runUnprivileged false), or keep to 8080 and 8443 and let the service map them.",
            None if own else Fix("give it the right to bind low ports", right),
        )


def _where(proxy: Proxy) -> Any:
    names = ("httpPort", "httpsPort")
    said = [proxy.at(f"podTemplate.{name}") for name in names if proxy.get(f"podTemplate.{name}")]
    return said[0] if said else proxy.at("podTemplate")


def host_ports_of_the_service(view: PlanView) -> Iterator[Mark]:
    """Ports of the host are the container's ports: 8080 stays 8080."""
    for proxy in proxies(view):
        if not proxy.on_host_ports:
            continue
        if proxy.get("kind.deployment") or not _taken_away(proxy):
            yield mark(
                proxy.file.key,
                proxy.at("kind.daemonSet"),
                f"The proxy {proxy.name} shall run on the ports of the nodes, but the chart's "
                "kind.deployment still stands, so that it makes a Deployment (inferred from its "
                "template). Set kind.deployment to null.",
                Fix("take the Deployment away", (Put(proxy.at("kind.deployment"), None),)),
            )


def _taken_away(proxy: Proxy) -> bool:
    """Whether nothing of the chart's own Deployment is left for this proxy."""
    return proxy.file.has(proxy.at("kind.deployment")) or (
        proxy.get("kind.workloadType") == "DaemonSet"
    )


def no_token_for_istio(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        on = [path for path in ISTIO if file.get(path) is True]
        if file.get(TOKEN) is True and on:
            yield mark(
                file.key,
                TOKEN,
                f"{on[0]} is on, and certificates from Istio need the service account's token, "
                "which is not mounted (inferred): the proxy gets no certificate. Mount the token, "
                "or leave the Istio integration out.",
                Fix("mount the token", (Drop(parse_path(TOKEN)),)),
            )


def context_loses_the_charts_own(view: PlanView) -> Iterator[Mark]:
    for proxy in proxies(view):
        base = "podTemplate.glooContainerSecurityContext"
        context = proxy.get(base)
        if not isinstance(context, dict) or not context:
            continue
        if context.get("mergePolicy") == "helm-merge":
            continue
        lost = [(name, value) for name, value in RESTATED if proxy.get(f"{base}.{name}") is None]
        if lost:
            changes: tuple[Change, ...] = tuple(
                Put(proxy.at(f"{base}.{name}"), value) for name, value in lost
            )
            names = ", ".join(name for name, _ in lost)
            yield mark(
                proxy.file.key,
                proxy.at(base),
                "A container context of your own replaces the chart's whole one. Not restated, and "
                f"so lost: {names}.",
                Fix("restate what the chart sets", changes),
            )


def user_id_twice(view: PlanView) -> Iterator[Mark]:
    for proxy in proxies(view):
        everywhere = proxy.file.get("global.securitySettings.floatingUserId") is True
        floating = everywhere or proxy.get("podTemplate.floatingUserId") is True
        path = proxy.at("podTemplate.runAsUser")
        if floating and proxy.get("podTemplate.runAsUser") is not None:
            yield mark(
                proxy.file.key,
                path,
                "The cluster is to choose the user id (floatingUserId), so this one is not used.",
                Fix("remove it", (Drop(path),), safe=True),
            )


def privileged_for_nothing(view: PlanView) -> Iterator[Mark]:
    if view.facts.within("", "1.3.30"):
        return
    for proxy in proxies(view):
        ports = proxy.low_ports() or proxy.on_host_ports
        given = [
            name
            for name in ("disableNetBind", "runUnprivileged")
            if proxy.get(f"podTemplate.{name}") is False
        ]
        if given and not ports:
            drops = tuple(Drop(proxy.at(f"podTemplate.{name}")) for name in given)
            yield mark(
                proxy.file.key,
                proxy.at(f"podTemplate.{given[0]}"),
                f"The proxy {proxy.name} has more rights than an ordinary user ({given[0]}: "
                "false), but binds no port below 1024 that would need them.",
                Fix("leave it to the chart, which gives none", drops),
            )


RULES = (
    Rule(
        "GE101",
        Severity.ERROR,
        "A low port without the right to bind it",
        "Ports below 1024 need the capability NET_BIND_SERVICE, which the chart drops since "
        "1.3.31. Behind a service the proxy needs no low port.",
        low_port_without_right,
        question="proxy.privileges",
    ),
    Rule(
        "GE102",
        Severity.WARNING,
        "No token, but certificates from Istio",
        "Istio's certificate service identifies the proxy by its service account's token.",
        no_token_for_istio,
        question="proxy.token",
    ),
    Rule(
        "GE103",
        Severity.WARNING,
        "A container context that loses the chart's own",
        "glooContainerSecurityContext replaces what the chart renders: read-only root file system, "
        "no escalation, no capabilities. Restate them, or set mergePolicy to helm-merge.",
        context_loses_the_charts_own,
        question="proxy.root-filesystem",
    ),
    Rule(
        "GE104",
        Severity.NOTE,
        "A user id that is not used",
        "floatingUserId leaves the user id to the cluster; a runAsUser beside it has no effect.",
        user_id_twice,
        question="proxy.user-id",
    ),
    Rule(
        "GE105",
        Severity.WARNING,
        "More rights than needed",
        "Without a port below 1024 the proxy needs neither NET_BIND_SERVICE nor root.",
        privileged_for_nothing,
        question="proxy.privileges",
    ),
    Rule(
        "GE106",
        Severity.WARNING,
        "Host ports on a Deployment",
        "The chart makes a DaemonSet only where kind.deployment is taken away.",
        host_ports_of_the_service,
        question="proxy.ports",
    ),
)
