"""Purpose and deployment model: what is installed where, how often, and with what resources."""

from __future__ import annotations

from wizard.condition import MANAGEMENT_PLANE, all_of, chosen
from wizard.facts import Word
from wizard.question import DNS_LABEL, Choice, Names, Option, Text, yes_or_no
from wizard.sets import On, Sets
from wizard.topic import Topic
from wizard.topics.deployment_availability import (
    AVAILABLE,
    MODELS,
    MULTICLUSTER,
    ONE_CLUSTER,
    SIDECARS,
)
from wizard.topics.deployment_needs import needs
from wizard.topics.deployment_platform import PLATFORM
from wizard.topics.deployment_pods import PLACEMENT, SIZES
from wizard.topics.deployment_rules import RULES

PRODUCTION = "https://docs.solo.io/gloo-mesh-enterprise/2.4.x/setup/prod/recommended_setup/"
HELM_LIMIT = "https://github.com/helm/helm/issues/30738"

OWN_AGENT = "glooAgent.enabled"
OWN_ADDRESS = "glooAgent.relay.serverAddress"
IN_OWN_CLUSTER = (
    Sets(OWN_AGENT, True, note="The agent that reports this cluster to the management server."),
    Sets(
        OWN_ADDRESS,
        "gloo-mesh-mgmt-server:9900",
        note="The management server's own service: this agent runs beside it.",
    ),
)
IN_WORKLOAD_CLUSTERS = (
    Sets(
        "common.cluster",
        "{cluster}",
        On.WORKLOAD,
        note="The name this cluster is registered with. The KubernetesCluster object in the "
        "management cluster, and a client certificate of your own, carry the same name.",
    ),
    Sets(
        OWN_AGENT,
        True,
        On.WORKLOAD,
        note="The agent reports this cluster to the management server and applies what it sends.",
    ),
)
NAMED_IN_DEFAULTS = (
    "Several defaults of the chart name gloo-mesh whatever the namespace is: the Redis address, "
    "the name that agents and collectors expect in certificates, and the jobs of the built-in "
    "Prometheus. In another namespace they have to be set; the wizard says which."
)
AGENT_BESIDE_SERVER = chosen(
    "deployment.model",
    "single",
    "shared",
    because="the management cluster runs no workloads of its own",
)

INSTALLATION = (
    Choice(
        id="purpose",
        ask="What is this installation for?",
        why="It decides which answers are recommended from here on. Nothing in the values depends "
        "on it.",
        left="Not said; the recommendations are those for production",
        group="Installation",
        options=(
            Option(
                "production",
                "Production",
                gains="Recommendations that survive a restart, a lost node and an audit.",
                costs="More decisions, and secrets and certificates to prepare beforehand.",
                choose_when="Somebody relies on the traffic that the mesh carries.",
                recommended=("production",),
                link=PRODUCTION,
            ),
            Option(
                "evaluation",
                "Evaluation",
                gains="Runs with few answers; certificates, Redis and Prometheus come with it.",
                costs="One replica, self-signed certificates that nobody renews, data that a "
                "restart loses.",
                choose_when="You want to see it work, and can throw it away.",
                recommended=("evaluation",),
            ),
        ),
    ),
    Text(
        id="release",
        ask="What is the Helm release called?",
        why="The name stands in the commands at the top of each file. No value depends on it.",
        left="It is called gloo-platform",
        leave_for=("production", "evaluation"),
        suggests="gloo-platform",
        pattern=r"[a-z0-9]([a-z0-9-]{0,51}[a-z0-9])?",
        looks_like="lower-case letters, digits and hyphens, at most 53",
        group="Installation",
    ),
    Text(
        id="namespace",
        ask="Into which namespace?",
        why=(
            Word(
                f"{NAMED_IN_DEFAULTS} Istio 1.27.7, 1.28.4 and 1.29 on need one more setting "
                "there: istiod's DEBUG_ENDPOINT_AUTH_ALLOWED_NAMESPACES.",
                since="2.14",
            ),
            Word(NAMED_IN_DEFAULTS),
        ),
        left="It goes to gloo-mesh, which the chart's defaults are made for",
        leave_for=("production", "evaluation"),
        suggests="gloo-mesh",
        pattern=DNS_LABEL,
        looks_like="lower-case letters, digits and hyphens, at most 63",
        group="Installation",
        sure="Which defaults stay behind was read from chart 2.3.3; later ones are inferred.",
    ),
    Choice(
        id="helm",
        ask="Which Helm installs it?",
        why="Helm 3 reads only the first document of a values file, Helm 4 merges all of them. "
        "From 3.17.3 on Helm refuses a chart with a file over 5 MiB, which some charts from 2.4 "
        "on contain.",
        left="Not said; files are read as Helm 4 does",
        link=HELM_LIMIT,
        group="Installation",
        options=(
            Option(
                "3",
                "Helm 3",
                gains="Up to 3.17.2 it loads every chart, however large its schema.",
                costs="From 3.17.3 on it has the limit of 5 MiB a file.",
                choose_when="`helm version` prints v3.",
            ),
            Option(
                "4",
                "Helm 4",
                gains="The version that is developed on.",
                costs="It has the limit of 5 MiB a file.",
                choose_when="`helm version` prints v4.",
            ),
        ),
        sure="The refusal was reported for charts 2.6.9 and 2.7. 2.3.3 loads in both; which later "
        "charts load is not verified.",
    ),
)

