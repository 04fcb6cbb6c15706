"""Another chart version: typed or picked, with what it would change before it does."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, Static

from screens.dialogs import Window
from screens.theme import marks
from screens.widgets.hanging import Hanging, Hung
from screens.widgets.version_line import VersionLine
from wizard.document import EditRefused
from wizard.session import Session
from wizard.version_change import VersionChange, version_change


class VersionDialog(Window[str]):
    """Dismisses with the version to change to, or ""."""

    AROUND = 10
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", "Cancel")]

    def __init__(self, session: Session, versions: list[str]) -> None:
        super().__init__()
        self._session, self._versions = session, versions
        self._trouble = ""

    def compose(self) -> ComposeResult:
        with Vertical(classes="window"):
            yield Static(Content.styled("Chart version", "bold"), classes="heading")
            yield VersionLine(str(self._session.state.version), self._versions, id="version")
            with VerticalScroll(classes="body", can_focus=False):
                yield Hanging(id="consequences")
            with Horizontal(classes="buttons"):
                yield Button("Change", id="change", variant="primary", compact=True)
                yield Button("Cancel", id="cancel", compact=True)

    def on_mount(self) -> None:
        self.query_one("#version").focus()
        self._tell()

    @property
    def _wanted(self) -> str:
        return self.query_one("#version", Input).value.strip()

    @on(Input.Changed)
    def _tell(self) -> None:
        told = self.query_one("#consequences", Hanging)
        self._trouble = ""
        if self._wanted == str(self._session.state.version):
            told.show("The version that is set now. The arrow keys go through those known.")
            return
        try:
            told.show(_consequences(version_change(self._session, self._wanted)))
        except (ValueError, LookupError, EditRefused) as error:
            self._trouble = str(error)
            told.show(Content.styled(f"{marks().error} {error}", "$text-error"))

    @on(Input.Submitted)
    @on(Button.Pressed, "#change")
    def _change(self) -> None:
        if self._trouble:
            self.app.bell()
            return
        self.dismiss("" if self._wanted == str(self._session.state.version) else self._wanted)

    @on(Button.Pressed, "#cancel")
    def action_close(self) -> None:
        self.dismiss("")


def _consequences(change: VersionChange) -> list[Content | Hung]:
    lines: list[Content | Hung] = [
        Content.assemble(
            f"{file.name}  ",
            (f"+{file.added}", "$text-success" if file.added else "dim"),
            " ",
            (f"−{file.removed}", "$text-error" if file.removed else "dim"),
        )
        for file in change.files
    ]
    for text in change.parked:
        said = Content.styled(text, "$text-warning")
        lines.append(Hung(Content.styled(f"{marks().hidden} ", "$text-warning"), said))
    for text in change.woken:
        lines.append(Hung(Content(f"{marks().answered} "), Content(text)))
    if change.asked_anew:
        number = change.asked_anew
        lines.append(Content(f"{number} question{'s' if number > 1 else ''} more to be asked."))
    lines += [Content(""), Content.styled("Ctrl+z takes it back.", "dim")]
    return lines
