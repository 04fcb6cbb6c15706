"""All fields of the chart, drawn line by line, so that seven thousand cost no more than seventy."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from schema.path import format_path
from screens.theme import marks
from screens.widgets.spoken import Spoken, speak
from wizard.fields import FieldRow
from wizard.hiding import HIDDEN
from wizard.tree import MISSING


class FieldList(ScrollView, can_focus=True):
    """Arrows move, right and left open and close, enter edits."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "fields--row",
        "fields--here",
        "fields--set",
        "fields--quiet",
        "fields--unknown",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "move(-100000)", show=False),
        Binding("end", "move(100000)", show=False),
        Binding("right,l", "expand(True)", "Open", show=False),
        Binding("left,h", "expand(False)", "Close", show=False),
        Binding("enter,space", "edit", "Edit", key_display="enter", id="fields.edit"),
    ]

    @dataclass
    class Moved(Spoken):
        row: FieldRow

    @dataclass
    class Toggled(Spoken):
        row: FieldRow
        open: bool

    @dataclass
    class Edit(Spoken):
        row: FieldRow

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.rows: Sequence[FieldRow] = ()
        self.cursor = 0
        self.flat = False

    def show(self, rows: Sequence[FieldRow], flat: bool) -> None:
        """Take new rows; `flat` rows (of a search) show their whole path."""
        here = self.current.path if self.current else ()
        self.rows, self.flat = rows, flat
        self.virtual_size = Size(self.size.width, max(1, len(rows)))
        same = next((n for n, row in enumerate(rows) if row.path == here), None)
        self.cursor = same if same is not None else min(self.cursor, max(0, len(rows) - 1))
        self._moved()

    @property
    def current(self) -> FieldRow | None:
        return self.rows[self.cursor] if self.cursor < len(self.rows) else None

    def go(self, path: tuple[object, ...]) -> None:
        """Put the cursor on a path, if it is listed."""
        for position, row in enumerate(self.rows):
            if row.path == path:
                self.cursor = position
                self._moved()

    def render_line(self, y: int) -> Strip:
        position = y + self.scroll_offset.y
        width = self.size.width
        if position >= len(self.rows):
            return Strip.blank(width, self.rich_style)
        row = self.rows[position]
        here = position == self.cursor
        base = self.rich_style + self.get_component_rich_style("fields--row")
        if here:
            base += self.get_component_rich_style("fields--here")
        quiet = base + self.get_component_rich_style("fields--quiet")
        name_style = base
        if row.field is None:
            name_style = base + self.get_component_rich_style("fields--unknown")
        elif row.value is not MISSING:
            name_style = base + self.get_component_rich_style("fields--set")
        ground = Style(bgcolor=base.bgcolor)
        name_style, quiet = name_style + ground, quiet + ground
        pointer = marks().here if here and self.has_focus else " "
        opener = ("▾ " if row.expanded else "▸ ") if row.parent else "  "
        name = format_path(row.path) if self.flat else row.key
        segments = [
            Segment(f"{pointer}{'  ' * row.depth}{'' if self.flat else opener}{name}", name_style),
            Segment(f"  {self._said(row)}", name_style if row.value is not MISSING else quiet),
        ]
        return Strip(segments).crop(0, width).adjust_cell_length(width, base)

    def _said(self, row: FieldRow) -> str:
        if row.field is None:
            return "not a field of this chart"
        if row.inside:
            return f"{row.inside} set"
        if row.value is not MISSING:
            return HIDDEN if row.field.sensitive else json.dumps(row.value, ensure_ascii=False)
        if row.parent:
            return ""
        if row.field.has_default and row.field.default not in (None, "", [], {}):
            default = json.dumps(row.field.default, ensure_ascii=False)
            return HIDDEN if row.field.sensitive else default
        return row.field.type

    def _moved(self) -> None:
        height = max(1, self.size.height)
        top = self.scroll_offset.y
        if self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False, force=True)
        elif self.cursor >= top + height:
            self.scroll_to(y=self.cursor - height + 1, animate=False, force=True)
        self.refresh()
        if self.current is not None:
            speak(self, self.Moved(self.current))

    def action_move(self, step: int) -> None:
        self.cursor = max(0, min(len(self.rows) - 1, self.cursor + step))
        self._moved()

    def action_page(self, step: int) -> None:
        self.action_move(step * max(1, self.size.height - 1))

    def action_expand(self, wanted: bool) -> None:
        row = self.current
        if row is None:
            return
        if row.parent and row.expanded != wanted:
            speak(self, self.Toggled(row, wanted))
        elif not wanted and row.depth:
            parents = [n for n in range(self.cursor) if self.rows[n].depth < row.depth]
            self.action_move(parents[-1] - self.cursor)

    def action_edit(self) -> None:
        row = self.current
        if row is None:
            return
        if row.parent:
            speak(self, self.Toggled(row, not row.expanded))
        else:
            speak(self, self.Edit(row))

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None:
            return
        position = offset.y + self.scroll_offset.y
        if position < len(self.rows):
            self.focus()
            self.cursor = position
            self._moved()
            self.action_edit()

    def on_focus(self) -> None:
        self.refresh()
