"""How the management server, the telemetry gateway and the UI are reached from outside."""

from __future__ import annotations

from wizard.condition import MANAGEMENT_PLANE, any_of, chosen
from wizard.question import Choice, Names, Number, Option, Question, Rows, Text
from wizard.sets import Sets
from wizard.topic import Topic
from wizard.topics.load_balancers import Service, cloud_question, load_balancer_questions
from wizard.topics.service_rules import RULES

PRODUCTION_GUIDE = "https://docs.solo.io/gloo-mesh-enterprise/2.4.x/setup/prod/recommended_setup/"
TYPES = "How each is reached"
CLOUD = "Cloud"

MANAGEMENT_SERVER = Service(
    id="mgmt",
    topic="service",
    named="the management server",
    group="Management server",
    annotations="glooMgmtServer.serviceOverrides.metadata.annotations",
    port=9900,
    asked_when=chosen(
        "service.mgmt-type",
        "load-balancer",
        because="no load balancer stands before the management server",
    ),
    cloud="service.cloud",
)
TELEMETRY_GATEWAY = Service(
    id="telemetry",
    topic="service",
    named="the telemetry gateway",
    group="Telemetry gateway",
    annotations="telemetryGateway.service.annotations",
    port=4317,
    asked_when=chosen(
        "service.telemetry-type",
        "load-balancer",
        because="no load balancer stands before the telemetry gateway",
    ),
    cloud="service.cloud",
)
UI = Service(
    id="ui",
    topic="service",
    named="the UI",
    group="UI",
    annotations="glooUi.serviceOverrides.metadata.annotations",
    port=8090,
    asked_when=chosen(
        "service.ui-type", "load-balancer", because="no load balancer stands before the UI"
    ),
    cloud="service.cloud",
)
SERVICES = (MANAGEMENT_SERVER, TELEMETRY_GATEWAY, UI)

MANAGEMENT_TYPE = Choice(
    id="mgmt-type",
    ask="How do the agents reach the management server?",
    why="Agents dial out to it, on port 9900. Agents in other clusters need an address that "
    "reaches across; an agent in the same cluster does not.",
    left="Leave it to the chart: a load balancer, which most clouds make public",
    group=TYPES,
    link=PRODUCTION_GUIDE,
    options=(
        Option(
            "load-balancer",
            "Through a load balancer",
            sets=(Sets("glooMgmtServer.serviceType", "LoadBalancer"),),
            gains="One address for all agents, which survives the loss of a node.",
            costs="A load balancer has to be paid for, and is public on most clouds unless the "
            "questions below make it internal.",
            choose_when="Workload clusters beside the management cluster.",
            comment="Agents in other clusters reach the management server through a load balancer.",
            recommended=("production",),
            default=True,
        ),
        Option(
            "node-port",
            "Through a port of the nodes",
            sets=(Sets("glooMgmtServer.serviceType", "NodePort"),),
            gains="Works without a cloud.",
            costs="Agents hold the address of a node; when that node goes, they lose the server.",
            choose_when="A load balancer of your own sends to the nodes, or in a lab.",
            comment="Agents reach the management server through a port of the nodes.",
        ),
        Option(
            "cluster-ip",
            "Only inside the cluster",
            sets=(Sets("glooMgmtServer.serviceType", "ClusterIP"),),
            gains="Nothing outside the cluster can reach it.",
            costs="Agents in other clusters cannot connect, unless a gateway of your own passes "
            "the stream on.",
            choose_when="A single cluster, or a gateway of your own in front.",
            comment="Nothing outside the cluster reaches the management server by itself.",
            recommended=("evaluation",),
        ),
    ),
)

