"""What goes wrong with services, and what the chart's schema does not say about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from schema.finding import Change, Drop, Fix, Put, Severity
from schema.path import Path, parse_path
from schema.scalars import plain_value
from schema.sections import in_sections
from wizard.topic import Mark, Rule, mark
from wizard.topics import load_balancer_rules as lb
from wizard.topics.annotation_values import as_text, not_texts
from wizard.view import FileView, PlanView

TYPES = ("LoadBalancer", "NodePort", "ClusterIP", "ExternalName")
CLOUD_PREFIXES = ("service.beta.kubernetes.io/", "networking.gke.io/", "cloud.google.com/")


@dataclass(frozen=True, eq=False, repr=False)
class Exposed:
    """A service that may be exposed: where its keys are. `overrides` is "" if it takes none."""

    id: str
    named: str
    component: str
    type: str
    annotations: str
    overrides: str = ""
    ranges: str = ""
    encrypted: bool = True

    def on(self, file: FileView) -> bool:
        return file.effective(f"{self.component}.enabled") is True

    def type_in(self, file: FileView) -> Any:
        """The type that counts: the one in an override wins."""
        override = file.get(f"{self.overrides}.spec.type") if self.overrides else None
        return override or file.effective(self.type, "LoadBalancer")

    def annotated(self, file: FileView) -> lb.Annotated:
        spec = f"{self.overrides}.spec" if self.overrides else ""
        return lb.Annotated(
            named=self.named,
            path=parse_path(self.annotations),
            annotations=_texts(file.get(self.annotations)),
            traffic_policy=_text(file.get(f"{spec}.externalTrafficPolicy")) if spec else "",
            load_balancer_class=_text(file.get(f"{spec}.loadBalancerClass")) if spec else "",
            encrypted=self.encrypted,
        )


MANAGEMENT = Exposed(
    "mgmt",
    "the management server",
    "glooMgmtServer",
    "glooMgmtServer.serviceType",
    "glooMgmtServer.serviceOverrides.metadata.annotations",
    "glooMgmtServer.serviceOverrides",
    "glooMgmtServer.serviceOverrides.spec.loadBalancerSourceRanges",
)
TELEMETRY = Exposed(
    "telemetry",
    "the telemetry gateway",
    "telemetryGateway",
    "telemetryGateway.service.type",
    "telemetryGateway.service.annotations",
    "",
    "telemetryGateway.service.loadBalancerSourceRanges",
)
UI = Exposed(
    "ui",
    "the UI",
    "glooUi",
    "glooUi.serviceType",
    "glooUi.serviceOverrides.metadata.annotations",
    "glooUi.serviceOverrides",
    "glooUi.serviceOverrides.spec.loadBalancerSourceRanges",
    encrypted=False,
)
EXPOSED = (MANAGEMENT, TELEMETRY, UI)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: Any) -> dict[str, str]:
    """A map of annotations with every value as the text that the cloud would see."""
    if not isinstance(value, dict):
        return {}
    return {
        name: one if isinstance(one, str) else as_text(one)
        for name, one in value.items()
        if isinstance(one, str | bool | int | float)
    }


def strange_type(view: PlanView) -> Iterator[Mark]:
    paths = [
        "glooMgmtServer.serviceType",
        "glooMgmtServer.serviceOverrides.spec.type",
        "glooUi.serviceType",
        "glooUi.serviceOverrides.spec.type",
        "glooAgent.serviceType",
        "redis.deployment.serviceType",
        "telemetryGateway.service.type",
    ]
    for file in view.files:
        for path in paths:
            found = file.get(path)
            if not isinstance(found, str) or found in TYPES:
                continue
            meant = next((one for one in TYPES if one.lower() == found.lower().strip()), "")
            fix = Fix(f"write {meant}", (Put(parse_path(path), meant),), safe=True)
            yield mark(
                file.key,
                path,
                f"{found!r} is no service type. Kubernetes knows {', '.join(TYPES)}, spelt so; "
                "Helm lets any other text pass, and the API server refuses it.",
                fix if meant else None,
            )


def type_twice(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        for service in (MANAGEMENT, UI):
            path = f"{service.overrides}.spec.type"
            override, plain = file.get(path), file.get(service.type)
            if not isinstance(override, str) or override == plain:
                continue
            changes: tuple[Change, ...] = (
                Put(parse_path(service.type), override),
                Drop(parse_path(path)),
            )
            beside = f" It wins over {plain} in {service.type}." if plain else ""
            yield mark(
                file.key,
                path,
                f"The type of {service.named}'s service stands in the overrides.{beside} "
                f"{service.type} is the place for it.",
                Fix(f"move it to {service.type}", changes, safe=True),
            )


def unquoted(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        for path, value in in_sections(not_texts, file.tree):
            if "serviceAccount" in path:
                continue
            text = as_text(value)
            yield mark(
                file.key,
                path,
                f"The value {text} is not a text. Kubernetes takes texts only here"
                + (
                    ", and for this key no schema catches it: the API server refuses the object "
                    "after Helm has begun to install."
                    if path[0] in ("telemetryGateway", "telemetryCollector", "prometheus")
                    else "; Helm refuses the file."
                ),
                Fix("put it in quotes", (Put(path, text),), safe=True),
            )


def account_annotations(view: PlanView) -> Iterator[Mark]:
    """Printed without quotes: what looks like a number or a boolean becomes one."""
    for file in view.files:
        for component in ("glooMgmtServer", "glooAgent", "glooUi", "redis.deployment"):
            base = parse_path(f"{component}.serviceAccount.extraAnnotations")
            rows = file.get(base)
            for name, value in rows.items() if isinstance(rows, dict) else ():
                if not isinstance(value, bool | int | float) and not _looks_bare(value):
                    continue
                yield mark(
                    file.key,
                    (*base, name),
                    "The chart prints this value without quotes (verified for 2.3.3), so a number "
                    "or a boolean reaches Kubernetes as one, even from a quoted text, and the API "
                    "server refuses the account. Leave it out, or annotate the account yourself.",
                    Fix("leave it out", (Drop((*base, name)),)),
                )


def _looks_bare(value: Any) -> bool:
    """Whether a text would be something else without its quotes."""
    return isinstance(value, str) and not isinstance(plain_value(value), str)


def overrides_on_telemetry(view: PlanView) -> Iterator[Mark]:
    """The telemetry charts know `service`, not the keys of the chart's own components."""
    moves = {
        "serviceType": "service.type",
        "serviceOverrides.metadata.annotations": "service.annotations",
        "serviceOverrides.spec.loadBalancerSourceRanges": "service.loadBalancerSourceRanges",
    }
    for file in view.files:
        for component in ("telemetryGateway", "telemetryCollector"):
            for key in ("serviceType", "serviceOverrides", "deploymentOverrides"):
                if not file.has(f"{component}.{key}"):
                    continue
                changes: list[Change] = []
                for old, new in moves.items():
                    value = file.get(f"{component}.{old}")
                    if old.startswith(key) and value and not file.has(f"{component}.{new}"):
                        changes.append(Put(parse_path(f"{component}.{new}"), value))
                changes.append(Drop(parse_path(f"{component}.{key}")))
                yield mark(
                    file.key,
                    f"{component}.{key}",
                    f"{component} comes from another chart, which does not know {key}; Helm "
                    f"refuses the file while {component} is enabled, and ignores the key "
                    "otherwise. Its service is set with service.type, service.annotations and "
                    "service.loadBalancerSourceRanges.",
                    Fix("write it the way this chart does", tuple(changes))
                    if len(changes) > 1
                    else None,
                )
        policy = "telemetryGateway.service.externalTrafficPolicy"
        if file.has(policy):
            yield mark(
                file.key,
                policy,
                "The telemetry gateway's chart does not know an external traffic policy (verified "
                "for 2.3.3): Helm refuses the file.",
                Fix("remove it", (Drop(parse_path(policy)),)),
                Severity.ERROR if view.facts.within("", "2.3") else Severity.WARNING,
            )


