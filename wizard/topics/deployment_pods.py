"""How much the management server and the agents may use, and on which nodes they run."""

from __future__ import annotations

from wizard.condition import MANAGEMENT_PLANE, Condition, answered, chosen
from wizard.question import Choice, Number, Option, Question, Rows, Text
from wizard.sets import On, Sets

CPU = r"[0-9]+m|[0-9]+(\.[0-9]+)?"
MEMORY = r"[0-9]+(\.[0-9]+)?(Ki|Mi|Gi|Ti|k|M|G|T)?"
CPU_LIKE = "cores such as 2 or 0.5, or thousandths such as 500m"
MEMORY_LIKE = "an amount such as 512Mi or 4Gi"
NOT_MEASURED = (
    "Not verified: no published sizes were found. Take these as a start and adjust them to what "
    "your monitoring shows."
)
PODS = "glooMgmtServer.deploymentOverrides.spec.template.spec"
SERVER_LABELS = {"matchLabels": {"app": "gloo-mesh-mgmt-server"}}
REPLICATED = answered("deployment.replicas", because="the number of replicas is not set")


def _amounts(section: str, on: On, cpu: str, memory: str, limit: str) -> tuple[Sets, ...]:
    """Requests for both, and a limit for memory alone: a CPU limit slows, it does not protect."""
    return (
        Sets(f"{section}.resources.requests.cpu", cpu, on),
        Sets(f"{section}.resources.requests.memory", memory, on),
        Sets(f"{section}.resources.limits.memory", limit, on),
    )


def _fields(section: str) -> tuple[str, ...]:
    return tuple(
        f"{section}.resources.{kind}.{what}"
        for kind in ("requests", "limits")
        for what in ("cpu", "memory")
    )


WHAT_IT_DOES = {
    ("requests", "cpu"): "Kubernetes looks for a node with that much to spare. On a busy node it "
    "gets at least this share.",
    ("requests", "memory"): "Kubernetes looks for a node with that much to spare. What uses more "
    "than its request is the first to go when the node runs short.",
    ("limits", "cpu"): "Above it the process is slowed down, even on an idle node. Most leave it "
    "out.",
    ("limits", "memory"): "Above it the process is killed and starts anew. It keeps a leak from "
    "taking the whole node.",
}


def _own_amounts(
    name: str,
    section: str,
    on: On,
    suggests: tuple[str, ...],
    chart: tuple[str, ...],
    asked_when: Condition,
) -> tuple[Question, ...]:
    """One question for each request and limit, asked when the amounts are one's own."""
    said = {
        "requests": ("is reserved for it", "What the scheduler sets aside for it."),
        "limits": ("may it use at most", "The ceiling: above it, CPU is slowed, memory kills."),
    }
    questions = []
    for path, suggestion, default in zip(_fields(section), suggests, chart, strict=True):
        kind, what = path.split(".")[-2:]
        ending, comment = said[kind]
        questions.append(
            Text(
                id=f"{name}-{what}-{kind[:-1]}",
                ask=f"How much {what.upper() if what == 'cpu' else what} {ending}?",
                why=WHAT_IT_DOES[kind, what],
                sets=(Sets(path, on=on),),
                asked_when=asked_when,
                pattern=CPU if what == "cpu" else MEMORY,
                looks_like=CPU_LIKE if what == "cpu" else MEMORY_LIKE,
                suggests=suggestion,
                comment=comment,
                left=f"Leave it to the chart: {default}" if default else "No limit",
                group="Resources",
            )
        )
    return tuple(questions)


SERVER_SIZE = Choice(
    id="server-size",
    ask="How much CPU and memory does the management server get?",
    why="It holds the state of all clusters in memory. A request is what stays reserved for it: "
    "with too little it may starve beside other pods. A limit is the most that it may use: without "
    "one it may starve them.",
    left="Leave it to the chart: 125m CPU and 1Gi requested, no limit",
    leave_for=("evaluation",),
    sure=NOT_MEASURED,
    asked_when=MANAGEMENT_PLANE,
    group="Resources",
    options=(
        Option(
            "moderate",
            "Moderate: 500m and 2Gi, at most 4Gi",
            sets=_amounts("glooMgmtServer", On.MANAGEMENT, "500m", "2Gi", "4Gi"),
            gains="Room to translate when a change touches every cluster.",
            costs="Half a core and 2Gi stay reserved for each replica.",
            choose_when="A few clusters with some hundred services.",
            comment="Requests keep a share for the management server, the limit protects its "
            "neighbours. No CPU limit: it would only slow translation.",
            recommended=("production",),
        ),
        Option(
            "large",
            "Large: 2 CPU and 8Gi, at most 16Gi",
            sets=_amounts("glooMgmtServer", On.MANAGEMENT, "2", "8Gi", "16Gi"),
            gains="Translation stays quick with many clusters.",
            costs="The nodes must have that much to spare, for each replica.",
            choose_when="Many clusters, thousands of services, or slow translation.",
            comment="Sized for many clusters. The limit protects the neighbours; there is no CPU "
            "limit, as it would only slow translation.",
        ),
        Option(
            "own",
            "Amounts of your own",
            keeps=_fields("glooMgmtServer"),
            otherwise=True,
            gains="What your measurements say.",
            costs="You keep the amounts in step with growth.",
            choose_when="You know what it uses.",
        ),
    ),
)

