"""Somebody who talks to the wizard line by line, without a terminal."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.commands import Pipe
from wizard import cli
from wizard.gloo_platform import GUIDE

Answer = Callable[[str], str | None]
"""From what was said since the last line to the next line; None ends the input."""
_TOPIC = re.compile(r"^Topic \d+ of \d+: (.+)\.$", re.MULTILINE)
_QUESTION = re.compile(r"^Question \d+ of \d+(?:, ([^:\n]+))?: (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Talked:
    """How it went: the exit code, all that was said, and what stood on standard error."""

    code: int
    said: str
    told: str


class Person(io.StringIO):
    """A standard input whose lines are made up as they are read."""

    def __init__(self, out: Pipe, answer: Answer) -> None:
        super().__init__()
        self._out, self._answer, self._heard = out, answer, 0

    def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]
        self._out.flush()
        said = self._out.bytes.getvalue()
        line = self._answer(said[self._heard :].decode("ascii", "replace"))
        self._heard = len(said)
        return "" if line is None else f"{line}\n"


def talk(
    patch: pytest.MonkeyPatch, folder: Path, answers: Answer | Iterable[str], *arguments: str
) -> Talked:
    """Run `gloo-wizard --plain` in a folder with somebody who answers, or with these lines."""
    out, told = Pipe(), io.StringIO()
    if not callable(answers):
        lines = iter(answers)
        answers = lambda _: next(lines, None)  # noqa: E731
    with patch.context() as at:
        at.chdir(folder)
        at.setattr(sys, "stdin", Person(out, answers))
        at.setattr(sys, "stdout", out)
        at.setattr(sys, "stderr", told)
        code = cli.main(["--plain", *arguments])
        out.flush()
    return Talked(code, out.bytes.getvalue().decode("ascii", "replace"), told.getvalue())


class Reader:
    """Reads the questions: types the answers it has by the questions' ids, else presses Enter.

    `start` is typed before the first question, `end` at the first review. `asked` are the ids of
    the questions in the order in which they came.
    """

    def __init__(
        self, answers: Mapping[str, str], start: Iterable[str] = (), end: Iterable[str] = ()
    ) -> None:
        self.asked: list[str] = []
        self._answers = dict(answers)
        self._start, self._end = iter(start), iter(end)
        self._began, self._topic = False, ""
        self._lines: list[str] = []

    def __call__(self, said: str) -> str | None:
        if self._lines:
            return self._lines.pop(0)
        topics, found = _TOPIC.findall(said), _QUESTION.findall(said)
        self._topic = topics[-1] if topics else self._topic
        if found:
            self._began = True
            id = question_called(self._topic, *found[-1])
            self.asked.append(id)
            first, *self._lines = self._answers.pop(id, "").split("\n")
            return first
        if not self._began:
            return next(self._start, "")
        if said.endswith("Review: s saves, Enter goes back to the questions, ? helps: "):
            return next(self._end, None)
        if re.search(r"Line \d+, an empty line ends it: $", said):
            return ""
        if said.endswith(("y or n: ", "Enter takes 1: ")):
            return next(self._end, None)
        raise AssertionError(f"not understood: {said}")


def question_called(topic: str, group: str, ask: str) -> str:
    """The id of the question that is asked so, in this topic and group."""
    [id] = [
        id
        for id, one in GUIDE.asked.items()
        if (one.topic.title, one.question.group, one.question.ask) == (topic, group, ask)
    ]
    return id