CLUSTERS = (
    Choice(
        id="model",
        ask="Where do the management server and your workloads run?",
        why="An agent in each cluster reports what runs there. The management server makes Istio "
        "configuration out of the reports and of your policies and routes (Gloo calls that "
        "translation), and the agents apply it. What starves the server of CPU or memory holds up "
        "every cluster.",
        left="Nothing is switched on; in this chart every component is off by default",
        link=MODELS,
        required=True,
        group="Clusters",
        asked_when=MANAGEMENT_PLANE,
        sets=(Sets("glooMgmtServer.enabled", True),),
        options=(
            Option(
                "dedicated",
                "A management cluster of its own, and workload clusters",
                sets=IN_WORKLOAD_CLUSTERS,
                also=(IN_WORKLOAD_CLUSTERS[1:],),
                keeps=("common.cluster", OWN_ADDRESS),
                gains="No workload competes with the management server.",
                costs="One cluster more, a release in each cluster, and a network path from every "
                "workload cluster to ports 9900 and 4317 of the management cluster.",
                choose_when="Several clusters carry traffic that matters.",
                comment="The management server, alone in its cluster: workloads elsewhere cannot "
                "starve it. The agents run in the workload clusters.",
                recommended=("production",),
            ),
            Option(
                "single",
                "One cluster for everything",
                sets=IN_OWN_CLUSTER,
                also=(IN_OWN_CLUSTER[:1],),
                keeps=(OWN_ADDRESS,),
                gains="One release, and no address to open to other clusters.",
                costs="Workloads and management compete for the same nodes, and the loss of the "
                "cluster takes both.",
                choose_when="You have one cluster, or try it out.",
                comment="The management server, in the one cluster that also runs the workloads.",
                recommended=("evaluation",),
            ),
            Option(
                "shared",
                "A management cluster that also runs workloads, and more clusters",
                sets=IN_OWN_CLUSTER + IN_WORKLOAD_CLUSTERS,
                also=(IN_OWN_CLUSTER[:1] + IN_WORKLOAD_CLUSTERS[1:],),
                keeps=("common.cluster", OWN_ADDRESS),
                gains="One cluster fewer than with a management cluster of its own.",
                costs="A workload that takes too much slows the configuration of all clusters. It "
                "needs requests, limits and nodes set aside.",
                choose_when="A cluster for management alone is out of reach.",
                comment="The management server, in a cluster that also runs workloads: keep its "
                "requests, limits and nodes in view.",
            ),
        ),
    ),
    Text(
        id="cluster",
        ask="What is the cluster with the management server called?",
        why="The chart demands a name. A cluster goes by the same name everywhere: in the values, "
        "as a KubernetesCluster object, in its client certificate, and in Istio's own settings.",
        left="Nothing is set, and Helm refuses the chart",
        sets=(Sets("common.cluster"),),
        asked_when=MANAGEMENT_PLANE,
        required=True,
        suggests="mgmt",
        pattern=DNS_LABEL,
        looks_like="lower-case letters, digits and hyphens, at most 63, no underscore",
        group="Clusters",
        comment="The name of this cluster. It is the same in its KubernetesCluster object, in "
        "certificates and in Istio.",
    ),
    Names(
        id="workloads",
        ask="What are the workload clusters called?",
        why="For each a values file of its own is written beside this one.",
        left="None are named, and no file is written for them",
        asked_when=all_of(MANAGEMENT_PLANE, MULTICLUSTER),
        group="Clusters",
    ),
    Choice(
        id="register",
        ask="Who registers the management cluster as a workload cluster?",
        why="A cluster is registered by an object of the kind KubernetesCluster in the management "
        "cluster. Only then is the agent of that name let in, here too.",
        left="Leave it to the chart: not registered",
        link=MODELS,
        asked_when=AGENT_BESIDE_SERVER,
        group="Clusters",
        options=(
            Option(
                "yourself",
                "You, with a KubernetesCluster object",
                sets=(Sets("glooMgmtServer.registerCluster", False),),
                gains="You decide which workspaces exist.",
                costs="One object more to apply before the agent starts.",
                choose_when="Workspaces separate teams, or there are more clusters.",
                comment="The cluster is registered by a KubernetesCluster object that you apply, "
                "so that no workspace over everything is made.",
                recommended=("production",),
                default=True,
            ),
            Option(
                "chart",
                "The chart",
                sets=(Sets("glooMgmtServer.registerCluster", True),),
                gains="Nothing to apply.",
                costs=(
                    Word(
                        "It always makes a workspace over all clusters and namespaces as well. "
                        "The chart calls it unfit for several clusters and for production.",
                        until="2.3",
                    ),
                    Word("Meant for one cluster and for tests; beyond that, bring own workspaces."),
                ),
                choose_when="One cluster, and no separation of teams.",
                comment="The chart registers this cluster with itself.",
                recommended=("evaluation",),
            ),
        ),
    ),
    yes_or_no(
        "workspace",
        "Make one workspace over all namespaces?",
        "glooMgmtServer.createGlobalWorkspace",
        yes=Option(
            "yes",
            "Yes, one for everything",
            gains="Policies and routes work at once, in every namespace.",
            costs="Nothing keeps one team's configuration from another team's services.",
            choose_when="One team owns the cluster, or it is a trial.",
            comment="One workspace over all namespaces, so that configuration works at once.",
            recommended=("evaluation",),
        ),
        no=Option(
            "no",
            "No, workspaces are made apart",
            gains="Each team gets a workspace of its own.",
            costs="Until you apply a workspace, no configuration takes effect.",
            choose_when="Several teams share the cluster.",
            comment="No workspace over everything: each team gets its own.",
            default=True,
            recommended=("production",),
        ),
        why="A workspace says which namespaces belong to one team. Gloo applies a policy or a "
        "route only inside a workspace, so at least one is needed.",
        since="2.4",
        asked_when=ONE_CLUSTER,
        left="Leave it to the chart: none is made",
        group="Clusters",
    ),
)

TOPIC = Topic(
    id="deployment",
    title="Deployment model",
    why="What is installed in which cluster, under which name, and how much of it. The management "
    "cluster holds the management server; in workload clusters run your services, and an agent. "
    "Names are hard to change later: certificates, registration and Istio repeat them.",
    link=MODELS,
    questions=INSTALLATION + CLUSTERS + AVAILABLE + PLATFORM + SIZES + PLACEMENT + SIDECARS,
    rules=RULES,
    needs=needs,
)
