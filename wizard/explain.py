"""The sentences above a key: what it is, and why this answer."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from wizard.facts import Facts, say
from wizard.question import Choice, Many, Question


class Comments(StrEnum):
    """How much the wizard writes into a file: everything, a first sentence, nothing."""

    FULL = "full"
    BRIEF = "brief"
    NONE = "none"

    def trim(self, text: str) -> str:
        if self is Comments.NONE:
            return ""
        return first_sentence(text) if self is Comments.BRIEF else text


def first_sentence(text: str) -> str:
    """Up to the first full stop, semicolon or colon that ends a thought."""
    for position, character in enumerate(text):
        following = text[position + 1 : position + 2]
        if character in ".;" and (not following or following.isspace()):
            return text[:position] + "."
    return text


def comment_for(question: Question, answer: Any, facts: Facts, cluster: str = "") -> str:
    """What stands above the first key that an answer writes."""
    if isinstance(question, Choice) and not isinstance(question, Many):
        option = question.option(answer)
        if option is not None:
            own = say(option.comment, facts, cluster)
            if own:
                return own
            if not say(question.comment, facts, cluster):
                gains, costs = say(option.gains, facts, cluster), say(option.costs, facts, cluster)
                return " ".join(part for part in (f"{option.title}.", gains, costs) if part)
    return say(question.comment, facts, cluster)
