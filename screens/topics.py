"""The heart of the wizard: a topic's questions, the rail, and what the answers do to the files."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from screens.base import WizardScreen
from screens.place import Place
from screens.theme import marks
from screens.widgets.editors import Answered, LineEditor, Typing
from screens.widgets.key_line import KeyLine
from screens.widgets.options import Options
from screens.widgets.preview_pane import PreviewPane
from screens.widgets.question_list import QuestionList
from screens.widgets.question_sheet import QuestionSheet
from screens.widgets.rail import Rail
from screens.widgets.top_bar import TopBar
from wizard.answering import WrongAnswer
from wizard.document import EditRefused
from wizard.outline import LEFT, topic_rows
from wizard.question import Many


class TopicsScreen(WizardScreen):
    """Three columns from 100 columns on; below, the rail folds and the preview becomes a strip."""

    CSS_PATH = "topics.tcss"
    HELP = "Answer the questions of one topic after the other, in any order."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n,ctrl+n", "step(1)", "Next", key_display="n", id="topics.next"),
        Binding("b,ctrl+b", "step(-1)", "Back", key_display="b", id="topics.back"),
        Binding("pagedown,right_square_bracket", "topic(1)", "Next topic", show=False),
        Binding("pageup,left_square_bracket", "topic(-1)", "Topic before", show=False),
        Binding("d", "preview_mode", "Diff/whole", id="topics.preview"),
        Binding("f", "preview_file", "Other file", show=False, id="topics.file"),
        Binding("m", "details", "More questions", show=False, id="topics.details"),
        Binding("x", "leave", "Leave to the chart", show=False, id="topics.leave"),
        Binding("escape", "close_preview", show=False),
    ]

    def __init__(self, question: str = "") -> None:
        super().__init__()
        self.place = Place(question)

    def compose(self) -> ComposeResult:
        yield TopBar(id="top")
        with Horizontal(id="columns"):
            yield Rail(id="rail")
            with Vertical(id="middle"):
                yield QuestionSheet(id="sheet")
            yield PreviewPane(id="preview-pane")
        yield Static(id="status")
        yield KeyLine()

    # --- showing

    def on_mount(self) -> None:
        super().on_mount()
        self.place.settle(self.session)
        self._fold()
        self.open(self.place.question)

    def on_resize(self, event: events.Resize) -> None:
        self._fold()
        if self.is_mounted:
            self.call_after_refresh(self.session_changed)

    def _fold(self) -> None:
        narrow = self.app.size.width < 100
        self.set_class(narrow, "narrow")
        self.query_one(Rail).set_class(narrow, "folded")

    def open(self, question: str) -> None:
        """Show a question, and put the cursor on it."""
        self.place.go(self.session, question)
        self.query_one(QuestionSheet).open(self.session, self.place)
        self._show_around()

    def session_changed(self) -> None:
        self.place.settle(self.session)
        sheet = self.query_one(QuestionSheet)
        if sheet.shows != self.place.question:
            self.open(self.place.question)
            return
        sheet.refresh_rows(self.session, self.place)
        self._show_around()

    def _show_around(self) -> None:
        session, place = self.session, self.place
        self.query_one(TopBar).show(session, self.app.size.width >= 100)
        self.query_one(Rail).show(
            topic_rows(session), place.topic(session).id, place.position(session)
        )
        pane = self.query_one(PreviewPane)
        pane.follow(session, place.question)
        self._say_where()

    def _say_where(self) -> None:
        here = self.place.question
        findings = [finding for finding in self.session.findings() if finding.question == here]
        if findings:
            worst = findings[0]
            sign = marks().topic(
                worst.severity.value if worst.severity.value != "note" else "warning"
            )
            self.say(f"{sign} {worst.message}", f"$text-{_tone(worst.severity.value)}")
        elif self.last_said:
            self.say(self.last_said)

    # --- answering

    @on(Options.Chosen)
    def _chosen(self, event: Options.Chosen) -> None:
        asked = self.place.asked(self.session)
        answer: object = event.option or None
        if event.option != LEFT and isinstance(asked.question, Many):
            before = self.session.answer_of(asked.id) or ()
            answer = tuple(
                option.id
                for option in asked.question.options
                if (option.id in before) != (option.id == event.option)
            )
        self._answer(answer, event.go_on)

    @on(Answered)
    def _typed(self, event: Answered) -> None:
        self._answer(event.answer, event.go_on)

    def _answer(self, answer: object, go_on: bool) -> None:
        id = self.place.question
        try:
            if answer is None:
                self.session.leave(id)
            else:
                self.session.answer(id, answer)
        except (WrongAnswer, EditRefused) as refusal:
            self.app.bell()
            self.say(f"{marks().error} {refusal}", "$text-error")
            return
        self.last_said = self._what_happened(answer)
        self.say(self.last_said)
        if go_on:
            self.action_step(1)

    def _what_happened(self, answer: object) -> str:
        if answer is None:
            return "Left to the chart: nothing is written."
        paths = [p for paths in self.session.paths_of(self.place.question).values() for p in paths]
        if not paths:
            return "No value carries this: it is noted in the file's header."
        from schema.path import format_path

        return f"Written to {format_path(paths[0])}" + (
            f" and {len(paths) - 1} more." if len(paths) > 1 else "."
        )

    @on(Options.Highlighted)
    def _highlighted(self, event: Options.Highlighted) -> None:
        asked = self.place.asked(self.session)
        chosen = self.session.answer_of(asked.id)
        if isinstance(asked.question, Many) or event.option == (chosen or LEFT):
            self.query_one(PreviewPane).settle()
        else:
            self.query_one(PreviewPane).consider(self.session, asked.id, event.option or None)

    @on(Typing)
    def _typing(self, event: Typing) -> None:
        if event.trouble:
            self.query_one(PreviewPane).settle()
        else:
            self.query_one(PreviewPane).consider(self.session, self.place.question, event.answer)

    # --- moving

    @on(Options.Left)
    @on(LineEditor.Left)
    def _left(self, event: Options.Left | LineEditor.Left) -> None:
        self.action_step(event.direction)

    @on(QuestionList.Picked)
    def _picked_question(self, event: QuestionList.Picked) -> None:
        self.open(event.question)

    @on(Rail.Picked)
    def _picked_topic(self, event: Rail.Picked) -> None:
        self.place.enter(self.session, event.topic)
        self.open(self.place.question)

    def action_step(self, step: int) -> None:
        """To the next or the previous question, over the ends of a topic."""
        if self.place.step(self.session, step):
            self.open(self.place.question)
        elif step > 0:
            self.wizard.action_review()
        else:
            self.app.bell()

    def action_topic(self, step: int) -> None:
        if self.place.step_topic(self.session, step):
            self.open(self.place.question)

    def action_leave(self) -> None:
        self._answer(None, go_on=False)

    def action_details(self) -> None:
        self.place.details = not self.place.details
        self.open(self.place.question)

    def action_preview_mode(self) -> None:
        if self.has_class("narrow") and not self.has_class("preview-open"):
            self.add_class("preview-open")
        elif self.has_class("narrow"):
            self.query_one(PreviewPane).next_mode()
            if self.query_one(PreviewPane).mode == "diff":
                self.remove_class("preview-open")
        else:
            self.query_one(PreviewPane).next_mode()
        self.call_after_refresh(self.query_one(PreviewPane).redraw)

    def action_preview_file(self) -> None:
        self.query_one(PreviewPane).next_file()

    def action_close_preview(self) -> None:
        if self.has_class("preview-open"):
            self.remove_class("preview-open")
        else:
            self.query_one(QuestionSheet).focus_control()


def _tone(severity: str) -> str:
    return {"error": "error", "warning": "warning"}.get(severity, "muted")
