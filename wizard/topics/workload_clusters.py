"""Workload clusters: what each cluster's own file says, and what has to agree with the others."""

from __future__ import annotations

from wizard.condition import WORKLOAD_CLUSTERS, chosen
from wizard.facts import Word
from wizard.question import Option, Question, Text, Tree, yes_or_no
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
    why="It gathers the metrics of the proxies in its cluster and sends them to the telemetry "
    "gateway of the management cluster.",
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

COLLECTED = chosen(
    "workload-clusters.collector", "yes", because="no collector runs in the workload clusters"
)

TELEMETRY_ENDPOINT = Text(
    id="telemetry-endpoint",
    ask="At which address do the collectors reach the telemetry gateway?",
    why="It is the address of the service gloo-telemetry-gateway in the management cluster: "
    "another load balancer than the management server's, with an address of its own.",
    sets=(Sets(ENDPOINT, on=On.WORKLOAD),),
    asked_when=COLLECTED,
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
    why="It looks at the cluster's Istio and reports weak settings and faults, which the insights "
    "engine turns into advice.",
    where={"on": On.WORKLOAD},
    since="2.5",
    left="Leave it to the chart, whose default is not verified",
    sure="Not verified: the chart's default.",
)

CUSTOMIZE = (
    "https://docs.solo.io/gloo-mesh-enterprise/latest/observability/tools/prometheus/customize/"
)


def customization(
    id: str, ask: str, why: str, key: str, left: str, comment: str, since: str = ""
) -> Question:
    """Raw YAML for the collectors of all workload clusters."""
    return Tree(
        id=id,
        ask=ask,
        why=why,
        path=f"telemetryCollectorCustomization.{key}",
        on=On.WORKLOAD,
        since=since,
        asked_when=COLLECTED,
        left=left,
        leave_for=("production", "evaluation"),
        comment=comment,
        link=CUSTOMIZE,
        group="What the collectors gather",
        advanced=True,
    )


COLLECTORS = (
    customization(
        "collector-processors",
        "Which processors shall be added to the collectors?",
        "A processor changes or drops what passes, such as labels with very many values, before "
        "it leaves the cluster. It works only where a pipeline names it.",
        "extraProcessors",
        "None beside the chart's own",
        "Further processors of the collector, by name; pipelines use them.",
    ),
    customization(
        "collector-pipelines",
        "Which of the collectors' built-in pipelines shall change?",
        "metrics/ui feeds the UI's graph. To put a processor into it, give the whole list of "
        "processors: memory_limiter first, batch last. Do not drop workload, namespace and cluster "
        "of source and destination, or the graph stays empty.",
        "pipelines",
        "None: as the chart has them",
        "Built-in pipelines of the collector that are switched or changed.",
        since="2.4",
    ),
    customization(
        "collector-extra-pipelines",
        "Which pipelines of your own shall the collectors have?",
        "Each names receivers, processors and exporters. They run beside the built-in ones.",
        "extraPipelines",
        "None",
        "Pipelines of our own in the collector, beside the built-in ones.",
    ),
)

TOPIC = Topic(
    id="workload-clusters",
    title="Workload clusters",
    why="Each workload cluster gets a file and a release of its own. Two addresses lead from it to "
    "the management cluster, and several settings must say the same on both sides.",
    asked_when=WORKLOAD_CLUSTERS,
    link=REGISTER,
    questions=(RELAY_ADDRESS, COLLECTOR, TELEMETRY_ENDPOINT, ANALYZER, *COLLECTORS),
    rules=RULES,
    needs=needs,
)
