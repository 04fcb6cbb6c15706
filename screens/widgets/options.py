"""The answers of a choice: each with its title, what it gains and costs, and when to choose it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget

from screens.theme import Marks, marks
from wizard.outline import OptionRow

_ROOMY = 30
"""From this many screen lines on, every option shows its trade-off, not only the one in focus."""


@dataclass(frozen=True)
class _Line:
    text: str
    style: str
    option: int


class Options(Widget, can_focus=True):
    """Arrow keys move and preview, space or enter chooses; the mouse does both.

    Leaving at the top or the bottom posts `Left` so that the screen can move to another question.
    """

    DEFAULT_CSS = """
    Options { height: auto; width: 1fr; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("space", "choose", "Choose", key_display="space", id="options.choose"),
        Binding("enter", "choose_and_go", "Choose, go on", show=False),
    ]

    cursor: reactive[int] = reactive(0, layout=True)

    @dataclass
    class Highlighted(Message):
        """The cursor moved to this option."""

        option: str

    @dataclass
    class Chosen(Message):
        """This option was chosen; `go_on` asks for the next question."""

        option: str
        go_on: bool

    @dataclass
    class Left(Message):
        """The cursor went past the first (-1) or the last (1) option."""

        direction: int

    def __init__(self, rows: Sequence[OptionRow], several: bool = False, id: str | None = None):
        super().__init__(id=id)
        self.rows = list(rows)
        self.several = several
        self.marks: Marks = marks()
        chosen = next((index for index, row in enumerate(self.rows) if row.chosen), None)
        advised = next((index for index, row in enumerate(self.rows) if row.recommended), 0)
        is_left = chosen is not None and chosen == len(self.rows) - 1
        self.set_reactive(Options.cursor, advised if chosen is None or is_left else chosen)

    def show_rows(self, rows: Sequence[OptionRow]) -> None:
        """Take new states of the same options."""
        self.rows = list(rows)
        self.cursor = min(self.cursor, len(self.rows) - 1)
        self.refresh(layout=True)

    @property
    def current(self) -> OptionRow:
        return self.rows[self.cursor]

    # --- drawing

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(list(self._lines(width)))

    def render(self) -> Content:
        parts = []
        for line in self._lines(self.content_size.width or 40):
            content = Content.styled(line.text, line.style)
            parts.append(content.stylize(Style.from_meta({"option": line.option})))
        return Content("\n").join(parts)

    def _lines(self, width: int) -> Iterator[_Line]:
        roomy = self.app.size.height >= _ROOMY
        for index, row in enumerate(self.rows):
            here = index == self.cursor
            bar = self.marks.bar if here and self.has_focus else " "
            yield self._title(row, index, here, bar, width)
            if row.why_not and here:
                yield from self._wrapped(bar, "", f"Not here: {row.why_not}", "$warning", index, width)
            if here or roomy:
                yield from self._trade_off(row, index, here, bar, width)
            if roomy and index + 1 < len(self.rows) and (row.gains or row.costs):
                yield _Line("", "", index)

    def _title(self, row: OptionRow, index: int, here: bool, bar: str, width: int) -> _Line:
        sign = self.marks.chosen if row.chosen else self.marks.free
        if self.several and row.id:
            sign = "[x]" if row.chosen else "[ ]"
        title = textwrap.shorten(row.title, max(10, width - 5), placeholder=self.marks.more)
        text = f"{bar}{sign} {title}"
        if row.recommended:
            room = width - len(text) - len("recommended")
            text += " " * room + "recommended" if room > 1 else " *"
        style = "$text-disabled" if row.why_not else ("bold $accent" if here else "")
        if row.chosen and not here:
            style = "bold"
        return _Line(text, style, index)

    def _trade_off(
        self, row: OptionRow, index: int, here: bool, bar: str, width: int
    ) -> Iterator[_Line]:
        quiet = "" if here else "dim "
        if row.gains:
            yield from self._wrapped(
                bar, self.marks.gain, row.gains, f"{quiet}$text-success", index, width
            )
        if row.costs:
            yield from self._wrapped(
                bar, self.marks.cost, row.costs, f"{quiet}$text-error", index, width
            )
        if here and row.choose_when:
            yield from self._wrapped(bar, "", row.choose_when, "italic", index, width)
        if here and row.sure:
            yield from self._wrapped(bar, "?", row.sure, "$text-warning", index, width)

    def _wrapped(
        self, bar: str, sign: str, text: str, style: str, index: int, width: int
    ) -> Iterator[_Line]:
        lead = f"{bar}    {sign} " if sign else f"{bar}    "
        room = max(12, width - len(lead))
        for position, piece in enumerate(textwrap.wrap(text, room)):
            indent = lead if position == 0 else bar + " " * (len(lead) - 1)
            yield _Line(indent + piece, style, index)

    # --- moving and choosing

    def watch_cursor(self) -> None:
        if self.is_mounted:
            self.post_message(self.Highlighted(self.current.id))
            self.call_after_refresh(self._show_cursor)

    def _show_cursor(self) -> None:
        lines = [n for n, line in enumerate(self._lines(self.size.width)) if line.option == self.cursor]
        if lines and self.parent is not None:
            from textual.geometry import Region

            region = Region(0, lines[0], self.size.width, len(lines))
            self.screen.scroll_to_widget  # noqa: B018
            self.scroll_visible(animate=False) if self.size.height < 12 else None
            container = self.parent
            if isinstance(container, Widget):
                container.scroll_to_region(
                    region.translate(self.virtual_region.offset), animate=False, force=True
                )

    def on_focus(self) -> None:
        self.refresh(layout=True)
        self.post_message(self.Highlighted(self.current.id))

    def on_blur(self) -> None:
        self.refresh(layout=True)

    def action_move(self, step: int) -> None:
        target = self.cursor + step
        if 0 <= target < len(self.rows):
            self.cursor = target
        else:
            self.post_message(self.Left(step))

    def action_choose(self) -> None:
        self._choose(go_on=False)

    def action_choose_and_go(self) -> None:
        self._choose(go_on=True)

    def _choose(self, go_on: bool) -> None:
        if self.current.why_not:
            self.app.bell()
            return
        self.post_message(self.Chosen(self.current.id, go_on))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        option = event.style.meta.get("option")
        if option is not None and self.has_focus:
            self.cursor = option

    def on_click(self, event: events.Click) -> None:
        option = event.style.meta.get("option")
        if option is not None:
            self.focus()
            self.cursor = option
            self._choose(go_on=False)
