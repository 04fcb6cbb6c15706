"""Small windows over a screen: a text to read, the save dialog, the question before leaving."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static


class TextDialog(ModalScreen[None]):
    """A title and a text; any of the usual keys closes it."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q,question_mark,f1", "close", "Close"),
    ]

    def __init__(self, title: str, text: str | Content) -> None:
        super().__init__()
        self._heading, self._text = title, text

    def compose(self) -> ComposeResult:
        with Vertical(classes="window"):
            yield Static(Content.styled(self._heading, "bold"), classes="heading")
            with VerticalScroll(classes="body"):
                yield Static(Content(self._text) if isinstance(self._text, str) else self._text)
            yield Static(Content.styled("escape closes", "dim"), classes="foot")

    def on_mount(self) -> None:
        self.query_one(".body").focus()

    def action_close(self) -> None:
        self.dismiss(None)


class ChoiceDialog(ModalScreen[str]):
    """A text and buttons; dismisses with the id of the button, or "" when it is closed."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Cancel"),
        Binding("left,up", "app.focus_previous", show=False),
        Binding("right,down", "app.focus_next", show=False),
    ]

    def __init__(self, title: str, text: Content, buttons: dict[str, str]) -> None:
        super().__init__()
        self._heading, self._text, self._buttons = title, text, buttons

    def compose(self) -> ComposeResult:
        with Vertical(classes="window"):
            yield Static(Content.styled(self._heading, "bold"), classes="heading")
            with VerticalScroll(classes="body", can_focus=False):
                yield Static(self._text)
            with Horizontal(classes="buttons"):
                for number, (id, label) in enumerate(self._buttons.items()):
                    yield Button(
                        label, id=id, variant="default" if number else "primary",
                        flat=True, compact=True,
                    )  # fmt: skip

    def on_mount(self) -> None:
        self.query(Button).first().focus()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id or "")

    def action_close(self) -> None:
        self.dismiss("")
