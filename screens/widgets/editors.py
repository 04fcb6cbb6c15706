"""Editors for answers that are typed: a line of text, or YAML over several lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static, TextArea

from screens.widgets.spoken import Spoken, speak
from wizard.typed import Typed


@dataclass
class Answered(Spoken):
    """What was typed, as an answer; None leaves the question to the chart."""

    answer: Any
    go_on: bool


@dataclass
class Typing(Spoken):
    """What stands in the editor now, if it is a possible answer (`trouble` says why it is not)."""

    answer: Any
    trouble: str


class LineEditor(Vertical):
    """One line. Enter takes it and goes on; an empty line leaves the question to the chart."""

    DEFAULT_CSS = """
    LineEditor { height: auto; }
    LineEditor Input { border: tall $panel; background: $surface; }
    LineEditor Input:focus { border: tall $accent; }
    LineEditor .trouble { height: auto; color: $text-error; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "leave(-1)", show=False),
        Binding("down", "leave(1)", show=False),
    ]

    @dataclass
    class Left(Spoken):
        """The editor was left upwards (-1) or downwards (1)."""

        direction: int

    def __init__(self, typed: Typed, id: str | None = None) -> None:
        super().__init__(id=id)
        self.typed = typed

    def compose(self) -> ComposeResult:
        yield Input(
            self.typed.text,
            placeholder=self.typed.placeholder,
            password=self.typed.secret,
            select_on_focus=False,
        )
        yield Static("", classes="trouble", markup=False)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        answer, trouble = self.typed.parse(event.value)
        self.query_one(".trouble", Static).update(Content(f"✗ {trouble}" if trouble else ""))
        if event.value != self.typed.text:
            speak(self, Typing(answer, trouble))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.take(go_on=True)

    @on(Input.Blurred)
    def _blurred(self, event: Input.Blurred) -> None:
        event.stop()
        self.take(go_on=False)

    def take(self, go_on: bool) -> None:
        """Give the typed answer, unless it is wrong or nothing was changed."""
        text = self.query_one(Input).value
        answer, trouble = self.typed.parse(text)
        if trouble:
            self.app.bell()
        elif text != self.typed.text:
            self.typed = self.typed.with_text(text)
            speak(self, Answered(answer, go_on))
        elif go_on:
            speak(self, self.Left(1))

    def action_leave(self, direction: int) -> None:
        self.take(go_on=False)
        speak(self, self.Left(direction))


class YamlEditor(Vertical):
    """Several lines of YAML. Escape or tab takes them."""

    DEFAULT_CSS = """
    YamlEditor { height: auto; }
    YamlEditor TextArea { height: 10; border: tall $panel; }
    YamlEditor TextArea:focus { border: tall $accent; }
    YamlEditor .trouble { height: auto; color: $text-error; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "take(False)", "Take it", show=False, priority=True),
        Binding("tab", "take(True)", "Take it, go on", show=False, priority=True),
    ]

    def __init__(self, typed: Typed, id: str | None = None) -> None:
        super().__init__(id=id)
        self.typed = typed

    def compose(self) -> ComposeResult:
        yield TextArea(self.typed.text, tab_behavior="focus", soft_wrap=False)
        yield Static("", classes="trouble", markup=False)

    @on(TextArea.Changed)
    def _typed(self, event: TextArea.Changed) -> None:
        event.stop()
        answer, trouble = self.typed.parse(event.text_area.text)
        self.query_one(".trouble", Static).update(Content(f"✗ {trouble}" if trouble else ""))
        if event.text_area.text != self.typed.text:
            speak(self, Typing(answer, trouble))

    def action_take(self, go_on: bool) -> None:
        text = self.query_one(TextArea).text
        answer, trouble = self.typed.parse(text)
        if trouble:
            self.app.bell()
            return
        if text != self.typed.text:
            self.typed = self.typed.with_text(text)
            speak(self, Answered(answer, go_on))
        else:
            speak(self, LineEditor.Left(1))
