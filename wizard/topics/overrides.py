"""Raw YAML over the deployments and services that the chart makes."""

from __future__ import annotations

from wizard.condition import MANAGEMENT_PLANE, Condition
from wizard.question import Question, Tree
from wizard.sets import On
from wizard.topic import Topic
from wizard.topics.certificates_parts import AGENTS
from wizard.topics.overrides_rules import RULES

LISTS = (
    "Maps are merged into what the chart makes; a list replaces the chart's list whole, so "
    "volumes, containers and ports of the chart go unless you repeat them. An empty value changes "
    "nothing."
)


def override(
    id: str, component: str, named: str, key: str, on: On, asked_when: Condition
) -> Question:
    kind = "deployment" if key == "deploymentOverrides" else "service"
    return Tree(
        id=f"{id}-{kind}",
        ask=f"What else is to be different in the {kind} of {named}?",
        why=f"YAML as in a Kubernetes {kind.capitalize()}, for what no other question covers. "
        f"{LISTS}",
        path=f"{component}.{key}",
        asked_when=asked_when,
        on=on,
        left="Everything stays as the chart makes it",
        leave_for=("production", "evaluation"),
        group=f"{named[4:5].upper()}{named[5:]}",
        advanced=True,
        comment=f"Laid over the {kind} that the chart makes. Maps are merged, lists replace the "
        "chart's own.",
        sure="How overrides are merged is verified for 2.3.3; later charts come from the same "
        "generator.",
    )


TOPIC = Topic(
    id="overrides",
    title="Overrides",
    why="Where no key of the chart does what you need, you can lay YAML of your own over the "
    "deployments and services that it makes. It is strong and unchecked: a list in it replaces the "
    "chart's list, and the pod may lose its volumes. Most installations need none of it.",
    link="https://docs.solo.io/gloo-mesh-enterprise/2.4.x/setup/prod/recommended_setup/",
    questions=tuple(
        override(id, component, named, key, on, asked_when)
        for id, component, named, on, asked_when in (
            ("mgmt", "glooMgmtServer", "the management server", On.MANAGEMENT, MANAGEMENT_PLANE),
            ("ui", "glooUi", "the UI", On.MANAGEMENT, MANAGEMENT_PLANE),
            ("redis", "redis.deployment", "the built-in Redis", On.MANAGEMENT, MANAGEMENT_PLANE),
            ("agent", "glooAgent", "the agent", On.AGENT, AGENTS),
        )
        for key in ("deploymentOverrides", "serviceOverrides")
    ),
    rules=RULES,
)
