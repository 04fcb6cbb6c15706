"""The proxy's service and the load balancer before it."""

from __future__ import annotations

from collections.abc import Iterator

from schema.finding import Fix, Put, Severity
from schema.path import Path
from wizard.condition import chosen
from wizard.question import Choice, Names, Option, yes_or_no
from wizard.sets import Sets
from wizard.topic import Mark, Rule, Topic, mark
from wizard.topics import load_balancer_rules as lb
from wizard.topics.annotation_values import as_text
from wizard.topics.edge_proxies import PRODUCTION, PROXY, Proxy, proxies
from wizard.topics.load_balancers import Service, cloud_question, load_balancer_questions
from wizard.topics.service import CIDR, free_annotations, traffic_policy
from wizard.view import PlanView

TYPE = f"{PROXY}.service.type"
TYPES = ("LoadBalancer", "NodePort", "ClusterIP")
PHRASES = {
    "Agents in other clusters must reach it; nobody else needs to. An": "Is the traffic from the "
    "internet, or from your own networks? An",
    "Every workload cluster needs a route to it: the same network, peering, or a private line.": (
        "Clients need a route to it: the same network, peering, or a private line."
    ),
    "All clusters live in networks that are joined.": "Only your own people and systems call.",
    "; workload clusters elsewhere need peering.": ".",
    "Workload clusters can be anywhere.": "Clients can be anywhere.",
    "Workload clusters are in networks that cannot be joined to this one.": (
        "The services behind it are for the public."
    ),
    "Workload clusters in other regions": "Clients in other regions",
    "A workload cluster is in another region.": "Clients are in other regions.",
    "All clusters are in one region.": "All clients are in one region.",
    "Agents can then use": "Clients can then use",
    "Agents keep one connection open for a long time.": "Some clients keep a connection open.",
    "; agents keep theirs open.": ".",
    "A short time to drain lets agents find another replica quickly.": (
        "How long a proxy that goes may finish what it has begun."
    ),
    " A short drain lets agents reconnect quickly.": "",
    "Agents and server check each other's certificates, so the load balancer must pass the "
    "encrypted stream on untouched.": "The proxy ends TLS itself and knows the certificates of "
    "your hosts, so the load balancer passes the stream on untouched.",
    "Always, for relay and telemetry.": "The proxy ends TLS, as it usually does.",
    ": mutual TLS is between agent and server.": " to the proxy.",
    "Mutual TLS works end to end.": "The proxy chooses the certificate by host name.",
    "; a relay or telemetry port does not.": ", as the proxy's health check filter does.",
    ", which a relay or telemetry port cannot answer. Leave it out for those.": (
        ". The proxy answers one only where a route or its health check filter has the path."
    ),
}
IN_FRONT = Service(
    id="proxy",
    topic="service",
    named="the proxy",
    group="Load balancer",
    annotations=f"{PROXY}.service.extraAnnotations",
    port=80,
    asked_when=chosen(
        "service.type", "load-balancer", because="no load balancer stands before the proxy"
    ),
    cloud="service.cloud",
    phrases=PHRASES,
)
CHECKS = (
    lb.fixed_addresses,
    lb.counts,
    lb.built_in_controller,
    lb.long_name,
    lb.deprecated,
    lb.health_checks,
    lb.google,
    lb.microsoft,
    lb.several_clouds,
)


def strange_type(view: PlanView) -> Iterator[Mark]:
    for proxy in proxies(view):
        found = proxy.get("service.type")
        if not isinstance(found, str) or found in (*TYPES, "ExternalName"):
            continue
        meant = next((one for one in TYPES if one.lower() == found.lower().strip()), "")
        path = proxy.at("service.type")
        fix = Fix(f"write {meant}", (Put(path, meant),), safe=True) if meant else None
        yield mark(
            proxy.file.key,
            path,
            f"{found!r} is no service type. Kubernetes knows {', '.join(TYPES)}, spelt so.",
            fix,
        )


def annotations_that_clash(view: PlanView) -> Iterator[Mark]:
    for proxy in proxies(view):
        annotated = _annotated(proxy)
        for check in CHECKS if annotated.annotations else ():
            for trouble in check(annotated):
                path: Path = annotated.at(trouble.name) if trouble.name else annotated.path
                text = trouble.message[:1].upper() + trouble.message[1:]
                yield mark(proxy.file.key, path, text, trouble.fix, trouble.severity)


