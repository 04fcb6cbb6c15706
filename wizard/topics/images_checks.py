"""What goes wrong with images, and the pull secrets that must exist."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from schema.finding import Change, Drop, Fix, Put, Severity
from schema.path import Path, parse_path
from wizard.sets import Role
from wizard.topic import Mark, Need, mark
from wizard.view import FileView, PlanView

FIPS = "-fips"
WITH_FIPS = ("glooMgmtServer", "glooAgent")
WITHOUT_FIPS = ("telemetryGateway", "telemetryCollector", "redis.deployment", "prometheus.server")
MAYBE_FIPS = (
    "glooUi",
    "glooUi.sidecars.console",
    "glooUi.sidecars.envoy",
    "extAuthService.extAuth",
    "rateLimiter.rateLimiter",
    "glooInsightsEngine",
    "glooAnalyzer",
)
GENERATED = (
    "glooMgmtServer",
    "glooAgent",
    "glooUi",
    "glooUi.sidecars.console",
    "glooUi.sidecars.envoy",
    "glooPortalServer",
    "redis.deployment",
)
OF_CHART_VERSION = tuple(name for name in GENERATED if name != "redis.deployment")
REDIS = "redis.deployment"
TELEMETRY = ("telemetryGateway", "telemetryCollector")
PULLED = ("glooMgmtServer", "glooAgent", "glooUi", "glooPortalServer", "redis.deployment")


@dataclass(frozen=True, eq=False, repr=False)
class Pulled:
    """Where a component's registry is written, and the switch that turns the component on."""

    key: str
    switch: str
    public: str
    solo: bool = False

    def on(self, file: FileView) -> bool:
        """Whether the component is installed; Redis only comes with the management server."""
        switches = (self.switch, "glooMgmtServer") if self.switch == REDIS else (self.switch,)
        return all(file.effective(f"{switch}.enabled") is True for switch in switches)


SOURCES = (
    Pulled("glooMgmtServer.image.registry", "glooMgmtServer", "gcr.io/gloo-mesh", True),
    Pulled("glooAgent.image.registry", "glooAgent", "gcr.io/gloo-mesh", True),
    Pulled("glooUi.image.registry", "glooUi", "gcr.io/gloo-mesh", True),
    Pulled("glooUi.sidecars.console.image.registry", "glooUi", "gcr.io/gloo-mesh", True),
    Pulled("glooUi.sidecars.envoy.image.registry", "glooUi", "gcr.io/gloo-mesh", True),
    Pulled("redis.deployment.image.registry", "redis.deployment", "docker.io"),
    Pulled("telemetryGateway.image.repository", "telemetryGateway", "gcr.io/gloo-mesh"),
    Pulled("telemetryCollector.image.repository", "telemetryCollector", "gcr.io/gloo-mesh"),
    Pulled("prometheus.server.image.repository", "prometheus", "quay.io/prometheus"),
    Pulled("prometheus.configmapReload.prometheus.image.repository", "prometheus", "docker.io"),
    Pulled("extAuthService.extAuth.image.registry", "extAuthService", "gcr.io/gloo-mesh", True),
    Pulled("rateLimiter.rateLimiter.image.registry", "rateLimiter", "gcr.io/gloo-mesh", True),
    Pulled("rateLimiter.redis.image.registry", "rateLimiter", "docker.io"),
)
PUBLIC = (
    "gcr.io/gloo-mesh",
    "gcr.io/solo-",
    "us-docker.pkg.dev/gloo-mesh",
    "docker.io",
    "ghcr.io/",
    "quay.io/",
    "registry.k8s.io",
)


def _tag(file: FileView, component: str) -> str:
    tag = file.get(f"{component}.image.tag")
    return tag if isinstance(tag, str) else ""


def _tag_path(component: str) -> Path:
    return parse_path(f"{component}.image.tag")


def _relay_sides(view: PlanView) -> Iterator[tuple[FileView, str]]:
    """Both ends of the relay in every file that installs one."""
    for file in view.files:
        if file.effective("glooMgmtServer.enabled") is True:
            yield file, "glooMgmtServer"
    for file in view.agents():
        yield file, "glooAgent"


