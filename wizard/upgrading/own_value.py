"""The field that a value of one's own is written to, instead of what a row proposes."""

from __future__ import annotations

from schema.finding import Put
from wizard.fields import FieldRow
from wizard.tree import MISSING
from wizard.upgrading.deciding import Upgrading, edited_path
from wizard.upgrading.row import Proposal


def field_row(upgrading: Upgrading, id: str) -> FieldRow:
    """The field, with the value to begin with: one's own, what is proposed, what the file says."""
    row = upgrading.rows[id]
    path = edited_path(row)
    decision = upgrading.decisions.get(id)
    value = upgrading.base.plan[row.member].document.get(path, MISSING)
    for change in row.changes:
        if isinstance(change, Put) and change.path == path:
            value = change.value
    if decision is not None and decision.choice is Proposal.EDIT:
        value = decision.value
    field = upgrading.report.schema.field(path) or upgrading.base.chart_schema.field(path)
    return FieldRow(path, field, 0, parent=False, expanded=False, value=value, inside=0)
