"""The answers of a choice: each with its title, what it gains and costs, and when to choose it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import ScrollableContainer
from textual.content import Content
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget

from screens.theme import Marks, marks
from screens.widgets.spoken import Spoken, speak
from wizard.outline import KEPT, OptionRow

_ROOMY = 30
"""From this many screen lines on, every option shows its trade-off, not only the one in focus."""


@dataclass(frozen=True)
class _Line:
    """A drawn line: the bar at its left, then pieces of text with their styles."""

    option: int
    bar: str
    pieces: tuple[tuple[str, str], ...]


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
        Binding("pagedown", "screen.topic(1)", show=False),
        Binding("pageup", "screen.topic(-1)", show=False),
    ]

    cursor: reactive[int] = reactive(0)

    @dataclass
    class Highlighted(Spoken):
        """The cursor moved to this option; `why_not` if it cannot be chosen."""

        option: str
        why_not: str = ""

    @dataclass
    class Chosen(Spoken):
        """This option was chosen; `go_on` asks for the next question."""

        option: str
        go_on: bool

    @dataclass
    class Left(Spoken):
        """The cursor went past the first (-1) or the last (1) option."""

        direction: int

    def __init__(self, rows: Sequence[OptionRow], several: bool = False, id: str | None = None):
        super().__init__(id=id)
        self.rows = list(rows)
        self.several = several
        self.marks: Marks = marks()
        self._hovered: int | None = None
        self.brief = False
        """Whether only the option in focus shows its trade-off, as there is no room for all."""
        chosen = next((index for index, row in enumerate(self.rows) if row.chosen), None)
        advised = next((index for index, row in enumerate(self.rows) if row.recommended), 0)
        is_left = chosen is not None and chosen == len(self.rows) - 1
        self.set_reactive(Options.cursor, advised if chosen is None or is_left else chosen)

    def show_rows(self, rows: Sequence[OptionRow]) -> None:
        """Take new states of the same options."""
        if list(rows) != self.rows:
            self.rows = list(rows)
            self.cursor = min(self.cursor, len(self.rows) - 1)
            self._redraw()

    def fit(self, lines: int, width: int) -> None:
        """Be brief where so many lines are too few for all trade-offs."""
        before, self.brief = self.brief, False
        self.brief = self.height_at(width) > lines
        if self.brief != before and self.is_mounted:
            self._redraw()

    def _redraw(self) -> None:
        """Draw again, in as many lines as it takes now."""
        self.refresh(layout=True)

    @property
    def current(self) -> OptionRow:
        return self.rows[self.cursor]

    def _consider(self, row: OptionRow) -> None:
        speak(self, self.Highlighted(row.id, row.why_not))

    # --- drawing

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return self.height_at(width)

    def height_at(self, width: int) -> int:
        """How many lines the options take in that width."""
        return len(list(self._lines(width)))

    def render(self) -> Content:
        parts = []
        for line in self._lines(self.content_size.width or 40):
            content = Content.assemble((line.bar, "$accent"), *line.pieces)
            parts.append(content.stylize(Style.from_meta({"option": line.option})))
        return Content("\n").join(parts)

    def _lines(self, width: int) -> Iterator[_Line]:
        roomy = self.app.size.height >= _ROOMY and not self.brief
        for index, row in enumerate(self.rows):
            here = index == self.cursor and self.has_focus
            bar = self.marks.bar if here else " "
            yield from self._title(row, index, here, bar, width)
            if row.why_not and (here or roomy):
                reason = f"Cannot be chosen: {row.why_not}."
                look = "$text-warning" if here else "dim"
                yield from self._wrapped(bar, "", reason, look, index, width)
            if index == self.cursor or roomy:
                yield from self._trade_off(row, index, here, bar, width, whole=here or roomy)
            if roomy and index + 1 < len(self.rows) and (row.gains or row.costs):
                yield _Line(index, "", ())

    def _title(
        self, row: OptionRow, index: int, here: bool, bar: str, width: int
    ) -> Iterator[_Line]:
        """The sign and the title, folded if need be; then what stands beside it, if it fits."""
        sign = self._sign(row)
        style = "bold $accent" if here else ("bold" if row.chosen else "")
        if row.why_not:
            style = "dim"
        elif index == self._hovered and not here:
            style = f"{style} underline"
        aside, look = row.note, "dim"
        if row.why_not and not here and not aside:
            aside = "cannot be chosen"
        elif row.recommended and not aside:
            aside, look = "recommended", "$primary"
        lead = f"{sign} "
        for text in textwrap.wrap(row.title, max(12, width - 6)):
            used = 1 + len(lead) + len(text)
            gap = 3 if row.note else width - used - len(aside) - 1
            if aside and gap > 1:
                yield _Line(
                    index, bar, ((lead, style), (text, style), (" " * gap, ""), (aside, look))
                )
                aside = ""
            else:
                yield _Line(index, bar, ((lead, style), (text, style)))
            lead = "    "
        if aside:
            yield _Line(index, bar, ((f"    {aside}", look),))

    def _sign(self, row: OptionRow) -> str:
        """Whether it is chosen, free, or cannot be chosen, without colours."""
        several = self.several and row.id
        if row.chosen:
            return "[x]" if several else self.marks.chosen
        if row.why_not:
            return f" {self.marks.hidden} "
        return "[ ]" if several else self.marks.free

    def _trade_off(
        self, row: OptionRow, index: int, here: bool, bar: str, width: int, whole: bool
    ) -> Iterator[_Line]:
        """Gains and costs; the `whole` with when to choose it and how sure that is."""
        quiet = "" if here else "dim "
        if row.amounts_to:
            yield from self._wrapped(bar, "", row.amounts_to, "dim", index, width)
        gain, cost = f"{quiet}$text-success", f"{quiet}$text-error"
        if row.gains:
            yield from self._wrapped(bar, self.marks.gain, row.gains, gain, index, width)
        if row.costs:
            yield from self._wrapped(bar, self.marks.cost, row.costs, cost, index, width)
        if row.choose_when and (whole or row.id == KEPT):
            yield from self._wrapped(bar, "", row.choose_when, f"{quiet}italic", index, width)
        if whole and row.sure:
            yield from self._wrapped(bar, "?", row.sure, f"{quiet}$text-warning", index, width)

    def _wrapped(
        self, bar: str, sign: str, text: str, style: str, index: int, width: int
    ) -> Iterator[_Line]:
        lead = f"    {sign} " if sign else "    "
        for position, piece in enumerate(textwrap.wrap(text, max(12, width - len(lead) - 1))):
            indent = lead if position == 0 else " " * len(lead)
            yield _Line(index, bar, ((indent + piece, style),))

    # --- moving and choosing

    def watch_cursor(self) -> None:
        if self.is_mounted:
            self._redraw()
            self._consider(self.current)
            self.call_after_refresh(self.show_cursor)

    def show_cursor(self) -> None:
        """Keep the option in focus in view, where the options are taller than the screen."""
        lines = [line.option for line in self._lines(self.size.width)]
        top, height = lines.index(self.cursor), lines.count(self.cursor)
        region = Region(0, top, self.size.width, height).translate(self.virtual_region.offset)
        for ancestor in self.ancestors:
            if isinstance(ancestor, ScrollableContainer):
                # What is docked above, the question, must not hide the option.
                spacing = ancestor.dock_gutter
                ancestor.scroll_to_region(region, spacing=spacing, animate=False, force=True)
                return
            if isinstance(ancestor, Widget):
                region = region.translate(ancestor.virtual_region.offset)

    def on_focus(self) -> None:
        self._redraw()
        self._consider(self.current)
        self.call_after_refresh(self.show_cursor)

    def on_blur(self) -> None:
        self._redraw()

    def action_move(self, step: int) -> None:
        target = self.cursor + step
        if 0 <= target < len(self.rows):
            self.cursor = target
        else:
            speak(self, self.Left(step))

    def action_choose(self) -> None:
        self._choose(go_on=False)

    def action_choose_and_go(self) -> None:
        self._choose(go_on=True)

    def _choose(self, go_on: bool) -> None:
        crossed = self.several and self.current.chosen  # can be taken away at any rate
        if self.current.why_not and not crossed:
            self.app.bell()
            return
        speak(self, self.Chosen(self.current.id, go_on))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Let what is below the mouse be considered; the cursor stays, and so do the lines."""
        option = event.style.meta.get("option")
        if option is not None and option != self._hovered:
            self._hovered = option
            self._consider(self.rows[option])
            self.refresh()

    def on_leave(self) -> None:
        if self._hovered is not None:
            self._hovered = None
            self._consider(self.current)
            self.refresh()

    def on_click(self, event: events.Click) -> None:
        option = event.style.meta.get("option")
        if option is not None and option < len(self.rows):
            self.focus()
            self.cursor = option
            self._choose(go_on=False)