def stale_fips_tag(view: PlanView) -> Iterator[Mark]:
    right = f"{view.facts.version}{FIPS}"
    for file in view.files:
        for component in WITH_FIPS:
            tag = _tag(file, component)
            if tag.endswith(FIPS) and tag != right:
                yield mark(
                    file.key,
                    _tag_path(component),
                    f"The FIPS image is {tag}, but the chart is {view.facts.version}: the image "
                    "would run against another version's configuration and CRDs.",
                    Fix(f"set the tag to {right}", (Put(_tag_path(component), right),)),
                )


def fips_on_one_side(view: PlanView) -> Iterator[Mark]:
    sides = [(file, name, _tag(file, name).endswith(FIPS)) for file, name in _relay_sides(view)]
    if all(fips for _, _, fips in sides) or not any(fips for _, _, fips in sides):
        return
    right = f"{view.facts.version}{FIPS}"
    for file, component, fips in sides:
        if not fips:
            what = "management server" if component == "glooMgmtServer" else "agent"
            path = _tag_path(component)
            yield mark(
                file.key,
                path if file.has(path) else path[:1],
                f"The {what} of cluster {file.cluster or 'mgmt'} is no FIPS build, but the other "
                "side of the relay is. Only both together are FIPS from end to end.",
                Fix(f"set its tag to {right}", (Put(path, right),)),
            )


