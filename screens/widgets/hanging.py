"""Text with a margin: the lead of a line has its own column, the rest is wrapped beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

_LEAST = 20
"""So many columns the wrapped part has, however narrow the terminal is."""


@dataclass(frozen=True)
class Hung:
    """A line: `text` is wrapped in what room `lead` leaves."""

    lead: Content
    text: Content

    def wrapped(self, width: int) -> list[Content]:
        margin = Content(" " * self.lead.cell_length)
        pieces = self.text.wrap(max(_LEAST, width - self.lead.cell_length))
        return [(margin if number else self.lead) + piece for number, piece in enumerate(pieces)]


Text = str | Content | Sequence[Content | Hung]
"""What can be read: a text, or lines of which some are hung."""


class Hanging(Widget):
    """Shows a `Text`."""

    DEFAULT_CSS = """
    Hanging { height: auto; width: 1fr; }
    """

    def __init__(self, text: Text = "", id: str | None = None) -> None:
        super().__init__(id=id)
        self._text = _as_lines(text)

    def show(self, text: Text) -> None:
        """Show another text."""
        self._text = _as_lines(text)
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width))

    def render(self) -> Content:
        return Content("\n").join(self._lines(self.content_size.width or 40))

    def _lines(self, width: int) -> list[Content]:
        return [piece for line in self._text for piece in _wrapped(line, width)]


def _as_lines(text: Text) -> list[Content | Hung]:
    whole = Content(text) if isinstance(text, str) else text
    return [whole] if isinstance(whole, Content) else list(whole)


def _wrapped(line: Content | Hung, width: int) -> list[Content]:
    if isinstance(line, Hung):
        return line.wrapped(width)
    return line.wrap(max(_LEAST, width)) or [line]
