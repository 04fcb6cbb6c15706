"""Which pods a change makes anew, by the sections of the values that their templates read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from schema.path import Path
from wizard.view import FileView


@dataclass(frozen=True)
class Component:
    """A part of the chart with its own pods. `enabled` is the path that switches it on."""

    section: str
    enabled: str
    kind: str
    name: str
    title: str
    also: tuple[str, ...] = ()


_ALL = ("common", "global")
COMPONENTS = (
    Component(
        "glooMgmtServer",
        "glooMgmtServer.enabled",
        "deployment",
        "gloo-mesh-mgmt-server",
        "the management server",
        ("licensing", "licenseSecretName", "redis", "redisStore", "insecure", *_ALL),
    ),
    Component(
        "redis.deployment",
        "glooMgmtServer.enabled",
        "deployment",
        "gloo-mesh-redis",
        "the built-in Redis, which then forgets what the clusters reported",
    ),
    Component(
        "glooUi",
        "glooUi.enabled",
        "deployment",
        "gloo-mesh-ui",
        "the UI",
        ("licensing", "licenseSecretName", "redis", "redisStore", *_ALL),
    ),
    Component("prometheus", "prometheus.enabled", "deployment", "prometheus-server", "Prometheus"),
    Component(
        "telemetryGateway",
        "telemetryGateway.enabled",
        "deployment",
        "gloo-telemetry-gateway",
        "the telemetry gateway",
        ("telemetryGatewayCustomization",),
    ),
    Component(
        "glooAgent",
        "glooAgent.enabled",
        "deployment",
        "gloo-mesh-agent",
        "the agent",
        _ALL,
    ),
    Component(
        "telemetryCollector",
        "telemetryCollector.enabled",
        "daemonset",
        "gloo-telemetry-collector-agent",
        "the telemetry collector on each node",
        ("telemetryCollectorCustomization",),
    ),
)
_QUIET = ("serviceOverrides", "serviceType", "service")
_REPLICAS = ("deploymentOverrides", "spec", "replicas")


def running(file: FileView) -> Iterator[Component]:
    """The parts that a file switches on."""
    for component in COMPONENTS:
        off = component.section == "redis.deployment" and (
            file.effective("redis.deployment.enabled") is not True
        )
        if file.effective(component.enabled) is True and not off:
            yield component


def restarted(file: FileView, paths: Iterable[Path]) -> list[Component]:
    """The parts whose pods these changes make anew (inferred from what the templates read)."""
    listed = list(paths)
    return [one for one in running(file) if any(_touches(one, path) for path in listed)]


def unknown(paths: Iterable[Path]) -> list[str]:
    """The sections of which no template is known that reads them."""
    tops = {one.section.split(".")[0] for one in COMPONENTS}
    known = tops.union(*(one.also for one in COMPONENTS))
    return sorted({str(path[0]) for path in paths if path} - known)


def _touches(component: Component, path: Path) -> bool:
    keys = tuple(str(segment) for segment in path)
    section = tuple(component.section.split("."))
    if keys[: len(section)] == section:
        below = keys[len(section) :]
        return not (below[:1] and below[0] in _QUIET) and below != _REPLICAS
    if keys[:1] == ("redis",) and keys[1:2] == ("deployment",):
        return False
    return keys[:1] in [(name,) for name in component.also] or section[: len(keys)] == keys
