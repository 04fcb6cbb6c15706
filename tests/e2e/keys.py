"""A person without a mouse."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from tests.e2e import sight
from tests.e2e.person import MOST_MOVES, ORDER, Person, question, title, titles
from tests.e2e.script import Script
from tests.e2e.terminal import NotSeen
from wizard.gloo_platform import GUIDE
from wizard.question import Choice, Many, Rows
from wizard.typed import write

_SOON = 2.0


class Keys(Person):
    """Goes on and back with n and b, over topics with the brackets, chooses with enter or space."""

    def begin(self, script: Script) -> None:
        self.terminal.until_shown("Chart version")
        for label, text in script.fields.items():
            self._type_into(label, text)
        self.terminal.press("ctrl+n")
        self.at()

    def reopen(self, version: str = "") -> None:
        """Open the file of the command line, for this version if one is given."""
        self.terminal.until_shown("Open it")
        if version:
            self._type_into("Chart version", version)
        self.terminal.press("ctrl+n")
        self.at()

    def _type_into(self, label: str, text: str) -> None:
        self._to_field(label)
        self.terminal.press("ctrl+u")  # alone: a letter behind it would overtake it
        self.terminal.settle()
        self.terminal.press(text)
        self.see_typed(text)

    def take_up_draft(self) -> None:
        self.terminal.press("enter")
        self.at()

    def _to_field(self, label: str) -> None:
        row = -1
        for _ in range(MOST_MOVES):
            with suppress(NotSeen):  # a button has neither bar nor text cursor
                row = self._see_focus_leave(row)
                if label in self.lines[row]:
                    return
            self.terminal.press("tab")
        raise AssertionError(f"there is no field {label}")

    def _see_focus_leave(self, row: int) -> int:
        """Wait until something in another row has the focus; that row."""
        self.see(lambda: self._focus_row() not in (row, -1), f"another row than {row}", _SOON)
        return self._focus_row()

    def _focus_row(self) -> int:
        here = self.option_here()
        return here.row if here else self.terminal.cursor[1]

    def go(self, id: str) -> None:
        for _ in range(MOST_MOVES):
            at = self.at()
            if at == id:
                return
            self.terminal.press(_step(at, id))
            self.see_gone(at)
        raise AssertionError(f"{id} was not reached")

    def answer(self, id: str, answer: Any) -> None:
        self.go(id)
        asked = question(id)
        if isinstance(asked, Many):
            for option in answer:
                self._move_to(id, title(id, option))
                self.terminal.press(" ")
                self.see_chosen(title(id, option))
            return
        if isinstance(asked, Choice):
            self._move_to(id, title(id, answer))
            self.terminal.press("enter")
        else:
            lines = write(asked, answer).split("\n")
            self.terminal.press("\r".join(lines))
            self.see_typed(lines[-1])
            self.terminal.press("tab" if isinstance(asked, Rows) else "enter")
        self.see_gone(id)

    def _move_to(self, id: str, wanted: str) -> None:
        order = titles(id)
        for _ in range(MOST_MOVES):
            here = self.option_here()
            assert here is not None
            if here.is_titled(wanted):
                return
            # What the guide does not list, custom or left to the chart, stands below all others.
            place = next((n for n, one in enumerate(order) if here.is_titled(one)), len(order))
            self.terminal.press("down" if place < order.index(wanted) else "up")
            self._see_bar_leave(here)
        raise AssertionError(f"{id} has no option {wanted}")

    def _see_bar_leave(self, before: sight.Option) -> None:
        def left() -> bool:
            here = self.option_here()
            return here is not None and here.title != before.title

        self.see(left, f"the bar at another option than {before.title}")

    def review(self) -> None:
        while not self.is_review():
            at = self.at()
            self.terminal.press("r" if isinstance(question(at), Choice) else "ctrl+n")
            self.see_gone(at)

    def save(self) -> None:
        self.terminal.press("ctrl+s")
        self.terminal.until_shown("Cancel")
        self.terminal.press("enter")
        self.see_saved()


def _step(at: str, id: str) -> str:
    """The key that leads from one question towards another."""
    ahead = ORDER.index(id) > ORDER.index(at)
    if not isinstance(question(at), Choice):
        return "ctrl+n" if ahead else "ctrl+b"  # letters would be typed
    if GUIDE.asked[at].topic is not GUIDE.asked[id].topic:
        return "]" if ahead else "["
    return "n" if ahead else "b"
