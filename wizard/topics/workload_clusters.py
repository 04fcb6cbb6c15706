"""Workload clusters: what each cluster's own file says, and what has to agree with the others."""

from __future__ import annotations

from wizard.condition import WORKLOAD_CLUSTERS, chosen
from wizard.facts import Word
from wizard.question import Option, Text, yes_or_no
from wizard.sets import On, Sets
from wizard.topic import Topic
from wizard.topics.workload_addresses import ENDPOINT, RELAY
from wizard.topics.workload_clusters_rules import RULES, needs

REGISTER = "https://docs.solo.io/gloo-mesh-enterprise/2.4.x/setup/prod/recommended_setup/"
INSTALL = (
    "https://github.com/solo-io/workshops/blob/HEAD/gloo-mesh/enterprise/2-9/default/README.md"
)
HOST_AND_PORT = r"(\[[0-9a-fA-F:]+\]|[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?):[0-9]{1,5}"

RELAY_ADDRESS = Text(
    id="relay-address",
    ask="At which address do the agents reach the management server?",
    why="It is the address of the service gloo-mesh-mgmt-server as the workload clusters see it. "
    "Once the load balancer is there, kubectl get service gloo-mesh-mgmt-server -n {namespace} "
    "prints it; a DNS name that you keep pointed at it outlives a new load balancer.",
    sets=(Sets(RELAY, on=On.WORKLOAD),),
    required=True,
    pattern=HOST_AND_PORT,
    looks_like="a host and a port such as mgmt.example.com:9900, without https://",
    example="mgmt.example.com:9900",
    left="Nothing is set, and the agents do not connect",
    comment="Host and port of the service gloo-mesh-mgmt-server in the management cluster, as "
    "this cluster reaches it.",
    link=INSTALL,
)

COLLECTOR = yes_or_no(
    "collector",
    "Run a telemetry collector in each workload cluster?",
    "telemetryCollector.enabled",
    yes=Option(
        "yes",
        "Yes",
        gains="The graph in the UI and the metrics of every cluster.",
        costs="A pod on every node, and a second address to reach from each cluster.",
        choose_when="Nearly always.",
        comment="Collects metrics in this cluster and sends them to the telemetry gateway.",
        recommended=("production", "evaluation"),
        default=True,
        default_since="2.5",
    ),
    no=Option(
        "no",
        "No",
        gains="Nothing more runs on the nodes.",
        costs=(
            Word(
                "The cluster is missing from the graph; in 2.3 the agent goes back to the old "
                "way of sending metrics.",
                until="2.3",
            ),
            Word("The cluster is missing from the UI's graph and from insights."),
        ),
        choose_when="Metrics are collected by other means.",
        comment="No metrics are collected from this cluster.",
        default=True,
        default_until="2.4",
    ),
    where={"on": On.WORKLOAD},
    left=(
        Word("Leave it to the chart: off in {version}", until="2.4"),
        Word("Leave it to the chart: on in {version}"),
    ),
    sure=(
        Word("", until="2.4"),
        Word(
            "Not verified: that it is on by default is said in the docs "
            "from 2.5 on; no values of those charts were seen."
        ),
    ),
    link=INSTALL,
)

TELEMETRY_ENDPOINT = Text(
    id="telemetry-endpoint",
    ask="At which address do the collectors reach the telemetry gateway?",
    why="It is the address of the service gloo-telemetry-gateway in the management cluster: "
    "another load balancer than the management server's, with an address of its own.",
    sets=(Sets(ENDPOINT, on=On.WORKLOAD),),
    asked_when=chosen(
        "workload-clusters.collector", "yes", because="no collector runs in the workload clusters"
    ),
    required=True,
    pattern=HOST_AND_PORT,
    looks_like="a host and a port such as telemetry.example.com:4317, without https://",
    example="telemetry.example.com:4317",
    left="Nothing is set; the chart's own address works in the management cluster only",
    comment="Host and port of the service gloo-telemetry-gateway in the management cluster, as "
    "this cluster reaches it.",
    link=INSTALL,
)

ANALYZER = yes_or_no(
    "analyzer",
    "Run the analyzer in each workload cluster?",
    "glooAnalyzer.enabled",
    yes=Option(
        "yes",
        "Yes",
        gains="The UI's insights cover this cluster's Istio.",
        costs="One pod more in each cluster.",
        choose_when="The insights engine runs in the management cluster.",
        comment="Reports what is amiss with this cluster's Istio to the insights engine.",
        recommended=("production", "evaluation"),
    ),
    no=Option(
        "no",
        "No",
        gains="One pod fewer.",
        costs="Insights say nothing about this cluster.",
        choose_when="Nobody looks at insights.",
        comment="No analysis of this cluster's Istio for insights.",
    ),
    where={"on": On.WORKLOAD},
    since="2.5",
    left="Leave it to the chart",
    sure="Not verified: the chart's default.",
)

TOPIC = Topic(
    id="workload-clusters",
    title="Workload clusters",
    why="Each workload cluster gets a file and a release of its own. Two addresses lead from it to "
    "the management cluster, and several settings must say the same on both sides.",
    asked_when=WORKLOAD_CLUSTERS,
    link=REGISTER,
    questions=(RELAY_ADDRESS, COLLECTOR, TELEMETRY_ENDPOINT, ANALYZER),
    rules=RULES,
    needs=needs,
)
