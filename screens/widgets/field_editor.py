"""An editor for one field of the chart, fitting its type, opened where it is wanted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from textual import on
from textual.containers import Vertical

from screens.widgets.editors import Answered, LineEditor, YamlEditor
from screens.widgets.options import Options
from screens.widgets.spoken import Spoken, speak
from wizard.facts import Facts
from wizard.fields import FieldRow, answer_from, question_for, value_from
from wizard.outline import OptionRow
from wizard.question import Choice, Rows
from wizard.typed import typed


def editor_for(row: FieldRow, facts: Facts, *more: OptionRow) -> Options | LineEditor | YamlEditor:
    """The editor that fits a field's type, with the value it has; `more` stands below choices."""
    question, answer = question_for(row), answer_from(row)
    if isinstance(question, Choice):
        own = [OptionRow(o.id, o.title, chosen=o.id == answer) for o in question.options]
        return Options([*own, *more])
    text = typed(question, answer, facts)
    return YamlEditor(text) if isinstance(question, Rows) else LineEditor(text)


class FieldEditor(Vertical):
    """Empty until `open`. Posts the value that was given, or that nothing was."""

    DEFAULT_CSS = """
    FieldEditor { height: auto; }
    """

    @dataclass
    class Given(Spoken):
        """The field's value, as it is to be written."""

        value: Any

    @dataclass
    class Left(Spoken):
        """The editor was left with nothing new."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._row: FieldRow | None = None

    async def open(self, row: FieldRow, facts: Facts) -> None:
        """Edit this field; the editor gets the focus."""
        await self.remove_children()
        self._row = row
        widget = editor_for(row, facts)
        await self.mount(widget)
        if isinstance(widget, Options):
            chosen = [place for place, one in enumerate(widget.rows) if one.chosen]
            widget.cursor = (*chosen, 0)[0]
        for inner in self.query("Options, Input, TextArea"):
            inner.focus()
            break

    def close(self) -> None:
        """Away with the editor, and what stands in it."""
        self._row = None
        if self.children:
            self.remove_children()

    @property
    def is_open(self) -> bool:
        return self._row is not None

    @on(Options.Chosen)
    def _chosen(self, event: Options.Chosen) -> None:
        event.stop()
        self._give(event.option)

    @on(Answered)
    def _answered(self, event: Answered) -> None:
        event.stop()
        self._give(event.answer)

    @on(Options.Left)
    @on(LineEditor.Left)
    def _left(self, event: Spoken) -> None:
        event.stop()
        speak(self, self.Left())

    @on(Options.Highlighted)
    def _considered(self, event: Options.Highlighted) -> None:
        event.stop()

    def _give(self, answer: Any) -> None:
        if self._row is None:
            return  # it was closed meanwhile
        if answer is None:
            speak(self, self.Left())
        else:
            speak(self, self.Given(value_from(self._row, answer)))
