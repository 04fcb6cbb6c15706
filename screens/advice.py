"""What a preset would do, before it does it, and after."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual.content import Content

from screens.dialogs import ChoiceDialog
from screens.theme import marks
from screens.widgets.hanging import Hung
from wizard.answering import WrongAnswer
from wizard.document import EditRefused
from wizard.guide import Guide, Preset
from wizard.presets import Advice

if TYPE_CHECKING:
    from screens.app import WizardApp


def advise(app: WizardApp, purpose: str) -> None:
    """Show what the advice amounts to, and give its answers where that is wanted."""
    session = app.session
    preset = session.guide.preset(purpose)
    if preset is None:
        app.say("There are no recommended answers for this chart.")
        return

    def decided(chosen: str | None) -> None:
        if chosen == "apply":
            app.say(what_it_did(purpose, session.apply_preset(purpose)))

    try:
        advice = session.advice(purpose)
    except (WrongAnswer, EditRefused) as refusal:
        app.say(str(refusal))
        return
    buttons = {"cancel": "Close"}
    if advice.given or advice.waiting:
        buttons = {"apply": "Answer them so", "cancel": "Not now"}
    text = what_it_does(session.guide, preset, advice)
    app.push_screen(ChoiceDialog(f"Recommended answers for {purpose}", text, buttons), decided)


def what_it_does(guide: Guide, preset: Preset, advice: Advice) -> list[Content | Hung]:
    """How many questions it answers, what comes of that, and what does not."""
    return [
        Content(_how_many(advice)),
        Content(""),
        Content.styled("What they give", "bold"),
        *(_line(marks().gain, "$text-success", one) for one in preset.gives),
        Content(""),
        Content.styled("What they do not give", "bold"),
        *(_line(marks().cost, "$text-error", one) for one in preset.lacks),
        *_put_off(guide, "Answered so as soon as they are asked", advice.waiting),
        *_put_off(guide, "Not to be answered so here", advice.impossible),
    ]


def what_it_did(purpose: str, advice: Advice) -> str:
    """One sentence for the line that speaks."""
    said = f"Answered {_questions(len(advice.given))} as recommended for {purpose}"
    if advice.waiting:
        said += f"; {_questions(len(advice.waiting))} more as soon as asked"
    if advice.impossible:
        said += f"; {len(advice.impossible)} cannot be answered so here"
    return f"{said}. Ctrl+z takes all of it back."


def _how_many(advice: Advice) -> str:
    if not advice.given:
        return "All that they would answer now is answered already."
    number = _questions(len(advice.given))
    return f"They answer {number} that you have not touched. Your own answers stay as they are."


def _put_off(guide: Guide, title: str, reasons: Mapping[str, str]) -> list[Content | Hung]:
    """Questions that it does not answer now, each with the reason."""
    lines = [
        _line(marks().hidden, "dim", f"{guide.asked[id].question.ask} {_sentence(why)}")
        for id, why in reasons.items()
    ]
    return [Content(""), Content.styled(title, "bold"), *lines] if lines else []


def _sentence(why: str) -> str:
    return f"{why[:1].upper()}{why[1:].rstrip('.')}."


def _questions(number: int) -> str:
    return f"{number} question{'s' if number != 1 else ''}"


def _line(sign: str, style: str, text: str) -> Hung:
    return Hung(Content.styled(f"{sign} ", style), Content(text))
