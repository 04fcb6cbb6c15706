"""A list of things to look at and act on: findings, files, steps. One cursor, wrapped texts."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget

from screens.theme import marks
from screens.widgets.spoken import Spoken, speak


@dataclass(frozen=True)
class Pick:
    """One entry: a mark with its style, a text, what enter would do, and what stands dimmed before
    the text."""

    id: str
    mark: str
    style: str
    text: str
    act: str = ""
    lead: str = ""


class PickList(Widget, can_focus=True):
    DEFAULT_CSS = """
    PickList { height: auto; width: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("enter,space", "pick", "Go there", key_display="enter", id="picks.go"),
        Binding("x", "fix", "Fix it", id="picks.fix"),
    ]

    cursor: reactive[int] = reactive(0, layout=True)

    @dataclass
    class Picked(Spoken):
        pick: str
        fix: bool

    def __init__(self, empty: str, fixes: bool = False, id: str | None = None) -> None:
        super().__init__(id=id)
        self.empty, self.fixes = empty, fixes
        self.picks: Sequence[Pick] = ()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A list without fixes has no key for them."""
        return self.fixes if action == "fix" else super().check_action(action, parameters)

    def show(self, picks: Sequence[Pick]) -> None:
        """Take these entries; the cursor stays at its place."""
        self.picks = picks
        self.cursor = max(0, min(self.cursor, len(picks) - 1))
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width))

    def render(self) -> Content:
        return Content("\n").join(line for line, _ in self._lines(self.content_size.width or 40))

    def _lines(self, width: int) -> list[tuple[Content, int]]:
        if not self.picks:
            return [(Content.styled(self.empty, "dim"), -1)]
        lines = []
        for index, pick in enumerate(self.picks):
            here = index == self.cursor and self.has_focus
            meta = Style.from_meta({"pick": index})
            indent = " " * len(pick.mark)
            room = max(20, width - 3 - len(indent))
            for number, text in enumerate(textwrap.wrap(pick.lead + pick.text, room) or [""]):
                sign = f"{pick.mark} " if number == 0 else f"{indent} "
                lead = min(len(pick.lead), len(text)) if number == 0 else 0
                line = Content.assemble(
                    (f"{marks().here if here and number == 0 else ' '} ", "bold $accent"),
                    (sign, pick.style),
                    (text[:lead], "dim"),
                    (text[lead:], "bold" if here else ""),
                )
                lines.append((line.stylize(meta), index))
            if here and pick.act:
                line = Content.assemble("    ", (pick.act, "italic $accent"))
                lines.append((line.stylize(meta), index))
        return lines

    def watch_cursor(self) -> None:
        if self.is_mounted and self.parent is not None and self.has_focus:
            rows = [
                n
                for n, (_, index) in enumerate(self._lines(self.size.width))
                if index == self.cursor
            ]
            if rows and isinstance(self.parent, Widget):
                region = Region(0, rows[0], self.size.width, len(rows))
                self.parent.scroll_to_region(
                    region.translate(self.virtual_region.offset), animate=False, force=True
                )

    def on_focus(self) -> None:
        self.refresh(layout=True)

    def on_blur(self) -> None:
        self.refresh(layout=True)

    def action_move(self, step: int) -> None:
        target = self.cursor + step
        if 0 <= target < len(self.picks):
            self.cursor = target
        elif step > 0:
            self.screen.focus_next()
        else:
            self.screen.focus_previous()

    def action_pick(self) -> None:
        if self.picks:
            speak(self, self.Picked(self.picks[self.cursor].id, fix=False))

    def action_fix(self) -> None:
        if self.picks:
            speak(self, self.Picked(self.picks[self.cursor].id, fix=True))

    def on_click(self, event: events.Click) -> None:
        pick = event.style.meta.get("pick")
        if pick is not None:
            self.focus()
            already = pick == self.cursor
            self.cursor = pick
            if already or event.chain > 1:
                self.action_pick()