AGENT_SIZE = Choice(
    id="agent-size",
    ask="How much CPU and memory does each agent get?",
    why="An agent that is killed reports its cluster anew when it is back.",
    left="Leave it to the chart: 50m CPU and 128Mi requested, no limit",
    leave_for=("evaluation",),
    sure=NOT_MEASURED,
    group="Resources",
    options=(
        Option(
            "moderate",
            "Moderate: 100m and 256Mi, at most 1Gi",
            sets=_amounts("glooAgent", On.AGENT, "100m", "256Mi", "1Gi"),
            gains="Room for a cluster with some hundred services.",
            costs="Twice the chart's default stays reserved in each cluster.",
            choose_when="Workload clusters of a usual size.",
            comment="Requests keep a share for the agent, the limit protects its neighbours.",
            recommended=("production",),
        ),
        Option(
            "large",
            "Large: 500m and 1Gi, at most 4Gi",
            sets=_amounts("glooAgent", On.AGENT, "500m", "1Gi", "4Gi"),
            gains="Room for a cluster with thousands of services.",
            costs="Half a core and 1Gi stay reserved in each cluster.",
            choose_when="Large clusters, or an agent that was killed for its memory.",
            comment="Sized for large clusters; the limit protects the neighbours.",
        ),
        Option(
            "own",
            "Amounts of your own",
            keeps=_fields("glooAgent"),
            otherwise=True,
            gains="What your measurements say.",
            costs="You keep the amounts in step with growth.",
            choose_when="You know what it uses.",
        ),
    ),
)

SIZES: tuple[Question, ...] = (
    SERVER_SIZE,
    *_own_amounts(
        "server",
        "glooMgmtServer",
        On.MANAGEMENT,
        ("500m", "2Gi", "2", "4Gi"),
        ("125m", "1Gi", "", ""),
        chosen("deployment.server-size", "own", because="the management server has another size"),
    ),
    AGENT_SIZE,
    *_own_amounts(
        "agent",
        "glooAgent",
        On.AGENT,
        ("100m", "256Mi", "500m", "1Gi"),
        ("50m", "128Mi", "", ""),
        chosen("deployment.agent-size", "own", because="the agents have another size"),
    ),
    Number(
        id="concurrency",
        ask="How many translation workers?",
        why="More of them translate more in parallel, and take more CPU and memory.",
        sets=(Sets("glooMgmtServer.concurrency"),),
        asked_when=MANAGEMENT_PLANE,
        minimum=1,
        maximum=65535,
        suggests=10,
        left="Leave it to the chart: 10",
        leave_for=("production", "evaluation"),
        comment="Translation workers that run in parallel.",
        advanced=True,
        group="Resources",
    ),
    Text(
        id="max-message",
        ask="How large may a message between agent and server be?",
        why="The default is as good as no limit. A smaller one refuses the report of a large "
        "cluster.",
        sets=(
            Sets("glooMgmtServer.maxGrpcMessageSize"),
            Sets("glooAgent.maxGrpcMessageSize", on=On.AGENT),
        ),
        pattern=r"[0-9]+",
        looks_like="a number of bytes",
        suggests="4294967295",
        left="Leave it to the chart: 4294967295 bytes",
        leave_for=("production", "evaluation"),
        comment="The largest relay message in bytes. The chart wants it as text.",
        advanced=True,
        group="Resources",
    ),
)

