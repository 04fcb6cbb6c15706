"""The file of an upgrade's row, with what is decided and what is looked at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.content import Content

from screens.preview_lines import diff_lines, first_marked, light, whole_lines
from screens.widgets.file_pane import FilePane
from screens.widgets.preview import Preview, PreviewLine
from screens.widgets.told import Told
from wizard.document import Document, EditRefused
from wizard.session import Session
from wizard.upgrading.deciding import Decision, changes_of, decide


class UpgradePane(FilePane):
    """`show` a row's file, `look_at` what a decision would do to it."""

    MODES: ClassVar[Mapping[str, str]] = {"diff": "changes", "whole": "whole file"}

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._row = ""
        self._looked_at: Decision | None = None

    def show(self, session: Session, row: str) -> None:
        """The file that the row is about, as it would be written."""
        self._session, self._row, self._looked_at = session, row, None
        upgrading = session.state.upgrading
        if upgrading is not None and row in upgrading.rows:
            self._file = upgrading.rows[row].member
        self.redraw()

    def look_at(self, decision: Decision | None) -> None:
        """Show what a decision would do to the row, shortly after the last key."""
        self._looked_at = decision
        self.after_a_pause(self.redraw)

    def redraw(self) -> None:
        """Draw what is known now."""
        session = self._session
        if session is None or not self.is_mounted:
            return
        if self._file not in session.plan:
            self._file = session.plan.first.key
        member = session.plan[self._file]
        tentative = self._tentative(session)
        shown = tentative or member.document
        if self.mode == "whole":
            lines = whole_lines(session, shown)
        else:
            lines = diff_lines(session, member.base, member.document, tentative)
        lines = self._lit(session, lines, shown)
        preview = self.query_one(Preview)
        lines = lines or [PreviewLine("gap", "Nothing changed: as it is on disk.")]
        preview.show(lines, first_marked(lines, values=True), (self._file, self.mode))
        self.query_one("#preview-title", Told).tell(self._title(session, tentative))

    def _title(self, session: Session, tentative: Document | None) -> Content:
        member = session.plan[self._file]
        counts = session.compare(member.base, tentative or member.document)
        word = "would change" if tentative else self.MODES[self.mode]
        return Content.assemble(
            (member.file.name, "bold"), ("  f" if len(session.plan.members) > 1 else "", "dim"),
            ("   d ", "dim"), (word, "italic $accent" if tentative else "dim"), "   ",
            (f"+{counts.added}", "$text-success" if counts.added else "dim"), " ",
            (f"−{counts.removed}", "$text-error" if counts.removed else "dim"),
        )  # fmt: skip

    def _tentative(self, session: Session) -> Document | None:
        """What the decision that is looked at would lead to; None if that is how it is now."""
        upgrading, decision = session.state.upgrading, self._looked_at
        if upgrading is None or decision is None or self._row not in upgrading.rows:
            return None
        if upgrading.rows[self._row].member != self._file:
            return None
        try:
            document = decide(session.state, {self._row: decision}).plan[self._file].document
        except EditRefused:
            return None
        return None if document.text == session.plan[self._file].document.text else document

    def _lit(
        self, session: Session, lines: list[PreviewLine], shown: Document
    ) -> list[PreviewLine]:
        """The lines that the row is about."""
        upgrading = session.state.upgrading
        row = upgrading.rows.get(self._row) if upgrading is not None else None
        if upgrading is None or row is None or row.member != self._file:
            return lines
        decided = changes_of(row, upgrading.decisions.get(self._row))
        paths = [path for path in (*row.paths, *(c.path for c in decided)) if shown.has(path)]
        return light(lines, {shown.locate(path)[0] for path in paths})
