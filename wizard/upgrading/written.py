"""An upgrade's report as text, as Markdown and as data. Secrets are hidden in all of them."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from schema.finding import Change, Drop
from schema.model import Schema
from schema.path import format_path
from wizard.document import Document
from wizard.hiding import HIDDEN
from wizard.plan import Member
from wizard.tree import MISSING
from wizard.upgrade import Proposal, Report, Row
from wizard.upgrading.words import hides, shown

_WIDTH = 88
_OTHERWISE = "to have it as it was"
GROUPS: tuple[tuple[str, Callable[[Row], bool]], ...] = (
    ("Needs a person", lambda row: row.needs_person),
    ("Can be applied together", lambda row: not row.needs_person and row.safe),
    ("To know", lambda row: not row.needs_person and not row.safe),
)


class Writer:
    """Writes one file's rows; `name` is what the file is called in front of them."""

    def __init__(self, report: Report, member: Member, name: str) -> None:
        self.report = report.of(member.key)
        self.member = member
        self.name = name
        self.schemas: tuple[Schema, Schema] = (report.before.chart_schema, report.schema)

    def summary(self) -> str:
        """How many rows there are of each group."""
        counted = [(title, sum(map(belongs, self.report.rows))) for title, belongs in GROUPS]
        said = [f"{title.lower()}: {count}" for title, count in counted if count]
        return ", ".join(said) if said else "nothing changes for this file"

    # --- text

    def text(self) -> str:
        """For a terminal: a block for each row, those that need a person first."""
        lines = [f"{self.name}: {self._step()}", self.summary(), *self._sure()]
        for title, rows in self._groups():
            lines += ["", title]
            for row in rows:
                lines += ["", *self._block(row)]
        return "\n".join(lines) + "\n"

    def _block(self, row: Row) -> Iterator[str]:
        place = f"{self.name}:{row.line}: " if row.line else ""
        path = format_path(row.path) if row.path else "the chart as a whole"
        yield f"{place}{path}  ({row.kind}, {row.severity}; {row.proposal})"
        yield from _wrapped(f"{row.what}. {row.why}", "  ")
        if row.sure:
            yield from _wrapped(f"How sure: {row.sure}.", "  ")
        if row.changes and row.proposal is Proposal.KEEP:
            yield f"  {_OTHERWISE}:"
        for line in self._changes(row):
            yield f"    {line}"
        if row.changes and row.restarts:
            yield f"  restarts: {row.restarts}"

    def _changes(self, row: Row) -> Iterator[str]:
        return change_lines(self.member.document, row.changes, *self.schemas)

    # --- Markdown

    def markdown(self) -> str:
        """For a review: a heading for each group, an item for each row."""
        lines = [f"# {_escaped(self.name)}: {self._step()}", "", f"{self.summary()}.", ""]
        lines += [f"> {_escaped(line)}" for line in self._sure()]
        for title, rows in self._groups():
            lines += ["", f"## {title}", ""]
            for row in rows:
                lines += self._item(row)
        return "\n".join(lines).rstrip("\n") + "\n"

    def _item(self, row: Row) -> Iterator[str]:
        path = f"`{format_path(row.path)}`" if row.path else "The chart as a whole"
        place = f" (line {row.line})" if row.line else ""
        yield f"- **{path}**{place}: {row.kind}, {row.severity}, {row.proposal}"
        for sentence in (f"{row.what}. {row.why}", f"How sure: {row.sure}." if row.sure else ""):
            if sentence:
                yield from _wrapped(_escaped(sentence), "  ")
        changes = list(self._changes(row))
        if changes:
            if row.proposal is Proposal.KEEP:
                yield from ("", f"  {_OTHERWISE}:")
            yield from ("", "  ```diff", *(f"  {line}" for line in changes), "  ```", "")
            if row.restarts:
                yield from (f"  Restarts: {_escaped(row.restarts)}", "")

    # --- data

    def data(self) -> dict[str, Any]:
        """The report as JSON-like data."""
        state, report = self.report.before, self.report
        return {
            "file": self.name,
            "role": self.member.role.value,
            "chart": state.guide.chart,
            "from": str(state.version),
            "to": str(report.version),
            "fromAssumed": state.assumed_version,
            "confidence": {"from": self.schemas[0].confidence, "to": self.schemas[1].confidence},
            "needsPerson": any(row.needs_person for row in report.rows),
            "rows": [self._row(row) for row in report.rows],
        }

    def _row(self, row: Row) -> dict[str, Any]:
        return {
            "kind": row.kind.value,
            "path": format_path(row.path) if row.path else "",
            "line": row.line,
            "column": row.column,
            "severity": row.severity.value,
            "proposal": row.proposal.value,
            "safe": row.safe,
            "needsPerson": row.needs_person,
            "what": row.what,
            "why": row.why,
            "sure": row.sure,
            "restarts": row.restarts,
            "changes": [self._change(change) for change in row.changes],
        }

    def _change(self, change: Change) -> dict[str, Any]:
        path = format_path(change.path)
        if isinstance(change, Drop):
            return {"path": path, "unset": True}
        if hides(change.path, change.value, *self.schemas):
            return {"path": path, "value": HIDDEN, "hidden": True}
        return {"path": path, "value": change.value}

    def _step(self) -> str:
        state = self.report.before
        return f"{state.guide.chart} {state.version} to {self.report.version}"

    def _sure(self) -> list[str]:
        """How far the two versions are known."""
        versions = (str(self.report.before.version), str(self.report.version))
        pairs = zip(versions, self.schemas, strict=True)
        return [f"{version}: {schema.confidence}" for version, schema in pairs]

    def _groups(self) -> Iterator[tuple[str, list[Row]]]:
        for title, belongs in GROUPS:
            rows = [row for row in self.report.rows if belongs(row)]
            if rows:
                yield title, rows


def change_lines(document: Document, changes: Iterable[Change], *schemas: Schema) -> Iterator[str]:
    """Changes as lines of a diff, a line for each path; what is a secret for a schema is hidden."""
    for change in changes:
        before = document.get(change.path, MISSING)
        path = format_path(change.path)
        if before is not MISSING:
            yield f"- {path}: {shown(change.path, before, *schemas)}"
        if not isinstance(change, Drop):
            yield f"+ {path}: {shown(change.path, change.value, *schemas)}"


def as_json(writers: Iterable[Writer]) -> str:
    return json.dumps([writer.data() for writer in writers], ensure_ascii=False, indent=2) + "\n"


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(
        " ".join(text.split()), _WIDTH, initial_indent=indent, subsequent_indent=indent,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def _escaped(text: str) -> str:
    """Without what Markdown would take for marks of its own."""
    for sign in "\\`*_<>[]|":
        text = text.replace(sign, f"\\{sign}")
    return text