TELEMETRY_TYPE = Choice(
    id="telemetry-type",
    ask="How do the collectors reach the telemetry gateway?",
    why="It is a second service, on port 4317, and needs the same treatment as the management "
    "server. It is often forgotten: then the server is internal and the gateway public, or the "
    "UI's graph stays empty.",
    left="Leave it to the chart: a load balancer, which most clouds make public",
    group=TYPES,
    sure="The default is verified for 2.3.3; for later versions inferred.",
    link=PRODUCTION_GUIDE,
    options=(
        Option(
            "load-balancer",
            "Through a load balancer",
            sets=(Sets("telemetryGateway.service.type", "LoadBalancer"),),
            gains="Collectors of all workload clusters can send to it.",
            costs="A second load balancer, with its own address and its own access to watch.",
            choose_when="Workload clusters beside the management cluster.",
            comment="Collectors in other clusters reach the gateway through a load balancer.",
            recommended=("production",),
            default=True,
        ),
        Option(
            "node-port",
            "Through a port of the nodes",
            sets=(Sets("telemetryGateway.service.type", "NodePort"),),
            gains="Works without a cloud.",
            costs="Collectors hold the address of a node.",
            choose_when="A load balancer of your own sends to the nodes, or in a lab.",
            comment="Collectors reach the gateway through a port of the nodes.",
        ),
        Option(
            "cluster-ip",
            "Only inside the cluster",
            sets=(Sets("telemetryGateway.service.type", "ClusterIP"),),
            gains="Nothing outside the cluster can reach it.",
            costs="Collectors in other clusters cannot send, and the UI's graph misses them.",
            choose_when="A single cluster, or a gateway of your own in front.",
            comment="Only collectors in the same cluster can send to the gateway.",
            recommended=("evaluation",),
        ),
    ),
)

UI_TYPE = Choice(
    id="ui-type",
    ask="How do people reach the UI?",
    why="The UI shows the whole mesh. Without sign-in, whoever reaches it sees everything.",
    left="Leave it to the chart: only inside the cluster",
    group=TYPES,
    options=(
        Option(
            "cluster-ip",
            "Only inside the cluster",
            sets=(Sets("glooUi.serviceType", "ClusterIP"),),
            gains="Nothing is exposed.",
            costs="People need kubectl port-forward, or an ingress of your own in front.",
            choose_when="Few people use it, or an ingress with its own TLS stands in front.",
            comment="The UI is reached with port-forward or through an ingress of your own.",
            recommended=("production", "evaluation"),
            default=True,
        ),
        Option(
            "load-balancer",
            "Through a load balancer",
            sets=(Sets("glooUi.serviceType", "LoadBalancer"),),
            gains="People reach it without kubectl.",
            costs="Open to whoever reaches the address: switch on sign-in.",
            choose_when="Many people use it, and sign-in is on.",
            comment="The UI has a load balancer of its own; switch on sign-in.",
        ),
        Option(
            "node-port",
            "Through a port of the nodes",
            sets=(Sets("glooUi.serviceType", "NodePort"),),
            gains="Works without a cloud.",
            costs="Open to whoever reaches a node.",
            choose_when="A lab.",
            comment="The UI is reached through a port of the nodes.",
        ),
    ),
)

CIDR = r"\d{1,3}(\.\d{1,3}){3}/\d{1,2}|[0-9a-fA-F:]+/\d{1,3}"


def source_ranges(service: Service, path: str) -> Question:
    return Names(
        id=f"{service.id}-source-ranges",
        ask=f"From which addresses may {service.named} be reached through its load balancer?",
        why="A second fence beside certificates. The ranges must hold the outgoing addresses of "
        "every workload cluster, which are often those of a NAT gateway.",
        sets=(Sets(path),),
        left="Leave it open: from everywhere that can route to it",
        leave_for=("production", "evaluation"),
        asked_when=service.asked_when,
        group=service.group,
        pattern=CIDR,
        looks_like="address ranges such as 10.0.0.0/8",
        comment="Only these address ranges may connect.",
    )


def traffic_policy(service: Service, path: str) -> Question:
    return Choice(
        id=f"{service.id}-traffic-policy",
        ask=f"May a node pass traffic for {service.named} on to another node?",
        why="The load balancer may choose a node on which no pod of the service runs.",
        left="Leave it to Kubernetes: yes",
        leave_for=("production", "evaluation"),
        asked_when=service.asked_when,
        group=service.group,
        advanced=True,
        options=(
            Option(
                "cluster",
                "Yes, to any node with a pod",
                sets=(Sets(path, "Cluster"),),
                gains="Every node takes traffic, and load spreads evenly.",
                costs="One hop more, and the client's address is lost.",
                choose_when="Nothing needs the client's address.",
                comment="Any node takes traffic and passes it on.",
            ),
            Option(
                "local",
                "No, only to a pod on the same node",
                sets=(Sets(path, "Local"),),
                gains="The client's address is kept; no hop between nodes.",
                costs="Nodes without a pod fail the health check, and that check must not be TCP "
                "on AWS.",
                choose_when="Something must see the client's address.",
                comment="Traffic stays on the node that it reaches; the client's address is kept.",
            ),
        ),
    )


