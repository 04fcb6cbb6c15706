"""The right-hand side: a file of the plan, with what the answers change in it."""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from screens.preview_lines import diff_lines, effective_lines, first_marked, light, whole_lines
from screens.widgets.preview import Preview, PreviewLine
from wizard.document import Document
from wizard.session import Session

_WORDS = {"diff": "changes", "whole": "whole file", "effective": "values in effect"}
MODES = tuple(_WORDS)
_PAUSE = 0.06
"""Seconds to wait for the next key before a considered answer is worked out."""


class PreviewPane(Vertical):
    """`follow` shows what the open question writes, `consider` what an answer would change."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.mode = "diff"
        self._session: Session | None = None
        self._question = ""
        self._file = ""
        self._picked = False
        self._tentative: dict[str, Document] | None = None
        self._trouble = ""
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="preview-title")
        yield Preview(id="preview")
        yield Static(id="preview-counts")

    def follow(self, session: Session, question: str) -> None:
        """Show the files as the session has them, lit where the question writes."""
        if question != self._question:
            self._picked = False
        self._session, self._question = session, question
        self.settle()

    def settle(self) -> None:
        """Forget what was considered."""
        self._stop()
        self._tentative, self._trouble = None, ""
        self.redraw()

    def consider(self, session: Session, question: str, answer: Any) -> None:
        """Show what the answer would change, shortly after the last key."""
        self._session, self._question = session, question
        self._stop()
        self._timer = self.set_timer(_PAUSE, lambda: self._work_out(answer))

    def _work_out(self, answer: Any) -> None:
        if self._session is None:
            return
        preview = self._session.preview(self._question, answer)
        self._tentative, self._trouble = dict(preview.documents), preview.trouble
        self.redraw()

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def next_mode(self) -> None:
        self.mode = MODES[(MODES.index(self.mode) + 1) % len(MODES)]
        self.redraw()

    def next_file(self) -> None:
        if self._session is not None:
            keys = list(self._session.plan.members)
            position = keys.index(self._file) if self._file in keys else -1
            self._file, self._picked = keys[(position + 1) % len(keys)], True
            self.redraw()

    def redraw(self) -> None:
        """Draw what is known now."""
        session = self._session
        if session is None or not self.is_mounted:
            return
        self._file = self._choose_file(session)
        lines = self._lines(session)
        self.query_one(Preview).show(lines, first_marked(lines))
        self.query_one("#preview-title", Static).update(self._title(session))
        self.query_one("#preview-counts", Static).update(self._counts(session))

    def _choose_file(self, session: Session) -> str:
        """The file the person picked, else the first that the question touches."""
        if self._picked and self._file in session.plan:
            return self._file
        if self._tentative:
            touched = next((key for key in self._tentative if key in session.plan), "")
            if touched:
                return touched
        touched = next(
            (key for key, paths in session.paths_of(self._question).items() if paths), ""
        )
        if touched:
            return touched
        return self._file if self._file in session.plan else session.plan.first.key

    def _lines(self, session: Session) -> list[PreviewLine]:
        member = session.plan[self._file]
        tentative = (self._tentative or {}).get(self._file)
        shown = tentative or member.document
        if self.mode == "diff":
            lines = diff_lines(session, member.base, member.document, tentative)
        elif self.mode == "whole":
            lines = whole_lines(session, shown)
        else:
            return effective_lines(session, shown)
        paths = session.paths_of(self._question).get(self._file, [])
        return light(lines, {shown.locate(path)[0] for path in paths if shown.has(path)})

    def _title(self, session: Session) -> Content:
        member = session.plan[self._file]
        names = [member.file.name]
        more = len(session.plan.members) - 1
        hint = f"   f: {more} other file{'s' if more > 1 else ''}" if more else ""
        word = {"diff": "changes", "whole": "whole file", "effective": "values in effect"}[
            self.mode
        ]
        would = "would change" if self._tentative else word
        return Content.assemble(
            (names[0], "bold"), "  ", (would, "italic" if self._tentative else "dim"), (hint, "dim")
        )

    def _counts(self, session: Session) -> Content:
        if self._trouble:
            return Content.styled(self._trouble, "$text-error")
        pieces = []
        for member in session.plan:
            diff = session.diff(member.key)
            name = "here" if member.key == self._file else (member.cluster or member.role.value)
            pieces.append(
                Content.assemble(
                    f"{name} ",
                    (f"+{diff.added}", "$text-success"),
                    " ",
                    (f"−{diff.removed}", "$text-error"),
                )
            )
        return Content(" · ").join(pieces)
