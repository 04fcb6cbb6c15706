"""Prometheus: where metrics are kept and looked up."""

from __future__ import annotations

from wizard.condition import MANAGEMENT_PLANE, all_of, chosen
from wizard.facts import Word
from wizard.question import Choice, Number, Option, Text, Tree, yes_or_no
from wizard.sets import Sets
from wizard.topic import Topic
from wizard.topics.prometheus_rules import (
    ENABLED,
    EXPORTERS,
    PIPELINES,
    RULES,
    SIZE,
    STORAGE,
    STORAGE_CLASS,
    URL,
)
from wizard.tree import VALUE

CUSTOMIZE = (
    "https://docs.solo.io/gloo-mesh-enterprise/latest/observability/tools/prometheus/customize/"
)
FROM_ANOTHER_CHART = (
    "The key belongs to the Prometheus chart that is bundled. It was seen in 2.3.3; in later "
    "versions it is not verified."
)
SECURITY = "prometheus.server.securityContext"
STORED = chosen("prometheus.where", "builtin-storage", because="no storage is kept")
BUILT_IN = chosen(
    "prometheus.where",
    "builtin",
    "builtin-storage",
    because="the built-in Prometheus is not installed",
)

TOPIC = Topic(
    id="prometheus",
    title="Prometheus",
    why="The graph in the UI is drawn from metrics in a Prometheus server. One is enough, in the "
    "management cluster. It is not part of traffic: without it, only what you can see suffers.",
    link=CUSTOMIZE,
    asked_when=MANAGEMENT_PLANE,
    questions=(
        Choice(
            id="where",
            ask="Which Prometheus shall keep the metrics?",
            why="Prometheus gathers metrics (numbers over time, such as requests for each second), "
            "keeps them and answers questions about them. The UI asks one such server.",
            left=(
                Word("Leave it to the chart: none is installed", until="2.3"),
                Word("Leave it to the chart: none, as far as is known"),
            ),
            sure="That none is installed by default was seen in 2.3.3. Where documentation speaks "
            "of one by default, it means the profiles of meshctl.",
            options=(
                Option(
                    "builtin",
                    "The built-in one",
                    sets=(Sets(ENABLED, True),),
                    gains="Nothing to prepare; it collects just what the UI needs, and brings a "
                    "few alert rules.",
                    costs="A single pod that keeps nothing: metrics are gone when it restarts.",
                    choose_when="A trial, or when the last days do not matter.",
                    comment="The built-in Prometheus feeds the UI's graph. It keeps no data over "
                    "a restart.",
                    recommended=("evaluation",),
                    link=CUSTOMIZE,
                ),
                Option(
                    "builtin-storage",
                    "The built-in one, with a volume",
                    sets=(Sets(ENABLED, True), Sets(STORAGE, True)),
                    gains="Metrics survive a restart.",
                    costs="Still a single pod, and a volume that somebody has to watch.",
                    choose_when="You have no Prometheus of your own to run this with.",
                    comment="The built-in Prometheus feeds the UI's graph and keeps its data on a "
                    "volume.",
                    link=CUSTOMIZE,
                ),
                Option(
                    "own",
                    "A server of your own",
                    sets=(Sets(ENABLED, False),),
                    gains="How long data is kept and how often the server is doubled is up to you.",
                    costs="It must take in the collectors' metrics itself, and the UI's queries "
                    "add to its load.",
                    choose_when="You run Prometheus already (2.16.0 or newer).",
                    comment="No built-in Prometheus: the UI asks the server at "
                    "common.prometheusUrl.",
                    recommended=("production",),
                    link=CUSTOMIZE,
                ),
            ),
        ),
        Text(
            id="url",
            ask="At which address does the UI reach it?",
            why="Use the service's short name with its namespace. Solo.io's documentation advises "
            "against the full name that ends in svc.cluster.local.",
            sets=(Sets(URL),),
            asked_when=chosen(
                "prometheus.where", "own", because="no Prometheus of your own is used"
            ),
            required=True,
            pattern=r"https?://[A-Za-z0-9.\-\[\]:]+(:\d+)?(/\S*)?",
            looks_like="http:// or https://, a host, and a port where it is not 80 or 443",
            example="http://kube-prometheus-stack-prometheus.monitoring:9090",
            left="Leave it to the chart: http://prometheus-server, which exists only with the "
            "built-in server",
            comment="Where the UI finds your Prometheus server.",
            link=CUSTOMIZE,
        ),
        Text(
            id="size",
            ask="How large should the volume be?",
            why="When it is full, no more metrics are taken in.",
            sets=(Sets(SIZE),),
            asked_when=STORED,
            pattern=r"[1-9]\d*(Mi|Gi|Ti|M|G|T)",
            looks_like="a number with a unit, such as 50Gi",
            suggests="50Gi",
            left="Leave it to the chart: 8Gi",
            comment="Size of the volume that keeps the metrics.",
            sure=FROM_ANOTHER_CHART,
        ),
        Text(
            id="storage-class",
            ask="Which storage class?",
            why="It says which kind of disk the volume is made of.",
            sets=(Sets(STORAGE_CLASS),),
            asked_when=STORED,
            pattern=r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?",
            looks_like="the name of a StorageClass: lower-case letters, digits, dots and hyphens",
            example="gp3",
            left="Leave it to the cluster's default class",
            leave_for=("production", "evaluation"),
            comment="Storage class of the volume that keeps the metrics.",
            sure=FROM_ANOTHER_CHART,
            advanced=True,
        ),
        Number(
            id="user-id",
            ask="Under which numeric user id does it run on OpenShift?",
            why="The built-in Prometheus comes from another chart with a fixed user, which "
            "OpenShift refuses. Take a number from the range of the namespace: oc get namespace "
            "{namespace} -o yaml shows it as openshift.io/sa.scc.uid-range.",
            sets=tuple(
                Sets(f"{SECURITY}.{key}", value)
                for key, value in (
                    ("runAsUser", VALUE),
                    ("runAsGroup", VALUE),
                    ("fsGroup", VALUE),
                    ("runAsNonRoot", True),
                )
            ),
            since="2.5",
            asked_when=all_of(
                BUILT_IN,
                chosen(
                    "deployment.user-id",
                    "floating",
                    because="user ids are fixed; only OpenShift asks for others",
                ),
            ),
            minimum=1000,
            maximum=2147483647,
            suggests=1000670000,
            left="Leave it to the chart: a fixed user that OpenShift refuses",
            comment="User and group of Prometheus, from the range of the namespace on OpenShift.",
            sure="Seen in working files for OpenShift from 2.5 to 2.12.",
        ),
        yes_or_no(
            "skip-migration",
            "Leave out the job that takes over an older Prometheus?",
            "prometheus.skipAutoMigration",
            since="2.6",
            asked_when=BUILT_IN,
            why="Newer charts run a job at an upgrade that moves an older built-in Prometheus "
            "along.",
            left="Leave it to the chart: the job runs (inferred)",
            leave_for=("production", "evaluation"),
            sure="Inferred: seen in values from 2.6 on; no page that describes it was found.",
            advanced=True,
            yes=Option(
                "yes",
                "Leave it out",
                gains="No further image to mirror, and nothing that Argo CD shows as a stray job.",
                costs="At an upgrade from an older chart you may have to do its work by hand.",
                choose_when="Argo CD or a cluster without internet access.",
                comment="No migration job for an older built-in Prometheus.",
            ),
            no=Option(
                "no",
                "Let it run",
                gains="An upgrade takes the older server along.",
                costs="The job needs its own image.",
                choose_when="You upgrade with Helm from a chart before 2.6.",
                comment="The migration job for an older built-in Prometheus runs at upgrades.",
            ),
        ),
        Choice(
            id="labels",
            ask="Where will you drop labels with very many values?",
            why="Each distinct value of a label is a series of its own. Labels such as paths or "
            "pod names can make a Prometheus server run out of memory. The UI's graph needs "
            "workload, namespace and cluster of source and destination; never drop those.",
            left="Nowhere for now: only what the chart drops anyway",
            leave_for=("evaluation",),
            advanced=True,
            link=CUSTOMIZE,
            options=(
                Option(
                    "istio",
                    "At the source, in Istio",
                    gains="What is never produced costs nothing anywhere.",
                    costs="It is set in an Istio Telemetry resource, not here, for every cluster.",
                    choose_when="Nobody needs the label at all.",
                    sure="Not verified: tagOverrides with REMOVE is Istio's way; Solo.io's own "
                    "recipe was not seen.",
                ),
                Option(
                    "collector",
                    "In the telemetry collectors",
                    gains="One place per cluster, for every metric that leaves it.",
                    costs=(
                        Word(
                            "An own pipeline with an own processor has to be written; what the "
                            "built-in pipeline drops is fixed.",
                            until="2.3",
                        ),
                        Word(
                            "The processor has to be named in pipelines.metrics/ui, where the "
                            "whole list of processors must be repeated in order: memory_limiter "
                            "first, batch last."
                        ),
                    ),
                    choose_when="Some clusters need the label and others do not.",
                    recommended=("production",),
                ),
                Option(
                    "server",
                    "In the Prometheus server",
                    gains="The metrics stay available up to the door.",
                    costs="In the built-in server the scrape configuration is a list: changing it "
                    "replaces all of it.",
                    choose_when="You run your own server and relabel there already.",
                ),
            ),
        ),
        Tree(
            id="exporters",
            ask="Where else shall metrics go?",
            why="Exporters by name, in the words of the OpenTelemetry collector. They are added to "
            "the telemetry gateway, where the metrics of all clusters come together. An exporter "
            "does nothing before a pipeline names it.",
            path=EXPORTERS,
            left="Nowhere else",
            leave_for=("production", "evaluation"),
            comment="Further places that telemetry goes to, by name; pipelines below use them.",
            group="More destinations",
            advanced=True,
        ),
        Tree(
            id="pipelines",
            ask="Which pipelines feed them?",
            why="Each pipeline names receivers, processors and exporters. They run beside the "
            "built-in ones.",
            path=PIPELINES,
            left="No further pipeline",
            leave_for=("production", "evaluation"),
            comment="Pipelines of our own, beside the built-in ones.",
            group="More destinations",
            advanced=True,
        ),
    ),
    rules=RULES,
)
