"""The first line: what is being built, whether it is saved, and how it stands."""

from __future__ import annotations

from textual.content import Content

from schema.finding import Severity
from screens.theme import marks
from screens.widgets.told import Told
from wizard.outline import counts
from wizard.session import Session


class TopBar(Told):
    DEFAULT_CSS = """
    TopBar { height: 1; background: $panel; color: $foreground; padding: 0 1; }
    """

    def show(self, session: Session, wide: bool) -> None:
        """Bring the line up to date."""
        facts = session.facts
        found = [finding.severity for finding in session.findings()]
        errors, warnings = found.count(Severity.ERROR), found.count(Severity.WARNING)
        left = f"{facts.chart} {facts.version}"
        if wide:
            left += f" · {facts.effective('deployment.purpose') or 'production'}"
        file = session.plan.first.file.name + (f" {marks().changed}" if session.changed else "")
        answered, all_topics = counts(session)
        pieces = [
            _count(errors, "error", "$text-error"),
            _count(warnings, "warning", "$text-warning"),
            Content.styled(f"{answered} of {all_topics}", "dim"),
        ]
        right = Content("   ").join([piece for piece in pieces if piece.plain])
        room = self.app.size.width - 2 - len(left) - len(file) - len(right.plain)
        gap = max(2, room // 2)
        self.tell(
            Content.assemble((left, "bold"), " " * gap, file, " " * max(2, room - gap), right)
        )


def _count(number: int, word: str, style: str) -> Content:
    if not number:
        return Content("")
    return Content.styled(f"{number} {word}{'s' if number > 1 else ''}", style)
