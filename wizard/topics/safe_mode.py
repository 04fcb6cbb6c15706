"""Safe mode: what translation does until every cluster has reported."""

from __future__ import annotations

from collections.abc import Iterator

from schema.finding import Drop, Fix, Severity
from schema.path import parse_path
from wizard.condition import MANAGEMENT_PLANE, all_of, chosen, versions
from wizard.facts import Word
from wizard.question import Choice, Number, Option
from wizard.sets import Sets
from wizard.topic import Mark, Rule, Topic, mark
from wizard.view import PlanView

SINCE = ("2.4.12", "2.5.4")
MODE = "glooMgmtServer.safeMode"
WINDOW = "glooMgmtServer.safeStartWindow"


def window_beside_strict_mode(view: PlanView) -> Iterator[Mark]:
    server = view.management
    if server and server.effective(MODE) is True and server.get(WINDOW):
        yield mark(
            server.key,
            WINDOW,
            "The window has no effect: safe mode is on, and then the server waits without limit.",
            Fix("remove the window", (Drop(parse_path(WINDOW)),), safe=True),
        )


TOPIC = Topic(
    id="safe-mode",
    title="Safe mode",
    why="The management server keeps what each cluster reported in Redis. If both restart "
    "together, as they do in an upgrade, translation can start from half of the clusters' state and "
    "remove routes that are still in use.",
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
            left=(
                Word("Leave it to the chart: off in {version}", until="2.5"),
                Word("Leave it to the chart: on in {version}", since="2.6"),
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
                        Word("One unreachable cluster freezes configuration for all of them."),
                    ),
                    choose_when="All clusters are reliably connected.",
                    comment="Until every cluster has reported, nothing is translated: no partial "
                    "output, but one unreachable cluster stops all.",
                    recommended=("production",),
                    default=True,
                    default_since="2.6",
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
        ),
    ),
    rules=(
        Rule(
            "GM801",
            Severity.WARNING,
            "Window beside strict safe mode",
            "With safe mode on, the server waits until every cluster has reported, and the start "
            "window is not looked at. Remove the window, or switch safe mode off to use it.",
            window_beside_strict_mode,
            question="safe-mode.behaviour",
        ),
    ),
)
