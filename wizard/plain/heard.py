"""What a line that was typed means: a command, or an answer."""

from __future__ import annotations

from dataclasses import dataclass

ANSWER = "answer"
ENTER = ""
SEARCH = "/"
_SIGNS = ("?", "-", "+")
# Words for commands. They count only where they are no answer, so that any text can be given.
WORDS = {
    "back": "b", "diff": "d", "exit": "q", "help": "?", "quit": "q", "redo": "y", "review": "r",
    "save": "s", "topics": "t", "undo": "u",
}  # fmt: skip


@dataclass(frozen=True)
class Heard:
    """`what` is ENTER, ANSWER, SEARCH or a command's sign; `rest` the answer, or what follows."""

    what: str
    rest: str = ""


def hear(line: str, commands: str, with_words: str = "") -> Heard:
    """Take a line for one of the commands, each a letter, or for an answer.

    Those of `with_words` may be followed by a space and something more. What begins with an equals
    sign is always an answer, without the sign.
    """
    typed = line.strip()
    if not typed:
        return Heard(ENTER)
    if typed.startswith("="):
        return Heard(ANSWER, typed[1:].strip())
    if typed.startswith(SEARCH):
        return Heard(SEARCH, typed[1:].strip())
    letter, _, rest = typed.partition(" ")
    if letter in _SIGNS and not rest:
        return Heard(letter)
    if len(letter) == 1 and letter in commands and (not rest or letter in with_words):
        return Heard(letter, rest.strip())
    return Heard(ANSWER, typed)
