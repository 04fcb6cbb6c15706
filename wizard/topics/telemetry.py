"""Telemetry and insights: how metrics reach the management cluster, and what is made of them."""

from __future__ import annotations

from wizard.condition import MANAGEMENT_PLANE, chosen
from wizard.facts import Word
from wizard.question import Choice, Number, Option, Tree, yes_or_no
from wizard.sets import Sets
from wizard.topic import Topic
from wizard.topics.telemetry_rules import (
    COLLECTOR,
    COLLECTOR_SERVICE,
    ENDPOINT,
    GATEWAY,
    GATEWAY_ADDRESS,
    MODE,
    RULES,
)

WORKSHOP = (
    "https://github.com/solo-io/workshops/blob/HEAD/gloo-mesh/enterprise/2-9/default/README.md"
)
COLLECTED = chosen(
    "telemetry.collector", "yes", because="no collector runs in the management cluster"
)
SAME_NAMESPACE = (
    GATEWAY_ADDRESS,
    "gloo-telemetry-gateway.{namespace}:4317",
    "gloo-telemetry-gateway.{namespace}.svc:4317",
    "gloo-telemetry-gateway.{namespace}.svc.cluster.local:4317",
)

TOPIC = Topic(
    id="telemetry",
    title="Telemetry, insights",
    why="Collectors in the clusters gather metrics and send them to the telemetry gateway in the "
    "management cluster. From there the UI's graph and the insights are fed. Traffic does not "
    "depend on it.",
    link=WORKSHOP,
    asked_when=MANAGEMENT_PLANE,
    questions=(
        yes_or_no(
            "gateway",
            "Install the telemetry gateway?",
            GATEWAY,
            why="It is the door through which the collectors of all clusters deliver, on port "
            "4317.",
            left="Leave it to the chart: none",
            sure="That it is off by default was seen in 2.3.3.",
            group="Collecting",
            yes=Option(
                "yes",
                "Yes",
                gains="The UI shows the traffic of every cluster.",
                costs="A second address, beside the management server's, that the workload "
                "clusters must reach.",
                choose_when="The UI is installed.",
                comment="The telemetry gateway takes in the metrics of all clusters.",
                recommended=("production", "evaluation"),
            ),
            no=Option(
                "no",
                "No",
                gains="One door less.",
                costs=(
                    Word("The UI's graph stays empty.", until="2.4"),
                    Word(
                        "Collectors of other clusters have nowhere to deliver, so the UI's graph "
                        "shows this cluster at most."
                    ),
                ),
                choose_when="You gather metrics in another way and do without the graph.",
                comment="No telemetry gateway: collectors of other clusters have nowhere to "
                "deliver.",
                default=True,
            ),
        ),
        Choice(
            id="collector",
            ask="Run a collector in the management cluster, too?",
            why="It delivers the metrics of the management plane itself, and of the mesh where the "
            "cluster also runs one. Workload clusters have their own, in their own files.",
            left=(
                Word("Leave it to the chart: none", until="2.4"),
                Word(
                    "Leave it to the chart: documentation says on by default from 2.5", since="2.5"
                ),
            ),
            sure=(
                Word("Seen in 2.3.3 and in the values of 2.4.", until="2.4"),
                Word("Not verified: the default from 2.5 on is known from documentation only."),
            ),
            group="Collecting",
            options=(
                Option(
                    "yes",
                    "Yes",
                    sets=(Sets(COLLECTOR, True), Sets(ENDPOINT, GATEWAY_ADDRESS)),
                    also=(
                        *((Sets(COLLECTOR, True), Sets(ENDPOINT, at)) for at in SAME_NAMESPACE),
                        (Sets(COLLECTOR, True, since="2.4"),),
                    ),
                    gains="The health of the management plane is visible where the rest is.",
                    costs="A pod on every node, unless the next answer says otherwise.",
                    choose_when="The gateway is installed.",
                    comment="The collector of this cluster; it reaches the gateway by its service "
                    "name, as both are in one namespace.",
                    recommended=("production", "evaluation"),
                ),
                Option(
                    "no",
                    "No",
                    sets=(Sets(COLLECTOR, False),),
                    gains="No further pods.",
                    costs="What the management plane itself does stays unseen.",
                    choose_when="Another agent scrapes this cluster.",
                    comment="No collector in this cluster.",
                    default=True,
                    default_until="2.4",
                ),
            ),
        ),
        Choice(
            id="collector-mode",
            ask="How many collectors shall run in this cluster?",
            why="A collector on each node reads what that node's pods offer; a few for the whole "
            "cluster take less room.",
            asked_when=COLLECTED,
            left="Leave it to the chart: one on every node (daemonset)",
            leave_for=("production", "evaluation"),
            group="Collecting",
            advanced=True,
            options=(
                Option(
                    "daemonset",
                    "One on every node",
                    sets=(Sets(MODE, "daemonset"),),
                    gains="Each collector has little to do, and logs of the node are at hand.",
                    costs="On a large cluster, many pods.",
                    choose_when="Nearly always.",
                    comment="One collector on every node.",
                    default=True,
                ),
                Option(
                    "deployment",
                    "A fixed number",
                    sets=(
                        Sets(MODE, "deployment"),
                        Sets(COLLECTOR_SERVICE, "ClusterIP", until="2.3"),
                    ),
                    gains="Fewer pods.",
                    costs=(
                        Word(
                            "The chart needs a service type for it, which is written along.",
                            until="2.3",
                        ),
                        Word(
                            "Logs that are read from the node's files are missing on other nodes."
                        ),
                    ),
                    choose_when="The management cluster has many nodes, or pods on each are not "
                    "allowed.",
                    comment="A fixed number of collectors instead of one on every node.",
                    sure=(
                        Word(
                            "2.3.3 renders this only with a service type.",
                            until="2.3",
                        ),
                        Word("Seen in working values from 2.7 on; the cost is inferred."),
                    ),
                ),
                Option(
                    "statefulset",
                    "A fixed number, with stable names",
                    sets=(Sets(MODE, "statefulset"),),
                    since="2.4",
                    gains="Each collector keeps its name over a restart.",
                    costs="Pods are replaced one after the other.",
                    choose_when="An exporter of yours counts on names.",
                    comment="A fixed number of collectors with stable names.",
                    sure="Not verified: seen in one set of values only.",
                ),
            ),
        ),
        Number(
            id="collector-replicas",
            ask="How many?",
            why="One is enough for a small cluster; with two, one can be replaced.",
            sets=(Sets("telemetryCollector.replicaCount"),),
            asked_when=chosen(
                "telemetry.collector-mode",
                "deployment",
                "statefulset",
                because="one runs on every node",
            ),
            minimum=1,
            maximum=100,
            suggests=1,
            unit="collectors",
            left="Leave it to the chart: 1",
            leave_for=("production", "evaluation"),
            comment="Number of collectors in this cluster.",
            sure="The default of 1 is the OpenTelemetry chart's own; not verified here.",
            group="Collecting",
            advanced=True,
        ),
        yes_or_no(
            "insights",
            "Compute insights?",
            "glooInsightsEngine.enabled",
            since="2.5",
            why="Insights point out weak settings and unhealthy parts of the mesh. The engine "
            "works on what analyzers report from each cluster.",
            left="Leave it to the chart, whose default is not verified",
            sure="Seen in working values from 2.5 on; the chart's default is not verified.",
            group="Insights",
            yes=Option(
                "yes",
                "Yes",
                gains="The UI's dashboard tells what to look at first.",
                costs="One more container, and Redis has more to hold.",
                choose_when="The UI is used.",
                comment="The insights engine computes health and hardening advice for the UI.",
                recommended=("production", "evaluation"),
            ),
            no=Option(
                "no",
                "No",
                gains="Less to run.",
                costs="The dashboard's advice is missing.",
                choose_when="You only want translation, not advice.",
                comment="No insights.",
            ),
        ),
        yes_or_no(
            "analyzer",
            "Run an analyzer in the management cluster?",
            "glooAnalyzer.enabled",
            since="2.5",
            why="It checks the Istio of its own cluster for the insights. Workload clusters have "
            "their own, in their own files.",
            left="Leave it to the chart, whose default is not verified",
            sure="Seen in working values from 2.5 on; the chart's default is not verified.",
            group="Insights",
            yes=Option(
                "yes",
                "Yes",
                gains="The management cluster shows up in the insights.",
                costs="One more container.",
                choose_when="The management cluster runs Istio as well.",
                comment="The analyzer checks this cluster's Istio for the insights.",
                recommended=("evaluation",),
            ),
            no=Option(
                "no",
                "No",
                gains="Less to run.",
                costs="Nothing, where there is no Istio.",
                choose_when="The management cluster is there for the management plane only.",
                comment="No analyzer in this cluster.",
                recommended=("production",),
            ),
        ),
        Tree(
            id="gateway-pipelines",
            ask="Which of the gateway's built-in pipelines shall change?",
            why="A pipeline takes telemetry in (receivers), changes it (processors) and sends it "
            "on (exporters). Each has enabled and, if it is to differ, pipeline with those three "
            "lists. A list replaces the chart's own, so repeat what stays.",
            path="telemetryGatewayCustomization.pipelines",
            since="2.4",
            left="None: as the chart has them",
            leave_for=("production", "evaluation"),
            comment="Built-in pipelines of the telemetry gateway that are switched or changed.",
            group="Pipelines",
            advanced=True,
        ),
        Tree(
            id="collector-pipelines",
            ask="Which of this cluster's collector pipelines shall change?",
            why="metrics/ui feeds the UI's graph; traces/istio and logs/portal are off unless "
            "switched on. A list replaces the chart's own, so repeat what stays. Files in use with "
            "a fixed number of collectors name the exporters of metrics/ui (prometheus) and of "
            "logs/ui (redisstream/ui) here: do so if the graph stays empty.",
            path="telemetryCollectorCustomization.pipelines",
            since="2.4",
            asked_when=COLLECTED,
            left="None: as the chart has them",
            leave_for=("production", "evaluation"),
            comment="Built-in pipelines of the collector that are switched or changed.",
            group="Pipelines",
            advanced=True,
        ),
        Tree(
            id="collector-processors",
            ask="Which processors shall be added to this cluster's collector?",
            why="Processors change or drop what passes, such as labels with very many values. "
            "Each works only where a pipeline names it.",
            path="telemetryCollectorCustomization.extraProcessors",
            asked_when=COLLECTED,
            left="None beside the chart's batch and memory_limiter",
            leave_for=("production", "evaluation"),
            comment="Further processors of the collector, by name; pipelines use them.",
            group="Pipelines",
            advanced=True,
        ),
        Tree(
            id="collector-exporters",
            ask="Where else shall this cluster's collector send what it gathers?",
            why="Exporters by name, in the words of the OpenTelemetry collector. Each works only "
            "where a pipeline names it. What all clusters send is better passed on by the gateway: "
            "see Prometheus.",
            path="telemetryCollectorCustomization.extraExporters",
            asked_when=COLLECTED,
            left="Nowhere else",
            leave_for=("production", "evaluation"),
            comment="Further places that this collector sends to, by name; pipelines use them.",
            group="Pipelines",
            advanced=True,
        ),
        Tree(
            id="collector-extra-pipelines",
            ask="Which pipelines of your own shall this cluster's collector have?",
            why="Each names receivers, processors and exporters. They run beside the built-in "
            "ones.",
            path="telemetryCollectorCustomization.extraPipelines",
            asked_when=COLLECTED,
            left="None",
            leave_for=("production", "evaluation"),
            comment="Pipelines of our own in the collector, beside the built-in ones.",
            group="Pipelines",
            advanced=True,
        ),
    ),
    rules=RULES,
)
