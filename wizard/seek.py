"""Finding a question by a few words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wizard.guide import Asked
from wizard.question import Choice
from wizard.session import Session


@dataclass(frozen=True)
class Sought:
    """A question that answers to the words. `option` is the title of the one of its answers that
    does, "" where the question itself does. `score` is above 0, the best 1.0."""

    asked: Asked
    score: float
    option: str = ""


def score(words: list[str], text: str) -> float:
    """How well a text answers: 0 unless it holds every word; more where they begin words, and
    where the first stands at the front."""
    low = text.lower()
    if not words or not all(word in low for word in words):
        return 0.0
    starts = sum(f" {word}" in f" {low}" for word in words)
    front = 1 - min(low.index(word) for word in words) / len(low)
    return 0.5 + 0.3 * starts / len(words) + 0.1 * front


def title(asked: Asked) -> str:
    """The topic and the question, as they are searched and listed."""
    return f"{asked.topic.title}: {asked.question.ask}"


def seek(session: Session, words: list[str]) -> Iterator[Sought]:
    """The questions that are asked at present and answer to all words, in the guide's order."""
    for asked in session.visible():
        found = _sought(asked, words)
        if found is not None:
            yield found


def _sought(asked: Asked, words: list[str]) -> Sought | None:
    text = title(asked)
    found = score(words, text)
    if found:
        return Sought(asked, found + 0.1)
    options = asked.question.options if isinstance(asked.question, Choice) else ()
    for option in options:
        found = score(words, f"{text} {option.title}")
        if found:
            return Sought(asked, found - 0.1, option.title)
    return None
