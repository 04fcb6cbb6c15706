"""From all answers to the facts in force: which questions are asked, and which answers count.

An answer whose question is not asked at present is parked: remembered, but without effect.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from schema.path import parse_path
from schema.version import Version
from wizard.facts import Facts
from wizard.guide import Asked, Guide
from wizard.plan import Plan
from wizard.question import Choice, Many
from wizard.sets import Role, Scope
from wizard.tree import MISSING, look_up
from wizard.well_known import CLUSTER


@dataclass(frozen=True, eq=False, repr=False)
class Settled:
    """The facts, and for each question that is not asked the reason."""

    facts: Facts
    hidden: Mapping[str, str]


def blank_facts(guide: Guide, version: Version, plan: Plan) -> Facts:
    """What the plan alone tells, before any answer."""
    management = next((m for m in plan if m.role is Role.MANAGEMENT), None)
    named: Any = MISSING
    if management and guide.cluster_at:
        named = look_up(management.document.value, parse_path(guide.cluster_at))
    return Facts(
        chart=guide.chart,
        version=version,
        answers={},
        defaults={},
        management=named if isinstance(named, str) else "",
        workloads=tuple(m.cluster for m in plan if m.role is Role.WORKLOAD),
        has_management=management is not None,
        usual=guide.usual,
    )


def settle(guide: Guide, version: Version, plan: Plan, answers: Mapping[str, Any]) -> Settled:
    """Go through the questions in order; a condition sees the answers before it."""
    standing: dict[str, Any] = {}
    defaults: dict[str, Any] = {}
    hidden: dict[str, str] = {}
    blank = blank_facts(guide, version, plan)
    cluster = answers.get(CLUSTER) or blank.management
    facts = replace(blank, answers=standing, defaults=defaults, management=cluster)
    for asked in guide.asked.values():
        reason = why_hidden(asked, facts)
        if reason:
            hidden[asked.id] = reason
        else:
            admit(asked, answers.get(asked.id), facts, standing, defaults)
    return Settled(facts, hidden)


def admit(
    asked: Asked,
    answer: Any,
    facts: Facts,
    standing: dict[str, Any],
    defaults: dict[str, Any],
) -> None:
    """Let a visible question's answer count, and say what the chart's default amounts to."""
    question = asked.question
    if isinstance(question, Choice):
        default = question.default(facts)
        if default is not None:
            defaults[asked.id] = default.id
    if answer is None:
        return
    if isinstance(question, Choice) and not isinstance(question, Many):
        chosen = question.option(answer)
        if chosen is None or not chosen.exists(facts):
            return
    standing[asked.id] = answer


def why_hidden(asked: Asked, facts: Facts) -> str:
    """Why the question is not asked; "" if it is."""
    for condition in asked.conditions:
        if not condition.holds(facts):
            return condition.why_not(facts)
    return ""


def scopes(guide: Guide, facts: Facts, plan: Plan, defaults: Mapping[str, Any]) -> list[Scope]:
    """The plan's files as questions see them, without what others claim."""
    agent_in_management = guide.agent_in_management.holds(facts)
    return [
        Scope(
            facts=facts,
            key=member.key,
            role=member.role,
            cluster=member.cluster or facts.management,
            tree=member.document.value,
            defaults=defaults,
            agent=member.role is Role.MANAGEMENT and agent_in_management,
        )
        for member in plan
    ]
