"""Leaving: what is not saved is asked about, the terminal is as before, a draft outlives it all."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.keys import Keys
from tests.e2e.person import title
from tests.e2e.script import DEFAULT
from tests.e2e.terminal import Terminal

QUESTION = "certificates.mode"
LINE_WRAP, CURSOR = 7, 25  # the private modes that a terminal has on by itself


def answered(terminal: Terminal) -> Keys:
    """Somebody who has begun, and given one answer that is nowhere saved."""
    person = Keys(terminal)
    person.begin(DEFAULT)
    person.answer(QUESTION, "own-cas")
    return person


def test_leaving_asks_about_what_is_not_saved(tmp_path: Path) -> None:
    with Terminal(tmp_path, (), 80, 24) as terminal:
        person = answered(terminal)
        at = person.at()
        terminal.press("ctrl+q")
        terminal.until_shown("not saved", "Stay")
        terminal.press("escape")
        terminal.until(lambda: "Stay" not in terminal.picture, "the question again")
        assert person.at() == at
        terminal.press("ctrl+q")
        terminal.until_shown("Stay", "Discard")
        terminal.press("right", "right")
        terminal.settle()
        terminal.press("enter")
        assert terminal.until_ended() == 0
        assert terminal.line_discipline == terminal.line_discipline_at_start
        assert {mode for mode, on in terminal.modes.items() if on} == {LINE_WRAP, CURSOR}
    assert list(tmp_path.iterdir()) == []
    with Terminal(tmp_path, (), 80, 24) as terminal:
        terminal.until_shown("Chart version", "Begin")
        assert "draft" not in terminal.picture.lower()


def test_a_closed_terminal_leaves_a_draft(tmp_path: Path) -> None:
    with Terminal(tmp_path, (), 80, 24) as terminal:
        answered(terminal)
        terminal.hang_up()
        terminal.until_ended()
    with Terminal(tmp_path, (), 80, 24) as terminal:
        terminal.until_shown("Chart version", "Begin", "draft")
        person = Keys(terminal)
        person.take_up_draft()
        person.go(QUESTION)
        person.see_chosen(title(QUESTION, "own-cas"))
    assert list(tmp_path.iterdir()) == []
