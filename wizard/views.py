"""The plan of a state as rules look at it."""

from __future__ import annotations

from wizard.state import State
from wizard.view import FileView, PlanView


def plan_view(state: State) -> PlanView:
    """All files with the chart's defaults beneath."""
    defaults = dict(state.defaults)
    return PlanView(
        state.settled.facts,
        tuple(
            FileView(
                member.key,
                member.role,
                member.cluster or state.settled.facts.management,
                member.document.value,
                defaults,
            )
            for member in state.plan
        ),
    )
