"""Saving and quitting, and what is asked before."""

from __future__ import annotations

from schema.finding import Severity
from schema.helmyaml import HelmYamlError
from wizard import draft
from wizard import save as writing
from wizard.beginning import Beginning
from wizard.document import Document
from wizard.plain.looking import state_of
from wizard.plain.reviewing import counted
from wizard.plain.talk import Quit, Talk
from wizard.save import Conflict
from wizard.session import Session


def save(talk: Talk, session: Session) -> None:
    """Tell what would be written, ask, and write all files or none."""
    if not session.changed:
        talk.say("Nothing has changed since it was saved.")
        return
    talk.say("These files will be written:")
    talk.say_all(state_of(session, member) for member in session.plan if member.changed)
    serious = [one for one in session.findings() if one.severity is not Severity.NOTE]
    if serious:
        talk.say(f"Findings remain: {counted(serious)}. r shows them.")
    conflicts = writing.conflicts(session)
    if conflicts:
        _save_over(talk, session, conflicts)
    elif talk.confirm("Save?"):
        _write(talk, session, overwrite=False)
    else:
        talk.say("Not saved.")


def _save_over(talk: Talk, session: Session, conflicts: list[Conflict]) -> None:
    talk.say_all(f"But {conflict}." for conflict in conflicts)
    while True:
        picked = talk.pick(
            "What now", ["Do not save", "Show what changed on disk", "Write over it"], usual=1
        )
        if picked == 1:
            for conflict in conflicts:
                _show_conflict(talk, session, conflict)
            continue
        if picked == 2:
            _write(talk, session, overwrite=True)
        else:
            talk.say("Not saved.")
        return


def _show_conflict(talk: Talk, session: Session, conflict: Conflict) -> None:
    """What somebody else did to a file, secrets hidden."""
    if conflict.now is None:
        talk.say(f"{conflict}.")
        return
    member = session.plan[conflict.key]
    try:
        now = Document.parse(conflict.now, member.document.helm)
    except HelmYamlError as error:
        talk.say(f"{conflict}. Helm would refuse it now: {error}")
        return
    name = str(conflict.file)
    talk.say_all(session.compare(member.base, now).unified(name, name).splitlines())


def _write(talk: Talk, session: Session, overwrite: bool) -> None:
    try:
        saved = writing.save(session, overwrite=overwrite)
    except OSError as error:
        talk.say(f"Not saved: {error}")
        return
    draft.discard(session.plan.first.file)
    names = ", ".join(str(session.plan[key].file) for key in saved.written)
    talk.say(f"Saved {names}.", *saved.notes)


def leave(talk: Talk, beginning: Beginning, session: Session) -> None:
    """Ask where something would be lost. Raises Quit, unless the person stays."""
    if not session.changed:
        beginning.discard_draft()
        raise Quit
    talk.say("There are changes that are not saved.")
    picked = talk.pick(
        "What now", ["Stay", "Leave and keep a draft", "Leave and discard them"], usual=1
    )
    if picked == 1:
        talk.say(keep(beginning))
        raise Quit
    if picked == 2:
        beginning.discard_draft()
        raise Quit


def keep(beginning: Beginning) -> str:
    """Keep the draft for the next start; what to say about it, "" if there is nothing in it."""
    followed = beginning.draft
    if followed is None or (followed.file is None and not followed.trouble):
        return ""
    trouble = followed.trouble
    beginning.keep_draft()
    return trouble or "What is not saved is kept in a draft, which the next start offers."
