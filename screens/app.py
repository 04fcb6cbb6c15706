"""The application: which screen is shown, and what works everywhere."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path as FilePath
from typing import ClassVar

from textual import events
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.command import CommandPalette, Provider
from textual.screen import ModalScreen, Screen

from schema.bundle import UnknownChart, charts, versions
from schema.finding import Finding
from schema.path import Path
from screens.advice import advise
from screens.base import WizardScreen
from screens.beside import Beside
from screens.dialogs import TextDialog, TooSmall
from screens.help import help_text
from screens.leaving import Leaving
from screens.review import ReviewScreen
from screens.saving import Saving
from screens.search import EverythingProvider
from screens.start import StartScreen
from screens.theme import DARK, LIGHT, starting_theme
from screens.topics import TopicsScreen
from screens.upgrade import UpgradeScreen
from screens.values import ValuesScreen
from screens.version import VersionDialog
from screens.widgets.hanging import Text
from wizard import crash
from wizard.beginning import Beginning
from wizard.document import EditRefused
from wizard.exit_codes import ExitCode, Stop
from wizard.explain import Comments
from wizard.session import Session


class WizardApp(App[int]):
    """Begins with the Start screen, or at once with a session that is given.

    `crashed` is the error that ended the program, if one did. `offline` forbids the network.
    """

    TITLE = "gloo-wizard"
    CSS_PATH = "app.tcss"
    COMMANDS: ClassVar[set[type[Provider]]] = {EverythingProvider}  # type: ignore[assignment]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r,f3", "review", "Review", key_display="r", id="app.review"),
        Binding("slash,f4", "search", "Search", key_display="/", id="app.search"),
        Binding("question_mark,f1", "help", "Help", key_display="?", id="app.help"),
        Binding("ctrl+s", "save", "Save", id="app.save", priority=True),
        Binding("a,f2", "values", "All values", show=False, id="app.values"),
        Binding("v", "version", "Chart version", show=False, id="app.version"),
        Binding("U,f5", "upgrade", "Upgrade", show=False, id="app.upgrade"),
        Binding("p", "preset", "Recommended answers", show=False, id="app.preset"),
        Binding("ctrl+z,u", "undo", "Undo", show=False, id="app.undo"),
        Binding("ctrl+y,ctrl+r", "redo", "Redo", show=False, id="app.redo"),
        Binding("ctrl+t", "theme_switch", "Light or dark", show=False, id="app.theme"),
        Binding("ctrl+q", "quit", "Quit", show=False, priority=True, id="app.quit"),
    ]

    def __init__(
        self,
        beginning: Beginning | None = None,
        session: Session | None = None,
        offline: bool = False,
    ) -> None:
        first_theme = starting_theme()
        # Decided here, as Textual chooses how to leave out colours before it knows the theme.
        super().__init__(ansi_color=True if first_theme.startswith("ansi") else None)
        self.maybe_session = session
        self.beginning = beginning
        self.offline = offline
        self.crashed: Exception | None = None
        self.beside = Beside()
        self.saving = Saving(self)
        self.leaving = Leaving(self)
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = first_theme

    @property
    def session(self) -> Session:
        assert self.maybe_session is not None, "no session has begun"
        return self.maybe_session

    def on_mount(self) -> None:
        if self.maybe_session is not None:
            self.push_screen(self._first_screen())
        elif self.beginning is not None:
            self.push_screen(StartScreen(self.beginning))

    def begin(self, beginning: Beginning, draft: bool = False) -> None:
        """Leave the Start screen with a session."""
        self.maybe_session = beginning.session(draft)
        screen = self._first_screen()
        screen.last_said = "; ".join(beginning.left_out)
        self.push_screen(screen)

    def _first_screen(self) -> WizardScreen:
        """The questions; all values of a chart that there are none for."""
        return TopicsScreen() if self.session.guide.asked else ValuesScreen()

    def on_resize(self, event: events.Resize) -> None:
        """Stand before the screen while the terminal is too small for it."""
        small = event.size.width < TooSmall.WIDTH or event.size.height < TooSmall.HEIGHT
        if small and not isinstance(self.screen, TooSmall):
            self.push_screen(TooSmall())
        elif not small and isinstance(self.screen, TooSmall):
            self.pop_screen()

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
        """Show All values at this field."""
        if isinstance(self.screen, ValuesScreen):
            self.pop_screen()
        self.push_screen(ValuesScreen(path))

    def show_file(self, key: str) -> None:
        """The whole file as it would be written, secrets masked."""
        member = self.session.plan[key]
        self.push_screen(TextDialog(str(member.file), self.session.masked(member.document)))

    def show_text(self, title: str, text: Text) -> None:
        """A text to read."""
        self.push_screen(TextDialog(title, text))

    # --- actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The session's actions need one, and nothing but leaving works over a dialog."""
        of_session = {
            "save", "values", "review", "undo", "redo", "preset", "version", "upgrade", "comments",
        }  # fmt: skip
        if action in of_session and self.maybe_session is None:
            return False
        if action in of_session | {"help", "search"} and isinstance(self.screen, ModalScreen):
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
        self.say(f"Taken back: {entry.what}" if entry else "Nothing to take back.")

    def action_redo(self) -> None:
        entry = self.session.redo()
        self.say(f"Done again: {entry.what}" if entry else "Nothing to do again.")

    def action_preset(self, purpose: str = "") -> None:
        """Say what the advice for the purpose amounts to, then give its answers."""
        said = self.session.facts.effective("deployment.purpose")
        advise(self, purpose or str(said or "production"))

    def action_version(self) -> None:
        """Take the answers to another chart version."""
        self.push_screen(VersionDialog(self.session, self._versions()), self._change_version)

    def action_upgrade(self) -> None:
        """Carry the file to another chart version, key by key."""
        if not any(isinstance(screen, UpgradeScreen) for screen in self.screen_stack):
            self.push_screen(UpgradeScreen(self._versions()))
        while not isinstance(self.screen, UpgradeScreen):
            self.pop_screen()

    def _versions(self) -> list[str]:
        """The versions that are known of the chart, newest first."""
        if self.beginning is not None:
            return self.beginning.versions()
        chart = self.session.guide.chart
        return list(versions(chart)) if chart in charts() else []

    def _change_version(self, version: str | None) -> None:
        if not version:
            return
        try:
            self.session.change_version(version)
        except (ValueError, UnknownChart, EditRefused) as refusal:
            self.say(str(refusal))
            return
        self.say(f"Now for chart version {version}. Ctrl+z takes it back.")

    def action_comments(self, much: str) -> None:
        """How much is written above what is answered from now on: full, brief or none."""
        self.session.change_comments(Comments(much))
        self.say(f"Comments from now on: {much}. What is written already stays as it is.")

    def action_theme_switch(self) -> None:
        pairs = {
            "gloo-dark": "gloo-light", "gloo-light": "gloo-dark",
            "ansi-dark": "ansi-light", "ansi-light": "ansi-dark",
        }  # fmt: skip
        self.theme = pairs.get(self.theme, "gloo-dark")

    def action_save(self) -> None:
        """Take what is being typed, ask, then write all files of the plan."""
        if isinstance(self.screen, WizardScreen) and self.screen.take_typed():
            self.bell()
            self.say("What stands in the line is not an answer yet, see below it.")
        else:
            self.call_after_refresh(self.saving.ask)

    async def action_quit(self) -> None:
        """Ask first where something would be lost."""
        self.leaving.begin()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """None of the stock ones: a screenshot would show what is masked nowhere else."""
        return ()

    def say(self, text: str) -> None:
        """Speak on whatever screen is shown."""
        if isinstance(self.screen, WizardScreen):
            self.screen.last_said = text
            self.screen.say(text)

    # --- failing

    def _handle_exception(self, error: Exception) -> None:
        """Textual would print the local variables, secrets among them."""
        if self.crashed is None:
            self.crashed = error
        super()._handle_exception(error)
        self._return_code = int(ExitCode.INTERNAL)

    def _fatal_error(self) -> None:
        self._close_messages_no_wait()

    def panic(self, *renderables: object) -> None:
        """As `_fatal_error`: nothing but our own sentence is printed."""
        self._close_messages_no_wait()


def run(args: Namespace) -> int:
    """Open the wizard for the file named on the command line; returns the exit code."""
    from wizard.commands.sources import asked_schema, source_from

    if args.no_color:
        os.environ["NO_COLOR"] = "1"
    file = FilePath(args.file or "values.yaml")
    source = source_from(args)
    schema = asked_schema(args)
    beginning = Beginning(
        file, args.version or "", args.helm or 4, args.chart or "", schema=schema,
        source=source if source.is_remote else None, comments=Comments(args.comments),
    )  # fmt: skip
    trouble = beginning.unreadable()
    if trouble:
        raise Stop(trouble, ExitCode.UNREADABLE)
    app = WizardApp(beginning, offline=bool(args.offline))
    app.run()
    if app.crashed is not None:
        beginning.keep_draft()
        print(crash.details(app.crashed), end="", flush=True)
        raise Stop(crash.sentence(app.crashed), ExitCode.INTERNAL)
    if app.leaving.last_words:
        print(app.leaving.last_words, file=sys.stderr)
    return app.return_code or 0
