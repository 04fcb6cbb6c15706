"""Large Envoy filters: splitting them before they outgrow what Kubernetes can store."""

from __future__ import annotations

from wizard.condition import MANAGEMENT_PLANE, all_of, versions
from wizard.facts import Word
from wizard.question import Choice, Option
from wizard.topic import Topic
from wizard.topics.env import environment
from wizard.topics.envoy_filters_rules import RULES, SEGMENT, SERVER

PRODUCTION = "https://docs.solo.io/gloo-mesh-enterprise/2.4.x/setup/prod/recommended_setup/"

TOPIC = Topic(
    id="envoy-filters",
    title="Large Envoy filters",
    why="Policies for JWT (signed tokens of users) or external authorization become EnvoyFilter "
    "objects, which Kubernetes keeps in its database, etcd. With many apps and routes one of them "
    "can outgrow the size that etcd takes; it is then refused, and policies silently stop being "
    "enforced.",
    link=PRODUCTION,
    asked_when=all_of(
        MANAGEMENT_PLANE,
        versions(
            until="2.4",
            because="from 2.5 on large filters are always split; this is {version}",
        ),
    ),
    questions=(
        Choice(
            id="segment",
            ask="Should large Envoy filters be split into smaller ones?",
            why="On a running installation the filters have to be made anew: scale the management "
            "server, the agents and istiod (Istio's control plane) to 0, upgrade, and scale them "
            "back. Where one translation takes longer than 60 seconds, traffic takes longer to be "
            "as before. A first installation needs none of that.",
            left="Leave it to the chart: one filter holds all",
            leave_for=("evaluation",),
            options=(
                Option(
                    "yes",
                    "Split them",
                    sets=environment(SERVER, SEGMENT, {"value": "true"}),
                    gains="Policies on many routes stay within the limit. It is what 2.5 does "
                    "anyway.",
                    costs=(
                        Word(
                            "While istiod is down for the switch, no new pod gets a sidecar, "
                            "endpoints go stale, and certificates that expire break connections. "
                            "The whole list of variables stands in the file, as 2.3 reads no "
                            "other form.",
                            until="2.3",
                        ),
                        Word(
                            "While istiod is down for the switch, no new pod gets a sidecar, "
                            "endpoints go stale, and certificates that expire break connections."
                        ),
                    ),
                    choose_when="You apply policies to many apps or routes, or begin anew.",
                    comment=(
                        Word(
                            "Split large Envoy filters, so that none outgrows what etcd stores. "
                            "The chart's own variables are repeated beside it, as this list "
                            "replaces them. From 2.5 on this is built in; remove it then.",
                            until="2.3",
                        ),
                        Word(
                            "Split large Envoy filters, so that none outgrows what etcd stores. "
                            "From 2.5 on this is built in; remove it then."
                        ),
                    ),
                    recommended=("production",),
                    sure=(
                        Word(
                            "2.3.3 reads no extraEnvs, so the variable stands in env, with the "
                            "chart's own entries repeated. Other 2.3 charts: not verified.",
                            until="2.3",
                        ),
                    ),
                    link=PRODUCTION,
                ),
                Option(
                    "no",
                    "Keep them whole",
                    gains="Nothing has to be scaled down.",
                    costs="A filter that grows too large is refused, and nobody is told.",
                    choose_when="Few routes carry policies.",
                    default=True,
                    link=PRODUCTION,
                ),
            ),
        ),
    ),
    rules=RULES,
)
