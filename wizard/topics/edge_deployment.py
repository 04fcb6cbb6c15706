"""What is installed, under which name, and how many pods of it."""

from __future__ import annotations

from wizard.condition import not_chosen
from wizard.question import DNS_LABEL, Choice, Number, Option, Text, yes_or_no
from wizard.sets import Sets
from wizard.topic import Topic
from wizard.topics.edge_deployment_rules import AVAILABILITY_RULES
from wizard.topics.edge_proxies import PRODUCTION, PROXY

SEVERAL = "Control plane"
IN_FRONT = "Proxy"

TOPIC = Topic(
    id="deployment",
    title="Purpose and release",
    why="What the installation is for decides which answers are recommended from here on.",
    link=PRODUCTION,
    questions=(
        Choice(
            id="purpose",
            ask="What is this installation for?",
            why="It decides which answers are recommended. Nothing in the values depends on it.",
            left="Not said; the recommendations are those for production",
            options=(
                Option(
                    "production",
                    "Production",
                    gains="Recommendations that stand a lost node, a wrong route and an audit.",
                    costs="More decisions, and routes that are refused until they are right.",
                    choose_when="Somebody relies on the traffic.",
                    recommended=("production",),
                    link=PRODUCTION,
                ),
                Option(
                    "evaluation",
                    "Evaluation",
                    gains="Runs with few answers, and takes what you give it.",
                    costs="One pod of everything; mistakes in routes show up as missing routes.",
                    choose_when="You want to see it work, and can throw it away.",
                    recommended=("evaluation",),
                ),
            ),
        ),
        Text(
            id="release",
            ask="What is the Helm release called?",
            why="The name stands in the command at the top of the file. No value depends on it.",
            left="It is called {release}",
            leave_for=("production", "evaluation"),
            suggests="gloo",
            pattern=r"[a-z0-9]([a-z0-9-]{0,51}[a-z0-9])?",
            looks_like="lower-case letters, digits and hyphens, at most 53",
        ),
        Text(
            id="namespace",
            ask="Into which namespace?",
            why="The documentation and glooctl take gloo-system for granted; elsewhere glooctl "
            "needs its --namespace option.",
            left="It goes to {namespace}",
            leave_for=("production", "evaluation"),
            suggests="gloo-system",
            pattern=DNS_LABEL,
            looks_like="lower-case letters, digits and hyphens, at most 63",
        ),
        Choice(
            id="helm",
            ask="Which Helm installs it?",
            why="The two read some files differently: Helm 3 looks at the first YAML document of a "
            "file only, Helm 4 merges all of them.",
            left="Not said; files are read as Helm 4 does",
            leave_for=("production", "evaluation"),
            advanced=True,
            options=(
                Option(
                    "3",
                    "Helm 3",
                    gains="Most tools are made for it.",
                    costs="Documents after the first are passed over without a word.",
                    choose_when="`helm version` says v3.",
                ),
                Option(
                    "4",
                    "Helm 4",
                    gains="The version that is developed on.",
                    costs="A second document in the file counts too, wanted or not.",
                    choose_when="`helm version` says v4.",
                ),
            ),
        ),
    ),
)

ON_NODES = not_chosen(
    "proxy.ports", "host", because="it runs once on every node, with the ports of the host"
)

AVAILABILITY = Topic(
    id="availability",
    title="Replicas and spreading",
    why="Traffic goes through the proxy pods, configuration comes from the control plane. With one "
    "pod each, an upgrade or a lost node stops the one or the other.",
    link=PRODUCTION,
    questions=(
        Number(
            id="proxy-replicas",
            ask="How many proxy pods?",
            why="Every one carries traffic. While a node is drained, the others have to carry it.",
            sets=(Sets(f"{PROXY}.kind.deployment.replicas"),),
            asked_when=ON_NODES,
            left="Leave it to the chart: one",
            leave_for=("evaluation",),
            minimum=1,
            maximum=200,
            suggests=2,
            group=IN_FRONT,
            link=PRODUCTION,
            comment="Proxy pods. Two or more, so that traffic goes on while one is replaced.",
        ),
        yes_or_no(
            "anti-affinity",
            "Prefer different nodes for the proxy pods?",
            f"{PROXY}.antiAffinity",
            why="Pods on one node are lost together with it.",
            yes=Option(
                "yes",
                "Yes",
                gains="A lost node takes one proxy, not all.",
                costs="It is a wish: where nodes are short, pods still share one.",
                choose_when="More than one proxy pod.",
                recommended=("production",),
                comment="Proxy pods go to different nodes where there is room.",
            ),
            no=Option(
                "no",
                "No",
                gains="The scheduler packs as it likes.",
                costs="All proxies may end up on one node.",
                choose_when="A single node, or rules of your own.",
                default=True,
                comment="The scheduler decides where proxy pods go.",
            ),
            asked_when=ON_NODES,
            left="Leave it to the chart: no",
            leave_for=("evaluation",),
            group=IN_FRONT,
            link=PRODUCTION,
        ),
        Number(
            id="proxy-available",
            ask="How many proxy pods must stay up while nodes are drained?",
            why="Kubernetes waits with a drain until this holds. As many as there are pods means "
            "that no node with a proxy can ever be drained.",
            sets=(Sets(f"{PROXY}.podDisruptionBudget.minAvailable"),),
            since="1.7.0",
            asked_when=ON_NODES,
            left="Leave it to the chart: no budget",
            leave_for=("production", "evaluation"),
            minimum=1,
            maximum=199,
            suggests=1,
            group=IN_FRONT,
            advanced=True,
            comment="So many proxy pods stay up while nodes are drained. Fewer than there are.",
        ),
        Number(
            id="control-replicas",
            ask="How many pods of the control plane?",
            why="One leads and writes status, all serve configuration to the proxies. While none "
            "is up, proxies go on with what they have, and changes wait.",
            sets=(Sets("gloo.deployment.replicas"),),
            left="Leave it to the chart: one",
            leave_for=("evaluation",),
            minimum=1,
            maximum=20,
            suggests=2,
            group=SEVERAL,
            link=PRODUCTION,
            comment="Pods of the control plane. Proxies fetch their configuration from any.",
        ),
        yes_or_no(
            "leader",
            "Shall the pods of the control plane elect a leader?",
            "gloo.disableLeaderElection",
            why="Of several pods, one alone should write what the state of each object is.",
            yes=Option(
                "yes",
                "No election: each acts for itself",
                gains="No lease to renew; fine with a single pod.",
                costs="With several pods, each writes the same objects against the others.",
                choose_when="Exactly one pod.",
                comment="No leader is elected; keep to one pod of the control plane.",
            ),
            no=Option(
                "no",
                "Yes, elect one",
                gains="Status is written by one pod at a time.",
                costs="A short pause in status when the leader is lost.",
                choose_when="More than one pod, or you may want more later.",
                default=True,
                comment="One pod of the control plane leads and writes status.",
            ),
            since="1.12.32",
            left="Leave it to the chart: they elect one",
            leave_for=("production", "evaluation"),
            group=SEVERAL,
            advanced=True,
        ),
    ),
    rules=AVAILABILITY_RULES,
)
