"""A person who uses keys for nothing but text."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from tests.e2e import sight
from tests.e2e.person import MOST_MOVES, ORDER, Person, question, title
from tests.e2e.script import Script
from tests.e2e.terminal import KEYS, NotSeen
from wizard.gloo_platform import GUIDE
from wizard.question import Choice, Many
from wizard.typed import write

_FIELD = 16  # how far right of a label, at least, its field begins
_MOST_NOTCHES = 20
_SOON = 2.0


class Mouse(Person):
    """Goes by clicks in the rail, in the list of questions and on the line of keys. The terminal
    must be wide enough for the rail."""

    def begin(self, script: Script) -> None:
        self.terminal.until_shown("Chart version", "Begin")
        # From the bottom up: the note beside the version grows and shrinks as it is typed.
        for label, text in reversed(script.fields.items()):
            row, column = self._find(label)
            self.terminal.click(column + len(label) + _FIELD, row)
            self._see_cursor_in(row)
            self.terminal.press(KEYS["backspace"] * _FIELD)
            self.terminal.settle()
            self.terminal.press(text)
            self.see_typed(text)
        self.terminal.settle()
        self._click("Begin")
        self.at()

    def _see_cursor_in(self, row: int) -> None:
        self.see(lambda: self.terminal.cursor[1] == row, f"the text cursor in row {row}")

    def go(self, id: str) -> None:
        topic = GUIDE.asked[id].topic
        if GUIDE.asked[self.at()].topic is not topic:
            self._click_line(sight.places(self.lines, topic.title)[0])
            self.see(lambda: self._is_in(topic.id), f"a question of {topic.title}")
        for _ in range(MOST_MOVES):
            at = self.at()
            if at == id:
                return
            listed = sight.places(self.lines, question(id).ask)
            if len(listed) == 1:
                self._click_line(listed[0])
            else:
                self._click_key("Next" if ORDER.index(id) > ORDER.index(at) else "Back")
            with suppress(NotSeen):  # then it is tried again: the question was still moving
                self.see_gone(at, _SOON)
        raise AssertionError(f"{id} was not reached")

    def _is_in(self, topic: str) -> bool:
        at = self.in_sight()
        return self.is_ready(at) and GUIDE.asked[at].topic.id == topic

    def answer(self, id: str, answer: Any) -> None:
        self.go(id)
        asked = question(id)
        if isinstance(asked, Choice):
            for option in answer if isinstance(asked, Many) else (answer,):
                self._choose(title(id, option))
            return
        lines = write(asked, answer).split("\n")
        self.terminal.click(*self.terminal.cursor)
        self.terminal.press("\r".join(lines))
        self.see_typed(lines[-1])
        self._click_key("Next")
        self.see_gone(id)

    def _choose(self, wanted: str) -> None:
        """Click an option; again, if the question was still moving into its place."""
        for _ in range(_MOST_NOTCHES):
            option = self.option(wanted)
            if option is None:
                self.terminal.wheel(self.terminal.columns // 2, self.terminal.rows // 2, down=True)
                self.terminal.settle()
                continue
            self.terminal.click(option.column + 5, option.row)
            with suppress(NotSeen):
                self.see_chosen(wanted, _SOON)
                return
        raise AssertionError(f"no option {wanted} came into sight")

    def review(self) -> None:
        while not self.is_review():
            at = self.at()
            self._click_key("Review" if "Review" in self.lines[-1] else "Next")
            self.see_gone(at)

    def save(self) -> None:
        for _ in range(_MOST_NOTCHES):
            self._click_key("Save")
            with suppress(NotSeen):
                self.see(lambda: "Cancel" in self.terminal.picture, "the question to save", _SOON)
                break
        row, _ = self._find("Cancel")
        self._click("Save", row)
        self.see_saved()

    def _click_line(self, line: sight.Line) -> None:
        self.terminal.click(line.column + 2, line.row)

    def _click(self, text: str, row: int | None = None) -> None:
        found, column = self._find(text, row)
        self.terminal.click(column + 1, found)

    def _click_key(self, text: str) -> None:
        """Click in the last line, where the keys are."""
        self._click(text, self.terminal.rows - 1)

    def _find(self, text: str, row: int | None = None) -> tuple[int, int]:
        """Row and column of a text, in that row, else the first one on the screen."""
        for at in range(self.terminal.rows) if row is None else (row,):
            if text in self.lines[at]:
                return at, self.lines[at].index(text)
        raise AssertionError(f"{text!r} is not on the screen\n{self.terminal.picture}")
