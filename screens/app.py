"""The application: which screen is shown, and what works everywhere."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType

from screens.theme import DARK, LIGHT, starting_theme
from wizard.session import Session


class WizardApp(App[int]):
    """`target` is the file to write; a `session` that is given is shown at once."""

    TITLE = "gloo-wizard"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+z,u", "undo", "Undo", show=False, id="app.undo"),
        Binding("ctrl+y,ctrl+r", "redo", "Redo", show=False, id="app.redo"),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = starting_theme()

    def on_mount(self) -> None:
        from screens.topics import TopicsScreen

        self.push_screen(TopicsScreen())

    def action_undo(self) -> None:
        entry = self.session.undo()
        self._say(f"Taken back: {entry.what}" if entry else "Nothing to take back.")

    def action_redo(self) -> None:
        entry = self.session.redo()
        self._say(f"Done again: {entry.what}" if entry else "Nothing to do again.")

    def _say(self, text: str) -> None:
        from screens.base import WizardScreen

        if isinstance(self.screen, WizardScreen):
            self.screen.last_said = text
            self.screen.say(text)


def run(args: Namespace) -> int:
    """Open the wizard for the file named on the command line; returns the exit code."""
    from wizard.gloo_platform import GUIDE
    from wizard.opening import new, open_files

    file = Path(args.file or "values.yaml")
    helm = args.helm or 4
    if file.exists():
        session = open_files(GUIDE, [file], args.version or "", helm)
    else:
        session = new(GUIDE, file, args.version or "", helm)
    app = WizardApp(session)
    app.run()
    return app.return_code or 0
