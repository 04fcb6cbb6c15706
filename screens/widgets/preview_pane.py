"""The right-hand side: a file of the plan, with what the answers change in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.style import Style

from screens.preview_lines import diff_lines, effective_lines, first_marked, light, whole_lines
from screens.widgets.file_pane import FilePane
from screens.widgets.preview import Preview, PreviewLine
from screens.widgets.spoken import Spoken, speak
from screens.widgets.told import Told
from wizard.document import Document
from wizard.session import Session

_LITTLE = 8


class PreviewPane(FilePane):
    """`follow` shows what the open question writes, `consider` what an answer would change.

    A click on the file's name goes to the next file, one on the word beside it to the next mode,
    one on a file's counts to that file.
    """

    MODES: ClassVar[Mapping[str, str]] = {
        "diff": "changes",
        "whole": "whole file",
        "effective": "values in effect",
    }

    @dataclass
    class ModeWanted(Spoken):
        """The word for the mode was clicked."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._question = ""
        self._picked = False
        self._tentative: dict[str, Document] | None = None
        self._trouble = ""

    def compose(self) -> ComposeResult:
        yield from super().compose()
        yield Told(id="preview-counts")

    def follow(self, session: Session, question: str) -> None:
        """Show the files as the session has them, lit where the question writes."""
        if question != self._question:
            self._picked = False
        self._session, self._question = session, question
        self.settle()

    def settle(self) -> None:
        """Forget what was considered."""
        self.put_nothing_off()
        self._tentative, self._trouble = None, ""
        self.redraw()

    def consider(self, session: Session, question: str, answer: Any) -> None:
        """Show what the answer would change, shortly after the last key."""
        self._session, self._question = session, question
        self.after_a_pause(lambda: self._work_out(answer))

    def _work_out(self, answer: Any) -> None:
        if self._session is None:
            return
        preview = self._session.preview(self._question, answer)
        self._tentative, self._trouble = dict(preview.documents), preview.trouble
        self.redraw()

    def show_file(self, key: str) -> None:
        """Stay with this file until another question is opened."""
        self._picked = True
        super().show_file(key)

    def redraw(self) -> None:
        """Draw what is known now."""
        session = self._session
        if session is None or not self.is_mounted:
            return
        self._file = self._choose_file(session)
        lines = self._lines(session)
        preview = self.query_one(Preview)
        preview.text_of_empty = self._nothing(session)
        little_room = preview.size.height < _LITTLE
        preview.show(lines, first_marked(lines, little_room), (self._file, self.mode))
        self.query_one("#preview-title", Told).tell(self._title(session))
        self.query_one("#preview-counts", Told).tell(self._counts(session))

    def _nothing(self, session: Session) -> str:
        on_disk = session.plan[self._file].saved is not None
        return "Nothing changed: as it is on disk." if on_disk else "Nothing to write yet."

    def _choose_file(self, session: Session) -> str:
        """The file the person picked, else the first that the question touches or could."""
        if self._picked and self._file in session.plan:
            return self._file
        could = session.files_of(self._question)
        considered = [key for key in self._tentative or {} if key in session.plan]
        written = [key for key, paths in session.paths_of(self._question).items() if paths]
        for keys in ([key for key in considered if key in could], considered, written, could):
            if keys:
                return keys[0]
        return session.plan.first.key

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
        more = len(session.plan.members) - 1
        file = Content.styled(member.file.name, "bold")
        if more:
            file += Content.styled(f"  f +{more}", "dim")
        unsure = self._tentative and self._file in self._tentative
        word = "would change" if unsure else self.MODES[self.mode]
        mode = Content.assemble(("d ", "dim"), (word, "italic $accent" if unsure else "dim"))
        gap = max(2, self.query_one("#preview-title").size.width - len(file) - len(mode))
        return Content.assemble(
            file.stylize(Style.from_meta({"show": "file"})),
            " " * gap,
            mode.stylize(Style.from_meta({"show": "mode"})),
        )

    def _counts(self, session: Session) -> Content:
        if self._trouble:
            return Content.styled(self._trouble, "$text-error")
        pieces = []
        for member in session.plan:
            diff = session.diff(member.key)
            here = member.key == self._file
            name = "here" if here else (member.cluster or member.role.value)
            piece = Content.assemble(
                (f"{name} ", "" if here else "dim"),
                (f"+{diff.added}", "$text-success" if diff.added else "dim"),
                " ",
                (f"−{diff.removed}", "$text-error" if diff.removed else "dim"),
            )
            pieces.append(piece.stylize(Style.from_meta({"file": member.key})))
        return Content(" · ").join(pieces)

    def on_click(self, event: events.Click) -> None:
        meta = event.style.meta
        if "file" in meta:
            self.show_file(meta["file"])
        elif meta.get("show") == "file":
            self.next_file()
        elif meta.get("show") == "mode":
            speak(self, self.ModeWanted())
