"""Annotations that do not go together, cloud by cloud; for the services of any chart."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from schema.finding import Change, Drop, Fix, Put, Severity
from schema.path import Path
from wizard.topics.load_balancers import clouds_of

AWS = "service.beta.kubernetes.io/aws-load-balancer-"
AZURE = "service.beta.kubernetes.io/azure-load-balancer-"
GKE = "networking.gke.io/"
GKE_INTERNAL = GKE + "load-balancer-type"
GKE_BACKEND_SERVICES = "cloud.google.com/l4-rbs"
LONGEST_NAME = 32
IDLE_MINUTES = range(4, 31)
OWN_TO_ONE_SERVICE = (
    AWS + "private-ipv4-addresses",
    AWS + "eip-allocations",
    AWS + "healthcheck-port",
    AWS + "name",
    AZURE + "ipv4",
    "service.beta.kubernetes.io/azure-pip-name",
    "service.beta.kubernetes.io/azure-dns-label-name",
)


@dataclass(frozen=True, eq=False, repr=False)
class Annotated:
    """One service as its annotations describe it; `encrypted`: it speaks mutual TLS itself."""

    named: str
    path: Path
    annotations: Mapping[str, str]
    traffic_policy: str = ""
    load_balancer_class: str = ""
    encrypted: bool = True

    def aws(self, name: str) -> str:
        return self.annotations.get(AWS + name, "")

    def azure(self, name: str) -> str:
        return self.annotations.get(AZURE + name, "")

    def count(self, name: str) -> int:
        return len([part for part in self.aws(name).split(",") if part.strip()])

    def at(self, name: str) -> Path:
        return (*self.path, name)

    @property
    def built_in(self) -> bool:
        """Whether Kubernetes' own AWS controller is asked for."""
        return self.aws("type") == "nlb"


@dataclass(frozen=True, eq=False, repr=False)
class Trouble:
    """What is wrong with a service's annotations, at which of them."""

    severity: Severity
    name: str
    message: str
    fix: Fix | None = None


Check = Callable[[Annotated], Iterator[Trouble]]


def reach(service: Annotated) -> str:
    """Says "internal" or "public" where the annotations do; "" where the cloud decides."""
    said = {
        "internal": "internal",
        "internet-facing": "public",
    }.get(service.aws("scheme"), "")
    if said and not service.built_in:
        return said
    for flag in (service.aws("internal"), service.azure("internal")):
        if flag:
            return "public" if flag == "false" else "internal"
    kind = service.annotations.get(GKE_INTERNAL) or service.annotations.get(
        "cloud.google.com/load-balancer-type", ""
    )
    if kind.lower() == "internal" or service.load_balancer_class.endswith("-internal"):
        return "internal"
    if service.annotations.get(GKE_BACKEND_SERVICES) == "enabled":
        return "public"
    if service.aws("type") in ("external", "nlb-ip"):
        return "internal"
    return "internal" if service.load_balancer_class == "service.k8s.aws/nlb" else ""


def _drop(service: Annotated, name: str, title: str, safe: bool = False) -> Fix:
    return Fix(title, (Drop(service.at(name)),), safe)


def fixed_addresses(service: Annotated) -> Iterator[Trouble]:
    """Private addresses are for internal load balancers, elastic ones for public ones."""
    private, elastic = AWS + "private-ipv4-addresses", AWS + "eip-allocations"
    where = reach(service)
    if service.aws("private-ipv4-addresses") and where == "public":
        yield Trouble(
            Severity.ERROR,
            private,
            f"{service.named} is to be public, but has fixed private addresses: AWS takes those "
            "for internal load balancers only. Remove them, or make it internal.",
            _drop(service, private, "remove the private addresses"),
        )
    if service.aws("eip-allocations") and where == "internal":
        yield Trouble(
            Severity.ERROR,
            elastic,
            f"{service.named} is internal, but has elastic IP addresses: AWS takes those for "
            "public load balancers only. Remove them, or set the scheme internet-facing.",
            _drop(service, elastic, "remove the elastic addresses"),
        )


