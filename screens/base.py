"""What every screen of the wizard shares: the session, the line that speaks, the common keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from textual.content import Content
from textual.screen import Screen

from screens.widgets.editors import Editor
from screens.widgets.told import Told
from wizard.session import Session

if TYPE_CHECKING:
    from screens.app import WizardApp


class WizardScreen(Screen[None]):
    """A screen over the session. `session_changed` is called after each change, while shown."""

    AUTO_FOCUS = ""

    def __init__(self) -> None:
        super().__init__()
        self.last_said = ""
        self._unsubscribe: Callable[[], None] | None = None

    @property
    def wizard(self) -> WizardApp:
        return cast("WizardApp", self.app)

    @property
    def session(self) -> Session:
        return self.wizard.session

    def on_mount(self) -> None:
        self._unsubscribe = self.session.subscribe(self._changed)

    def on_unmount(self) -> None:
        if self._unsubscribe is not None:
            self._unsubscribe()

    def on_screen_resume(self) -> None:
        if self.is_mounted:
            self.session_changed()

    def _changed(self) -> None:
        if self.is_current:
            self.session_changed()

    def session_changed(self) -> None:
        """Bring the screen up to date with the session."""

    def take_typed(self) -> str:
        """Take what is being typed; why it is no answer, "" if it is one or there is nothing."""
        for editor in self.query(Editor):
            if not editor.take(go_on=False):
                return editor.trouble
        return ""

    def say(self, text: str, style: str = "") -> None:
        """Speak in the line above the footer."""
        self.query_one("#status", Told).tell(Content.styled(text, style))
