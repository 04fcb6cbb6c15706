"""The rows of an upgrade: a list that tells which one is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType

from screens.widgets.pick_list import PickList
from screens.widgets.spoken import Spoken, speak


class RowList(PickList):
    """Enter does what is proposed. The cursor may be put on an entry from outside."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "pick", "As proposed", key_display="enter", id="rows.pick"),
    ]

    @dataclass
    class Moved(Spoken):
        """The cursor stands on another row, or the list has the focus now."""

        row: str

    _pressed: int | None = None

    @property
    def here(self) -> str:
        """The id of the row under the cursor; "" where there is none."""
        return self.picks[self.cursor].id if self.picks else ""

    def go(self, id: str) -> None:
        """Put the cursor on a row."""
        places = [place for place, pick in enumerate(self.picks) if pick.id == id]
        if places:
            self.cursor = places[0]

    def watch_cursor(self) -> None:
        super().watch_cursor()
        self._tell()

    def on_focus(self) -> None:
        self.call_next(self._tell)  # that it has the focus is known only then

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Note the row now: with the focus, lines may move before the button is let go."""
        self._pressed = event.style.meta.get("pick")

    def on_click(self, event: events.Click) -> None:
        """Look at the row; do what is proposed with two clicks."""
        event.prevent_default()
        if self._pressed is not None:
            self.cursor = self._pressed
            if event.chain > 1:
                self.action_pick()

    def _tell(self) -> None:
        if self.is_mounted and self.has_focus and self.here:
            speak(self, self.Moved(self.here))