def counts(service: Annotated) -> Iterator[Trouble]:
    """One fixed address for each subnet."""
    subnets = service.count("subnets")
    for name, kind in (("private-ipv4-addresses", "private"), ("eip-allocations", "elastic")):
        addresses = service.count(name)
        if not addresses or (name == "eip-allocations" and not subnets):
            continue
        if not subnets:
            yield Trouble(
                Severity.ERROR,
                AWS + name,
                f"{service.named} has {addresses} fixed {kind} addresses, but its subnets are not "
                "named. Name one subnet for each address.",
            )
        elif addresses != subnets:
            yield Trouble(
                Severity.ERROR,
                AWS + name,
                f"{service.named} has {addresses} fixed {kind} addresses for {subnets} subnets. "
                "AWS wants exactly one for each subnet.",
            )


def built_in_controller(service: Annotated) -> Iterator[Trouble]:
    """Kubernetes' own controller cannot send to pods."""
    if service.built_in and service.aws("nlb-target-type") == "ip":
        kind = AWS + "type"
        yield Trouble(
            Severity.WARNING,
            AWS + "nlb-target-type",
            f"{service.named}: type nlb is Kubernetes' own controller, which does not send "
            "straight to pods; the target type has no effect (inferred). Type external asks the "
            "AWS Load Balancer Controller.",
            Fix("set the type to external", (Put(service.at(kind), "external"),)),
        )


def long_name(service: Annotated) -> Iterator[Trouble]:
    name = service.aws("name")
    if len(name) > LONGEST_NAME:
        yield Trouble(
            Severity.ERROR,
            AWS + "name",
            f"The load balancer's name has {len(name)} characters; AWS takes at most 32.",
            Fix(
                "shorten it",
                (Put(service.at(AWS + "name"), name[:LONGEST_NAME].rstrip("-")),),
            ),
        )


def deprecated(service: Annotated) -> Iterator[Trouble]:
    """Annotations that newer ones have replaced."""
    if service.aws("type") == "nlb-ip":
        changes: tuple[Change, ...] = (
            Put(service.at(AWS + "type"), "external"),
            Put(service.at(AWS + "nlb-target-type"), "ip"),
        )
        yield Trouble(
            Severity.NOTE,
            AWS + "type",
            "Type nlb-ip is deprecated: type external with target type ip means the same. The type "
            "of a service that exists must not be changed.",
            Fix("write it the new way", changes),
        )
    if service.aws("internal") and service.aws("scheme") and not service.built_in:
        yield Trouble(
            Severity.NOTE,
            AWS + "internal",
            "This annotation is deprecated, and the scheme beside it wins.",
            _drop(service, AWS + "internal", "remove the deprecated annotation", safe=True),
        )
    cross_zone = AWS + "cross-zone-load-balancing-enabled"
    if cross_zone in service.annotations and not service.built_in:
        yield Trouble(
            Severity.NOTE,
            cross_zone,
            "This annotation is deprecated: load_balancing.cross_zone.enabled in "
            "aws-load-balancer-attributes replaces it.",
            None
            if service.aws("attributes")
            else Fix(
                "write it as an attribute",
                (
                    Put(
                        service.at(AWS + "attributes"),
                        f"load_balancing.cross_zone.enabled={service.annotations[cross_zone]}",
                    ),
                    Drop(service.at(cross_zone)),
                ),
            ),
        )


def health_checks(service: Annotated) -> Iterator[Trouble]:
    """Checks that can never succeed."""
    port = service.aws("healthcheck-port")
    if port.isdecimal() and service.aws("nlb-target-type") == "instance":
        yield Trouble(
            Severity.WARNING,
            AWS + "healthcheck-port",
            f"{service.named} is reached through its nodes, and nothing listens on port {port} "
            "there: the check fails (inferred). Use traffic-port.",
            Fix(
                "check the port of the traffic",
                (Put(service.at(AWS + "healthcheck-port"), "traffic-port"),),
            ),
        )
    if service.aws("healthcheck-protocol").lower() == "tcp" and service.traffic_policy == "Local":
        yield Trouble(
            Severity.WARNING,
            AWS + "healthcheck-protocol",
            f"{service.named} keeps traffic on the node that it reaches (externalTrafficPolicy "
            "Local); a TCP health check cannot be used with that. Use http, or the policy Cluster.",
        )


