"""Changes to everything at once: the advice for a purpose, another chart version."""

from __future__ import annotations

from collections.abc import Iterator

from schema.bundle import UnknownChart, charts, newest
from wizard.answering import WrongAnswer
from wizard.document import EditRefused
from wizard.plain.talk import Talk
from wizard.session import Session
from wizard.version_change import VersionChange, version_change
from wizard.well_known import PURPOSE


def advise(talk: Talk, session: Session) -> None:
    """Tell what the advice for the purpose amounts to, ask, and answer so."""
    purpose = str(session.facts.effective(PURPOSE) or "production")
    preset = session.guide.preset(purpose)
    if preset is None:
        talk.say("There is no ready advice for this chart.")
        return
    talk.say(
        f"{preset.title}: it answers what you left untouched, and changes no other answer.",
        "It gives:",
        *preset.gives,
        "It does not give:",
        *preset.lacks,
    )
    if not talk.confirm("Answer so?"):
        return
    before = len(session.facts.answers)
    try:
        session.apply_preset(purpose)
    except (WrongAnswer, EditRefused) as refusal:
        talk.say(f"{refusal}")
        return
    number = len(session.facts.answers) - before
    talk.say(f"Questions that have an answer now: {number} more. u takes all of it back.")


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
