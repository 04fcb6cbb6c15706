"""The questions of a topic around the open one, each in one line with its answer."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.style import Style
from textual.widgets import Static

from screens.theme import marks
from screens.widgets.spoken import Spoken, speak
from wizard.outline import QuestionRow

_STYLES = {"answered": "$text-success", "untouched": "", "custom": "$text-warning", "hidden": "dim"}


class QuestionList(Static):
    """Shows rows; a click asks the screen to open one."""

    DEFAULT_CSS = """
    QuestionList { height: auto; color: $text-muted; }
    """

    @dataclass
    class Picked(Spoken):
        question: str

    def show(self, rows: Sequence[QuestionRow], width: int, note: str = "") -> None:
        """One line a question; headings where the group changes; `note` as a last, dim line."""
        lines: list[Content] = []
        group = ""
        for row in rows:
            if row.asked.question.group != group:
                group = row.asked.question.group
                if group:
                    lines.append(Content.styled(group, "bold dim"))
            lines.append(self._line(row, width))
        if note:
            lines.append(Content.styled(note, "dim italic"))
        self.display = bool(lines)
        self.update(Content("\n").join(lines))

    def _line(self, row: QuestionRow, width: int) -> Content:
        sign = marks().topic(row.state)
        said = row.said
        room = max(16, width - 3 - (min(len(said), width // 3) + 2 if said else 0))
        ask = textwrap.shorten(row.asked.question.ask, room, placeholder=marks().more)
        said = textwrap.shorten(said, max(8, width - len(ask) - 5), placeholder=marks().more)
        line = Content.assemble((f"{sign} ", _STYLES[row.state]), ask, "  ", (said, "bold"))
        return line.stylize(Style.from_meta({"question": row.asked.id}))

    def on_click(self, event: events.Click) -> None:
        question = event.style.meta.get("question")
        if question:
            speak(self, self.Picked(question))
