"""The application: which screen is shown, and what works everywhere."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path as FilePath
from typing import ClassVar

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.command import CommandPalette, Provider
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, TextArea

from schema.finding import Finding
from schema.path import Path
from screens.base import WizardScreen
from screens.beginning import Beginning
from screens.dialogs import ChoiceDialog, TextDialog
from screens.help import help_text
from screens.review import ReviewScreen
from screens.saving import what_will_be_written
from screens.search import EverythingProvider
from screens.start import StartScreen
from screens.theme import DARK, LIGHT, starting_theme
from screens.topics import TopicsScreen
from screens.values import ValuesScreen
from wizard import save as saving
from wizard.answering import WrongAnswer
from wizard.document import EditRefused
from wizard.session import Session


class WizardApp(App[int]):
    """Begins with the Start screen, or at once with a session that is given."""

    TITLE = "gloo-wizard"
    CSS_PATH = "app.tcss"
    COMMANDS: ClassVar[set[type[Provider]]] = {EverythingProvider}  # type: ignore[assignment]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "Search", key_display="/", id="app.search"),
        Binding("question_mark,f1", "help", "Help", key_display="?", id="app.help"),
        Binding("ctrl+s", "save", "Save", id="app.save", priority=True),
        Binding("a", "values", "All values", show=False, id="app.values"),
        Binding("r", "review", "Review", id="app.review"),
        Binding("ctrl+z,u", "undo", "Undo", show=False, id="app.undo"),
        Binding("ctrl+y,ctrl+r", "redo", "Redo", show=False, id="app.redo"),
        Binding("ctrl+t", "theme_switch", "Light or dark", show=False, id="app.theme"),
        Binding("ctrl+q", "quit", "Quit", show=False, priority=True, id="app.quit"),
    ]

    def __init__(self, beginning: Beginning | None = None, session: Session | None = None) -> None:
        super().__init__()
        self.maybe_session = session
        self.beginning = beginning
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = starting_theme()

    @property
    def session(self) -> Session:
        assert self.maybe_session is not None, "no session has begun"
        return self.maybe_session

    def on_mount(self) -> None:
        if self.maybe_session is not None:
            self.push_screen(TopicsScreen())
        elif self.beginning is not None:
            self.push_screen(StartScreen(self.beginning))

    def begin(self, beginning: Beginning, draft: bool) -> None:
        """Leave the Start screen with a session."""
        self.maybe_session = beginning.session(draft)
        self.push_screen(TopicsScreen())

    # --- going places

    def go_to(self, finding: Finding) -> None:
        """To the question that decides a finding, or to its field."""
        asked = self.session.guide.asked
        if finding.question in asked and not self.session.why_hidden(finding.question):
            self.go_to_question(finding.question)
        elif finding.path:
            self.go_to_field(finding.path)

    def go_to_question(self, id: str) -> None:
        """Show the Topics screen at this question."""
        while len(self.screen_stack) > 1 and not isinstance(self.screen, TopicsScreen):
            self.pop_screen()
        if isinstance(self.screen, TopicsScreen):
            self.screen.open(id)
        else:
            self.push_screen(TopicsScreen(id))

    def go_to_field(self, path: Path) -> None:
        if isinstance(self.screen, ValuesScreen):
            self.pop_screen()
        self.push_screen(ValuesScreen(path))

    def show_file(self, key: str) -> None:
        """The whole file as it would be written, secrets masked."""
        member = self.session.plan[key]
        self.push_screen(TextDialog(str(member.file), self.session.masked(member.document)))

    def show_text(self, title: str, text: str) -> None:
        self.push_screen(TextDialog(title, text))

    # --- actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Letters belong to a text field that has the focus; the session's actions need one."""
        needs_session = action in {"save", "values", "review", "undo", "redo", "preset"}
        if needs_session and self.maybe_session is None:
            return False
        return super().check_action(action, parameters)

    def action_search(self) -> None:
        self.push_screen(CommandPalette(placeholder="a question, a field, an action …"))

    def action_help(self) -> None:
        self.push_screen(TextDialog("Help", help_text(self.screen)))

    def action_values(self) -> None:
        if not isinstance(self.screen, ValuesScreen):
            self.push_screen(ValuesScreen())

    def action_review(self) -> None:
        if not isinstance(self.screen, ReviewScreen):
            self.push_screen(ReviewScreen())

    def action_undo(self) -> None:
        entry = self.session.undo()
        self._say(f"Taken back: {entry.what}" if entry else "Nothing to take back.")

    def action_redo(self) -> None:
        entry = self.session.redo()
        self._say(f"Done again: {entry.what}" if entry else "Nothing to do again.")

    def action_preset(self, purpose: str) -> None:
        try:
            self.session.apply_preset(purpose)
        except (WrongAnswer, EditRefused) as refusal:
            self._say(str(refusal))
            return
        self._say(f"Answered as advised for {purpose}. Ctrl+z takes all of it back.")

    def action_theme_switch(self) -> None:
        pairs = {"gloo-dark": "gloo-light", "gloo-light": "gloo-dark", "ansi-dark": "ansi-light"}
        self.theme = pairs.get(self.theme, "gloo-dark")

    def action_save(self) -> None:
        """Ask, then write all files of the plan."""
        if isinstance(self.screen, ChoiceDialog):
            return
        editors = [w for w in (self.focused,) if isinstance(w, Input | TextArea)]
        if editors:
            self.screen.set_focus(None)  # what was typed is taken when the editor loses the focus
        self.call_after_refresh(self._ask_to_save)

    def _ask_to_save(self) -> None:
        conflicts = [str(conflict) for conflict in saving.conflicts(self.session)]
        buttons = {"overwrite": "Overwrite"} if conflicts else {"save": "Save"}
        if not self.session.changed:
            self._say("Nothing has changed since it was saved.")
            return
        text = what_will_be_written(self.session, conflicts)
        dialog = ChoiceDialog("Save", text, {**buttons, "cancel": "Cancel"})
        self.push_screen(dialog, self._save)

    def _save(self, chosen: str | None) -> None:
        if chosen not in ("save", "overwrite"):
            return
        try:
            saved = saving.save(self.session, overwrite=chosen == "overwrite")
        except OSError as error:
            self.push_screen(TextDialog("Not saved", str(error)))
            return
        names = ", ".join(str(member.file) for member in self.session.plan)
        notes = " ".join(saved.notes)
        self._say(f"Saved: {names}. {notes}".strip())

    async def action_quit(self) -> None:
        """Ask first where something would be lost."""
        if self.maybe_session is None or not self.session.changed:
            self.exit(0)
            return
        if isinstance(self.screen, ChoiceDialog):
            return
        text = Content("There are changes that are not saved. They stay in a draft if you leave.")
        buttons = {"stay": "Stay", "leave": "Leave, keep the draft", "discard": "Discard them"}
        self.push_screen(ChoiceDialog("Quit", text, buttons), self._quit)

    def _quit(self, chosen: str | None) -> None:
        if chosen in ("leave", "discard"):
            if chosen == "discard" and self.beginning is not None:
                self.beginning.discard_draft()
            self.exit(0)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """None of the stock ones: a screenshot would show what is masked nowhere else."""
        return ()

    def _say(self, text: str) -> None:
        if isinstance(self.screen, WizardScreen):
            self.screen.last_said = text
            self.screen.say(text)


def run(args: Namespace) -> int:
    """Open the wizard for the file named on the command line; returns the exit code."""
    from wizard.exit_codes import ExitCode, Stop

    if args.chart not in (None, "gloo-platform"):
        raise Stop(f"there is no guide for the chart {args.chart} yet; gloo-platform has one")
    file = FilePath(args.file or "values.yaml")
    beginning = Beginning(file, args.version or "", args.helm or 4)
    trouble = beginning.unreadable()
    if trouble:
        raise Stop(trouble, ExitCode.UNREADABLE)
    app = WizardApp(beginning)
    app.run()
    return app.return_code or 0
