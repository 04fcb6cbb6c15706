"""Lines out, lines in: all that this front end does with a terminal."""

from __future__ import annotations

import getpass
import io
import re
from collections.abc import Callable, Iterable
from typing import TextIO

_HIDDEN = re.compile("•+")
_SPOKEN_HIDDEN = "(hidden)"
_UNFIT = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\ufffd]")
_UNSPEAKABLE = {code: "?" for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n"}


class EndOfInput(Exception):
    """There is no more to read: a pipe has ended, or a person has typed ctrl+d."""


class Quit(Exception):
    """The person wants to leave, and everything that has to be asked about that is settled."""


class Talk:
    """Reads lines from `source` and writes lines to `sink`."""

    def __init__(self, source: TextIO, sink: TextIO) -> None:
        self._source, self._sink = source, sink
        if isinstance(source, io.TextIOWrapper):
            source.reconfigure(errors="replace")  # what is no text is asked for again
        if isinstance(sink, io.TextIOWrapper):
            sink.reconfigure(errors="replace")  # a terminal that has no such letter shows a sign

    def say(self, *lines: str) -> None:
        """Print lines. What is masked is said in words, and no control character gets through."""
        for line in lines:
            self._sink.write(speakable(line) + "\n")
        self._sink.flush()

    def say_all(self, lines: Iterable[str]) -> None:
        self.say(*lines)

    def ask(self, prompt: str) -> str:
        """Print a prompt and read a line. Raises EndOfInput."""
        return self._fit(self._ask, prompt)

    def ask_hidden(self, prompt: str) -> str:
        """As `ask`, but what is typed is not shown."""
        return self._fit(self._ask_hidden, prompt)

    def _fit(self, ask: Callable[[str], str], prompt: str) -> str:
        while True:
            line = ask(prompt)
            if not _UNFIT.search(line):
                return line
            self.say("That line holds something that is no text, as arrow keys send it. Again:")

    def _ask(self, prompt: str) -> str:
        self._sink.write(f"{speakable(prompt)}: ")
        self._sink.flush()
        line = self._source.readline()
        if not line:
            self.say("")
            raise EndOfInput
        line = line.rstrip("\r\n")
        if not self._source.isatty():
            self.say(line)  # so that what is read from a pipe reads like a conversation
        return line

    def _ask_hidden(self, prompt: str) -> str:
        if not self._source.isatty():
            self._sink.write(f"{speakable(prompt)}: \n")
            line = self._source.readline()
            if not line:
                raise EndOfInput
            return line.rstrip("\r\n")
        self._sink.flush()
        try:
            return getpass.getpass(f"{speakable(prompt)}: ", self._sink)
        except EOFError:
            raise EndOfInput from None

    def confirm(self, question: str) -> bool:
        """Ask for yes or no until it is one of the two."""
        while True:
            match self.ask(f"{question} y or n").strip().lower():
                case "y" | "yes":
                    return True
                case "n" | "no" | "b":
                    return False
            self.say("Type y for yes or n for no.")

    def pick(self, what: str, titles: list[str], usual: int = 0) -> int | None:
        """Number the titles and ask for one: its index, None for Enter or b. `usual`, counted from
        1, is what Enter picks, if anything."""
        for number, title in enumerate(titles, 1):
            self.say(f"{number}. {title}")
        enter = f"Enter takes {usual}" if usual else "Enter goes back"
        while True:
            typed = self.ask(f"{what}: 1 to {len(titles)}, {enter}").strip().lower()
            if not typed and usual:
                return usual - 1
            if typed in ("", "b"):
                return None
            if typed.isdecimal() and 1 <= int(typed) <= len(titles):
                return int(typed) - 1
            fitting = [n for n, title in enumerate(titles) if typed in title.lower()]
            if len(fitting) == 1:
                return fitting[0]
            self.say(f"Type a number from 1 to {len(titles)}.")


def speakable(line: str) -> str:
    return _HIDDEN.sub(_SPOKEN_HIDDEN, line).translate(_UNSPEAKABLE)
