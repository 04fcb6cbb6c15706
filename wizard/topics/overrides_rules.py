"""What an override takes away without a word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from schema.finding import Drop, Fix, Put, Severity
from schema.path import Path, format_path, parse_path
from wizard.topic import Mark, Rule, mark
from wizard.tree import leaves
from wizard.view import FileView, PlanView

KNOWN_IN = "2.3"
"""The last version line whose volumes and ports were read from a real chart (2.3.3)."""


@dataclass(frozen=True, eq=False, repr=False)
class Component:
    """What the chart makes of a component (verified for 2.3.3).

    `volumes` by name with their source, `ports` by name with the key of their number.
    """

    path: str
    named: str
    deployment: str
    volumes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    ports: Mapping[str, str] = field(default_factory=dict)
    containers: tuple[str, ...] = ()


LICENCE = {"secret": {"secretName": "license-keys"}}
REDIS: dict[str, Mapping[str, Any]] = {
    "redis-auth-secrets": {"secret": {"secretName": "redis-auth-secrets"}},
    "redis-client-config": {"configMap": {"name": "redis-client-config"}},
    "redis-certs": {"secret": {"secretName": "redis-certs"}},
}
COMPONENTS = (
    Component(
        "glooMgmtServer",
        "the management server",
        "gloo-mesh-mgmt-server",
        {"license-keys": LICENCE, **REDIS},
        {"healthcheck": "healthcheck", "grpc": "grpc"},
        ("gloo-mesh-mgmt-server",),
    ),
    Component(
        "glooUi",
        "the UI",
        "gloo-mesh-ui",
        {
            "license-keys": LICENCE,
            **REDIS,
            "envoy-config": {"configMap": {"name": "dashboard-envoy"}},
            "empty-cache": {"emptyDir": {}},
            "empty-run": {"emptyDir": {}},
        },
        {"grpc": "grpc", "console": "console", "healthcheck": "healthcheck"},
        ("gloo-mesh-ui", "envoy", "console"),
    ),
    Component(
        "glooAgent",
        "the agent",
        "gloo-mesh-agent",
        {},
        {"http": "http", "stats": "stats", "grpc": "grpc"},
        ("gloo-mesh-agent",),
    ),
    Component(
        "redis.deployment",
        "Redis",
        "gloo-mesh-redis",
        {"data": {"emptyDir": {}}},
        {"redis": "redis"},
        ("gloo-mesh-redis",),
    ),
)
TOP_LEVEL = ("metadata", "spec", "apiVersion", "kind")
PODS = "deploymentOverrides.spec.template.spec"


def _names(entries: Any) -> set[str]:
    if not isinstance(entries, list):
        return set()
    return {str(one.get("name")) for one in entries if isinstance(one, dict)}


def _and(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def lost_volumes(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        for component in COMPONENTS:
            path = parse_path(f"{component.path}.{PODS}.volumes")
            given = file.get(path)
            lost = [name for name in component.volumes if name not in _names(given)]
            if not isinstance(given, list) or not given or not lost:
                continue
            repeated = [_volume(file, name, component.volumes[name]) for name in lost]
            known = view.facts.within("", KNOWN_IN)
            look = (
                "Repeat them in front of your own."
                if known
                else "These are the volumes of chart 2.3.3; which ones this version makes shows "
                f"kubectl get deployment {component.deployment} -o yaml without the override. "
                "Repeat them in front of your own."
            )
            yield mark(
                file.key,
                path,
                f"This list replaces the volumes that the chart gives {component.named}: "
                f"{_and(lost)} would be lost, while the containers still mount them, and "
                f"Kubernetes refuses the pod. {look}",
                Fix("repeat the chart's volumes", (Put(path, [*repeated, *given]),))
                if known
                else None,
            )


def _volume(file: FileView, name: str, source: Mapping[str, Any]) -> dict[str, Any]:
    """A volume as the chart makes it, with the names of secrets that the file gives."""
    own_names = {
        "license-keys": file.get("licenseSecretName"),
        "redis-auth-secrets": file.get("redis.auth.secretName"),
        "redis-certs": file.get("redis.certs.secretName"),
    }
    own = own_names.get(name)
    if isinstance(own, str) and own:
        source = {"secret": {"secretName": own}}
    return {"name": name, **source}


def lost_containers(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        for component in COMPONENTS:
            path = parse_path(f"{component.path}.{PODS}.containers")
            given = file.get(path)
            if not isinstance(given, list) or not given:
                continue
            whole = [one for one in given if isinstance(one, dict) and "image" in one]
            yield mark(
                file.key,
                path,
                f"This list replaces the containers of {component.named} "
                f"({_and(list(component.containers))}): image, arguments, environment, mounts and "
                "security settings of the chart are lost. Set "
                f"{component.path}.resources, securityContext or the keys for environment "
                "variables instead; there is no safe way to add a container or a mount.",
                severity=Severity.WARNING if len(whole) == len(given) else Severity.ERROR,
            )


def lost_ports(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        for component in COMPONENTS:
            path = parse_path(f"{component.path}.serviceOverrides.spec.ports")
            given = file.get(path)
            lost = [name for name in component.ports if name not in _names(given)]
            if not isinstance(given, list) or not given or not lost:
                continue
            numbers = [
                (name, file.effective(f"{component.path}.ports.{component.ports[name]}"))
                for name in lost
            ]
            repeated = [{"name": name, "port": port} for name, port in numbers if _port(port)]
            known = len(repeated) == len(lost) and view.facts.within("", KNOWN_IN)
            yield mark(
                file.key,
                path,
                f"This list replaces the ports of {component.named}'s service: {_and(lost)} "
                f"would be lost{'' if known else ' (the ports of chart 2.3.3)'}. Repeat them.",
                Fix("repeat the chart's ports", (Put(path, [*given, *repeated]),))
                if known
                else None,
            )


def _port(number: Any) -> bool:
    return isinstance(number, int) and not isinstance(number, bool)


def without_effect(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        for path, value in _override_leaves(file):
            if value in ("", None) or value == [] or value == {}:
                yield mark(
                    file.key,
                    path,
                    "An empty value in an override changes nothing: the chart's own is filled "
                    "back in. What the chart sets cannot be removed here.",
                    Fix("remove it", (Drop(path),), safe=True),
                )


def _override_leaves(file: FileView) -> Iterator[tuple[Path, Any]]:
    for component in COMPONENTS:
        for key in ("deploymentOverrides", "serviceOverrides"):
            base = parse_path(f"{component.path}.{key}")
            found = file.get(base)
            if isinstance(found, dict) and found:
                for path, value in leaves(found):
                    # An emptyDir is empty by nature, and so is what a list holds.
                    if not isinstance(value, bool | int | float):
                        yield (*base, *path), value


def unknown_place(view: PlanView) -> Iterator[Mark]:
    """Keys of a deployment or service that Kubernetes has not, at the first levels."""
    for file in view.files:
        for component in COMPONENTS:
            for key in ("deploymentOverrides", "serviceOverrides"):
                base = parse_path(f"{component.path}.{key}")
                found = file.get(base)
                for name in found if isinstance(found, dict) else ():
                    if name not in TOP_LEVEL and name != "replicas":
                        yield mark(
                            file.key,
                            (*base, name),
                            f"{format_path((*base, name))} is no place in a Kubernetes object: "
                            f"below {key} come metadata and spec. Kubernetes ignores it or refuses "
                            "the object.",
                        )


RULES = (
    Rule(
        "GM350",
        Severity.ERROR,
        "An override takes the pod's volumes away",
        "A list in an override replaces the chart's list. The mounts stay, so the pod is refused "
        "unless the chart's volumes are repeated.",
        lost_volumes,
        question="overrides.mgmt-deployment",
    ),
    Rule(
        "GM351",
        Severity.ERROR,
        "An override takes the containers away",
        "A list in an override replaces the chart's list: a container given only with its "
        "resources has no image any more.",
        lost_containers,
        question="overrides.mgmt-deployment",
    ),
    Rule(
        "GM352",
        Severity.ERROR,
        "An override takes ports of the service away",
        "A list in an override replaces the chart's list: agents lose grpc, probes lose "
        "healthcheck.",
        lost_ports,
        question="overrides.mgmt-service",
    ),
    Rule(
        "GM353",
        Severity.NOTE,
        "Empty value in an override",
        "The chart's own value is filled back in where an override is empty.",
        without_effect,
        question="overrides.mgmt-deployment",
    ),
    Rule(
        "GM354",
        Severity.WARNING,
        "Override at a place that Kubernetes does not know",
        "Whatever stands in an override goes into the object as it is.",
        unknown_place,
        question="overrides.mgmt-deployment",
    ),
)
