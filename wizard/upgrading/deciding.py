"""An upgrade while a person decides its rows: part of a state, so that undo knows nothing of it.

The files follow each decision at once. As long as nobody edits them otherwise they are made anew
from what they were before the step, so that a row which is let go leaves no trace; after other
edits, decisions are made on top of these.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from schema.finding import Change, Drop, Put
from schema.model import Schema
from schema.path import Path, format_path
from schema.version import Version
from wizard.answering import reread
from wizard.plan import Plan
from wizard.refused import EditRefused
from wizard.state import State
from wizard.tree import same
from wizard.upgrade import Report, applied, report
from wizard.upgrading.row import Kind, Proposal, Row


@dataclass(frozen=True)
class Decision:
    """What shall become of a row; `value` is what is written instead, for EDIT."""

    choice: Proposal
    value: Any = None


KEPT, TAKEN = Decision(Proposal.KEEP), Decision(Proposal.TAKE)
Decisions = Mapping[str, Decision | None]
"""By the ids of rows; None lets a decision go."""


@dataclass(frozen=True)
class Upgrading:
    """From `base` to `version`, with what is decided so far. `schema`: see `upgrade.report`."""

    base: State
    version: Version
    schema: Schema | None = None
    decisions: Mapping[str, Decision] = field(default_factory=dict)

    @cached_property
    def report(self) -> Report:
        return report(self.base, self.version, self.schema)

    @cached_property
    def rows(self) -> dict[str, Row]:
        """The rows by an id that another target version leaves alone."""
        found: dict[str, Row] = {}
        for row in self.report.rows:
            path = format_path(row.path) if row.path else ""
            name = f"{row.member} {row.kind.value} {path}".strip()
            number = sum(known == name or known.startswith(f"{name} #") for known in found)
            found[f"{name} #{number + 1}" if number else name] = row
        return found

    @cached_property
    def state(self) -> State:
        """The base in the new version, with what is decided."""
        rows = [
            replace(row, changes=changes)
            for id, row in self.rows.items()
            if (changes := changes_of(row, self.decisions.get(id)))
        ]
        done = applied(self.report, rows)
        if done.refused:
            raise done.refused[0][1]
        return replace(done.state, upgrading=self)

    def deciding(self, decisions: Decisions) -> Upgrading:
        """With these decisions as well."""
        merged = {**self.decisions, **decisions}
        kept = {id: decision for id, decision in merged.items() if decision and id in self.rows}
        following = replace(self, decisions=kept)
        following.__dict__.update(report=self.report, rows=self.rows)
        return following


def begin(
    state: State, version: Version, schema: Schema | None = None, before: Schema | None = None
) -> State:
    """The state in another version, no row decided but those that were and are still there.

    `schema` and `before`: the schemas of the new version and of the old one, if not the bundled.

    An upgrade under way, with no other edit since, goes on from where it began; back at the version
    that it began with it is over. Raises ValueError where the version is older, UnknownChart.
    """
    under_way = state.upgrading if untouched(state) else None
    base = _kept_on_disk(under_way.base, state.plan) if under_way else state
    base = replace(base, upgrading=None, schema=before or base.schema)
    if version < base.version:
        raise ValueError(f"{version} is older than {base.version}; an upgrade goes forwards")
    if version == base.version and schema is None:
        return base
    upgrading = Upgrading(base, version, schema)
    return upgrading.deciding(under_way.decisions if under_way else {}).state


def decide(state: State, decisions: Decisions) -> State:
    """The state with these rows decided. Raises EditRefused, LookupError for rows there are not."""
    upgrading = state.upgrading
    missing = [id for id in decisions if upgrading is None or id not in upgrading.rows]
    if upgrading is None or missing:
        raise LookupError(f"the upgrade has nothing like this: {', '.join(missing)}")
    following = upgrading.deciding(decisions)
    if untouched(state):
        decided = following.state
        return replace(decided, plan=_kept_on_disk(decided, state.plan).plan)
    plan = state.plan
    for id in decisions:
        plan = _decided_on_top(plan, upgrading, following, id)
    return replace(reread(replace(state, plan=plan)), upgrading=following)


def decide_what_goes(state: State, decisions: Decisions) -> tuple[State, dict[str, EditRefused]]:
    """As `decide`, but what is refused is left out: why, by the rows' ids."""
    try:
        return decide(state, decisions), {}
    except EditRefused:
        pass
    refused: dict[str, EditRefused] = {}
    for id, decision in decisions.items():
        try:
            state = decide(state, {id: decision})
        except EditRefused as refusal:
            refused[id] = refusal
    return state, refused


def untouched(state: State) -> bool:
    """Whether the files are as the decisions alone made them."""
    if state.upgrading is None:
        return False
    try:
        made = state.upgrading.state.plan
    except EditRefused:  # decided on top of other edits, which it does not go without
        return False
    return made.members.keys() == state.plan.members.keys() and all(
        member.document.text == state.plan[member.key].document.text for member in made
    )


def take_all_safe(upgrading: Upgrading) -> Decisions:
    """The decision to take every row that nobody has to look at, where none is made yet."""
    return {
        id: TAKEN
        for id, row in upgrading.rows.items()
        if row.safe and row.changes and id not in upgrading.decisions
    }


def edited_path(row: Row) -> Path:
    """Where a value of one's own would be written; () where the row is about more than one."""
    if row.kind is Kind.ADVICE and not row.changes:
        return ()
    puts = [change for change in row.changes if isinstance(change, Put)]
    if any(not same(put.value, puts[0].value) for put in puts[1:]):
        return ()
    return puts[0].path if puts else row.path


def changes_of(row: Row, decision: Decision | None) -> tuple[Change, ...]:
    """What a decision does to the file."""
    if decision is None or decision.choice is Proposal.KEEP:
        return ()
    if decision.choice is Proposal.TAKE:
        return row.changes
    path = edited_path(row)
    if not path:
        return ()
    puts = [change.path for change in row.changes if isinstance(change, Put)] or [path]
    drops = [
        change for change in row.changes if isinstance(change, Drop) and change.path not in puts
    ]
    return (*drops, *(Put(each, decision.value) for each in puts))


def _decided_on_top(plan: Plan, before: Upgrading, after: Upgrading, id: str) -> Plan:
    """One decision made in files that were edited since."""
    row = after.rows[id]
    base, document = before.base.plan[row.member].document, plan[row.member].document
    changes: dict[Path, Change] = {}
    for change in changes_of(row, before.decisions.get(id)):
        known = base.has(change.path)
        changes[change.path] = (
            Put(change.path, base.get(change.path)) if known else Drop(change.path)
        )
    changes |= {change.path: change for change in changes_of(row, after.decisions.get(id))}
    wanted = [
        change
        for change in changes.values()
        if isinstance(change, Put) or document.has(change.path)
    ]
    if not wanted:
        return plan
    order = after.report.schema.rank
    return plan.with_document(
        row.member, document.apply(wanted, dict(row.comments), order).document
    )


def _kept_on_disk(state: State, plan: Plan) -> State:
    """The state with what is known to be on disk by now."""
    own = state.plan
    for member in own:
        if member.key in plan:
            own = own.with_member(replace(member, saved=plan[member.key].saved))
    return replace(state, plan=own)
