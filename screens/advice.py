"""What a preset would do, before it does it."""

from __future__ import annotations

from textual.content import Content

from screens.theme import marks
from wizard.guide import Preset
from wizard.session import Session


def what_it_does(session: Session, preset: Preset) -> Content:
    """How many questions it answers, what comes of that, and what does not."""
    number = sum(
        id not in session.state.answers and not session.is_custom(id) and not session.why_hidden(id)
        for id in preset.answers
    )
    questions = f"{number} question{'s' if number != 1 else ''}"
    lines = [
        Content(f"It answers {questions} that you left untouched, and changes no other answer."),
        Content(""),
        Content.styled("It gives", "bold"),
        *(Content.assemble((f"{marks().gain} ", "$text-success"), one) for one in preset.gives),
        Content(""),
        Content.styled("It does not give", "bold"),
        *(Content.assemble((f"{marks().cost} ", "$text-error"), one) for one in preset.lacks),
    ]
    return Content("\n").join(lines)