def load_balancer_class(service: Service, component: str) -> Question:
    return Text(
        id=f"{service.id}-class",
        ask=f"Which load balancer class does the service of {service.named} name?",
        why="Says which controller makes the load balancer, where there are several: "
        "service.k8s.aws/nlb on AWS, networking.gke.io/l4-regional-internal on GKE from "
        "1.33.1-gke.1779000 on. It cannot be changed once the service exists.",
        sets=(Sets(f"{component}.serviceOverrides.spec.loadBalancerClass"),),
        left="Leave it out: the cluster's own controller takes the service",
        leave_for=("production", "evaluation"),
        asked_when=service.asked_when,
        group=service.group,
        advanced=True,
        pattern=r"([a-z0-9]([a-z0-9.-]*[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?",
        looks_like="a name with a prefix, such as service.k8s.aws/nlb",
        example="service.k8s.aws/nlb",
        comment="The controller that makes the load balancer. Do not change this once the service "
        "exists.",
    )


def free_annotations(service: Service) -> Question:
    return Rows(
        id=f"{service.id}-annotations",
        ask=f"Which other annotations does the service of {service.named} get?",
        why="For what the questions above do not know. Every value is a text: 10 and true are "
        "written in quotes.",
        path=service.annotations,
        left="None",
        leave_for=("production", "evaluation"),
        group=service.group,
        advanced=True,
        comment="Further annotations of the service.",
    )


HEALTH_PORT = Number(
    id="mgmt-health-port",
    ask="On which port does the management server answer health checks?",
    why="Server and UI both use 8090. Where one address serves all load balancers, as on a laptop "
    "with kind or k3d, one of the two waits for its address for ever; examples move the server's "
    "to 8091.",
    sets=(Sets("glooMgmtServer.ports.healthcheck"),),
    left="Leave it to the chart: 8090",
    leave_for=("production", "evaluation"),
    minimum=1024,
    maximum=65535,
    suggests=8091,
    group=MANAGEMENT_SERVER.group,
    advanced=True,
    comment="The port of the management server's health check; the UI uses 8090 as well.",
    sure="Inferred: the reason. The value stands in every published example for local clusters.",
)

MANAGEMENT_RANGES = "glooMgmtServer.serviceOverrides.spec.loadBalancerSourceRanges"
TELEMETRY_RANGES = "telemetryGateway.service.loadBalancerSourceRanges"
MANAGEMENT_POLICY = "glooMgmtServer.serviceOverrides.spec.externalTrafficPolicy"
UI_POLICY = "glooUi.serviceOverrides.spec.externalTrafficPolicy"
UI_RANGES = "glooUi.serviceOverrides.spec.loadBalancerSourceRanges"

TOPIC = Topic(
    id="service",
    title="Load balancer",
    why="Workload clusters must reach two services of the management cluster: the management "
    "server and the telemetry gateway. How they are exposed decides who else can reach them. Much "
    "of it cannot be changed later without a new address.",
    asked_when=MANAGEMENT_PLANE,
    link=PRODUCTION_GUIDE,
    questions=(
        MANAGEMENT_TYPE,
        TELEMETRY_TYPE,
        UI_TYPE,
        cloud_question(
            SERVICES, asked_when=any_of(*(service.asked_when for service in SERVICES)), group=CLOUD
        ),
        *load_balancer_questions(MANAGEMENT_SERVER),
        source_ranges(MANAGEMENT_SERVER, MANAGEMENT_RANGES),
        traffic_policy(MANAGEMENT_SERVER, MANAGEMENT_POLICY),
        load_balancer_class(MANAGEMENT_SERVER, "glooMgmtServer"),
        HEALTH_PORT,
        free_annotations(MANAGEMENT_SERVER),
        *load_balancer_questions(TELEMETRY_GATEWAY),
        source_ranges(TELEMETRY_GATEWAY, TELEMETRY_RANGES),
        free_annotations(TELEMETRY_GATEWAY),
        *load_balancer_questions(UI),
        source_ranges(UI, UI_RANGES),
        traffic_policy(UI, UI_POLICY),
        load_balancer_class(UI, "glooUi"),
        free_annotations(UI),
    ),
    rules=RULES,
)
