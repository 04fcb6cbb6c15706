"""What the Upgrade screen says of its rows. Pure: an upgrade in, texts out."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from schema.path import format_path
from screens.theme import marks
from screens.widgets.pick_list import Pick
from wizard.outline import OptionRow
from wizard.state import State
from wizard.upgrading.deciding import Decision, Upgrading, changes_of, edited_path
from wizard.upgrading.row import Proposal, Row
from wizard.upgrading.written import change_lines

_SEVERITY = {"error": "$text-error", "warning": "$text-warning", "note": "dim"}


def heading(title: str, picks: Sequence[Pick]) -> Content:
    """The heading of a group, with how many of its rows are decided."""
    decided = sum(pick.mark in (marks().answered, marks().hidden, marks().custom) for pick in picks)
    return Content.assemble(f"{title}   ", (f"{decided} of {len(picks)} decided", "dim"))


def pick(upgrading: Upgrading, id: str, file: str) -> Pick:
    """A row as one entry of the list; `file` is named where there are several."""
    row, decision = upgrading.rows[id], upgrading.decisions.get(id)
    severity = row.severity.value
    sign, style = marks().warning if severity != "note" else marks().untouched, _SEVERITY[severity]
    if decision is not None:
        sign = {
            Proposal.TAKE: marks().answered,
            Proposal.KEEP: marks().hidden,
            Proposal.EDIT: marks().custom,
        }[decision.choice]
        style = "dim" if decision.choice is Proposal.KEEP else "$text-success"
    place = f"{file}:{row.line}  " if file and row.line else f"{file}  " if file else ""
    name = format_path(row.path) if row.path else "the chart"
    return Pick(id, sign, style, f"{name}: {row.what}", _act(row, decision), place)


def _act(row: Row, decision: Decision | None) -> str:
    if decision is not None:
        return "enter: decide anew"
    if row.proposal is Proposal.EDIT and edited_path(row):
        first = "enter: edit"
    elif row.proposal is Proposal.TAKE and row.changes:
        first = "enter: take it"
    else:
        first = "enter: seen"
    others = ["x: leave it"] if row.changes and row.proposal is not Proposal.KEEP else []
    if row.changes and row.proposal is Proposal.KEEP:
        others.append("t: have it as it was")
    if edited_path(row) and row.proposal is not Proposal.EDIT:
        others.append("e: edit")
    elif row.path:
        others.append("g: look at the values there")
    return " · ".join([first, *others])


def in_full(upgrading: Upgrading, id: str) -> Content:
    """All that is known of a row."""
    row = upgrading.rows[id]
    lines = [
        Content.styled(format_path(row.path) if row.path else "The chart as a whole", "bold"),
        Content.assemble(
            (row.kind.value, "dim"), "  ", (row.severity.value, _SEVERITY[row.severity.value]),
            (f"  line {row.line}" if row.line else "", "dim"),
        ),
        Content(""),
        Content(f"{row.what}. {row.why}".strip()),
    ]  # fmt: skip
    if row.sure:
        lines.append(Content.styled(f"How sure: {row.sure}.", "$text-warning"))
    if row.changes and row.restarts:
        lines.append(Content.assemble(("restarts ", "dim"), row.restarts))
    lines.append(Content(""))
    if row.changes and row.proposal is Proposal.KEEP:
        lines.append(Content.styled("to have it as it was:", "dim"))
    document = upgrading.base.plan[row.member].document
    schemas = (upgrading.base.chart_schema, upgrading.report.schema)
    for line in change_lines(document, row.changes, *schemas):
        lines.append(
            Content.styled(line, "$text-error" if line.startswith("-") else "$text-success")
        )
    decision = upgrading.decisions.get(id)
    if decision is not None and decision.choice is Proposal.EDIT:
        lines.append(Content.styled("of your own instead:", "dim"))
        for line in change_lines(document, changes_of(row, decision), *schemas):
            lines.append(Content.styled(line, "$text-accent"))
    return Content("\n").join(lines)


def choices(row: Row | None, decision: Decision | None) -> list[OptionRow]:
    """What can be done with a row."""
    chosen = decision.choice if decision else None
    as_it_was = row is not None and row.proposal is Proposal.KEEP
    proposal = row.proposal if row else None
    if row is not None and not row.changes and not edited_path(row):
        proposal = Proposal.KEEP  # there is nothing to do in the file
    return [
        OptionRow(
            "take", "Have it as it was" if as_it_was else "Take the change",
            chosen=chosen is Proposal.TAKE, recommended=proposal is Proposal.TAKE,
            why_not="" if row and row.changes else "nothing is ready to be taken",
        ),
        OptionRow(
            "keep", "Leave the file as it is", chosen=chosen is Proposal.KEEP,
            recommended=proposal is Proposal.KEEP,
        ),
        OptionRow(
            "edit", "Write something else", chosen=chosen is Proposal.EDIT,
            recommended=proposal is Proposal.EDIT,
            why_not="" if row and edited_path(row) else "it is about more than one value",
        ),
    ]  # fmt: skip


def where_from(state: State, newer: Sequence[str]) -> str:
    """What the screen says while there is no row."""
    if state.upgrading is not None:
        return f"Nothing changes for this file from {state.upgrading.base.version}."
    if not newer:
        return f"No version newer than {state.version} is known here; any can be typed."
    return (
        "Which version shall the file be for? Type it, go through the known ones with the arrow "
        "keys, or click on one; then enter. What the step means is then listed here, key by key."
    )


def likely(rows: Sequence[OptionRow]) -> int:
    """Where the cursor begins: at what is decided, else at what is proposed."""
    chosen = [place for place, row in enumerate(rows) if row.chosen]
    proposed = [place for place, row in enumerate(rows) if row.recommended]
    return (*chosen, *proposed, 1)[0]


def how_sure(upgrading: Upgrading | None) -> Content:
    """How far the two versions are known."""
    if upgrading is None:
        return Content("")
    known = ((upgrading.base.version, upgrading.base.chart_schema),
             (upgrading.version, upgrading.report.schema))  # fmt: skip
    lines = [f"{version}: {schema.confidence}" for version, schema in known]
    return Content.styled("\n".join(lines), "dim")
