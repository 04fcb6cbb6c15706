"""What the panes that show a file of the plan have in common: which file, how, and when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.timer import Timer

from screens.widgets.preview import Preview
from screens.widgets.told import Told
from wizard.session import Session

PAUSE = 0.06
"""Seconds to wait for the next key before what is considered is worked out."""


class FilePane(Vertical):
    """`MODES`: the ways to show a file, with the word for each; the first is where it begins."""

    MODES: ClassVar[Mapping[str, str]]

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.mode = next(iter(self.MODES))
        self._session: Session | None = None
        self._file = ""
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        yield Told(id="preview-title")
        yield Preview(id="preview")

    def next_mode(self) -> None:
        """To the next way of showing the file."""
        modes = list(self.MODES)
        self.mode = modes[(modes.index(self.mode) + 1) % len(modes)]
        self.redraw()

    def next_file(self) -> None:
        """To the next file of the plan."""
        if self._session is not None:
            keys = list(self._session.plan.members)
            position = keys.index(self._file) if self._file in keys else -1
            self.show_file(keys[(position + 1) % len(keys)])

    def show_file(self, key: str) -> None:
        """Show this file of the plan."""
        self._file = key
        self.redraw()

    def redraw(self) -> None:
        """Draw what is known now."""
        raise NotImplementedError

    def after_a_pause(self, work: Callable[[], None]) -> None:
        """Do it shortly after the last key: what was put off before is given up."""
        self.put_nothing_off()
        self._timer = self.set_timer(PAUSE, work)

    def put_nothing_off(self) -> None:
        """Give up what waits for its time."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
