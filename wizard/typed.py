"""Answers as text that a person types, and back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from schema.helmyaml import HelmYamlError, read
from wizard.facts import Facts, say
from wizard.question import Names, Number, Question, Rows, Text
from wizard.raw import Raw
from wizard.render import Style, entries


@dataclass(frozen=True)
class Typed:
    """What stands in an editor: `text` now, `placeholder` while it is empty. `suggestion` is what
    one key fills in, "" if there is no advice."""

    question: Question
    facts: Facts
    text: str = ""
    placeholder: str = ""
    suggestion: str = ""
    secret: bool = False

    def with_text(self, text: str) -> Typed:
        return replace(self, text=text)

    def parse(self, text: str) -> tuple[Any, str]:
        """The answer and what is wrong with it; nothing typed leaves the question to the chart."""
        stripped = text.strip()
        if not stripped:
            return None, ""
        answer, trouble = _parse(self.question, stripped, text)
        return answer, trouble or self.question.trouble(answer, self.facts)


def typed(question: Question, answer: Any, facts: Facts) -> Typed:
    """The editor's text for an answer (None: nothing yet)."""
    return Typed(
        question,
        facts,
        text="" if answer is None else write(question, answer),
        placeholder=placeholder(question, facts),
        suggestion=suggestion(question, facts),
        secret=question.secret,
    )


def write(question: Question, answer: Any) -> str:
    """An answer as a person would type it."""
    if isinstance(question, Raw):
        return question.write(answer)
    if isinstance(question, Rows):
        return "\n".join(entries(answer, 0, Style(), None))
    if isinstance(question, Names):
        return ", ".join(answer)
    return str(answer)


def placeholder(question: Question, facts: Facts) -> str:
    """What to show while nothing is typed: the suggestion, or else an example."""
    advised = suggestion(question, facts)
    example = question.example if isinstance(question, Text) else ""
    return advised or (f"such as {example}" if example else "")


def suggestion(question: Question, facts: Facts) -> str:
    """What most people would answer; "" if nobody can tell."""
    if isinstance(question, Text):
        return say(question.suggests, facts)
    if isinstance(question, Number) and question.suggests is not None:
        return str(question.suggests)
    return ""


def _parse(question: Question, stripped: str, text: str) -> tuple[Any, str]:
    if isinstance(question, Raw):
        return question.parse(text)
    if isinstance(question, Rows):
        try:
            return read(text).value, ""
        except HelmYamlError as error:
            return None, f"line {error.line}: {error.what}"
    if isinstance(question, Number):
        try:
            return int(stripped), ""
        except ValueError:
            return None, "a whole number is expected"
    if isinstance(question, Names):
        return tuple(part for part in stripped.replace(",", " ").split() if part), ""
    return stripped, ""
