"""What goes wrong between a workload cluster's file and the management cluster's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from schema.finding import Drop, Fix, Put, Severity
from schema.path import Path, parse_path
from wizard.topic import Mark, Need, Rule, mark
from wizard.topics.deployment_needs import domain_of, namespace_need, registration_need
from wizard.topics.deployment_rules import namespace
from wizard.topics.licensing_rules import is_placeholder
from wizard.topics.workload_addresses import ADDRESS_RULES
from wizard.view import FileView, PlanView

TAG = "glooAgent.image.tag"
MANAGEMENT_ONLY = (
    "glooMgmtServer",
    "glooUi",
    "prometheus",
    "telemetryGateway",
    "glooInsightsEngine",
)


def agent_switched_off(view: PlanView) -> Iterator[Mark]:
    for file in view.workloads:
        if file.tree and file.effective("glooAgent.enabled") is not True:
            yield mark(
                file.key,
                "glooAgent.enabled",
                "No agent runs in this cluster, so the management server knows nothing of it. "
                "Every component is off until it is enabled.",
                Fix("enable the agent", (Put(parse_path("glooAgent.enabled"), True),)),
            )


def names_that_clash(view: PlanView) -> Iterator[Mark]:
    seen: dict[str, str] = {}
    for file in view.files:
        name = file.get("common.cluster")
        if file.role.value == "add-ons" or not isinstance(name, str) or not name:
            continue
        if name in seen:
            yield mark(
                file.key,
                "common.cluster",
                f"Two files of this installation name their cluster {name!r}. Each cluster "
                "registers under a name of its own.",
            )
        seen[name] = file.key
    for file in view.workloads:
        name = file.get("common.cluster")
        if isinstance(name, str) and name and file.cluster and name != file.cluster:
            yield mark(
                file.key,
                "common.cluster",
                f"The file is kept for the cluster {file.cluster}, but names it {name!r}. The "
                "registration, the certificate and this value must carry one name.",
                Fix(f"name it {file.cluster}", (Put(("common", "cluster"), file.cluster),)),
            )


def management_in_a_workload_file(view: PlanView) -> Iterator[Mark]:
    if view.management is None:
        return
    for file in view.workloads:
        for section in MANAGEMENT_ONLY:
            path = f"{section}.enabled"
            if file.get(path) is True:
                yield mark(
                    file.key,
                    path,
                    f"{section} belongs to the management cluster; a workload cluster needs the "
                    "agent and the collector.",
                    Fix(f"leave {section} off", (Drop(parse_path(path)),)),
                )


# --- what must agree


def _insecure(file: FileView, component: str) -> bool:
    return any(file.get(f"{section}.insecure") is True for section in ("common", component))


def token_missing(view: PlanView) -> Iterator[Mark]:
    server = view.management
    if server is None or server.effective("glooMgmtServer.relay.disableCa") is True:
        return
    for file in view.workloads:
        path = "glooAgent.relay.tokenSecret.name"
        if file.has(path) and file.get(path) is None and not _insecure(file, "glooAgent"):
            base = "glooAgent.relay.tokenSecret"
            fields = [f"{base}.{key}" for key in ("name", "key", "namespace")]
            changes = tuple(Drop(parse_path(field)) for field in fields if file.has(field))
            yield mark(
                file.key,
                path,
                "This agent is given no token, but the management server signs its certificate "
                "and asks for one at first contact. Take the nulls out, or bring client "
                "certificates (relay.disableCa on the server).",
                Fix("use the chart's token secret", changes),
            )


def _image_version(file: FileView, section: str) -> tuple[str, str]:
    """What the image's tag says, and whether it is a FIPS build ("-fips" or "")."""
    tag = file.get(f"{section}.image.tag")
    version = tag.removeprefix("v") if isinstance(tag, str) else ""
    plain = version.removesuffix("-fips")
    return plain, version[len(plain) :]


def versions_differ(view: PlanView) -> Iterator[Mark]:
    """Two versions, told by the image tags. FIPS on one side has a rule in the topic of images."""
    server = view.management
    told = _image_version(server, "glooMgmtServer")[0] if server else ""
    for file in view.workloads:
        own, build = _image_version(file, "glooAgent")
        if told and own and own != told:
            right = f"{told}{build}"
            yield mark(
                file.key,
                TAG,
                f"This agent runs {own}, the management server {told}. Keep them equal, and "
                "upgrade the server first.",
                Fix(f"use {right} here", (Put(parse_path(TAG), right),)),
            )


def registries_differ(view: PlanView) -> Iterator[Mark]:
    server = view.management
    told = server.get("glooMgmtServer.image.registry") if server else None
    if not isinstance(told, str) or not told:
        return
    for file in view.workloads:
        path = "glooAgent.image.registry"
        own = file.get(path)
        if file.tree and own != told and not file.get("common.image.registry"):
            seen = own if isinstance(own, str) and own else "the chart's default"
            yield mark(
                file.key,
                path,
                f"The management server's image comes from {told}, the agent's from {seen}. "
                "Without access to the internet the agent's is not found.",
                Fix(f"take it from {told}", (Put(parse_path(path), told),)),
            )


