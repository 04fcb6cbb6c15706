"""Annotations for network load balancers on AWS. How to read `<...>`: see `load_balancers.py`.

Facts: documentation of the AWS Load Balancer Controller, guide pages on services.
"""

from __future__ import annotations

from wizard.condition import all_of, chosen, not_chosen
from wizard.question import Choice, Number, Option, Question, Text
from wizard.sets import Sets

AWS_LINK = (
    "https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/"
    "annotations/"
)
AWS_TYPE = "service.beta.kubernetes.io/aws-load-balancer-type"

CONTROLLER = chosen(
    "<cloud>", "aws-lbc", because="only the AWS Load Balancer Controller understands it"
)
AWS = chosen("<cloud>", "aws-lbc", "aws-nlb", because="it is for load balancers on AWS")
NOT_PUBLIC = not_chosen(
    "<service>-scheme", "public", because="a public load balancer takes no private addresses"
)
NOT_INTERNAL = not_chosen(
    "<service>-scheme", "internal", because="an internal load balancer takes no elastic addresses"
)
BUILT_IN = "Known from the AWS Load Balancer Controller; for the built-in controller not verified."


def aws(name: str) -> str:
    """The path of an AWS annotation."""
    return f'<annotations>."service.beta.kubernetes.io/aws-load-balancer-{name}"'


IPV4 = r"(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}"

TARGET_TYPE = Choice(
    id="target-type",
    ask="Where does the load balancer send the traffic for <named>?",
    why="Straight to the pods is one step less and shows the pod as it is; through the nodes works "
    "with every network plug-in.",
    left="Leave it to the controller: through the nodes",
    asked_when=CONTROLLER,
    sure="What the controller does by itself is known for services with its load balancer class; "
    "for the type external it is inferred.",
    link=AWS_LINK,
    options=(
        Option(
            "ip",
            "Straight to the pods",
            sets=(Sets(aws("nlb-target-type"), "ip"),),
            gains="No detour over a node, and health checks see the pod itself.",
            costs="Pods need addresses of the VPC, as the usual EKS network plug-in gives them.",
            choose_when="EKS with its own network plug-in.",
            comment="The load balancer sends straight to the pods; they need addresses of the VPC.",
            recommended=("production", "evaluation"),
        ),
        Option(
            "instance",
            "Through the nodes",
            sets=(Sets(aws("nlb-target-type"), "instance"),),
            gains="Works with every network plug-in.",
            costs="One hop more, and every node must have the node port open.",
            choose_when="Pods have addresses that the VPC does not know.",
            comment="The load balancer sends to a port of the nodes, which pass it on to the pods.",
        ),
    ),
)