PLACEMENT: tuple[Question, ...] = (
    Rows(
        id="node-labels",
        ask="Which labels must the nodes of the management server carry?",
        why="Nodes set aside keep it apart from workloads. With a label that no node carries, its "
        "pods are never scheduled.",
        path=f"{PODS}.nodeSelector",
        asked_when=MANAGEMENT_PLANE,
        left="Any node will do",
        leave_for=("production", "evaluation"),
        comment="The management server runs only on nodes with these labels.",
        sure="Inferred: the chart has no key for it, overrides are merged into the Deployment.",
        group="Nodes",
    ),
    Text(
        id="taint",
        ask="Which taint of those nodes does the management server tolerate?",
        why="A taint keeps other pods off the nodes; the server has to tolerate it.",
        sets=(Sets(f"{PODS}.tolerations", [{"key": "{value}", "operator": "Exists"}]),),
        asked_when=MANAGEMENT_PLANE,
        pattern=r"([a-z0-9.-]+/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?",
        looks_like="the key of a taint, such as dedicated or example.com/management",
        example="dedicated",
        left="None",
        leave_for=("production", "evaluation"),
        comment="It may run on nodes with this taint.",
        group="Nodes",
    ),
    Choice(
        id="apart",
        ask="Must replicas of the management server run on different nodes?",
        why="Two replicas on one node are lost together.",
        asked_when=REPLICATED,
        left="Wherever there is room",
        leave_for=("evaluation",),
        group="Nodes",
        options=(
            Option(
                "preferred",
                "Where possible",
                sets=(
                    Sets(
                        f"{PODS}.affinity.podAntiAffinity"
                        ".preferredDuringSchedulingIgnoredDuringExecution",
                        [
                            {
                                "weight": 100,
                                "podAffinityTerm": {
                                    "labelSelector": SERVER_LABELS,
                                    "topologyKey": "kubernetes.io/hostname",
                                },
                            }
                        ],
                    ),
                ),
                gains="A lost node takes one replica, and nothing waits for a free node.",
                costs="When nodes are full, two may still share one.",
                choose_when="Nearly always.",
                comment="Replicas go to different nodes where there is room.",
                recommended=("production",),
            ),
            Option(
                "required",
                "Always",
                sets=(
                    Sets(
                        f"{PODS}.affinity.podAntiAffinity"
                        ".requiredDuringSchedulingIgnoredDuringExecution",
                        [
                            {
                                "labelSelector": SERVER_LABELS,
                                "topologyKey": "kubernetes.io/hostname",
                            }
                        ],
                    ),
                ),
                gains="Two replicas never share a node.",
                costs="A rollout waits until a node without a replica has room.",
                choose_when="There are clearly more nodes than replicas.",
                comment="Replicas never share a node; a rollout needs a spare node.",
            ),
        ),
    ),
    Choice(
        id="zones",
        ask="Must the replicas spread over zones?",
        why="Replicas in one zone are lost with it.",
        asked_when=REPLICATED,
        left="Wherever there is room",
        leave_for=("evaluation",),
        group="Nodes",
        options=tuple(
            Option(
                id,
                title,
                sets=(
                    Sets(
                        f"{PODS}.topologySpreadConstraints",
                        [
                            {
                                "maxSkew": 1,
                                "topologyKey": "topology.kubernetes.io/zone",
                                "whenUnsatisfiable": unsatisfiable,
                                "labelSelector": SERVER_LABELS,
                            }
                        ],
                    ),
                ),
                gains=gains,
                costs=costs,
                choose_when=choose_when,
                comment=f"{title}, replicas spread evenly over the zones.",
                recommended=recommended,
            )
            for id, title, unsatisfiable, gains, costs, choose_when, recommended in (
                (
                    "preferred",
                    "Where possible",
                    "ScheduleAnyway",
                    "The loss of a zone leaves a replica, and a full zone stops nothing.",
                    "The spread is not guaranteed.",
                    "The cluster has zones.",
                    ("production",),
                ),
                (
                    "required",
                    "Always",
                    "DoNotSchedule",
                    "The loss of a zone always leaves a replica.",
                    "A replica waits while its zone has no room; nodes without a zone label get "
                    "none.",
                    "Every zone has spare nodes.",
                    (),
                ),
            )
        ),
    ),
    Text(
        id="priority-class",
        ask="Which priority class do its pods get?",
        why="When nodes run full, pods of a lower class are evicted first. The class must exist.",
        sets=(Sets(f"{PODS}.priorityClassName"),),
        asked_when=MANAGEMENT_PLANE,
        pattern=r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?",
        looks_like="the name of a PriorityClass",
        example="platform-critical",
        left="None: the cluster's default class",
        leave_for=("production", "evaluation"),
        comment="When nodes run full, pods of a lower class give way to the management server.",
        advanced=True,
        group="Nodes",
    ),
)
