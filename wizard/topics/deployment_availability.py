"""Replicas, several management clusters, leader election, and sidecars."""

from __future__ import annotations

from wizard.condition import MANAGEMENT_PLANE, all_of, answered, chosen, not_chosen, versions
from wizard.question import Choice, Number, Option, yes_or_no
from wizard.sets import On, Sets

MODELS = "https://docs.solo.io/gloo-mesh-enterprise/latest/setup/prepare/deploy/"
AVAILABILITY = "https://docs.solo.io/gloo-mesh-enterprise/2.4.x/setup/prod/ha/"
SEVERAL = "https://www.solo.io/blog/gloo-platform-highly-available-management-plane/"
MULTICLUSTER = not_chosen("deployment.model", "single", because="there is only one cluster")
ONE_CLUSTER = chosen("deployment.model", "single", because="it serves a single cluster only")

AVAILABLE = (
    Number(
        id="replicas",
        ask="How many replicas of the management server?",
        why="Each serves a part of the agents; when one dies, its agents connect to another. All "
        "read one Redis, which stays a single point unless you bring your own.",
        sets=(Sets("glooMgmtServer.deploymentOverrides.spec.replicas"),),
        asked_when=MANAGEMENT_PLANE,
        left="Leave it to the chart: one",
        leave_for=("evaluation",),
        suggests=2,
        maximum=50,
        link=AVAILABILITY,
        group="Availability",
        comment="Replicas of the management server. The agents spread over them and move on when "
        "one is lost. An upgrade that first scales the server to 0 is undone by this number: set "
        "it to 0 for its duration.",
    ),
    yes_or_no(
        "balance",
        "Even out the agents over the replicas?",
        "glooMgmtServer.enableClusterLoadBalancing",
        yes=Option(
            "yes",
            "Yes",
            gains="After a restart the load does not stay on one replica.",
            costs="Agents are disconnected on purpose to move them. The chart calls it "
            "experimental.",
            choose_when="Many clusters, and one replica visibly carries most of them.",
            comment="Agents are moved to level the load between replicas (experimental).",
        ),
        no=Option(
            "no",
            "No",
            gains="A connected agent stays where it is.",
            costs="The load can stay uneven after a restart.",
            choose_when="A handful of clusters.",
            default=True,
            comment="Agents stay with the replica they connected to.",
        ),
        why="Each agent is connected to one replica. When a replica restarts, its agents go to the "
        "others and do not come back by themselves.",
        asked_when=answered("deployment.replicas", because="the number of replicas is not set"),
        left="Leave it to the chart: no",
        leave_for=("production", "evaluation"),
        advanced=True,
        link=AVAILABILITY,
        group="Availability",
    ),
    Choice(
        id="management-clusters",
        ask="How many clusters run a management server?",
        why="While no management server is up, the workload clusters keep their last "
        "configuration; changes and failover between clusters wait.",
        left="One",
        leave_for=("production", "evaluation"),
        asked_when=all_of(
            MULTICLUSTER,
            versions("2.4", because="several management clusters are supported from 2.4.0 on"),
        ),
        advanced=True,
        link=SEVERAL,
        group="Availability",
        options=(
            Option(
                "one",
                "One",
                gains="One release and one Redis to keep.",
                costs="While that cluster is away, no configuration changes.",
                choose_when="A pause in changes is bearable.",
                default=True,
            ),
            Option(
                "several",
                "Several, with one Redis behind them",
                gains="Configuration goes on when a whole cluster is lost.",
                costs="You run a replicated Redis outside the clusters and a DNS name that moves "
                "between them. The agents get that name as their address. Each management "
                "cluster needs a file like this one, with its own cluster name.",
                choose_when="Changes have to go on through the loss of a region.",
                sure="How the parts fit was seen in one published demo; the chart has no switch "
                "for it.",
            ),
        ),
    ),
    yes_or_no(
        "leader-election",
        "Elect a leader among replicas?",
        "common.leaderElection",
        yes=Option(
            "yes",
            "Yes",
            gains="Work that one pod alone may do is done once.",
            costs="A change of leader takes some seconds.",
            choose_when="Always, unless support advises otherwise.",
            default=True,
            comment="Of several replicas one leads.",
        ),
        no=Option(
            "no",
            "No",
            gains="A single pod starts without waiting for the lease.",
            costs="With more than one replica, two may write the same objects.",
            choose_when="One replica, in a test.",
            comment="No leader is elected; keep to one replica.",
        ),
        why="Some work must be done by one pod at a time. The replicas agree on one that does it, "
        "and another takes over when that one is lost.",
        left="Leave it to the chart: yes",
        leave_for=("production", "evaluation"),
        asked_when=MANAGEMENT_PLANE,
        advanced=True,
        group="Availability",
    ),
)


def _sidecar(component: str, path: str, inside: str, since: str, on: On, sure: str) -> Choice:
    return yes_or_no(
        f"{component.replace(' ', '-')}-sidecar",
        f"Run the {component} inside the pod of {inside}?",
        path,
        yes=Option(
            "yes",
            "Yes",
            gains="One pod fewer to schedule.",
            costs="Both restart together and share a node; their requests add up.",
            choose_when="A small cluster.",
            comment=f"The {component} runs in the pod of {inside}.",
        ),
        no=Option(
            "no",
            "No, in a pod of its own",
            gains="It restarts and is sized apart.",
            costs="One pod more.",
            choose_when="Anything but a small cluster.",
            comment=f"The {component} runs in a pod of its own.",
            default=True,
        ),
        why="A sidecar is one more container in the pod of another program, in place of a pod of "
        "its own.",
        since=since,
        where={"on": on},
        left="Leave it to the chart: in a pod of its own",
        leave_for=("production", "evaluation"),
        advanced=True,
        sure=sure,
        link=MODELS,
        group="Sidecars",
        asked_when=ONE_CLUSTER if on is On.MANAGEMENT else MANAGEMENT_PLANE,
    )


SIDECARS = (
    _sidecar(
        "agent",
        "glooAgent.runAsSidecar",
        "the management server",
        "2.5",
        On.MANAGEMENT,
        "Not verified: the first version that reads it; it was seen in files from 2.5 on.",
    ),
    _sidecar(
        "insights engine",
        "glooInsightsEngine.runAsSidecar",
        "the management server",
        "2.6",
        On.MANAGEMENT,
        "Not verified: the first version that reads it; it was seen in files from 2.6 on.",
    ),
    _sidecar(
        "analyzer",
        "glooAnalyzer.runAsSidecar",
        "the agent (in a single cluster, the management server)",
        "2.5",
        On.AGENT,
        "Not verified: the first version that reads it; it was seen in files from 2.5 on.",
    ),
)