def _annotated(proxy: Proxy) -> lb.Annotated:
    rows = proxy.get("service.extraAnnotations")
    policy = proxy.get("service.externalTrafficPolicy")
    return lb.Annotated(
        named=f"the proxy {proxy.name}",
        path=proxy.at("service.extraAnnotations"),
        annotations={
            name: one if isinstance(one, str) else as_text(one)
            for name, one in (rows.items() if isinstance(rows, dict) else ())
            if isinstance(one, str | bool | int | float)
        },
        traffic_policy=policy if isinstance(policy, str) else "",
        encrypted=False,
    )


RULES = (
    Rule(
        "GE601",
        Severity.ERROR,
        "Unknown service type",
        "The type is a free text for Helm, but Kubernetes knows four spellings only.",
        strange_type,
        question="service.type",
    ),
    Rule(
        "GE602",
        Severity.WARNING,
        "Annotations of the load balancer that do not go together",
        "Each cloud reads annotations of its own, and some exclude each other.",
        annotations_that_clash,
        question="service.cloud",
    ),
)

TOPIC = Topic(
    id="service",
    title="Service and load balancer",
    why="All traffic comes in through the proxy's service. How it is exposed decides who can reach "
    "it and whether the address of the client is still known.",
    link=PRODUCTION,
    questions=(
        Choice(
            id="type",
            ask="How is the proxy reached?",
            why="The service in front of the proxy's pods gives them one address.",
            left="Leave it to the chart: through a load balancer, which most clouds make public",
            options=(
                Option(
                    "load-balancer",
                    "Through a load balancer",
                    sets=(Sets(TYPE, "LoadBalancer"),),
                    gains="One address that outlives nodes and pods.",
                    costs="It has to be paid for, and most clouds make it public unless told "
                    "otherwise.",
                    choose_when="A cloud, or a controller such as MetalLB.",
                    default=True,
                    recommended=("production",),
                    comment="A load balancer stands before the proxy.",
                ),
                Option(
                    "node-port",
                    "Through a port of the nodes",
                    sets=(Sets(TYPE, "NodePort"),),
                    gains="Works without a cloud.",
                    costs="Ports from 30000 on, and something of yours that sends to the nodes.",
                    choose_when="A load balancer of your own, or a lab.",
                    comment="The proxy is reached through a port of the nodes.",
                ),
                Option(
                    "cluster-ip",
                    "Only inside the cluster",
                    sets=(Sets(TYPE, "ClusterIP"),),
                    gains="Nothing outside reaches it.",
                    costs="Something else has to bring the traffic in.",
                    choose_when="Another gateway stands in front, or traffic stays inside.",
                    recommended=("evaluation",),
                    comment="The proxy is reached inside the cluster only.",
                ),
            ),
        ),
        cloud_question((IN_FRONT,), asked_when=IN_FRONT.asked_when, group=IN_FRONT.group),
        *load_balancer_questions(IN_FRONT),
        Names(
            id="proxy-source-ranges",
            ask="From which addresses may the proxy be reached through its load balancer?",
            why="A fence before the proxy, where all its clients are known.",
            sets=(Sets(f"{PROXY}.service.loadBalancerSourceRanges"),),
            since="1.3.28",
            left="Leave it open: from everywhere that can route to it",
            leave_for=("production", "evaluation"),
            asked_when=IN_FRONT.asked_when,
            group=IN_FRONT.group,
            pattern=CIDR,
            looks_like="address ranges such as 10.0.0.0/8",
            comment="Only these address ranges may connect.",
        ),
        traffic_policy(IN_FRONT, f"{PROXY}.service.externalTrafficPolicy"),
        yes_or_no(
            "proxy-protocol",
            "Does the load balancer put the PROXY protocol before each connection?",
            f"{PROXY}.gatewaySettings.useProxyProto",
            why="It is a line before the connection that says who the client is. Both sides must "
            "agree on it.",
            yes=Option(
                "yes",
                "Yes",
                gains="The client's address is known although the load balancer hides it.",
                costs="A load balancer that does not send it: every connection fails.",
                choose_when="It is switched on at the load balancer too.",
                comment="Connections begin with the PROXY protocol; the load balancer sends it.",
            ),
            no=Option(
                "no",
                "No",
                gains="Any client can connect.",
                costs="Behind some load balancers all clients look alike.",
                choose_when="The load balancer keeps the client's address, or nobody needs it.",
                default=True,
                comment="Connections begin without the PROXY protocol.",
            ),
            left="Leave it to the chart: no",
            leave_for=("production", "evaluation"),
            advanced=True,
            group=IN_FRONT.group,
        ),
        free_annotations(IN_FRONT),
    ),
    rules=RULES,
)
