"""The objects that register clusters with the management plane."""

from __future__ import annotations

from collections.abc import Iterable

from wizard.companions.manifests import Manifest, as_yaml, named
from wizard.topic import Need
from wizard.topics.deployment_needs import USUAL_DOMAIN, domain_of
from wizard.topics.safe_mode_rules import SINCE
from wizard.view import PlanView

KIND = "KubernetesCluster"
API = "admin.gloo.solo.io/v2"


def clusters_file(needs: Iterable[Need], view: PlanView) -> str:
    words = view.facts.words()
    about = (
        f"The clusters that are registered with {words['management']}. Apply this there, after the "
        "chart gloo-platform-crds and before the agents, which otherwise restart in a loop. Each "
        "name is that of common.cluster in the cluster's own file. clusterDomain is the DNS suffix "
        "inside the cluster."
    )
    if view.facts.within(SINCE):
        about += (
            "\nFor a cluster that is away for long, skipWarming: true in its spec makes safe mode "
            "not wait for it."
        )
    return as_yaml(about, (_registration(need, view) for need in needs))


def _registration(need: Need, view: PlanView) -> Manifest:
    files = {file.cluster: file for file in view.files}
    domain = domain_of(files[need.name]) if need.name in files else USUAL_DOMAIN
    content = named(KIND, API, need.name, need.namespace)
    return Manifest({**content, "spec": {"clusterDomain": domain}})
