"""The validating webhook: which configuration is refused before it does harm."""

from __future__ import annotations

from collections.abc import Iterator

from schema.finding import Fix, Put, Severity
from schema.path import parse_path
from wizard.condition import chosen
from wizard.question import Choice, Option, yes_or_no
from wizard.sets import Sets
from wizard.topic import Mark, Rule, Topic, mark
from wizard.topics.edge_proxies import PRODUCTION
from wizard.view import PlanView

GUIDE = (
    "https://docs.solo.io/gloo-edge/latest/guides/traffic_management/configuration_validation/"
    "admission_control/"
)
ACCEPT = "gateway.validation.alwaysAcceptResources"
WARNINGS = "gateway.validation.allowWarnings"
FAILURE = "gateway.validation.failurePolicy"
STRICT = chosen(
    "validation.strictness",
    "errors",
    "warnings",
    because="nothing is refused, so an outage of the webhook does no harm",
)


def outage_blocks_for_nothing(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        if file.get(FAILURE) == "Fail" and file.effective(ACCEPT) is True:
            yield mark(
                file.key,
                FAILURE,
                "While the webhook is down every change is refused, but while it is up nothing is: "
                "alwaysAcceptResources is on, which is the chart's default.",
                Fix("refuse what is invalid", (Put(parse_path(ACCEPT), False),)),
            )


def strict_without_webhook(view: PlanView) -> Iterator[Mark]:
    switches = ("gateway.validation.enabled", "gateway.validation.webhook.enabled")
    for file in view.files:
        off = [path for path in switches if file.get(path) is False]
        for path in (ACCEPT, WARNINGS):
            if off and file.get(path) is False:
                yield mark(
                    file.key,
                    path,
                    f"{off[0]} is false, so that no webhook refuses anything.",
                    Fix("switch validation on", tuple(Put(parse_path(one), True) for one in off)),
                )


RULES = (
    Rule(
        "GE401",
        Severity.WARNING,
        "An outage blocks changes that nobody checks",
        "failurePolicy says what happens while the webhook cannot be asked. It makes sense with "
        "alwaysAcceptResources false only.",
        outage_blocks_for_nothing,
        question="validation.failure",
    ),
    Rule(
        "GE402",
        Severity.WARNING,
        "Strictness without a webhook",
        "What is refused is decided by the webhook; without it, nothing is.",
        strict_without_webhook,
        question="validation.strictness",
    ),
)

TOPIC = Topic(
    id="validation",
    title="Validation",
    why="The API server asks Gloo, by a webhook, about every VirtualService, Upstream and the like "
    "before it stores them. As the chart has it, Gloo logs what is wrong and lets it pass: "
    "mistakes show up later, as missing routes.",
    link=PRODUCTION,
    questions=(
        Choice(
            id="strictness",
            ask="What does the webhook refuse?",
            why="An error is a route that cannot work; a warning is one that does not work yet, "
            "such as a route to an Upstream that nobody has made.",
            left="Leave it to the chart: nothing",
            link=GUIDE,
            options=(
                Option(
                    "nothing",
                    "Nothing",
                    sets=(Sets(ACCEPT, True),),
                    gains="Objects can be applied in any order.",
                    costs="A mistake is noticed when traffic misses its route.",
                    choose_when="A first look at Gloo.",
                    default=True,
                    recommended=("evaluation",),
                    comment="Invalid configuration is logged and admitted.",
                ),
                Option(
                    "errors",
                    "Errors",
                    sets=(Sets(ACCEPT, False), Sets(WARNINGS, True)),
                    gains="What can never work is refused; the order of objects stays free.",
                    costs="A route to something that does not exist still passes.",
                    choose_when="Several teams apply objects in an order that nobody controls.",
                    comment="Invalid configuration is refused; warnings pass.",
                    recommended=("production",),
                    link=GUIDE,
                ),
                Option(
                    "warnings",
                    "Errors and warnings",
                    sets=(Sets(ACCEPT, False), Sets(WARNINGS, False)),
                    gains="Only what works as it stands is stored.",
                    costs="Upstreams have to be there before the routes to them, and one bad "
                    "object can hold up others.",
                    choose_when="A pipeline applies everything in the right order.",
                    comment="Invalid configuration and configuration with warnings is refused.",
                    link=GUIDE,
                ),
            ),
        ),
        Choice(
            id="failure",
            ask="What happens to a change while the webhook cannot be asked?",
            why="It runs in the control plane. With one pod, each restart is such a moment.",
            asked_when=STRICT,
            left="Leave it to the chart: it passes unchecked",
            leave_for=("evaluation",),
            link=GUIDE,
            options=(
                Option(
                    "ignore",
                    "It passes unchecked",
                    sets=(Sets(FAILURE, "Ignore"),),
                    gains="Changes never wait for Gloo.",
                    costs="A mistake can slip in at just that moment.",
                    choose_when="Only one pod of the control plane.",
                    default=True,
                    comment="While the webhook is down, changes pass unchecked.",
                ),
                Option(
                    "fail",
                    "It is refused",
                    sets=(Sets(FAILURE, "Fail"),),
                    gains="Nothing is stored that was not checked.",
                    costs="While the control plane is down, nobody can change a route.",
                    choose_when="Several pods of the control plane.",
                    recommended=("production",),
                    comment="While the webhook is down, changes are refused.",
                ),
            ),
        ),
        yes_or_no(
            "unreachable-routes",
            "Warn of routes that another route before them hides?",
            "gateway.validation.warnRouteShortCircuiting",
            why="The first route that matches takes the request. One behind it that matches the "
            "same, or less, is never used.",
            yes=Option(
                "yes",
                "Yes",
                gains="A route that can never match is told.",
                costs="With warnings refused, such a route blocks the object.",
                choose_when="Many routes in one host.",
                recommended=("production",),
                comment="Routes that can never match are warned of.",
            ),
            no=Option(
                "no",
                "No",
                gains="Old configuration passes as it is.",
                costs="Hidden routes stay unnoticed.",
                choose_when="Existing configuration has such routes.",
                default=True,
                comment="Routes that can never match are not warned of.",
            ),
            since="1.8.0",
            left="Leave it to the chart: no",
            leave_for=("evaluation",),
            advanced=True,
        ),
    ),
    rules=RULES,
)
