"""The save dialog: which file is written, what changed, what stands in the way."""

from __future__ import annotations

from textual.content import Content

from schema.finding import Severity
from screens.theme import marks
from wizard.session import Session


def what_will_be_written(session: Session, conflicts: list[str]) -> Content:
    """The files with their changes, the findings that remain, and what changed on disk since."""
    lines: list[Content] = []
    for member in session.plan:
        diff = session.diff(member.key)
        state = "new" if member.saved is None else ("changed" if member.changed else "unchanged")
        lines.append(
            Content.assemble(
                (f"{marks().changed if member.changed else marks().untouched} ", "$text-success"),
                (str(member.file), "bold" if member.changed else "dim"),
                (f"  {state}", "dim"),
                (f"  +{diff.added}", "$text-success") if member.changed else "",
                (f" −{diff.removed}", "$text-error") if member.changed else "",
            )
        )
    severities = [finding.severity for finding in session.findings()]
    errors, warnings = severities.count(Severity.ERROR), severities.count(Severity.WARNING)
    if errors or warnings:
        lines += [
            Content(""),
            Content.styled(
                f"{errors} errors and {warnings} warnings remain; the review shows them.",
                "$text-warning",
            ),
        ]
    for conflict in conflicts:
        lines += [Content(""), Content.styled(f"{marks().error} {conflict}", "$text-error")]
    return Content("\n").join(lines)
