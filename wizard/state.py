"""One moment of a session: immutable, so that undo is going back to the moment before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from schema.model import Schema
from schema.version import Version
from wizard.desired import FileWants, desired
from wizard.explain import Comments
from wizard.facts import Facts
from wizard.guide import Guide
from wizard.plan import Plan
from wizard.sets import Scope
from wizard.settle import Settled, blank_facts, scopes, settle
from wizard.view import FileView, PlanView

if TYPE_CHECKING:
    from wizard.upgrading.deciding import Upgrading


@dataclass(frozen=True, eq=False, repr=False)
class State:
    """The plan's files, the answers (parked ones included) and the questions kept as they are.

    `assumed_version`: nothing in the files said which version they are for. `upgrading`: the step
    from another version that led here, while it is being decided.
    """

    guide: Guide
    version: Version
    plan: Plan
    answers: Mapping[str, Any] = field(default_factory=dict)
    custom: frozenset[str] = frozenset()
    comments: Comments = Comments.FULL
    assumed_version: bool = False
    schema: Schema | None = None
    upgrading: Upgrading | None = None

    @cached_property
    def settled(self) -> Settled:
        return settle(self.guide, self.version, self.plan, self.answers)

    @cached_property
    def wants(self) -> dict[str, FileWants]:
        """For each file, what the answers in force want it to say."""
        return desired(self.guide, self.settled.facts, self.scopes, self.comments)

    def with_plan(self, plan: Plan) -> State:
        """The same answers over other texts of the files. What was settled, and what is wanted,
        stays, unless the files' own facts (which clusters there are, their names) changed."""
        if plan is self.plan:
            return self
        following = replace(self, plan=plan)
        if _told(plan, self) == _told(self.plan, self):
            for known in ("settled", "wants"):
                if known in self.__dict__:
                    following.__dict__[known] = self.__dict__[known]
        return following

    @cached_property
    def chart_schema(self) -> Schema:
        return self.schema or self.guide.schema_of(str(self.version))

    @cached_property
    def scopes(self) -> list[Scope]:
        return scopes(self.guide, self.settled.facts, self.plan, self.defaults)

    @cached_property
    def view(self) -> PlanView:
        """The plan as rules and needs look at it."""
        defaults = dict(self.defaults)
        facts = self.settled.facts
        return PlanView(
            facts,
            tuple(
                FileView(
                    member.key,
                    member.role,
                    member.cluster or facts.management,
                    member.document.value,
                    defaults,
                )
                for member in self.plan
            ),
        )

    @property
    def defaults(self) -> Mapping[str, Any]:
        return self.chart_schema.defaults()


def _told(plan: Plan, state: State) -> Facts:
    return blank_facts(state.guide, state.version, plan)
