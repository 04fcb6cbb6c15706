"""The front end of lines in a terminal that can do nothing: no cursor is moved, no secret shown."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.e2e.terminal import Terminal

DUMB = {"TERM": "dumb"}
KEY = "c2VjcmV0LWtleQ"


def type_lines(terminal: Terminal, lines: Sequence[tuple[str, str]]) -> None:
    """Wait for a prompt that holds a text, and type a line, as often as there are pairs."""
    for prompt, line in lines:
        expected = prompt.encode()
        terminal.until(lambda: expected in last_line(terminal), prompt)  # noqa: B023
        seen = len(terminal.drawn)
        terminal.press(line, "enter")
        terminal.until(lambda: b"\n" in terminal.drawn[seen:], "a new line")  # noqa: B023


def last_line(terminal: Terminal) -> bytes:
    """What stands on the line that the program has not ended yet."""
    return bytes(terminal.drawn).rpartition(b"\n")[2]


def test_a_dumb_terminal_gets_lines(tmp_path: Path) -> None:
    with Terminal(tmp_path, environment=DUMB) as terminal:
        terminal.until(lambda: b"the questions come line by line" in terminal.drawn, "the reason")
        begun = [("Enter takes", "")] * 4 + [("called?", "prod"), ("none?", ""), ("takes 1", "")]
        type_lines(terminal, begun)
        type_lines(terminal, [
            ("? helps: ", "/where do the licence keys"),
            ("Number, 1 to 4", "the keys, in the values"),
            ("nothing is shown as you type", KEY),
            ("nothing is shown as you type", "s"),
            ("Save? y or n", "y"),
            ("nothing is shown as you type", "q"),
        ])  # fmt: skip
        assert terminal.until_ended() == 0
        assert b"\x1b" not in terminal.drawn
        assert KEY.encode() not in terminal.drawn
        assert terminal.line_discipline == terminal.line_discipline_at_start
    assert KEY in (tmp_path / "values.yaml").read_text(encoding="utf-8")


def test_ctrl_c_leaves_a_draft(tmp_path: Path) -> None:
    with Terminal(tmp_path, ["--plain", "--version", "2.4.16"]) as terminal:
        type_lines(terminal, [("Enter takes", "")] * 3)
        type_lines(terminal, [("called?", "prod"), ("none?", ""), ("takes 1", "")])
        terminal.until(lambda: b"? helps: " in last_line(terminal), "a question")
        terminal.press("ctrl+c")
        assert terminal.until_ended() == 130
        assert b"kept in a draft" in terminal.drawn
    assert list(tmp_path.iterdir()) == []
