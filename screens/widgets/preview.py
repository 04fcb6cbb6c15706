"""What the answers do to a file: a diff, the whole file, or the values in effect, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip


@dataclass(frozen=True)
class PreviewLine:
    """`kind` is context, plain, add, remove or gap; `tentative` lines are not chosen yet, `lit`
    ones belong to the question in focus. `number` is the line of the new file, 0 without one."""

    kind: str
    text: str
    tentative: bool = False
    lit: bool = False
    number: int = 0


class Preview(ScrollView, can_focus=True):
    """Draws only the lines that are seen, so the length of a file does not matter."""

    DEFAULT_CSS = """
    Preview { background: $background; }
    Preview:focus { background-tint: $foreground 3%; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "preview--context",
        "preview--plain",
        "preview--comment",
        "preview--add",
        "preview--remove",
        "preview--gap",
        "preview--written",
    }
    _SIGNS: ClassVar[dict[str, str]] = {
        "add": "+",
        "remove": "-",
        "context": " ",
        "plain": " ",
        "gap": " ",
    }

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: list[PreviewLine] = []
        self._rows: list[tuple[int, str]] = []
        self._shows: object = None
        self.text_of_empty = "Nothing to write yet."

    def show(
        self, lines: Sequence[PreviewLine], scroll_to: int | None = None, about: object = None
    ) -> None:
        """Show these lines; `scroll_to` is the line to bring into view, near the upper third.

        Without it the place stays, as long as the lines are `about` the same thing.
        """
        self._lines = list(lines)
        self._wrap()
        if about != self._shows and scroll_to is None:
            self.scroll_to(y=0, animate=False, force=True)
        self._shows = about
        if scroll_to is not None:
            row = next((n for n, (line, _) in enumerate(self._rows) if line == scroll_to), 0)
            height = max(1, self.size.height)
            target = max(0, min(row - height // 4, len(self._rows) - height))
            self.scroll_to(y=target, animate=False, force=True)
        self.refresh()

    def _wrap(self) -> None:
        """Fold lines that are wider than the pane; what follows is indented a little deeper."""
        width = max(20, self.size.width - 1)
        self._rows = []
        for number, line in enumerate(self._lines):
            text = f"{self._SIGNS[line.kind]} {line.text}"
            indent = " " * min(len(text) - len(text[2:].lstrip()) + 2, width // 2)
            while len(text) > width:
                cut = text.rfind(" ", len(indent) + 8, width)
                cut = cut if cut > 0 else width
                self._rows.append((number, text[:cut]))
                text = indent + text[cut:].lstrip()
            self._rows.append((number, text))
        self.virtual_size = Size(width, max(1, len(self._rows)))

    def on_resize(self) -> None:
        self._wrap()
        self.refresh()

    @property
    def lines(self) -> list[PreviewLine]:
        return self._lines

    def render_line(self, y: int) -> Strip:
        position = y + self.scroll_offset.y
        width = self.size.width
        if not self._rows and position == 0:
            style = self.get_component_rich_style("preview--gap")
            empty = Strip([Segment(self.text_of_empty[:width], style)])
            return empty.adjust_cell_length(width, self.rich_style)
        if position >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        number, text = self._rows[position]
        line = self._lines[number]
        style = self.get_component_rich_style(self._component(line))
        style += Style(bold=line.lit or None, italic=line.tentative or None)
        return Strip([Segment(text, style)]).adjust_cell_length(width, self.rich_style)

    def _component(self, line: PreviewLine) -> str:
        if line.kind in ("context", "plain") and line.text.lstrip().startswith("#"):
            return "preview--comment"
        if line.kind == "add" and not (line.lit or line.tentative):
            return "preview--written"
        return f"preview--{line.kind}"
