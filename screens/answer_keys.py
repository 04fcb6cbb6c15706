"""What the keys do to a question of each kind."""

from __future__ import annotations

from typing import Any

from wizard.question import Choice, Many, Question, Rows


def toggled(question: Many, before: Any, option: str) -> tuple[str, ...]:
    """The answer with one option more, or without it, in the order of the options."""
    had = tuple(before or ())
    return tuple(o.id for o in question.options if (o.id in had) != (o.id == option))


def what_to_press(question: Question) -> str:
    """The keys that answer a question of its kind."""
    if isinstance(question, Many):
        return "space puts a cross or takes it away, n goes on."
    if isinstance(question, Choice):
        return "space chooses, enter chooses and goes on, x leaves it to the chart."
    if isinstance(question, Rows):
        return "Type YAML; tab takes it and goes on, escape takes it."
    return "enter takes it and goes on; an empty line leaves it to the chart."
