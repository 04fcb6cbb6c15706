"""Where routes may lead: Kubernetes destinations, discovery, and what the control plane watches."""

from __future__ import annotations

from wizard.condition import not_chosen
from wizard.facts import Word
from wizard.question import DNS_LABEL, Choice, Names, Option, yes_or_no
from wizard.sets import Sets
from wizard.topic import Topic
from wizard.topics.edge_destinations_rules import CONTROL_PLANE_RULES, DESTINATION_RULES
from wizard.topics.edge_proxies import PRODUCTION

DISCOVERY = "https://docs.solo.io/gloo-edge/latest/installation/advanced_configuration/fds_mode/"
DISCOVERING = not_chosen("destinations.discovery", "no", because="discovery is off")

DESTINATIONS = Topic(
    id="destinations",
    title="Destinations and discovery",
    why="A route leads to an Upstream object, or straight to a Kubernetes service. To make the "
    "second possible, the control plane keeps every service in memory a second time; discovery "
    "writes Upstreams for them by itself. In a large cluster both cost memory and time.",
    link=PRODUCTION,
    questions=(
        yes_or_no(
            "kubernetes",
            "Shall routes lead to Upstream objects only?",
            "settings.disableKubernetesDestinations",
            yes=Option(
                "yes",
                "Yes, to Upstreams only",
                gains="Less memory in the control plane, and faster translation.",
                costs="Routes with single.kube no longer work; look for them in your "
                "VirtualServices first.",
                choose_when="All routes name Upstreams.",
                comment="Routes lead to Upstreams only. The control plane keeps no second copy of "
                "every Kubernetes service.",
                recommended=("production",),
                link=PRODUCTION,
            ),
            no=Option(
                "no",
                "No, to Kubernetes services too",
                gains="A route can name a service directly.",
                costs="Every service of the cluster is in memory twice.",
                choose_when="Routes use single.kube, or the cluster is small.",
                default=True,
                comment="Routes may lead to Kubernetes services directly.",
            ),
            why="The key is {prefix}settings.disableKubernetesDestinations. The path that older "
            "guides name, settings.gloo.disableKubernetesDestinations, is that of the Settings "
            "object in the cluster (spec.gloo); in the values nothing reads it.",
            since="1.2.18",
            left="Leave it to the chart: to services too",
            leave_for=("evaluation",),
            link=PRODUCTION,
        ),
        yes_or_no(
            "discovery",
            "Shall discovery make Upstreams by itself?",
            "discovery.enabled",
            why="An Upstream is the object that a route names as its destination. Discovery makes "
            "one for each port of each service.",
            yes=Option(
                "yes",
                "Yes",
                gains="Every service has its Upstream, without any work.",
                costs="A pod more, and an object for each port of each service.",
                choose_when="Routes name discovered Upstreams.",
                default=True,
                default_until="1.19",
                recommended=("evaluation",),
                comment="A pod makes Upstreams for the services of the cluster.",
            ),
            no=Option(
                "no",
                "No",
                gains="Only the Upstreams that you write, reviewed like the rest.",
                costs="Every destination needs an Upstream of yours.",
                choose_when="Configuration comes from git, or the cluster is large.",
                default=True,
                default_since="1.20.0",
                recommended=("production",),
                comment="No Upstreams are made by themselves.",
                link=PRODUCTION,
            ),
            left=(
                Word("Leave it to the chart: yes in {version}", until="1.19"),
                Word("Leave it to the chart: no in {version}", since="1.20.0"),
            ),
        ),
        Choice(
            id="functions",
            ask="Whose functions are discovered?",
            why="Function discovery asks upstreams for OpenAPI and gRPC descriptions, over the "
            "network. An unexpected request can surprise a service.",
            asked_when=DISCOVERING,
            left="Leave it to the chart: only those of labelled services",
            link=DISCOVERY,
            options=(
                Option(
                    "whitelist",
                    "Those of services that carry the label",
                    sets=(Sets("discovery.fdsMode", "WHITELIST"),),
                    gains="Only who wants it is asked.",
                    costs="Each service, or its namespace, needs a label.",
                    choose_when="Some routes use functions.",
                    default=True,
                    comment="Functions are discovered for labelled services only.",
                ),
                Option(
                    "blacklist",
                    "Those of all but excluded services",
                    sets=(Sets("discovery.fdsMode", "BLACKLIST"),),
                    gains="Nothing to label.",
                    costs="Every service of the cluster is asked, again and again.",
                    choose_when="A trial with few services.",
                    recommended=("evaluation",),
                    comment="Functions are discovered for every service that is not excluded.",
                ),
                Option(
                    "disabled",
                    "No one's",
                    sets=(Sets("discovery.fdsMode", "DISABLED"),),
                    gains="No service is asked anything.",
                    costs="Routes cannot name functions that nobody declared.",
                    choose_when="No route uses functions.",
                    recommended=("production",),
                    comment="No functions are discovered.",
                ),
            ),
        ),
    ),
    rules=DESTINATION_RULES,
)

CONTROL_PLANE = Topic(
    id="control-plane",
    title="Control plane",
    why="The control plane reads configuration from the cluster and makes the proxies' out of it. "
    "What it watches, and what it does with a route that cannot work, is decided here.",
    link=PRODUCTION,
    questions=(
        Names(
            id="watch",
            ask="Which namespaces does it watch?",
            why="Configuration and services in other namespaces do not exist for it. The install "
            "namespace has to be among them.",
            sets=(Sets("settings.watchNamespaces"),),
            left="Leave it to the chart: all",
            leave_for=("production", "evaluation"),
            pattern=DNS_LABEL,
            comment="Only these namespaces are watched.",
        ),
        yes_or_no(
            "invalid-routes",
            "What happens to a proxy's configuration with one invalid route in it?",
            "settings.invalidConfigPolicy.replaceInvalidRoutes",
            why="A proxy gets its configuration whole. One route in it that cannot work must not "
            "do harm to the others.",
            yes=Option(
                "yes",
                "The route answers with an error, the rest is applied",
                gains="One team's mistake does not hold up the others.",
                costs="A broken route answers with 404 until it is mended.",
                choose_when="Several teams share a proxy.",
                comment="An invalid route answers with an error; everything else is applied.",
                recommended=("production",),
                link=PRODUCTION,
            ),
            no=Option(
                "no",
                "The proxy keeps its last good configuration",
                gains="Nothing half right is ever applied.",
                costs="One invalid route holds up the changes of all.",
                choose_when="One team owns every route.",
                default=True,
                comment="With one invalid route, nothing of the new configuration is applied.",
            ),
            left="Leave it to the chart: the last good configuration is kept",
            leave_for=("evaluation",),
        ),
        yes_or_no(
            "dev-mode",
            "Open the development endpoint of the control plane?",
            "settings.devMode",
            why="It shows all that the control plane knows, for whoever looks for a fault.",
            yes=Option(
                "yes",
                "Yes",
                gains="Snapshots of everything that it knows can be looked at.",
                costs="Whoever reaches the pod reads them too.",
                choose_when="You are looking for a fault.",
                comment="The development endpoint is open; not for production.",
            ),
            no=Option(
                "no",
                "No",
                gains="Nothing more is open than needed.",
                costs="Looking for a fault takes other means.",
                choose_when="Almost always.",
                default=True,
                comment="The development endpoint is closed.",
            ),
            since="1.15.0",
            left="Leave it to the chart: no",
            leave_for=("production", "evaluation"),
            advanced=True,
        ),
    ),
    rules=CONTROL_PLANE_RULES,
)
