"""The files beside the values, if they are wanted: in the review, and when it is saved."""

from __future__ import annotations

from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from screens.theme import marks
from screens.widgets.pick_list import Pick
from wizard.atomic import Output
from wizard.session import Session

if TYPE_CHECKING:
    from wizard.companions import Companion

COMPANIONS = "companions"


class Beside:
    """Whether the companions are written with the values; they go to a folder beside them."""

    def __init__(self) -> None:
        self.wanted = False

    def folder(self, session: Session) -> FilePath:
        return session.plan.first.file.with_name(COMPANIONS)

    def files(self, session: Session) -> list[Companion]:
        """What would be written; nothing where it is not wanted."""
        if not self.wanted:
            return []
        from wizard.companions import companions

        return companions(session)

    def in_the_way(self, session: Session) -> list[str]:
        """Sentences on files of these names that somebody changed. Raises OSError."""
        from wizard.companions.writing import in_the_way

        found = in_the_way(self.folder(session), self.files(session))
        return [f"{file} is not as the wizard wrote it" for file in found]

    def outputs(self, session: Session, overwrite: bool) -> list[Output]:
        """Raises OSError."""
        from wizard.companions.writing import outputs

        return outputs(self.folder(session), self.files(session), overwrite)

    def pick(self) -> Pick:
        """The line in the list of files that switches them on and off."""
        what = "secrets without material, certificates, permissions to review, the runbook"
        if self.wanted:
            text = f"{COMPANIONS}/  with them: {what}"
            return Pick(COMPANIONS, marks().changed, "$text-success", text, "enter: leave them out")
        act = "enter: save them with the values"
        return Pick(COMPANIONS, marks().untouched, "", f"{COMPANIONS}/  off: {what}", act)
