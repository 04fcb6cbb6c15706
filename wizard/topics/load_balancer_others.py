"""Who may reach a load balancer, on any cloud; then the annotations of Google Cloud and Azure.

How to read `<...>`: see `load_balancers.py`.
"""

from __future__ import annotations

from wizard.condition import all_of, chosen
from wizard.question import Choice, Number, Option, Question, Text
from wizard.sets import Sets
from wizard.topics.load_balancer_aws import aws

GCP_LINK = (
    "https://docs.cloud.google.com/kubernetes-engine/docs/concepts/service-load-balancer-parameters"
)
AZURE_LINK = (
    "https://github.com/kubernetes-sigs/cloud-provider-azure/blob/HEAD/site/content/en/topics/"
    "loadbalancer.md"
)


def gke(name: str) -> str:
    """The path of a Google Cloud annotation."""
    return f'<annotations>."networking.gke.io/{name}"'


def azure(name: str) -> str:
    """The path of an Azure annotation."""
    return f'<annotations>."service.beta.kubernetes.io/azure-{name}"'


CONTROLLER = chosen("<cloud>", "aws-lbc")
BUILT_IN = chosen("<cloud>", "aws-nlb")
GCP = chosen("<cloud>", "gcp", because="it is for Google Cloud")
AZURE = chosen("<cloud>", "azure", because="it is for Azure")
INTERNAL = chosen("<service>-scheme", "internal", because="it is for an internal load balancer")
PUBLIC = chosen("<service>-scheme", "public", because="it is for a public load balancer")

SCHEME = Choice(
    id="scheme",
    ask="Who may reach the load balancer for <named>?",
    why="Agents in other clusters must reach it; nobody else needs to. An internal load balancer "
    "can be reached from the networks that are joined to yours, and from nowhere else.",
    left="Leave it to the cloud: internal with the AWS Load Balancer Controller 2.2 and later, "
    "public with all others",
    asked_when=chosen(
        "<cloud>",
        "aws-lbc",
        "aws-nlb",
        "gcp",
        "azure",
        because="it depends on annotations of a cloud, and none of those that have one is named",
    ),
    options=(
        Option(
            "internal",
            "Your own networks only",
            sets=(
                Sets(aws("scheme"), "internal", when=CONTROLLER),
                Sets(aws("internal"), "true", when=BUILT_IN),
                Sets(gke("load-balancer-type"), "Internal", when=GCP),
                Sets(azure("load-balancer-internal"), "true", when=AZURE),
            ),
            gains="No address that the internet can reach.",
            costs="Every workload cluster needs a route to it: the same network, peering, or a "
            "private line.",
            choose_when="All clusters live in networks that are joined.",
            comment="Only networks joined to this one can reach it; workload clusters elsewhere "
            "need peering.",
            recommended=("production", "evaluation"),
        ),
        Option(
            "public",
            "The internet",
            sets=(
                Sets(aws("scheme"), "internet-facing", when=CONTROLLER),
                Sets(aws("internal"), "false", when=BUILT_IN),
                Sets(azure("load-balancer-internal"), "false", when=AZURE),
            ),
            gains="Workload clusters can be anywhere.",
            costs="The port is open to everybody unless source ranges narrow it down.",
            choose_when="Workload clusters are in networks that cannot be joined to this one.",
            comment="The internet can reach it; narrow it down with source ranges.",
        ),
    ),
)

GCP_DETAILS: tuple[Question, ...] = (
    Choice(
        id="backend-services",
        ask="Make the public load balancer for <named> of the newer kind?",
        why="GKE 1.25.5 and later can build public load balancers on backend services. Not "
        "together with an internal load balancer.",
        left="Leave it to GKE",
        leave_for=("production", "evaluation"),
        asked_when=all_of(GCP, PUBLIC),
        advanced=True,
        link=GCP_LINK,
        options=(
            Option(
                "yes",
                "On backend services",
                sets=(Sets('<annotations>."cloud.google.com/l4-rbs"', "enabled"),),
                gains="The kind that Google develops further.",
                costs="Needs GKE 1.25.5 or later.",
                choose_when="A new cluster.",
                comment="A public load balancer built on backend services.",
            ),
        ),
    ),
    Choice(
        id="global-access",
        ask="May clients in other regions use the internal load balancer for <named>?",
        why="An internal load balancer serves clients of its own region unless it is opened to "
        "all regions of the network.",
        left="Leave it to GKE: clients of the same region only",
        asked_when=all_of(GCP, INTERNAL),
        sure="Not verified: the annotation's name is well known, but its page was not seen.",
        link=GCP_LINK,
        options=(
            Option(
                "yes",
                "Clients of every region",
                sets=(Sets(gke("internal-load-balancer-allow-global-access"), "true"),),
                gains="Workload clusters in other regions can connect.",
                costs="Traffic between regions is charged.",
                choose_when="A workload cluster is in another region.",
                comment="Clients in other regions of the network may connect.",
                recommended=("production",),
            ),
            Option(
                "no",
                "Clients of the same region",
                sets=(Sets(gke("internal-load-balancer-allow-global-access"), "false"),),
                gains="Nothing from other regions gets in.",
                costs="Workload clusters in other regions cannot connect.",
                choose_when="All clusters are in one region.",
                comment="Only clients of the same region may connect.",
                recommended=("evaluation",),
            ),
        ),
    ),
    Text(
        id="gcp-subnet",
        ask="From which subnet does the internal load balancer for <named> get its address?",
        why="Clients need a route to that subnet, and firewalls often go by it.",
        sets=(Sets(gke("internal-load-balancer-subnet")),),
        left="Leave it to GKE: the cluster's own subnet",
        leave_for=("production", "evaluation"),
        asked_when=all_of(GCP, INTERNAL),
        advanced=True,
        pattern=r"[a-z]([a-z0-9-]{0,61}[a-z0-9])?",
        looks_like="the name of a subnet: lower-case letters, digits and hyphens",
        comment="The subnet that the internal address comes from.",
        sure="Not verified: the annotation's name is well known, but its page was not seen.",
        link=GCP_LINK,
    ),
)