def broken_mutual_tls(service: Annotated) -> Iterator[Trouble]:
    """A load balancer that ends TLS takes the client certificate away."""
    ends = [
        name
        for name, hit in (
            (AWS + "backend-protocol", service.aws("backend-protocol").lower() in ("ssl", "http")),
            (AWS + "ssl-cert", bool(service.aws("ssl-cert"))),
        )
        if hit and service.encrypted
    ]
    for name in ends:
        yield Trouble(
            Severity.WARNING,
            name,
            f"With this the load balancer ends TLS before {service.named}, and client certificates "
            "do not pass: mutual TLS breaks (inferred). Let it pass plain TCP.",
            _drop(service, name, "remove it: the stream then passes as it is"),
        )


def google(service: Annotated) -> Iterator[Trouble]:
    internal = service.annotations.get(GKE_INTERNAL, "").lower() == "internal"
    if internal and service.annotations.get(GKE_BACKEND_SERVICES) == "enabled":
        yield Trouble(
            Severity.ERROR,
            GKE_BACKEND_SERVICES,
            f"{service.named} is to be internal, and of the kind that only public load balancers "
            "have (inferred: the two do not go together).",
            _drop(service, GKE_BACKEND_SERVICES, "remove l4-rbs"),
        )
    for name in ("internal-load-balancer-allow-global-access", "internal-load-balancer-subnet"):
        if GKE + name in service.annotations and reach(service) != "internal":
            yield Trouble(
                Severity.WARNING,
                GKE + name,
                f"This concerns internal load balancers, but nothing makes the one of "
                f"{service.named} internal. It has no effect.",
                Fix("make it internal", (Put(service.at(GKE_INTERNAL), "Internal"),)),
            )


def microsoft(service: Annotated) -> Iterator[Trouble]:
    internal = service.azure("internal") == "true"
    only_public = [
        AZURE + "resource-group",
        "service.beta.kubernetes.io/azure-pip-name",
        "service.beta.kubernetes.io/azure-dns-label-name",
    ]
    for name in only_public:
        if internal and name in service.annotations:
            yield Trouble(
                Severity.WARNING,
                name,
                f"This concerns public addresses, but {service.named} is internal. It has no "
                "effect.",
                _drop(service, name, "remove it"),
            )
    if not internal and service.azure("internal-subnet"):
        yield Trouble(
            Severity.WARNING,
            AZURE + "internal-subnet",
            f"A subnet for an internal load balancer, but {service.named} is public: it has no "
            "effect (inferred).",
            Fix("make it internal", (Put(service.at(AZURE + "internal"), "true"),)),
        )
    minutes = service.azure("tcp-idle-timeout")
    if minutes and not (minutes.isdecimal() and int(minutes) in IDLE_MINUTES):
        nearest = ""
        if minutes.isdecimal():
            nearest = str(min(max(int(minutes), IDLE_MINUTES[0]), IDLE_MINUTES[-1]))
        yield Trouble(
            Severity.ERROR,
            AZURE + "tcp-idle-timeout",
            f"The idle timeout is {minutes}; Azure takes whole minutes from 4 to 30.",
            Fix(f"write {nearest}", (Put(service.at(AZURE + "tcp-idle-timeout"), nearest),))
            if nearest
            else None,
        )
    if service.azure("health-probe-request-path") and service.encrypted:
        yield Trouble(
            Severity.WARNING,
            AZURE + "health-probe-request-path",
            f"A path makes the probe an HTTP request, which {service.named} cannot answer on its "
            "encrypted gRPC port (inferred): every backend looks dead.",
            _drop(service, AZURE + "health-probe-request-path", "only open a connection"),
        )


def several_clouds(service: Annotated) -> Iterator[Trouble]:
    clouds = {cloud.partition("-")[0] for cloud in clouds_of(service.annotations)}
    if len(clouds) > 1:
        yield Trouble(
            Severity.WARNING,
            "",
            f"{service.named} carries annotations of {' and '.join(sorted(clouds))}. A cloud reads "
            "only its own; the rest has no effect.",
        )