def fips_where_there_is_none(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        for component in (*WITHOUT_FIPS, *MAYBE_FIPS):
            if not _tag(file, component).endswith(FIPS):
                continue
            path = _tag_path(component)
            fix = Fix("remove the tag", (Drop(path),))
            if component in WITHOUT_FIPS:
                yield mark(
                    file.key,
                    path,
                    "This component has no FIPS build: the image cannot be pulled. Telemetry, "
                    "Redis and Prometheus stay ordinary builds.",
                    fix,
                )
            else:
                yield mark(
                    file.key,
                    path,
                    "Whether this component has a FIPS build is not verified. Look for the image "
                    "before you install.",
                    severity=Severity.NOTE,
                )


def empty_tag(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        for component in GENERATED:
            path = _tag_path(component)
            if file.has(path) and file.get(path) in ("", None):
                yield mark(
                    file.key,
                    path,
                    "An empty tag does not mean the chart's version: the image's name ends with a "
                    "colon, and Helm stops with a YAML error. Leave the key out.",
                    Fix("remove the key", (Drop(path),), safe=True),
                )


def pinned_tag(view: PlanView) -> Iterator[Mark]:
    version = str(view.facts.version)
    for file in view.files:
        for component in OF_CHART_VERSION:
            tag, path = _tag(file, component), _tag_path(component)
            if not tag or tag.endswith(FIPS):
                continue
            if tag == version:
                yield mark(
                    file.key,
                    path,
                    f"{tag} is what the chart uses anyway. Written here, it stays behind at the "
                    "next upgrade.",
                    Fix("leave the tag to the chart", (Drop(path),), safe=True),
                    Severity.NOTE,
                )
            else:
                yield mark(
                    file.key,
                    path,
                    f"The image is pinned to {tag}, but the chart is {version}. Most often this is "
                    "a default copied from an older chart.",
                    Fix("leave the tag to the chart", (Drop(path),)),
                )


def _own(registry: Any) -> bool:
    """Whether an image's registry is neither Solo's nor one of the well-known public ones."""
    if not isinstance(registry, str) or registry.startswith(PUBLIC):
        return False
    return registry.startswith("$") or any(mark in registry.partition("/")[0] for mark in ".:")


def mixed_registries(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        sources = [one for one in SOURCES if one.on(file)]
        own = [one for one in sources if _own(file.get(one.key))]
        lacking = [one for one in sources if not _own(file.get(one.key))]
        if not own or not lacking:
            continue
        solo = next((file.get(one.key) for one in own if one.solo), None)
        changes: tuple[Change, ...] = tuple(
            Put(parse_path(one.key), solo) for one in lacking if one.solo and solo
        )
        missing = ", ".join(f"{one.key} ({file.get(one.key) or one.public})" for one in lacking)
        yield mark(
            file.key,
            own[0].key,
            "Some images come from your own registry, others still from the internet: "
            f"{missing}. In a closed network those pods do not start.",
            Fix(f"pull all of Solo's images from {solo}", changes) if changes else None,
        )


def registry_beside_repository(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        for component in (*TELEMETRY, "prometheus.server", "prometheus.configmapReload.prometheus"):
            path = f"{component}.image.registry"
            registry, name = file.get(path), file.get(f"{component}.image.repository")
            if not file.has(path):
                continue
            changes: tuple[Change, ...] = (Drop(parse_path(path)),)
            if isinstance(registry, str) and registry and (name is None or isinstance(name, str)):
                default = str(file.effective(f"{component}.image.repository", ""))
                last = (name or default).rpartition("/")[2]
                whole = f"{registry.rstrip('/')}/{last}"
                if last:
                    changes = (Put(parse_path(f"{component}.image.repository"), whole), *changes)
            refused = (
                "Helm refuses it while the component is on"
                if component in TELEMETRY
                else ("it is ignored")
            )
            yield mark(
                file.key,
                path,
                f"{component}.image has no registry key; {refused}. The registry belongs in front "
                "of the name, in repository.",
                Fix("write both in repository", changes) if len(changes) > 1 else None,
            )


def registry_in_repository(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        for component in (*GENERATED, "extAuthService.extAuth", "rateLimiter.rateLimiter"):
            path = f"{component}.image.repository"
            repository = file.get(path)
            host = repository.partition("/")[0] if isinstance(repository, str) else ""
            if not isinstance(repository, str) or "/" not in repository:
                continue
            if "." not in host and ":" not in host:
                continue
            registry, _, name = repository.rpartition("/")
            changes: tuple[Change, ...] = (
                Put(parse_path(f"{component}.image.registry"), registry),
                Put(parse_path(path), name),
            )
            yield mark(
                file.key,
                path,
                "The registry is put in front of this name by the chart, so it stands twice in "
                "the image. It belongs in image.registry.",
                Fix("split it into registry and repository", changes),
            )


def pull_secret_form(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        for component in PULLED if view.facts.within("", "2.5") else ():
            path = f"{component}.imagePullSecrets"
            listed = file.get(path)
            if not isinstance(listed, list) or not listed:
                continue
            name = listed[0].get("name") if isinstance(listed[0], dict) else None
            single = parse_path(f"{component}.image.pullSecret")
            fixable = len(listed) == 1 and isinstance(name, str) and not file.has(single)
            yield mark(
                file.key,
                path,
                f"Chart {view.facts.version} reads {component}.image.pullSecret, one name. A list "
                "imagePullSecrets is read by later charts only (2.3.3 ignores it; for 2.4 and 2.5 "
                "not verified).",
                Fix(
                    "write it as image.pullSecret",
                    (Put(single, name), Drop(parse_path(path))),
                )
                if fixable
                else None,
            )
        for component in TELEMETRY:
            path = f"{component}.image.pullSecret"
            if file.has(path):
                name = file.get(path)
                listed_path = parse_path(f"{component}.imagePullSecrets")
                changes = (Put(listed_path, [{"name": name}]), Drop(parse_path(path)))
                yield mark(
                    file.key,
                    path,
                    f"{component} takes a list imagePullSecrets; image.pullSecret is not known "
                    "there, and Helm refuses it while the component is on.",
                    Fix("write it as imagePullSecrets", changes)
                    if isinstance(name, str) and name and not file.has(listed_path)
                    else None,
                )


def common_registry(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        if file.get("common.image.registry"):
            read = (
                "Chart 2.3 does not read this key."
                if view.facts.within("", "2.3")
                else "No chart was seen that reads this key; its effect is not verified."
            )
            yield mark(
                file.key,
                "common.image.registry",
                f"{read} Set the registry of each component as well.",
            )


def needs(view: PlanView) -> Iterator[Need]:
    """The secrets with logins to registries, in every cluster whose file names one."""
    for file in view.files:
        names: dict[str, None] = {}
        for component in (*PULLED, *TELEMETRY, "prometheus"):
            single = file.get(f"{component}.image.pullSecret")
            if isinstance(single, str) and single:
                names[single] = None
            listed = file.get(f"{component}.imagePullSecrets")
            for one in listed if isinstance(listed, list) else ():
                if isinstance(one, dict) and isinstance(one.get("name"), str) and one["name"]:
                    names[one["name"]] = None
        namespace = view.facts.words(file.cluster)["namespace"]
        for name in names:
            yield Need(
                kind="secret",
                name=name,
                cluster="" if file.role is Role.MANAGEMENT else file.cluster,
                namespace=namespace,
                why="The login to the registry that the images are pulled from.",
                keys=(".dockerconfigjson",),
                command=f"kubectl create secret docker-registry {shlex.quote(name)} "
                f"--namespace {namespace} --docker-server=<registry> --docker-username=<user> "
                "--docker-password=<password>",
            )
