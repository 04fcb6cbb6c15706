"""The guides to a production installation of Gloo Edge: open source, and Enterprise.

Enterprise holds the open-source chart under the key `gloo`; `global` stays at the top.
"""

from __future__ import annotations

from dataclasses import replace

from wizard.guide import Guide, Preset, VersionMarks
from wizard.picture import boxed
from wizard.prefixed import Beneath
from wizard.topics import (
    edge_deployment,
    edge_destinations,
    edge_images,
    edge_licence,
    edge_mesh,
    edge_proxy,
    edge_service,
    edge_validation,
)
from wizard.topics.edge_proxies import proxies
from wizard.view import PlanView

_TAG = r"v?(1\.\d+\.\d+(?:-(?:beta|rc)\d+)?)(?:-(?:fips|distroless|fips-distroless))?"
_COMMENT = r"(?:\bgloo(?:-ee)?-|--version[ =]v?|helm\.sh/chart.*?)(1\.\d+\.\d+\S*)"
_TAGS_AT = (
    "global.image.tag",
    "gloo.deployment.image.tag",
    "gatewayProxies.gatewayProxy.podTemplate.image.tag",
)
_SIGNS = (
    "gatewayProxies",
    "discovery",
    "gateway",
    "kubeGateway",
    "settings",
    "ingress",
    "accessLogger",
    "gloo.deployment",
    "global.glooRbac",
    "global.glooMtls",
)
_INNER = Beneath("gloo")

_SAFE = {
    "proxy.privileges": "none",
    "proxy.token": "yes",
    "destinations.kubernetes": "yes",
    "destinations.discovery": "no",
    "control-plane.invalid-routes": "yes",
    "validation.strictness": "errors",
    "validation.failure": "fail",
    "availability.proxy-replicas": 2,
    "availability.anti-affinity": "yes",
    "availability.control-replicas": 2,
    "service.type": "load-balancer",
}
_GIVES = (
    "A proxy without rights on its node and without a token for the Kubernetes API.",
    "Two proxies on different nodes where there is room, and two pods of the control plane.",
    "Configuration that can never work is refused, and one bad route does not hold up the rest.",
    "Routes to Upstream objects only, which you write.",
)
_LACKS = (
    "Your cloud's settings for the load balancer. Without them most clouds make it public "
    "(inferred).",
    "Requests and limits that fit your load, and an autoscaler.",
    "Routes with single.kube: they stop working.",
    "Certificates for your hosts, and routes.",
)
PRODUCTION = Preset(
    purpose="production",
    title="Production",
    answers={"deployment.purpose": "production", **_SAFE},
    gives=_GIVES,
    lacks=_LACKS,
)
EVALUATION = Preset(
    purpose="evaluation",
    title="Evaluation",
    answers={
        "deployment.purpose": "evaluation",
        "destinations.discovery": "yes",
        "service.type": "cluster-ip",
    },
    gives=("Upstreams for every service by themselves.", "Nothing is reachable from outside."),
    lacks=(
        "Anything that outlives a lost node.",
        "Validation: mistakes show up as missing routes.",
    ),
)


def picture(view: PlanView) -> list[str]:
    """A box with the proxies and the control plane."""
    inside = [
        f"{proxy.name} ×{proxy.effective('kind.deployment.replicas') or 1}"
        if not proxy.on_host_ports
        else f"{proxy.name} on every node"
        for proxy in proxies(view)
    ]
    for file in view.files:
        inside.append(f"control plane ×{file.effective('gloo.deployment.replicas') or 1}")
        if file.effective("discovery.enabled") is True:
            inside.append("discovery")
    return boxed(view.facts.words()["namespace"], inside)


GUIDE = Guide(
    chart="gloo",
    title="Gloo Edge",
    repository="https://storage.googleapis.com/solo-public-helm",
    default_version="1.20.20",
    release="gloo",
    namespace="gloo-system",
    signs=_SIGNS,
    version_marks=VersionMarks(_TAG, _TAGS_AT, _COMMENT),
    picture=picture,
    words={"prefix": ""},
    topics=(
        edge_deployment.TOPIC,
        edge_proxy.TOPIC,
        edge_destinations.DESTINATIONS,
        edge_destinations.CONTROL_PLANE,
        edge_validation.TOPIC,
        edge_deployment.AVAILABILITY,
        edge_service.TOPIC,
        edge_images.OPEN_SOURCE,
        edge_mesh.TOPIC,
    ),
    presets=(PRODUCTION, EVALUATION),
)


def _enterprise_picture(view: PlanView) -> list[str]:
    return picture(_INNER.narrowed(view))


ENTERPRISE = replace(
    GUIDE,
    chart="gloo-ee",
    title="Gloo Edge Enterprise",
    repository="https://storage.googleapis.com/gloo-ee-helm",
    repository_name="glooe",
    default_version="1.18.14",
    signs=(
        *(_INNER.path(sign) for sign in _SIGNS if not sign.startswith("global")),
        "gloo-fed",
        "license_key",
        "create_license_secret",
        "global.extensions",
        "gateway-portal-web-server",
        "grafana",
        "observability",
        "rateLimit",
    ),
    version_marks=VersionMarks(_TAG, tuple(map(_INNER.path, _TAGS_AT)), _COMMENT),
    picture=_enterprise_picture,
    words={"prefix": "gloo."},
    topics=(
        *(_INNER.topic(topic) for topic in GUIDE.topics if topic.id not in ("images", "mesh")),
        edge_images.ENTERPRISE,
        edge_licence.TOPIC,
        _INNER.topic(edge_mesh.TOPIC),
    ),
    presets=tuple(
        replace(preset, answers={**preset.answers, "licensing.how": "secret"})
        for preset in GUIDE.presets
    ),
)
