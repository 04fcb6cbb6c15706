"""What goes wrong with names, sizes and replicas, and what must exist beforehand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from schema.finding import Drop, Fix, Put, Severity
from schema.path import parse_path
from wizard.question import DNS_LABEL
from wizard.sets import Role
from wizard.topic import Mark, Rule, mark
from wizard.topics.deployment_pods_rules import POD_RULES
from wizard.topics.deployment_switches_rules import SWITCH_RULES
from wizard.view import PlanView

HOME = "gloo-mesh"


def namespace(view: PlanView) -> str:
    return view.facts.words()["namespace"]


def name_trouble(name: Any) -> str:
    """What is wrong with a cluster's name; "" if it will do."""
    if not isinstance(name, str):
        return f"The cluster's name is read as {name!r}, which is not a text: put it in quotes."
    if "$" in name:
        return f"{name} is a placeholder: it must be replaced before Helm reads the file."
    if "_" in name:
        return f"{name!r} has an underscore: the registration of such a cluster is refused."
    if not re.fullmatch(DNS_LABEL, name):
        return (
            f"{name!r} cannot name a Kubernetes object or stand in a certificate: use lower-case "
            "letters, digits and hyphens, at most 63."
        )
    return ""


# --- names


def defaults_left_behind(view: PlanView) -> Iterator[Mark]:
    """Defaults that name gloo-mesh, in a release that goes elsewhere. Read from chart 2.3.3.

    The names in certificates have rules of their own, in the topic of certificates.
    """
    own, server = namespace(view), view.management
    if own == HOME or server is None or server.effective("glooMgmtServer.enabled") is not True:
        return
    built_in = server.effective("redis.deployment.enabled") is not False
    if built_in and not server.get("redis.address") and view.facts.within(until="2.5"):
        address = f"gloo-mesh-redis.{own}:6379"
        yield mark(
            server.key,
            "redis.address",
            f"The built-in Redis runs in {own}, but the chart looks for it in {HOME} whatever "
            f"the namespace: the management server does not start. Set it to {address}.",
            Fix(f"set it to {address}", (Put(("redis", "address"), address),), safe=True),
        )
    if server.effective("prometheus.enabled") is True:
        yield mark(
            server.key,
            "prometheus.enabled",
            f"The built-in Prometheus collects from the namespace {HOME} only, not from {own}; "
            "give it jobs of your own or install into gloo-mesh.",
            severity=Severity.WARNING,
        )
    if server.effective("glooUi.auth.enabled") is True:
        yield mark(
            server.key,
            "glooUi.auth.enabled",
            f"The UI's login is tied to the namespace {HOME}; in {own} it may not work "
            "(inferred from a fixed name in chart 2.3.3).",
            severity=Severity.NOTE,
        )