AZURE_DETAILS: tuple[Question, ...] = (
    Text(
        id="azure-subnet",
        ask="In which subnet does the internal load balancer for <named> stand?",
        why="Clients need a route to that subnet, and firewalls often go by it.",
        sets=(Sets(azure("load-balancer-internal-subnet")),),
        left="Leave it to AKS: the nodes' subnet",
        leave_for=("production", "evaluation"),
        asked_when=all_of(AZURE, INTERNAL),
        advanced=True,
        comment="The subnet that the internal address comes from.",
        sure="Inferred: it has an effect only on an internal load balancer.",
        link=AZURE_LINK,
    ),
    Text(
        id="azure-resource-group",
        ask="In which resource group is the public address for <named>?",
        why="Only where the address was made beforehand, in a group of its own.",
        sets=(Sets(azure("load-balancer-resource-group")),),
        left="Leave it to AKS: the cluster's own resource group",
        leave_for=("production", "evaluation"),
        asked_when=all_of(AZURE, PUBLIC),
        advanced=True,
        comment="The resource group of the public address.",
        link=AZURE_LINK,
    ),
    Text(
        id="azure-public-address",
        ask="Which public address object does the load balancer for <named> take?",
        why="An address that exists already stays when the service is made anew.",
        sets=(Sets(azure("pip-name")),),
        left="Leave it to AKS: it makes one",
        leave_for=("production", "evaluation"),
        asked_when=all_of(AZURE, PUBLIC),
        advanced=True,
        comment="The name of the public address object.",
        link=AZURE_LINK,
    ),
    Text(
        id="azure-dns-label",
        ask="Which DNS label does the public address for <named> get?",
        why="Agents can then use a name that outlives the address.",
        sets=(Sets(azure("dns-label-name")),),
        left="Leave it out: no name",
        leave_for=("production", "evaluation"),
        asked_when=all_of(AZURE, PUBLIC),
        advanced=True,
        pattern=r"[a-z]([a-z0-9-]{0,61}[a-z0-9])?",
        looks_like="lower-case letters, digits and hyphens",
        comment="The label in front of Azure's own domain.",
        link=AZURE_LINK,
    ),
    Text(
        id="azure-address",
        ask="Which fixed address does the load balancer for <named> take?",
        why="It can be written into firewalls, and into whatever connects, before the load "
        "balancer exists.",
        sets=(Sets(azure("load-balancer-ipv4")),),
        left="Leave it to AKS: any free address",
        leave_for=("production", "evaluation"),
        asked_when=AZURE,
        advanced=True,
        pattern=r"\d{1,3}(\.\d{1,3}){3}",
        looks_like="one IPv4 address",
        example="10.0.0.9",
        comment="A fixed address.",
        link=AZURE_LINK,
    ),
    Number(
        id="azure-idle-timeout",
        ask="After how many silent minutes may Azure cut a connection to <named>?",
        why="Agents keep one connection open for a long time. The longer the time, the fewer cuts.",
        sets=(Sets(azure("load-balancer-tcp-idle-timeout"), "{value}"),),
        left="Leave it to Azure: 4 minutes",
        asked_when=AZURE,
        advanced=True,
        leave_for=("production", "evaluation"),
        minimum=4,
        maximum=30,
        suggests=30,
        unit="minutes",
        comment="Azure cuts a connection after so many silent minutes; agents keep theirs open.",
        sure="Not verified: the default of 4 minutes.",
        link=AZURE_LINK,
    ),
    Number(
        id="azure-probe-interval",
        ask="How long between two health probes of <named>?",
        why="Interval times number of failed probes is how long traffic still goes to a dead pod.",
        sets=(Sets(azure("load-balancer-health-probe-interval"), "{value}"),),
        left="Leave it to Azure",
        leave_for=("production", "evaluation"),
        asked_when=AZURE,
        advanced=True,
        minimum=5,
        maximum=2147483646,
        suggests=5,
        unit="seconds",
        comment="Seconds between two health probes.",
        sure="Known to the out-of-tree Azure provider only.",
        link=AZURE_LINK,
    ),
    Number(
        id="azure-probe-count",
        ask="How many failed probes take a backend of <named> out?",
        why="Fewer probes notice a dead pod sooner, more of them forgive a short pause.",
        sets=(Sets(azure("load-balancer-health-probe-num-of-probe"), "{value}"),),
        left="Leave it to Azure",
        leave_for=("production", "evaluation"),
        asked_when=AZURE,
        advanced=True,
        minimum=1,
        maximum=1000,
        suggests=2,
        unit="probes",
        comment="So many failed probes take a backend out.",
        sure="Known to the out-of-tree Azure provider only.",
        link=AZURE_LINK,
    ),
    Text(
        id="azure-probe-path",
        ask="Which path does the health probe of <named> ask for?",
        why="A path turns the probe into an HTTP request, which a relay or telemetry port cannot "
        "answer. Leave it out for those.",
        sets=(Sets(azure("load-balancer-health-probe-request-path")),),
        left="Leave it out: the probe only opens a connection",
        leave_for=("production", "evaluation"),
        asked_when=AZURE,
        advanced=True,
        pattern=r"/\S*",
        looks_like="a path that begins with /",
        comment="The probe asks for this path over HTTP; the port must answer it.",
        sure="Inferred: with a path, the probe of a gRPC port fails.",
        link=AZURE_LINK,
    ),
)
