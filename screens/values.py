"""All values: every field of the chart as a tree, with search, and an editor for each type."""

from __future__ import annotations

import gc
import json
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input

from schema.path import Path, format_path
from screens.base import WizardScreen
from screens.theme import marks
from screens.widgets.editors import Answered, Editor, LineEditor
from screens.widgets.field_editor import editor_for
from screens.widgets.field_list import FieldList
from screens.widgets.hanging import Hanging, Hung
from screens.widgets.key_line import KeyLine
from screens.widgets.options import Options
from screens.widgets.told import Told
from screens.widgets.top_bar import TopBar
from wizard.document import EditRefused
from wizard.fields import FieldRow, answer_from, field_rows, set_field
from wizard.hiding import HIDDEN
from wizard.outline import LEFT, OptionRow
from wizard.tree import MISSING


class ValuesScreen(WizardScreen):
    """The tree on the left, one field in full on the right (below it on a narrow screen)."""

    CSS_PATH = "values.tcss"
    HELP = "Look up any field of the chart, and set it."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "Search", key_display="/", id="values.search"),
        Binding("f", "file", "Other file", id="values.file"),
        Binding("x", "leave", "Unset", id="values.unset"),
        Binding("escape", "back", "Back", id="values.back"),
    ]

    def __init__(self, path: Path = ()) -> None:
        super().__init__()
        self._open_at = path
        self._expanded = frozenset(path[:n] for n in range(1, len(path)))
        self._key = ""
        self._shown: FieldRow | None = None

    def compose(self) -> ComposeResult:
        yield TopBar(id="top")
        yield Input(placeholder="search all fields by name or meaning", id="query", compact=True)
        with Horizontal(id="columns"):
            yield FieldList(id="fields")
            with VerticalScroll(id="detail", can_focus=False):
                yield Vertical(id="editor")
                yield Hanging(id="field")
        yield Told(id="status")
        yield KeyLine()

    def on_mount(self) -> None:
        super().on_mount()
        self._key = self.session.plan.first.key
        self.set_class(self.app.size.width < 100, "narrow")
        self.session_changed()
        fields = self.query_one(FieldList)
        fields.focus()
        if self._open_at:
            self.call_after_refresh(fields.go, self._open_at)
        self.run_worker(self._get_ready, thread=True, exit_on_error=False)

    def _get_ready(self) -> None:
        """Index the fields before the first letter of a search is typed."""
        self.session.state.chart_schema.search("-")
        gc.freeze()  # seven thousand fields stay: looking through them for garbage is felt

    def on_resize(self) -> None:
        self.set_class(self.app.size.width < 100, "narrow")

    def session_changed(self) -> None:
        self._list()
        self.query_one(TopBar).show(self.session, self.app.size.width >= 100)

    def _list(self) -> None:
        query = self.query_one("#query", Input).value
        rows = field_rows(self.session, self._key, self._expanded, query)
        self.query_one(FieldList).show(rows, flat=bool(query.strip()))
        member = self.session.plan[self._key]
        number = f"{len(rows)} field{'s' if len(rows) != 1 else ''}"
        self.say(self.last_said or f"{number} · {member.file.name}", "")

    @on(Input.Changed, "#query")
    def _searching(self, event: Input.Changed) -> None:
        event.stop()
        self.last_said = ""
        self._list()

    @on(Input.Submitted, "#query")
    def _searched(self, event: Input.Submitted) -> None:
        event.stop()
        self.query_one(FieldList).focus()

    @on(FieldList.Toggled)
    def _toggled(self, event: FieldList.Toggled) -> None:
        path = event.row.path
        self._expanded = self._expanded | {path} if event.open else self._expanded - {path}
        self._list()

    @on(FieldList.Moved)
    def _moved(self, event: FieldList.Moved) -> None:
        self._shown = event.row
        self.query_one("#field", Hanging).show(describe(event.row))
        editor = self.query_one("#editor", Vertical)
        if editor.children:
            editor.remove_children()

    @on(FieldList.Edit)
    async def _edit(self, event: FieldList.Edit) -> None:
        row = event.row
        self._shown = row
        editor = self.query_one("#editor", Vertical)
        await editor.remove_children()
        left = OptionRow(LEFT, "not set: the chart decides", chosen=answer_from(row) is None)
        widget = editor_for(row, self.session.facts, left)
        await editor.mount(widget)
        self._focus_editor()

    def _focus_editor(self) -> None:
        for widget in self.query("#editor Options, #editor Input, #editor TextArea"):
            widget.focus()
            return

    @on(Options.Chosen)
    def _chosen(self, event: Options.Chosen) -> None:
        self._set(event.option or None)

    @on(Answered)
    def _answered(self, event: Answered) -> None:
        self._set(event.answer)

    @on(Options.Left)
    @on(LineEditor.Left)
    def _left(self) -> None:
        self.query_one(FieldList).focus()

    def _set(self, answer: object) -> None:
        row = self._shown
        if row is None:
            return
        try:
            set_field(self.session, self._key, row, answer)
        except EditRefused as refusal:
            self.app.bell()
            self.say(f"{marks().error} {refusal}", "$text-error")
            return
        done = "is left to the chart" if answer is None else "is written"
        self.last_said = f"{format_path(row.path)} {done}."
        self.query_one(FieldList).focus()
        self.session_changed()

    def take_typed(self) -> str:
        """At once, so that it counts for whatever comes next."""
        for editor in self.query(Editor):
            if editor.trouble:
                return editor.trouble
            given = editor.given()
            if given is not None:
                self._set(given.answer)
        return ""

    def action_leave(self) -> None:
        self._set(None)

    def action_search(self) -> None:
        self.query_one("#query", Input).focus()

    def action_file(self) -> None:
        keys = list(self.session.plan.members)
        self._key = keys[(keys.index(self._key) + 1) % len(keys)]
        self.last_said = ""
        self._list()

    def action_back(self) -> None:
        fields = self.query_one(FieldList)
        query = self.query_one("#query", Input)
        if not fields.has_focus and fields.rows:
            fields.focus()
        elif query.value:
            query.value = ""
        else:
            self.app.pop_screen()


def describe(row: FieldRow) -> list[Content | Hung]:
    """A field in full: where, what type, which default, what it does, how sure that is."""
    field = row.field
    lines: list[Content | Hung] = [Content.styled(format_path(row.path), "bold")]
    if field is None:
        text = "This chart knows no such key; Helm passes it over without a word."
        return [*lines, Content(""), Content.styled(text, "$text-warning")]
    if row.value is not MISSING:
        shown = HIDDEN if field.sensitive else _as_written(row.value)
        lines.append(_fact("set to", Content.styled(shown, "$text-success")))
    lines += [Content(field.type), Content("")]
    if field.description:
        lines += [Content(field.description), Content("")]
    if field.has_default:
        hidden = field.sensitive and field.default
        lines.append(_fact("default", HIDDEN if hidden else _as_written(field.default)))
    if field.choices:
        lines.append(_fact("choices", ", ".join(field.choices)))
    if field.versions:
        lines.append(_fact("versions", field.versions))
    if field.dead:
        lines.append(_fact("unread", Content.styled(field.dead, "$text-warning")))
    if field.replaced_by:
        lines.append(_fact("successor", field.replaced_by))
    lines.append(_fact("how sure", field.how_sure))
    return lines


def _fact(name: str, text: str | Content) -> Hung:
    return Hung(Content.styled(f"{name:<10}", "dim"), Content.assemble(text))


def _as_written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
