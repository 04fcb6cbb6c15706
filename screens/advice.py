"""What a preset would do, before it does it."""

from __future__ import annotations

from textual.content import Content

from screens.theme import marks
from wizard.guide import Preset
from wizard.session import Session


def still_open(session: Session, preset: Preset) -> list[str]:
    """The questions that the preset would answer: asked, and untouched."""
    state = session.state
    return [
        id
        for id in preset.answers
        if id not in state.answers and id not in state.custom and not session.why_hidden(id)
    ]


def what_it_does(session: Session, preset: Preset) -> Content:
    """How many questions it answers, what comes of that, and what does not."""
    number = len(still_open(session, preset))
    first = (
        f"It answers {number} question{'s' if number != 1 else ''} that you left untouched, and "
        "changes no other answer."
        if number
        else "All that it would answer is answered already."
    )
    lines = [
        Content(first),
        Content(""),
        Content.styled("It gives", "bold"),
        *(_line(marks().gain, "$text-success", one) for one in preset.gives),
        Content(""),
        Content.styled("It does not give", "bold"),
        *(_line(marks().cost, "$text-error", one) for one in preset.lacks),
    ]
    return Content("\n").join(lines)


def _line(sign: str, style: str, text: str) -> Content:
    return Content.assemble((f"{sign} ", style), text)
