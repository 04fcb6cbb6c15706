"""What must exist before the releases: their namespaces, and the registration of clusters."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from wizard.sets import Role
from wizard.topic import Need
from wizard.topics.deployment_rules import namespace
from wizard.view import FileView, PlanView

ADDONS = "gloo-mesh-addons"
USUAL_DOMAIN = "cluster.local"
_QUOTED = '"'


def needs(view: PlanView) -> Iterator[Need]:
    """The namespaces, and the management cluster's own registration."""
    yield from add_ons(view)
    server, own = view.management, namespace(view)
    if server is None:
        return
    yield namespace_need("", own)
    registered = server.effective("glooMgmtServer.registerCluster") is True
    if server.effective("glooAgent.enabled") is True and not registered:
        yield registration_need(view.facts.words()["management"], own, domain_of(server))


def add_ons(view: PlanView) -> Iterator[Need]:
    """The namespace that external auth and the rate limiter go to; it is not the release's own."""
    for file in view.files:
        installed = any(
            file.effective(f"{service}.enabled") is True
            for service in ("extAuthService", "rateLimiter")
        )
        name = file.effective("common.addonNamespace", ADDONS)
        made = file.effective("demo.manageAddonNamespace") is True
        if installed and not made and isinstance(name, str) and name not in ("", namespace(view)):
            yield namespace_need(
                "" if file.role is Role.MANAGEMENT else file.cluster,
                name,
                "External auth and the rate limiter go there; the chart does not make it.",
            )


def domain_of(file: FileView) -> str:
    """The DNS suffix inside a cluster, as its file says."""
    found = file.effective("common.clusterDomain")
    return found if isinstance(found, str) and found else USUAL_DOMAIN


def namespace_need(
    cluster: str,
    name: str,
    why: str = "The release and its secrets go there; secrets are created before the install.",
) -> Need:
    """`cluster` is "" for the management cluster."""
    context = f"<context of {cluster}>" if cluster else "<context of the management cluster>"
    return Need(
        kind="Namespace",
        name=name,
        cluster=cluster,
        namespace="",
        why=why,
        command=f"kubectl create namespace {shlex.quote(name)} --context '{context}'",
    )


def registration_need(cluster: str, own: str, domain: str = USUAL_DOMAIN) -> Need:
    """The KubernetesCluster object that lets a cluster's agent in."""
    from wizard.render import text

    return Need(
        kind="KubernetesCluster",
        name=cluster,
        cluster="",
        namespace=own,
        why=f"It registers {cluster}. Apply it after the CRD chart and before the agent of "
        f"{cluster}, which otherwise restarts in a loop.",
        command="\n".join(
            (
                "kubectl apply --context '<context of the management cluster>' -f - <<'END'",
                "apiVersion: admin.gloo.solo.io/v2",
                "kind: KubernetesCluster",
                "metadata:",
                f"  name: {text(cluster, _QUOTED)}",
                f"  namespace: {text(own, _QUOTED)}",
                "spec:",
                f"  clusterDomain: {text(domain)}",
                "END",
            )
        ),
    )
