"""Editors for answers that are typed: a line of text, or YAML over several lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static, TextArea

from screens.theme import marks
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


class Line(Input):
    """An input line whose empty state can be filled by the suggestion that is shown in it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Take it", key_display="enter", id="line.take"),
        Binding("right", "right_or_suggestion", show=False),
        Binding("ctrl+e,end", "end_or_suggestion", show=False),
        Binding("pagedown", "screen.topic(1)", show=False),
        Binding("pageup", "screen.topic(-1)", show=False),
    ]

    suggestion = ""

    def action_right_or_suggestion(self) -> None:
        if not self._take_suggestion():
            self.action_cursor_right()

    def action_end_or_suggestion(self) -> None:
        if not self._take_suggestion():
            self.action_end()

    def _take_suggestion(self) -> bool:
        if self.value or not self.suggestion:
            return False
        self.value = self.suggestion
        self.action_end()
        return True


class Editor(Vertical):
    """What the editors share. `asked` is the id of the question that is answered here."""

    def __init__(self, typed: Typed, asked: str = "") -> None:
        super().__init__()
        self.typed, self.asked = typed, asked

    @property
    def text(self) -> str:
        """What stands in the editor."""
        raise NotImplementedError

    @property
    def trouble(self) -> str:
        """Why what was typed is no answer; "" if it is one, or nothing was typed."""
        if not self.is_attached or not self.children or self.text == self.typed.text:
            return ""
        return self.typed.parse(self.text)[1]

    def given(self) -> Answered | None:
        """The answer that was typed and not taken yet, if it will do; it counts as taken then."""
        if not self.is_attached or not self.children or self.text == self.typed.text:
            return None
        answer, trouble = self.typed.parse(self.text)
        if trouble:
            return None
        self.typed = self.typed.with_text(self.text)
        return Answered(answer, go_on=False)

    def take(self, go_on: bool) -> bool:
        """Give the typed answer, unless nothing was changed; False if it is wrong."""
        if not self.is_attached or not self.children:
            return True  # another question stands here by now, or this one not yet
        if self.typed.parse(self.text)[1]:
            self.app.bell()
            return False
        given = self.given()
        if given is not None:
            given.go_on = go_on
            speak(self, given)
        elif go_on:
            speak(self, LineEditor.Left(1))
        return True


class LineEditor(Editor):
    """One line. Enter takes it and goes on; an empty line leaves the question to the chart.

    `asked` is the id of the question, for whoever hears the answer after another was opened.
    """

    DEFAULT_CSS = """
    LineEditor { height: auto; }
    LineEditor Input { border: tall $panel; background: $surface; }
    LineEditor Input:focus { border: tall $accent; }
    LineEditor .trouble { height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "leave(-1)", show=False),
        Binding("down", "leave(1)", show=False),
        Binding("escape", "restore", show=False),
    ]

    @dataclass
    class Left(Spoken):
        """The editor was left upwards (-1) or downwards (1)."""

        direction: int

    @property
    def text(self) -> str:
        return self.query_one(Input).value

    def compose(self) -> ComposeResult:
        line = Line(
            self.typed.text,
            placeholder=self.typed.placeholder,
            password=self.typed.secret,
            select_on_focus=False,
        )
        line.suggestion = self.typed.suggestion
        yield line
        yield Static(classes="trouble", markup=False)

    def on_mount(self) -> None:
        self._show_aside(self._aside(self.typed.text))

    def _show_aside(self, said: Content) -> None:
        aside = self.query_one(".trouble", Static)
        aside.display = bool(said.plain)
        aside.update(said)

    def catch_up(self, typed: Typed) -> None:
        """Show the answer as it is now, if it was changed elsewhere (undo, say)."""
        if not self.children:
            return  # not drawn yet
        line = self.query_one(Line)
        if typed.text != self.typed.text and line.value == self.typed.text:
            self.typed = typed
            line.value = typed.text
        else:
            self.typed = typed

    def _aside(self, text: str, trouble: str = "") -> Content:
        """What stands right below the line: what is wrong, or what one key would take."""
        if trouble:
            return Content.styled(f"{marks().error} {trouble}", "$text-error")
        if not text and self.typed.suggestion:
            return Content.styled("→ takes the suggestion", "dim")
        return Content("")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        answer, trouble = self.typed.parse(event.value)
        self._show_aside(self._aside(event.value, trouble))
        speak(self, Typing(answer, trouble))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.take(go_on=True)

    @on(Input.Blurred)
    def _blurred(self, event: Input.Blurred) -> None:
        event.stop()
        self.take(go_on=False)

    def action_leave(self, direction: int) -> None:
        if self.take(go_on=False):
            speak(self, self.Left(direction))

    def action_restore(self) -> None:
        """Forget what was typed since the last answer; a second time, leave the line, so that
        letters are keys again."""
        line = self.query_one(Input)
        if line.value != self.typed.text:
            line.value = self.typed.text
        else:
            self.screen.set_focus(None)


class YamlEditor(Editor):
    """Several lines of YAML. Escape or tab takes them, and so does leaving them."""

    DEFAULT_CSS = """
    YamlEditor { height: auto; }
    YamlEditor TextArea { height: 10; border: tall $panel; }
    YamlEditor TextArea:focus { border: tall $accent; }
    YamlEditor .trouble { height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "take(True)", "Take it", id="yaml.go", priority=True),
        Binding("escape", "take(False)", show=False, priority=True),
    ]

    @property
    def text(self) -> str:
        return self.query_one(TextArea).text

    def compose(self) -> ComposeResult:
        yield TextArea(self.typed.text, tab_behavior="focus", soft_wrap=False)
        yield Static(classes="trouble", markup=False)

    def catch_up(self, typed: Typed) -> None:
        """Show the answer as it is now, if it was changed elsewhere (undo, say)."""
        if not self.children:
            return  # not drawn yet
        area = self.query_one(TextArea)
        if typed.text != self.typed.text and area.text == self.typed.text:
            self.typed = typed
            area.load_text(typed.text)
        else:
            self.typed = typed

    @on(TextArea.Changed)
    def _typed(self, event: TextArea.Changed) -> None:
        event.stop()
        answer, trouble = self.typed.parse(event.text_area.text)
        said = Content.styled(f"{marks().error} {trouble}", "$text-error")
        self.query_one(".trouble", Static).update(said if trouble else "")
        if event.text_area.text != self.typed.text:
            speak(self, Typing(answer, trouble))

    @on(events.DescendantBlur)
    def _blurred(self) -> None:
        self.take(go_on=False)

    def action_take(self, go_on: bool) -> None:
        if self.take(go_on) and not go_on:
            self.screen.set_focus(None)
