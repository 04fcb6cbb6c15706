"""Safe mode: what translation does until every cluster has reported."""

from __future__ import annotations

from wizard.condition import MANAGEMENT_PLANE, all_of, chosen, versions
from wizard.facts import Word
from wizard.question import Choice, Number, Option
from wizard.sets import Sets
from wizard.topic import Topic
from wizard.topics.safe_mode_rules import MODE, RULES, SINCE, WINDOW

PRODUCTION = "https://docs.solo.io/gloo-mesh-enterprise/2.4.x/setup/prod/recommended_setup/"

TOPIC = Topic(
    id="safe-mode",
    title="Safe mode",
    why="The management server keeps what each cluster reported in Redis, and makes configuration "
    "for all of them out of it (translation). If both restart together, as they do in an upgrade, "
    "translation can start from half of the clusters' state and remove routes that are still in "
    "use. To switch this over on a running installation, scale the server to 0, upgrade, and scale "
    "it back up.",
    link=PRODUCTION,
    asked_when=all_of(
        MANAGEMENT_PLANE,
        versions(
            SINCE,
            because="it exists from 2.4.12 on (in the 2.5 line from 2.5.4); this is {version}",
        ),
    ),
    questions=(
        Choice(
            id="behaviour",
            ask="What should translation do until every cluster has reported?",
            why="While it waits, the agents keep what they were last told; changes wait too. With "
            "the built-in Redis, which forgets everything, each of its restarts begins a wait.",
            left=(
                Word("Leave it to the chart: off in {version}", until="2.5"),
                Word("Leave it to the chart: on in {version}", since="2.6"),
            ),
            leave_for=("evaluation",),
            sure=(
                Word(
                    "Inferred: that 2.4.12 and 2.5.4 were the first is read from the history of "
                    "the API, not from a release note.",
                    until="2.5",
                ),
            ),
            options=(
                Option(
                    "strict",
                    "Wait for every cluster",
                    sets=(Sets(MODE, True),),
                    gains="No partial translation, ever.",
                    costs=(
                        Word(
                            "One unreachable cluster freezes configuration for all of them, also "
                            "one that was registered once and never connected.",
                            until="2.5",
                        ),
                        Word(
                            "One unreachable cluster freezes configuration for all of them, "
                            "unless it never reported at all."
                        ),
                    ),
                    choose_when="All clusters are reliably connected, and those that are gone are "
                    "no longer registered, or have skipWarming: true in their KubernetesCluster "
                    "object.",
                    comment="Until every cluster has reported, nothing is translated: no partial "
                    "output, but one unreachable cluster stops all.",
                    recommended=("production",),
                    default=True,
                    default_since="2.6",
                    link=PRODUCTION,
                ),
                Option(
                    "window",
                    "Wait, but no longer than …",
                    sets=(Sets(MODE, False),),
                    keeps=(WINDOW,),
                    gains="The freeze is bounded.",
                    costs="After the window, partial output is possible.",
                    choose_when="Some clusters are often unreachable.",
                    comment="Wait for the clusters, but not longer than the window below; after "
                    "it, translation starts from what is there.",
                    link=PRODUCTION,
                ),
                Option(
                    "off",
                    "Do not wait",
                    sets=(Sets(MODE, False), Sets(WINDOW, 0)),
                    gains="No freeze.",
                    costs="Translation starts with the first cluster that reports; routes of the "
                    "others can vanish for a while.",
                    choose_when="A trial, where a gap in traffic does no harm.",
                    comment="Translation starts at once after a restart; routes of clusters that "
                    "have not reported yet can vanish for a while.",
                    default=True,
                    default_until="2.5",
                    link=PRODUCTION,
                ),
            ),
        ),
        Number(
            id="window",
            ask="How long at most?",
            why="Longer than your agents usually need to reconnect, shorter than you can go "
            "without configuration changes.",
            sets=(Sets(WINDOW),),
            asked_when=chosen(
                "safe-mode.behaviour", "window", because="only a bounded wait needs a length"
            ),
            minimum=1,
            maximum=86400,
            suggests=90,
            unit="seconds",
            left="Leave it to the chart: 180 seconds",
            comment="The longest wait for all clusters after a restart, in seconds.",
            sure="The chart's default of 180 seconds is known from 2.5 only.",
            link=PRODUCTION,
        ),
    ),
    rules=RULES,
)
