"""What a step to another chart version means for values files, key by key, three ways: the old
version's defaults, the file, the new version's defaults.

Answers that the guide recognises are carried over as `Session.change_version` does it; the rest of
the file is looked at key by key. A row proposes, `applied` does; nothing is written here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from schema.finding import Change
from schema.model import Schema
from schema.path import Path
from schema.version import Version
from wizard.answering import reread, rewrite
from wizard.document import Document, EditRefused
from wizard.plan import Member
from wizard.state import State
from wizard.upgrading.advice import advice, found
from wizard.upgrading.carried import carried
from wizard.upgrading.defaults import defaults
from wizard.upgrading.keys import keys
from wizard.upgrading.moves import removed, renamed, variables
from wizard.upgrading.row import Claims, Kind, Proposal, Row, Step

__all__ = ["Applied", "Kind", "Proposal", "Report", "Row", "applied", "report"]


@dataclass(frozen=True)
class Report:
    """The rows of all files of a plan, those that need a person first, then as in the files.

    `schema` is the new version's; `given`: it is another one than the bundled.
    """

    before: State
    version: Version
    schema: Schema
    rows: tuple[Row, ...]
    given: bool = False

    @property
    def safe(self) -> tuple[Row, ...]:
        """The rows whose changes can be made together without a person looking at each."""
        return tuple(row for row in self.rows if row.safe and row.changes)

    def of(self, member: str) -> Report:
        """The rows of one file alone."""
        return replace(self, rows=tuple(row for row in self.rows if row.member == member))


@dataclass(frozen=True)
class Applied:
    """The plan in the new version with the rows' changes, and the rows that could not be made."""

    state: State
    refused: tuple[tuple[Row, EditRefused], ...]


def report(state: State, version: Version, schema: Schema | None = None) -> Report:
    """What the step from the state's version means. `schema`: the new version's, if not bundled.

    Raises UnknownChart where the version is older than all that is known.
    """
    if version == state.version and schema is None:
        return Report(state, version, state.chart_schema, (), state.schema is not None)
    new = replace(state, version=version, schema=schema).chart_schema
    after = _carried_over(state, version, schema)
    rows = [row for member in state.plan for row in _rows(state, after, member, new)]
    keys_in_order = [member.key for member in state.plan]
    rows.sort(key=lambda row: (keys_in_order.index(row.member), *_place(row)))
    return Report(state, version, new, tuple(rows), schema is not None)


def applied(report: Report, rows: Iterable[Row]) -> Applied:
    """Make the changes of these rows, and take the plan to the new version."""
    chosen = [row for row in rows if row.changes]
    refused: list[tuple[Row, EditRefused]] = []
    plan = report.before.plan
    for member in report.before.plan:
        own = [row for row in chosen if row.member == member.key]
        document = _edited(member.document, own, report.schema, refused)
        plan = plan.with_document(member.key, document)
    state = replace(
        report.before, plan=plan, version=report.version,
        schema=report.schema if report.given else None, assumed_version=False,
    )  # fmt: skip
    return Applied(reread(state), tuple(refused))


def _carried_over(state: State, version: Version, schema: Schema | None) -> State:
    """The same answers in the new version; the files as they are where they cannot be edited."""
    following = replace(state, version=version, schema=schema, assumed_version=False)
    try:
        return rewrite(state, following, ())
    except EditRefused:
        return following


def _rows(before: State, after: State, member: Member, new: Schema) -> Iterator[Row]:
    step = Step(member.key, member.document, before.chart_schema, new)
    claims = Claims()
    bare = replace(before, version=after.version, schema=after.schema)
    for part in (
        carried(step, before, bare),
        renamed(step, claims),
        removed(step, claims),
        variables(step, claims),
        keys(step, claims),
        defaults(step, claims),
        advice(step, claims),
        found(step, member, before, after, claims),
    ):
        for row in part:
            claims.add(row)
            yield row


def _place(row: Row) -> tuple[bool, bool, int, int, str]:
    kinds = list(Kind)
    return (not row.needs_person, not row.changes or not row.safe, kinds.index(row.kind), row.line,
            ".".join(map(str, row.path)))  # fmt: skip


def _edited(
    document: Document, rows: list[Row], schema: Schema, refused: list[tuple[Row, EditRefused]]
) -> Document:
    changes: list[Change] = [change for row in rows for change in row.changes]
    comments: dict[Path, str | None] = {p: text for row in rows for p, text in row.comments.items()}
    try:
        return document.apply(changes, comments, schema.rank).document if changes else document
    except EditRefused:
        pass
    for row in rows:
        try:
            document = document.apply(row.changes, dict(row.comments), schema.rank).document
        except EditRefused as refusal:
            refused.append((row, refusal))
    return document