def one_public_one_internal(view: PlanView) -> Iterator[Mark]:
    server = view.management
    if not server or not (MANAGEMENT.on(server) and TELEMETRY.on(server)):
        return
    if {MANAGEMENT.type_in(server), TELEMETRY.type_in(server)} != {"LoadBalancer"}:
        return
    ours, theirs = MANAGEMENT.annotated(server), TELEMETRY.annotated(server)
    if lb.reach(ours) == "internal" and lb.reach(theirs) != "internal":
        said = "is public" if lb.reach(theirs) else "is left to the cloud, and most make it public"
        yield mark(
            server.key,
            _lowest(server, TELEMETRY.annotations),
            "The management server's load balancer is internal, but the telemetry gateway's "
            f"{said}. Both need the same treatment: annotate telemetryGateway.service too.",
            _same_treatment(ours, theirs),
        )
    elif lb.reach(ours) == "public" and lb.reach(theirs) == "internal":
        yield mark(
            server.key,
            TELEMETRY.annotations,
            "The telemetry gateway is internal, but the management server is public. Agents that "
            "reach the server over the internet cannot send telemetry.",
            severity=Severity.NOTE,
        )


def _lowest(file: FileView, path: str) -> Path:
    """The path, or the nearest one above it that stands in the file."""
    whole = parse_path(path)
    while len(whole) > 1 and not file.has(whole):
        whole = whole[:-1]
    return whole


