"""The questions of a topic as a table of contents, each in one line with its answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.style import Style

from screens.theme import cut, marks
from screens.widgets.spoken import Spoken, speak
from screens.widgets.told import Told
from wizard.outline import QuestionRow

_STYLES = {"answered": "$text-success", "untouched": "", "custom": "$text-warning"}
_NARROWEST = 24


class QuestionList(Told):
    """Shows rows; a click asks the screen to open one."""

    DEFAULT_CSS = """
    QuestionList { height: auto; color: $text-muted; }
    """

    @dataclass
    class Picked(Spoken):
        """A question was clicked; "" is the note at the end."""

        question: str

    def show(self, rows: Sequence[QuestionRow], here: str, width: int, note: str = "") -> None:
        """One line a question, `here` the open one; headings where the group changes; `note` as a
        last, dim line."""
        lines: list[Content] = []
        group = ""
        for row in rows:
            if row.asked.question.group != group:
                group = row.asked.question.group
                lines.append(Content.styled(group, "dim"))
            lines.append(self._line(row, row.asked.id == here, width))
        if note:
            meta = Style.from_meta({"question": ""})
            lines.append(Content.styled(note, "dim italic").stylize(meta))
        worth_it = len(rows) > 1 or bool(note)
        self.tell(Content("\n").join(lines) if worth_it else "", hide=True)

    def _line(self, row: QuestionRow, here: bool, width: int) -> Content:
        room = width - 4
        said = cut(row.said, max(_NARROWEST // 2, room - _NARROWEST - 2)) if row.said else ""
        ask = cut(row.asked.question.ask, room - len(said) - 2 if said else room)
        line = Content.assemble(
            (f"{marks().here if here else ' '} ", "bold $accent"),
            (f"{marks().topic(row.state)} ", _STYLES[row.state]),
            (ask, "bold" if here else ""),
            " " * max(2, room - len(ask) - len(said)) if said else "",
            (said, "$text-success"),
        )
        return line.stylize(Style.from_meta({"question": row.asked.id}))

    def on_click(self, event: events.Click) -> None:
        question = event.style.meta.get("question")
        if question is not None:
            speak(self, self.Picked(question))
