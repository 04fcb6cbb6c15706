"""Leaving: nothing that was typed or answered is lost without a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from screens.base import WizardScreen
from screens.dialogs import ChoiceDialog, TooSmall
from screens.theme import marks

if TYPE_CHECKING:
    from screens.app import WizardApp

_KEPT = "A draft keeps them for the next start, but nothing that is secret."
_BUTTONS = {
    "save": "Save and quit",
    "leave": "Keep a draft",
    "discard": "Discard them",
    "stay": "Stay",
}


class QuitDialog(ChoiceDialog):
    """What is to become of what is not saved."""


class Leaving:
    """`begin` takes what is being typed, then asks where something would be lost."""

    def __init__(self, app: WizardApp) -> None:
        self.app = app
        self.last_words = ""
        """What is said once the screens are gone."""

    def begin(self) -> None:
        """The person wants to leave."""
        if self.app.maybe_session is None:
            self.leave("")
        elif not isinstance(self.app.screen, QuitDialog):
            screens = [one for one in self.app.screen_stack if isinstance(one, WizardScreen)]
            troubles = [trouble for one in screens if (trouble := one.take_typed())]
            self.app.call_after_refresh(self._ask, next(iter(troubles), ""))

    def _ask(self, trouble: str) -> None:
        changed = self.app.session.changed
        if isinstance(self.app.screen, TooSmall):
            self.leave("draft" if changed else "discard")
        elif not changed and not trouble:
            self.leave("discard")
        else:
            dialog = QuitDialog("Quit", _what_would_be_lost(changed, trouble), _buttons(changed))
            self.app.push_screen(dialog, self._chosen)

    def _chosen(self, chosen: str | None) -> None:
        if chosen == "save":
            self.app.saving.ask(then=self._saved)
        elif chosen in ("leave", "discard"):
            self.leave("draft" if chosen == "leave" else "discard")

    def _saved(self, said: str) -> None:
        self.last_words = said
        self.leave("discard")

    def leave(self, how: str) -> None:
        """End the program; `how` is "draft" to keep one, "discard" to keep none."""
        beginning = self.app.beginning
        if beginning is not None and how == "discard":
            beginning.discard_draft()
        elif beginning is not None:
            beginning.keep_draft()
        self.app.exit(0)


def _what_would_be_lost(changed: bool, trouble: str) -> Content:
    lines = []
    if changed:
        lines.append(Content(f"There are changes that are not saved. {_KEPT}"))
    if trouble:
        said = f"{marks().error} What stands in the line is no answer and would be lost: {trouble}"
        lines.append(Content.styled(said, "$text-error"))
    return Content("\n\n").join(lines)


def _buttons(changed: bool) -> dict[str, str]:
    return _BUTTONS if changed else {"stay": "Stay", "discard": "Quit"}
