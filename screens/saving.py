"""Saving: what is written where, what stands in the way, and what a person may do about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from textual.content import Content

from schema.finding import Severity
from schema.helmyaml import HelmYamlError
from screens.beside import COMPANIONS
from screens.dialogs import ChoiceDialog, TextDialog
from screens.theme import marks
from wizard import draft
from wizard import save as writing
from wizard.document import Document
from wizard.save import Conflict
from wizard.session import Session

if TYPE_CHECKING:
    from screens.app import WizardApp


class Saving:
    """The dialogs around writing the files of a plan."""

    def __init__(self, app: WizardApp) -> None:
        self.app = app
        self._then: Callable[[str], None] | None = None

    def ask(self, then: Callable[[str], None] | None = None) -> None:
        """Show what would be written, and let it be confirmed; `then` is told what was written."""
        self._then = then
        session, beside = self.app.session, self.app.beside
        if not session.changed and not beside.wanted:
            self.app.say("Nothing has changed since it was saved.")
            return
        conflicts = writing.conflicts(session)
        try:
            told = [*map(str, conflicts), *beside.in_the_way(session)]
        except OSError as error:
            self.app.push_screen(TextDialog("Not saved", str(error)))
            return
        buttons = {"save": "Save", "cancel": "Cancel"}
        if conflicts:
            buttons = {"cancel": "Cancel", "show": "What changed on disk", "over": "Overwrite"}
        elif told:
            buttons = {"cancel": "Cancel", "over": "Overwrite"}
        names = [str(beside.folder(session) / one.name) for one in beside.files(session)]
        text = what_will_be_written(session, told, names)
        self.app.push_screen(ChoiceDialog("Save", text, buttons), self._chosen)

    def _chosen(self, chosen: str | None) -> None:
        if chosen == "show":
            conflicts = writing.conflicts(self.app.session)
            text = Content("\n").join(what_changed(self.app.session, one) for one in conflicts)
            dialog = TextDialog("On disk, since it was read", text)
            self.app.push_screen(dialog, lambda _: self.ask(self._then))
        elif chosen in ("save", "over"):
            self._write(overwrite=chosen == "over")

    def _write(self, overwrite: bool) -> None:
        session, beside = self.app.session, self.app.beside
        try:
            saved = self._saved(overwrite)
        except writing.ChangedOnDisk:
            self.ask(self._then)
            return
        except OSError as error:
            self.app.push_screen(TextDialog("Not saved", str(error)))
            return
        draft.discard(session.plan.first.file)
        names = [session.plan[key].file.name for key in saved.written]
        if saved.beside:
            names.append(f"{len(saved.beside)} files in {beside.folder(session).name}")
        said = " ".join([f"Saved {', '.join(names)}.", *saved.notes])
        self.app.say(said)
        if self._then is not None:
            self._then(said)

    def _saved(self, overwrite: bool) -> writing.Saved:
        session, beside = self.app.session, self.app.beside
        if not beside.wanted:
            return writing.save(session, overwrite=overwrite)
        from wizard.companions.writing import made

        with made(beside.folder(session)):
            return writing.save(session, overwrite, beside=beside.outputs(session, overwrite))


def what_will_be_written(
    session: Session, conflicts: list[str], beside: Sequence[str] = ()
) -> Content:
    """The files with their changes, those beside them, the findings that remain, and what changed
    on disk since."""
    lines: list[Content] = []
    for member in session.plan:
        diff = session.diff(member.key)
        state = "new" if member.saved is None else ("changed" if member.changed else "unchanged")
        lines.append(
            Content.assemble(
                (f"{marks().changed if member.changed else marks().untouched} ", "$text-success"),
                (str(member.file), "bold" if member.changed else "dim"),
                (f"  {state}", "dim"),
                (f"  +{diff.added}", "$text-success") if member.changed else "",
                (f" −{diff.removed}", "$text-error") if member.changed else "",
            )
        )
    if beside:
        folder = FilePath(beside[0]).parent
        what = f"{folder}/  {len(beside)} files, {COMPANIONS} of the values"
        lines.append(Content.assemble((f"{marks().changed} ", "$text-success"), (what, "bold")))
    remaining = _remaining(session)
    if remaining:
        lines += [Content(""), Content.styled(remaining, "$text-warning")]
    for conflict in conflicts:
        lines += [Content(""), Content.styled(f"{marks().error} {conflict}", "$text-error")]
    return Content("\n").join(lines)


def _remaining(session: Session) -> str:
    severities = [finding.severity for finding in session.findings()]
    counted = [
        f"{number} {word}{'s' if number > 1 else ''}"
        for severity, word in ((Severity.ERROR, "error"), (Severity.WARNING, "warning"))
        if (number := severities.count(severity))
    ]
    verb = "remains" if counted and counted[0].startswith("1 ") and len(counted) == 1 else "remain"
    return f"{' and '.join(counted)} {verb}; the review shows them." if counted else ""


def what_changed(session: Session, conflict: Conflict) -> Content:
    """What somebody else did to a file, secrets hidden."""
    heading = Content.styled(str(conflict), "bold")
    if conflict.now is None:
        return heading
    member = session.plan[conflict.key]
    try:
        now = Document.parse(conflict.now, member.document.helm)
    except HelmYamlError as error:
        return Content("\n").join([heading, Content(f"Helm would refuse it now: {error}")])
    styles = {"add": "$text-success", "remove": "$text-error", "context": "dim"}
    signs = {"add": "+", "remove": "-", "context": " "}
    lines = [heading]
    for hunk in session.compare(member.base, now).hunks:
        lines.append(Content.styled(hunk.header, "dim"))
        lines += [
            Content.styled(f"{signs[line.kind]} {line.text}", styles[line.kind])
            for line in hunk.lines
        ]
    return Content("\n").join(lines)