AWS_DETAILS: tuple[Question, ...] = (
    Text(
        id="subnets",
        ask="In which subnets is the load balancer for <named> to stand?",
        why="One for each availability zone. They are hard to change later.",
        sets=(Sets(aws("subnets")),),
        left="Leave it to the controller: it finds subnets by their tags",
        leave_for=("production", "evaluation"),
        asked_when=AWS,
        pattern=r"[^\s,]+(\s*,\s*[^\s,]+)*",
        looks_like="names or ids with commas between, such as subnet-0a1b, subnet-0c2d",
        example="subnet-0478784f04c486de5, subnet-09d0cf74c0117fcf3",
        comment="One subnet for each availability zone.",
        sure=BUILT_IN,
        link=AWS_LINK,
    ),
    Text(
        id="private-addresses",
        ask="Which fixed private addresses does the load balancer for <named> take?",
        why="Fixed addresses can be written into firewalls and certificates before the load "
        "balancer exists. There must be one for each subnet, each inside its subnet.",
        sets=(Sets(aws("private-ipv4-addresses")),),
        left="Leave it to AWS: any free addresses",
        leave_for=("production", "evaluation"),
        asked_when=all_of(CONTROLLER, NOT_PUBLIC),
        advanced=True,
        pattern=rf"{IPV4}(\s*,\s*{IPV4})*",
        looks_like="IPv4 addresses with commas between, one for each subnet",
        example="10.0.50.50, 10.0.64.50",
        comment="Fixed private addresses, one for each subnet above and inside it.",
        link=AWS_LINK,
    ),
    Text(
        id="elastic-addresses",
        ask="Which elastic IP allocations does the load balancer for <named> take?",
        why="Fixed public addresses, for firewalls on the other side. One for each subnet.",
        sets=(Sets(aws("eip-allocations")),),
        left="Leave it to AWS: any public addresses",
        leave_for=("production", "evaluation"),
        asked_when=all_of(AWS, NOT_INTERNAL),
        advanced=True,
        pattern=r"eipalloc-[0-9a-zA-Z]+(\s*,\s*eipalloc-[0-9a-zA-Z]+)*",
        looks_like="allocation ids with commas between, one for each subnet",
        example="eipalloc-0a1b2c, eipalloc-3d4e5f",
        comment="Fixed public addresses, one for each subnet.",
        sure=BUILT_IN,
        link=AWS_LINK,
    ),
    Text(
        id="health-check-port",
        ask="Which port of <named> does the health check try?",
        why="Straight to the pods, a fixed port is right. Through the nodes, nothing listens on "
        "that port there, and only traffic-port works (inferred).",
        sets=(Sets(aws("healthcheck-port")),),
        left="Leave it to the controller: the port of the traffic",
        leave_for=("production", "evaluation"),
        asked_when=AWS,
        advanced=True,
        pattern=r"traffic-port|[1-9][0-9]{0,4}",
        looks_like="a port number, or traffic-port",
        suggests="<port>",
        comment="The port that the load balancer's health check tries.",
        sure=BUILT_IN,
        link=AWS_LINK,
    ),
    Choice(
        id="health-check-protocol",
        ask="How does the load balancer check the health of <named>?",
        why="The port speaks encrypted gRPC, which answers no plain HTTP request.",
        left="Leave it to the controller: it opens a connection",
        leave_for=("production", "evaluation"),
        asked_when=AWS,
        advanced=True,
        sure=BUILT_IN,
        link=AWS_LINK,
        options=(
            Option(
                "tcp",
                "It opens a connection",
                sets=(Sets(aws("healthcheck-protocol"), "tcp"),),
                also=((Sets(aws("healthcheck-protocol"), "TCP"),),),
                gains="Works with every protocol on the port.",
                costs="Cannot be used when traffic stays on the node that it reaches "
                "(external traffic policy Local).",
                choose_when="Nearly always.",
                comment="The health check only opens a connection; the port answers no HTTP.",
            ),
            Option(
                "http",
                "It sends an HTTP request",
                sets=(Sets(aws("healthcheck-protocol"), "http"),),
                also=((Sets(aws("healthcheck-protocol"), "HTTP"),),),
                gains="Tells a hanging process from a working one.",
                costs="The port that is checked must answer plain HTTP; a relay or telemetry port "
                "does not.",
                choose_when="The check goes to a health port of its own.",
                comment="The health check sends an HTTP request.",
            ),
            Option(
                "https",
                "It sends an HTTPS request",
                sets=(Sets(aws("healthcheck-protocol"), "https"),),
                also=((Sets(aws("healthcheck-protocol"), "HTTPS"),),),
                gains="As HTTP, over TLS.",
                costs="The port that is checked must answer HTTPS without a client certificate.",
                choose_when="The check goes to a health port of its own.",
                comment="The health check sends an HTTPS request.",
            ),
        ),
    ),
    Number(
        id="healthy-threshold",
        ask="How many good checks make a target of <named> healthy?",
        why="Traffic goes to healthy targets only. Fewer checks let a new pod work sooner.",
        sets=(Sets(aws("healthcheck-healthy-threshold"), "{value}"),),
        left="Leave it to the controller: 3",
        leave_for=("production", "evaluation"),
        asked_when=AWS,
        advanced=True,
        minimum=2,
        maximum=10,
        suggests=2,
        unit="checks",
        comment="So many good checks in a row make a target healthy.",
        sure=BUILT_IN,
        link=AWS_LINK,
    ),
    Number(
        id="unhealthy-threshold",
        ask="How many failed checks take a target of <named> out?",
        why="Fewer checks notice a dead pod sooner, more of them forgive a short pause.",
        sets=(Sets(aws("healthcheck-unhealthy-threshold"), "{value}"),),
        left="Leave it to the controller: 3",
        leave_for=("production", "evaluation"),
        asked_when=AWS,
        advanced=True,
        minimum=2,
        maximum=10,
        suggests=2,
        unit="checks",
        comment="So many failed checks in a row take a target out.",
        sure=BUILT_IN,
        link=AWS_LINK,
    ),
    Number(
        id="health-check-interval",
        ask="How long between two health checks of <named>?",
        why="Interval times number of failed checks is how long traffic still goes to a dead pod.",
        sets=(Sets(aws("healthcheck-interval"), "{value}"),),
        left="Leave it to the controller: 10 seconds",
        leave_for=("production", "evaluation"),
        asked_when=AWS,
        advanced=True,
        minimum=5,
        maximum=300,
        suggests=10,
        unit="seconds",
        comment="Seconds between two health checks.",
        sure=BUILT_IN,
        link=AWS_LINK,
    ),
    Choice(
        id="backend-protocol",
        ask="What does the load balancer speak to <named>?",
        why="Agents and server check each other's certificates, so the load balancer must pass "
        "the encrypted stream on untouched. It matters only where the load balancer has a TLS "
        "listener.",
        left="Leave it to the controller: plain TCP",
        leave_for=("production", "evaluation"),
        asked_when=CONTROLLER,
        advanced=True,
        sure="Inferred: with SSL, the load balancer's own connection carries no client "
        "certificate.",
        link=AWS_LINK,
        options=(
            Option(
                "tcp",
                "TCP: the stream passes as it is",
                sets=(Sets(aws("backend-protocol"), "TCP"),),
                also=((Sets(aws("backend-protocol"), "tcp"),),),
                gains="Mutual TLS works end to end.",
                costs="The load balancer sees nothing of the content.",
                choose_when="Always, for relay and telemetry.",
                comment="The encrypted stream passes through untouched: mutual TLS is between "
                "agent and server.",
            ),
            Option(
                "ssl",
                "SSL: the load balancer opens its own TLS connection",
                sets=(Sets(aws("backend-protocol"), "ssl"),),
                also=((Sets(aws("backend-protocol"), "SSL"),),),
                gains="Encrypted behind a TLS listener of the load balancer.",
                costs="Client certificates do not pass: mutual TLS breaks.",
                choose_when="A TLS listener ends the clients' connections, and no client "
                "certificates are in use.",
                comment="The load balancer opens a TLS connection of its own; client certificates "
                "do not pass through it.",
            ),
        ),
    ),
    Text(
        id="target-group-attributes",
        ask="Which attributes does the target group for <named> get?",
        why="A short time to drain lets agents find another replica quickly. Behind the nodes, "
        "preserve_client_ip.enabled=false avoids connections that come back to their own node.",
        sets=(Sets(aws("target-group-attributes")),),
        left="Leave it to AWS: connections drain for up to five minutes",
        leave_for=("production", "evaluation"),
        asked_when=CONTROLLER,
        advanced=True,
        pattern=r"[\w.]+=[^,\s]+(,[\w.]+=[^,\s]+)*",
        looks_like="name=value, with commas and no blanks between",
        suggests="deregistration_delay.connection_termination.enabled=true,"
        "deregistration_delay.timeout_seconds=1",
        comment="Attributes of the target group. A short drain lets agents reconnect quickly.",
        link=AWS_LINK,
    ),
    Text(
        id="attributes",
        ask="Which attributes does the load balancer for <named> get?",
        why="Cross-zone balancing, for one: then pods in other zones get traffic too. It replaces "
        "the older annotation for that.",
        sets=(Sets(aws("attributes")),),
        left="Leave it to AWS",
        leave_for=("production", "evaluation"),
        asked_when=CONTROLLER,
        advanced=True,
        pattern=r"[\w.]+=[^,\s]+(,[\w.]+=[^,\s]+)*",
        looks_like="name=value, with commas and no blanks between",
        suggests="load_balancing.cross_zone.enabled=true",
        comment="Attributes of the load balancer.",
        link=AWS_LINK,
    ),
    Choice(
        id="ip-address-type",
        ask="Which kind of addresses does the load balancer for <named> have?",
        why="IPv6 is worth it only where some clients have nothing else.",
        left="Leave it to the controller: IPv4",
        leave_for=("production", "evaluation"),
        asked_when=CONTROLLER,
        advanced=True,
        link=AWS_LINK,
        options=(
            Option(
                "ipv4",
                "IPv4",
                sets=(Sets(aws("ip-address-type"), "ipv4"),),
                gains="What every subnet has.",
                costs="No clients over IPv6.",
                choose_when="Nothing asks for IPv6.",
                comment="The load balancer has IPv4 addresses only.",
            ),
            Option(
                "dualstack",
                "IPv4 and IPv6",
                sets=(Sets(aws("ip-address-type"), "dualstack"),),
                gains="Clients of both kinds.",
                costs="The subnets need IPv6 ranges.",
                choose_when="The VPC has IPv6.",
                comment="The load balancer has IPv4 and IPv6 addresses; its subnets need both.",
            ),
        ),
    ),
    Text(
        id="name",
        ask="What is the load balancer for <named> called in AWS?",
        why="A name of your own is easier to find among many. It cannot be changed later.",
        sets=(Sets(aws("name")),),
        left="Leave it to the controller: it makes one up",
        leave_for=("production", "evaluation"),
        asked_when=CONTROLLER,
        advanced=True,
        pattern=r"[A-Za-z0-9]([A-Za-z0-9-]{0,30}[A-Za-z0-9])?",
        looks_like="letters, digits and hyphens, at most 32",
        comment="The load balancer's name in AWS, at most 32 characters.",
        link=AWS_LINK,
    ),
)