def settings_that_differ_among_clusters(view: PlanView) -> Iterator[Mark]:
    """The expected server name is one, whoever asks."""
    names: dict[str, str] = {}
    for file in view.agents():
        name = file.effective("glooAgent.relay.authority")
        if isinstance(name, str) and name:
            names.setdefault(name, file.key)
    if len(names) > 1:
        key = list(names.values())[-1]
        yield mark(
            key,
            "glooAgent.relay.authority",
            f"The agents expect different names in the one server certificate: "
            f"{', '.join(names)}. Right only if the certificate carries them all.",
        )


def istio_in_unknown_clusters(view: PlanView) -> Iterator[Mark]:
    """The clusters that managed Istio goes to, by the names they are registered with."""
    server = view.management
    known = {view.facts.management, *view.facts.workloads}
    known |= {str(file.get("common.cluster")) for file in view.files}
    if server is None or not view.facts.workloads:
        return
    if server.effective("istioInstallations.enabled") is not True:
        return
    for path, name in _named_clusters(server.get("istioInstallations"), ("istioInstallations",)):
        if name not in known and not is_placeholder(name):
            yield mark(
                server.key,
                path,
                f"Istio is to be installed in a cluster named {name}, but no file of this plan is "
                "for one. The name must be the one that the cluster is registered with.",
            )


def _named_clusters(tree: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Every name in a list `clusters`, however deep, with the path of the list's section."""
    if isinstance(tree, list):
        for position, entry in enumerate(tree):
            yield from _named_clusters(entry, (*path, position))
    if not isinstance(tree, dict):
        return
    for key, below in tree.items():
        if key == "clusters" and isinstance(below, list):
            for position, entry in enumerate(below):
                name = entry.get("name") if isinstance(entry, dict) else None
                if isinstance(name, str):
                    yield (*path, key, position, "name"), name
        elif key != "istioOperatorSpec":
            yield from _named_clusters(below, (*path, str(key)))


RULES = (
    *ADDRESS_RULES,
    Rule(
        "GM1205",
        Severity.WARNING,
        "A workload cluster without an agent",
        "The agent is what makes a cluster a workload cluster. If the switch stands in another "
        "values file of the same release, pass over this.",
        agent_switched_off,
        question="deployment.model",
    ),
    Rule(
        "GM1206",
        Severity.ERROR,
        "Cluster names that do not agree",
        "The value common.cluster, the KubernetesCluster object and the name in a client "
        "certificate of your own are one and the same, and no two clusters share it.",
        names_that_clash,
        question="deployment.workloads",
    ),
    Rule(
        "GM1207",
        Severity.WARNING,
        "Management components in a workload cluster",
        "The management server, the UI, Prometheus, the telemetry gateway and the insights engine "
        "run once, in the management cluster.",
        management_in_a_workload_file,
        question="deployment.model",
    ),
    Rule(
        "GM1208",
        Severity.ERROR,
        "No token for first contact",
        "The nulls under tokenSecret belong to setups where every agent brings its own client "
        "certificate. Elsewhere the token is what lets an agent in the first time.",
        token_missing,
        question="certificates.mode",
    ),
    Rule(
        "GM1209",
        Severity.WARNING,
        "Server and agent of two versions",
        "Image tags pin the version of each side. Both sides of the relay should run one version "
        "(how far they may differ is not verified).",
        versions_differ,
        question="images.fips",
    ),
    Rule(
        "GM1210",
        Severity.WARNING,
        "Images from two registries",
        "A registry mirror is set for each component and in each file.",
        registries_differ,
        question="images.registry",
    ),
    Rule(
        "GM1211",
        Severity.WARNING,
        "Agents that expect different server names",
        "There is one management server certificate. relay.authority names what the agents look "
        "for in it, and is the same in every file.",
        settings_that_differ_among_clusters,
        question="certificates.authority",
    ),
    Rule(
        "GM1212",
        Severity.WARNING,
        "Istio for a cluster that is not here",
        "istioInstallations lists the clusters that the management server installs Istio in, by "
        "the names in their KubernetesCluster objects. A name that is not registered gets nothing, "
        "without a message (inferred). Pass over this where the cluster is registered by others.",
        istio_in_unknown_clusters,
        question="deployment.workloads",
    ),
)


def needs(view: PlanView) -> Iterator[Need]:
    """A namespace in each workload cluster, and its registration in the management cluster."""
    own = namespace(view)
    for file in view.workloads:
        if re.fullmatch(r"\S+", file.cluster):
            yield namespace_need(file.cluster, own)
            yield registration_need(file.cluster, own, domain_of(file))
