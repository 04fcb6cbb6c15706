"""From what was typed to the answer of a question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wizard.guide import Asked
from wizard.outline import KEPT, LEFT, OptionRow, option_rows
from wizard.question import Choice, Many
from wizard.session import Session
from wizard.typed import typed


@dataclass(frozen=True)
class Given:
    """`answer` is None to leave the question to the chart. `trouble` says why it will not do.
    `kept`: nothing is to be changed."""

    answer: Any = None
    trouble: str = ""
    kept: bool = False


def given(session: Session, asked: Asked, text: str) -> Given:
    """The answer that a text gives to a question."""
    question = asked.question
    if isinstance(question, Many):
        return _many(question, option_rows(session, asked), text)
    if isinstance(question, Choice):
        return _one(option_rows(session, asked), text)
    answer, trouble = typed(question, None, session.facts).parse(text)
    return Given(answer, trouble)


def _one(rows: list[OptionRow], text: str) -> Given:
    row = _row(rows, text)
    if row is None:
        return Given(trouble=_none_of(rows, text))
    if row.why_not:
        return Given(trouble=f"“{row.title}” cannot be chosen here: {row.why_not}.")
    return Given(row.id or None, kept=row.id == KEPT)


def _many(question: Many, rows: list[OptionRow], text: str) -> Given:
    if text.strip().lower() == "none":
        return Given(())
    whole = _row(rows, text)
    if whole is not None and whole.id in (LEFT, KEPT):
        return Given(None, kept=whole.id == KEPT)
    chosen: set[str] = set()
    parts = [text] if whole is not None else text.replace(",", " ").split()
    for part in parts:
        row = _row(rows, part)
        if row is None or row.id in (LEFT, KEPT):
            return Given(trouble=_none_of(rows, part))
        if row.why_not:
            return Given(trouble=f"“{row.title}” cannot be chosen here: {row.why_not}.")
        chosen.add(row.id)
    return Given(tuple(option.id for option in question.options if option.id in chosen))


def _row(rows: list[OptionRow], text: str) -> OptionRow | None:
    """The one that is meant: by number, by its id, by its title, or by words of its title only."""
    low = " ".join(text.lower().split())
    if low.isdecimal():
        number = int(low)
        return rows[number - 1] if 1 <= number <= len(rows) else None
    for row in rows:
        if low in (row.id, row.title.lower()):
            return row
    fitting = [row for row in rows if all(word in row.title.lower() for word in low.split())]
    return fitting[0] if len(fitting) == 1 else None


def _none_of(rows: list[OptionRow], text: str) -> str:
    return (
        f"“{text}” is none of the answers. Type a number from 1 to {len(rows)}, or words that only "
        "one of them has."
    )
