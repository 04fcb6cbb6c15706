"""Small windows over a screen: a text to read, a text with buttons, and what a small terminal
gets instead of a screen."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from screens.widgets.hanging import Hanging, Text

Answer = TypeVar("Answer")
_ROOMY = 30
"""From this many lines on, windows have blanks around and inside them."""


class Window(ModalScreen[Answer]):
    """A frame with a title, a body that scrolls where it is too long, and buttons below."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "scroll(1)", show=False),
        Binding("up,k", "scroll(-1)", show=False),
        Binding("pagedown", "scroll_page(1)", show=False),
        Binding("pageup", "scroll_page(-1)", show=False),
        Binding("left", "app.focus_previous", show=False),
        Binding("right", "app.focus_next", show=False),
    ]
    AROUND: ClassVar[int] = 8
    """Lines that frame, title and buttons take, with the blanks between."""

    @property
    def body(self) -> VerticalScroll:
        return self.query_one(".body", VerticalScroll)

    def on_resize(self, event: events.Resize) -> None:
        """Leave room for the buttons: the body takes what there is, and scrolls."""
        low = event.size.height < _ROOMY
        self.set_class(low, "low")
        margin = 0 if low else 4
        self.body.styles.max_height = max(3, event.size.height - self.AROUND - margin)

    def action_scroll(self, step: int) -> None:
        if self.body.max_scroll_y:
            self.body.scroll_relative(y=step, animate=False)
        elif step > 0:
            self.focus_next()
        else:
            self.focus_previous()

    def action_scroll_page(self, step: int) -> None:
        self.body.scroll_relative(y=step * self.body.size.height, animate=False)


class TextDialog(Window[None]):
    """A title and a text; any of the usual keys, or a click beside the window, closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q,question_mark,f1", "close", "Close"),
    ]

    def __init__(self, title: str, text: Text) -> None:
        super().__init__()
        self._heading, self._text = title, text

    def compose(self) -> ComposeResult:
        with Vertical(classes="window"):
            yield Static(Content.styled(self._heading, "bold"), classes="heading")
            with VerticalScroll(classes="body", can_focus=False):
                yield Hanging(self._text)
            with Horizontal(classes="buttons"):
                yield Button("Close", id="close", compact=True)

    @on(Button.Pressed)
    def action_close(self) -> None:
        self.dismiss(None)

    def on_click(self, event: events.Click) -> None:
        if self.get_widget_at(event.screen_x, event.screen_y)[0] is self:
            self.dismiss(None)


class ChoiceDialog(Window[str]):
    """A text and buttons; dismisses with the id of the button, or "" when it is closed."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", "Cancel")]

    def __init__(self, title: str, text: Text, buttons: dict[str, str]) -> None:
        super().__init__()
        self._heading, self._text, self._buttons = title, text, buttons

    def compose(self) -> ComposeResult:
        with Vertical(classes="window"):
            yield Static(Content.styled(self._heading, "bold"), classes="heading")
            with VerticalScroll(classes="body", can_focus=False):
                yield Hanging(self._text)
            with Horizontal(classes="buttons"):
                for number, (id, label) in enumerate(self._buttons.items()):
                    yield Button(
                        label, id=id, variant="default" if number else "primary",
                        compact=True,
                    )  # fmt: skip

    def on_mount(self) -> None:
        self.query(Button).first().focus()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id or "")

    def action_close(self) -> None:
        self.dismiss("")


class TooSmall(ModalScreen[None]):
    """Stands before everything while the terminal is too small to show it."""

    CSS_PATH = "dialogs.tcss"
    WIDTH, HEIGHT = 72, 20

    def compose(self) -> ComposeResult:
        yield Static(
            f"This terminal is too small: the wizard needs {self.WIDTH} columns and {self.HEIGHT} "
            "lines, better 80 and 24. Make it larger, or leave with ctrl+q; nothing is lost.",
            id="too-small",
        )