def _same_treatment(ours: lb.Annotated, theirs: lb.Annotated) -> Fix | None:
    """The server's annotations on the gateway, without those that only one service can have."""
    shared = {
        name: value
        for name, value in ours.annotations.items()
        if name.startswith(CLOUD_PREFIXES) and name not in lb.OWN_TO_ONE_SERVICE
    }
    changes = tuple(
        Put(theirs.at(name), value)
        for name, value in shared.items()
        if theirs.annotations.get(name) != value
    )
    return Fix("give the telemetry gateway the same annotations", changes) if changes else None


def out_of_reach(view: PlanView) -> Iterator[Mark]:
    server = view.management
    if not server or not view.facts.workloads:
        return
    for service, who in ((MANAGEMENT, "agents"), (TELEMETRY, "collectors")):
        if service.on(server) and service.type_in(server) == "ClusterIP":
            yield mark(
                server.key,
                _lowest(server, service.type),
                f"{_capital(service.named)} can be reached inside its own cluster only, but there "
                f"are workload clusters. Their {who} cannot connect unless a gateway of your own "
                "passes the stream on.",
                Fix("use a load balancer", (Put(parse_path(service.type), "LoadBalancer"),)),
            )


def annotations_without_load_balancer(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        for service in EXPOSED:
            annotated = service.annotated(file)
            cloud = [name for name in annotated.annotations if name.startswith(CLOUD_PREFIXES)]
            if cloud and service.type_in(file) in ("ClusterIP", "NodePort"):
                yield mark(
                    file.key,
                    annotated.at(cloud[0]),
                    f"{_capital(service.named)} has no load balancer (its service type is "
                    f"{service.type_in(file)}), so its load balancer annotations have no effect.",
                )


def open_to_all(view: PlanView) -> Iterator[Mark]:
    if view.facts.answer("deployment.purpose") != "production":
        return
    for file in view.files:
        for service in EXPOSED:
            balanced = service.on(file) and service.type_in(file) == "LoadBalancer"
            public = balanced and lb.reach(service.annotated(file)) == "public"
            if public and not file.get(service.ranges):
                yield mark(
                    file.key,
                    service.annotations,
                    f"The load balancer of {service.named} is public, and no source ranges "
                    "narrow it down: the whole internet can try the port.",
                )


def annotation_rule(code: str, title: str, explain: str, *checks: lb.Check) -> Rule:
    def check(view: PlanView) -> Iterator[Mark]:
        for file in view.files:
            for service in EXPOSED:
                annotated = service.annotated(file)
                for one in checks if annotated.annotations else ():
                    for trouble in one(annotated):
                        path: Path = annotated.path
                        if trouble.name:
                            path = annotated.at(trouble.name)
                        yield mark(
                            file.key, path, _capital(trouble.message), trouble.fix, trouble.severity
                        )

    return Rule(code, Severity.WARNING, title, explain, check, "service.cloud")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
