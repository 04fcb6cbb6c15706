"""The rail: every topic with its state, and where one is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.style import Style
from textual.widget import Widget

from screens.theme import Marks, cut, marks
from screens.widgets.spoken import Spoken, speak
from wizard.outline import TopicRow

_STYLES = {
    "answered": "$text-success",
    "untouched": "",
    "warning": "$text-warning",
    "error": "$text-error",
    "hidden": "dim",
}

_LEAST, _SOME, _MOST, _AROUND = 25, 28, 34, 6
"""Columns of the upright rail, and those of them that are no title."""

_ROOMY = 140
"""From this many columns on, titles need not be cut."""

REVIEW = "/review"
"""Stands for the Review screen among the topics."""


class Rail(Widget):
    """Upright at 100 columns and more; else folded to one line of marks."""

    DEFAULT_CSS = """
    Rail { width: 25; height: 1fr; padding: 0 0 0 1; }
    Rail.folded { width: 1fr; height: 1; padding: 0 1; }
    """

    @dataclass
    class Picked(Spoken):
        """A topic was clicked; `why_hidden` tells why it is not asked, "" if it is."""

        topic: str
        why_hidden: str

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.rows: Sequence[TopicRow] = ()
        self.here = ""
        self.place = ""
        self._hovered = ""
        self.marks: Marks = marks()

    def show(self, rows: Sequence[TopicRow], here: str, place: str = "") -> None:
        """The topics, the id of the one that is open, and where in it one is ("2 of 5")."""
        self.rows, self.here, self.place = rows, here, place
        self.styles.width = self._width()
        self.refresh()

    def _width(self) -> int | None:
        """Room for the longest title, where there is room at all."""
        if self.has_class("folded"):
            return None
        longest = max((len(row.topic.title) for row in self.rows), default=0)
        most = _MOST if self.app.size.width >= _ROOMY else _SOME
        return max(_LEAST, min(most, longest + _AROUND))

    def render(self) -> Content:
        return self._folded() if self.has_class("folded") else self._upright()

    def _upright(self) -> Content:
        room = self.content_size.width - 4
        lines = [Content.styled("Topics", "bold"), Content("")]
        for row in self.rows:
            here = row.topic.id == self.here
            sign = self.marks.here if here else " "
            style = "bold" if here else ("dim" if row.state == "hidden" else "")
            if row.topic.id == self._hovered and not here:
                style = f"{style} underline"
            line = Content.assemble(
                (f"{sign} ", "bold $accent"),
                (f"{self.marks.topic(row.state)} ", _STYLES[row.state]),
                (cut(row.topic.title, room), style),
            )
            lines.append(line.stylize(Style.from_meta({"topic": row.topic.id})))
        review = Content.assemble("    ", ("Review", "$primary"))
        lines += [Content(""), review.stylize(Style.from_meta({"topic": REVIEW}))]
        return Content("\n").join(lines)

    def _folded(self) -> Content:
        pieces = []
        title = ""
        for row in self.rows:
            here = row.topic.id == self.here
            title = row.topic.title if here else title
            sign = self.marks.here if here else self.marks.topic(row.state)
            piece = Content.styled(sign, "bold $accent" if here else _STYLES[row.state])
            pieces.append(piece.stylize(Style.from_meta({"topic": row.topic.id})))
        return Content.assemble(*pieces, "  ", (title, "bold"), "  ", (self.place, "dim"))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self._hover(event.style.meta.get("topic", ""))

    def on_leave(self) -> None:
        self._hover("")

    def _hover(self, topic: str) -> None:
        if topic != self._hovered:
            self._hovered = topic
            self.refresh()

    def on_click(self, event: events.Click) -> None:
        topic = event.style.meta.get("topic")
        if topic:
            why = next((row.why_hidden for row in self.rows if row.topic.id == topic), "")
            speak(self, self.Picked(topic, why))