def cluster_without_a_name(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        if file.tree and file.get("common.cluster") in (None, ""):
            yield mark(
                file.key,
                "common.cluster",
                "The cluster has no name, and Helm refuses the chart without one. Name it here, "
                "or with --set common.cluster=… at each install and upgrade.",
            )


def cluster_with_a_wrong_name(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        name = file.get("common.cluster")
        trouble = "" if name in (None, "") else name_trouble(name)
        if trouble:
            better = name.lower().replace("_", "-") if isinstance(name, str) else ""
            fits = bool(re.fullmatch(DNS_LABEL, better))
            change = Put(("common", "cluster"), better)
            fix = Fix(f"call it {better}", (change,)) if fits else None
            severity = Severity.WARNING if "$" in str(name) else None
            yield mark(file.key, "common.cluster", trouble, fix, severity)


def name_at_the_wrong_place(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        other = file.get("mgmtClusterName")
        if other not in (None, ""):
            yield mark(
                file.key,
                "mgmtClusterName",
                f"This old key makes the server, the UI and the portal use the name {other!r}, "
                "while everything else uses common.cluster. Remove it.",
                Fix(
                    "remove mgmtClusterName",
                    (Drop(("mgmtClusterName",)),),
                    safe=other == file.get("common.cluster"),
                ),
            )


# --- what is switched on


def server_switched_off(view: PlanView) -> Iterator[Mark]:
    server = view.management
    if server and server.tree and server.effective("glooMgmtServer.enabled") is not True:
        yield mark(
            server.key,
            "glooMgmtServer.enabled",
            "The management server is not switched on. In this chart every component is off until "
            "it is enabled.",
            Fix("switch it on", (Put(parse_path("glooMgmtServer.enabled"), True),)),
        )


def registered_without_an_agent(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        registered = file.effective("glooMgmtServer.registerCluster") is True
        if registered and file.effective("glooAgent.enabled") is not True:
            yield mark(
                file.key,
                "glooMgmtServer.registerCluster",
                "The cluster is registered, but this release installs no agent, so nothing "
                "reports it. Enable glooAgent as well, or do not register the cluster.",
                Fix(
                    "enable the agent",
                    (
                        Put(parse_path("glooAgent.enabled"), True),
                        Put(
                            parse_path("glooAgent.relay.serverAddress"),
                            file.get("glooAgent.relay.serverAddress")
                            or "gloo-mesh-mgmt-server:9900",
                        ),
                    ),
                ),
            )


def registered_among_several(view: PlanView) -> Iterator[Mark]:
    server = view.management
    if server and view.workloads and server.get("glooMgmtServer.registerCluster") is True:
        also = (
            " In this version it always makes a workspace over all clusters and namespaces too."
            if view.facts.within(until="2.3")
            else ""
        )
        yield mark(
            server.key,
            "glooMgmtServer.registerCluster",
            "The chart means this switch for single clusters and tests. With more clusters, apply "
            f"a KubernetesCluster object yourself.{also}",
        )


def own_agent_without_an_address(view: PlanView) -> Iterator[Mark]:
    for file in view.agents():
        path = "glooAgent.relay.serverAddress"
        if file.role is Role.MANAGEMENT and not file.effective(path):
            address = f"gloo-mesh-mgmt-server:{file.effective('glooMgmtServer.ports.grpc', 9900)}"
            yield mark(
                file.key,
                path,
                "The agent beside the management server has no address to connect to; the chart "
                f"does not fill it in. Here it is {address}.",
                Fix(f"set it to {address}", (Put(parse_path(path), address),), safe=True),
            )


def sidecar_without_a_server(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        path = "glooAgent.runAsSidecar"
        if file.get(path) is True and file.effective("glooMgmtServer.enabled") is not True:
            yield mark(
                file.key,
                path,
                "The agent can only run inside the management server's pod where this same "
                "release installs the management server. Remove it.",
                Fix("remove it", (Drop(parse_path(path)),)),
            )


def several_on_a_built_in_redis(view: PlanView) -> Iterator[Mark]:
    server = view.management
    several = view.facts.answer("deployment.management-clusters") == "several"
    own = view.facts.effective("redis.where") == "own"
    if server and several and not own and server.effective("redis.deployment.enabled") is True:
        yield mark(
            server.key,
            "redis.deployment.enabled",
            "Several management clusters must share one Redis, but this file runs the built-in "
            "one, which each cluster would have to itself. Bring a replicated Redis of your own.",
        )


# --- Helm and the version


def schema_too_large_for_helm(view: PlanView) -> Iterator[Mark]:
    helm = view.facts.answer("deployment.helm")
    if helm in ("3", "4") and view.files and view.facts.within("2.4", "2.7"):
        which = "From 3.17.3 on, Helm" if helm == "3" else "Helm 4"
        yield mark(
            view.files[0].key,
            (),
            f"{which} refuses a chart with a file over 5 MiB, and the schema of some charts from "
            "this time is larger (reported for 2.6.9 and 2.7). If it says 'larger than the maximum "
            "file size', use Helm 3.17.2 or a later patch of the chart.",
        )


RULES = (
    *POD_RULES,
    *SWITCH_RULES,
    Rule(
        "GM101",
        Severity.ERROR,
        "A default still names gloo-mesh",
        "Only the server certificates that the chart generates follow the release's namespace. The "
        "Redis address, the jobs of the built-in Prometheus and the UI's login name gloo-mesh "
        "(read from chart 2.3.3), and so do the names that agents and collectors expect in "
        "certificates. Where you can choose, install into gloo-mesh.",
        defaults_left_behind,
        question="deployment.namespace",
    ),
    Rule(
        "GM102",
        Severity.NOTE,
        "Helm may refuse this chart for its size",
        "Since 3.17.3 Helm limits each file of a chart to 5 MiB, and charts of some versions carry "
        "a larger schema. Which patch ended that is not verified. See helm/helm issue 30738.",
        schema_too_large_for_helm,
        question="deployment.helm",
    ),
    Rule(
        "GM103",
        Severity.ERROR,
        "The cluster has no name",
        "common.cluster is one of three values that the chart demands. Give the name under which "
        "the cluster is registered.",
        cluster_without_a_name,
        question="deployment.cluster",
    ),
    Rule(
        "GM104",
        Severity.ERROR,
        "A cluster name that does not work",
        "The name becomes a Kubernetes object and stands in certificates: lower-case letters, "
        "digits and hyphens, no underscore. Words such as no or on, and bare numbers, are not "
        "texts to Helm unless they stand in quotes.",
        cluster_with_a_wrong_name,
        question="deployment.cluster",
    ),
    Rule(
        "GM105",
        Severity.WARNING,
        "A second name for the management cluster",
        "mgmtClusterName at the top level is read by chart 2.3 before common.cluster, by some "
        "components only. One cluster with two names cannot be registered under both.",
        name_at_the_wrong_place,
        question="deployment.cluster",
    ),
    Rule(
        "GM106",
        Severity.WARNING,
        "The management server is off",
        "Every component of the chart is off by default. If the switch stands in another values "
        "file of the same release, pass over this.",
        server_switched_off,
        question="deployment.model",
    ),
    Rule(
        "GM107",
        Severity.WARNING,
        "Registered, but without an agent",
        "registerCluster makes the KubernetesCluster object. The agent that reports the cluster "
        "is a component of its own and is off by default.",
        registered_without_an_agent,
        question="deployment.register",
    ),
    Rule(
        "GM108",
        Severity.NOTE,
        "registerCluster among several clusters",
        "The chart's own text calls registerCluster unsuitable for several clusters and for "
        "production. A KubernetesCluster object that you apply does the same without side effects.",
        registered_among_several,
        question="deployment.register",
    ),
    Rule(
        "GM109",
        Severity.ERROR,
        "The agent has no server to connect to",
        "glooAgent.relay.serverAddress is empty by default and not checked by the chart: the agent "
        "starts and never connects.",
        own_agent_without_an_address,
        question="deployment.model",
    ),
    Rule(
        "GM110",
        Severity.ERROR,
        "An agent as sidecar without its server",
        "runAsSidecar puts the agent into the management server's pod, so both must come from one "
        "release. In a workload cluster there is no such pod.",
        sidecar_without_a_server,
        question="deployment.agent-sidecar",
    ),
    Rule(
        "GM113",
        Severity.WARNING,
        "Several management clusters, each with its own Redis",
        "All management servers read the clusters' state from Redis. With one Redis in each "
        "cluster they do not see what the others received.",
        several_on_a_built_in_redis,
        question="deployment.management-clusters",
    ),
)
