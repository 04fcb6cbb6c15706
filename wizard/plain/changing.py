"""Changes to everything at once: the advice for a purpose, another chart version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from schema.bundle import UnknownChart, charts, newest
from wizard.answering import WrongAnswer
from wizard.document import EditRefused
from wizard.guide import Preset
from wizard.plain.talk import Talk
from wizard.session import Session
from wizard.version_change import VersionChange, version_change
from wizard.well_known import PURPOSE


def advise(talk: Talk, session: Session) -> None:
    """Tell what the recommended answers for the purpose amount to, ask, and give them."""
    purpose = str(session.facts.effective(PURPOSE) or "production")
    preset = session.guide.preset(purpose)
    if preset is None:
        talk.say("There are no recommended answers for this chart.")
        return
    try:
        advice = session.advice(purpose)
    except (WrongAnswer, EditRefused) as refusal:
        talk.say(f"{refusal}")
        return
    talk.say_all(preset_lines(preset))
    talk.say_all(_put_off(session, "Answered so as soon as it is asked", advice.waiting))
    talk.say_all(_put_off(session, "Not to be answered so here", advice.impossible))
    talk.say(f"Questions that they answer now: {len(advice.given)}. Your own answers stay.")
    if (advice.given or advice.waiting) and talk.confirm("Answer them so?"):
        session.apply_preset(purpose)
        talk.say("They are answered. u takes all of it back.")


def preset_lines(preset: Preset) -> Iterator[str]:
    """What recommended answers give, and what they do not."""
    yield f"There are recommended answers for {preset.purpose}. What they give:"
    yield from preset.gives
    yield "What they do not give:"
    yield from preset.lacks


def _put_off(session: Session, title: str, reasons: Mapping[str, str]) -> Iterator[str]:
    for id, reason in reasons.items():
        yield f"{title}: {session.question(id).ask} ({reason})"


def change_version(talk: Talk, session: Session, wanted: str) -> None:
    """Ask for a version if none is given, tell what it changes, ask, and change to it."""
    chart = session.guide.chart
    if not wanted:
        if chart in charts():
            talk.say(f"The newest known of each line: {', '.join(newest(chart).values())}.")
        now = session.state.version
        wanted = talk.ask(f"Which chart version? Enter stays at {now}").strip()
    if not wanted or wanted == str(session.state.version):
        talk.say(f"The chart version is {session.state.version}.")
        return
    try:
        talk.say_all(_consequences(version_change(session, wanted)))
        if talk.confirm(f"Change to {wanted}?"):
            session.change_version(wanted)
            talk.say(f"Now for chart version {wanted}. u takes it back.")
    except (ValueError, UnknownChart, EditRefused) as refusal:
        talk.say(f"{refusal}")


def _consequences(change: VersionChange) -> Iterator[str]:
    for file in change.files:
        yield f"{file.name}: {file.added} lines added, {file.removed} removed."
    yield from change.parked
    yield from change.woken
    if change.asked_anew:
        yield f"Questions more to be asked: {change.asked_anew}."
