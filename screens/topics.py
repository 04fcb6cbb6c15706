"""The heart of the wizard: a topic's questions, the rail, and what the answers do to the files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.geometry import Size

from schema.finding import Severity
from screens.answer_keys import toggled, what_to_press
from screens.base import WizardScreen
from screens.theme import marks
from screens.widgets.editors import Answered, LineEditor, Typing, YamlEditor
from screens.widgets.key_line import KeyLine
from screens.widgets.options import Options
from screens.widgets.preview_pane import PreviewPane
from screens.widgets.question_list import QuestionList
from screens.widgets.question_sheet import QuestionSheet
from screens.widgets.rail import REVIEW, Rail
from screens.widgets.told import Told
from screens.widgets.top_bar import TopBar
from wizard.answering import WrongAnswer
from wizard.document import EditRefused
from wizard.outline import KEPT, LEFT, topic_rows, what_happened
from wizard.place import Place
from wizard.question import Many
from wizard.session import Session


class TopicsScreen(WizardScreen):
    """Three columns from 100 columns on; below, the rail folds and the preview becomes a strip."""

    CSS_PATH = "topics.tcss"
    HELP = "Answer the questions of one topic after the other, in any order."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n,ctrl+n", "step(1)", "Next", key_display="n", id="topics.next"),
        Binding("b,ctrl+b", "step(-1)", "Back", key_display="b", id="topics.back"),
        Binding("d", "preview_mode", "Preview", id="topics.preview"),
        Binding("pagedown,right_square_bracket", "topic(1)", "Next topic", show=False),
        Binding("pageup,left_square_bracket", "topic(-1)", "Topic before", show=False),
        Binding("f", "preview_file", "Other file", show=False, id="topics.file"),
        Binding("m", "details", "More questions", show=False, id="topics.details"),
        Binding("x", "leave", "Leave to the chart", show=False, id="topics.leave"),
        Binding("o", "docs", "Documentation", show=False, id="topics.docs"),
        Binding("escape", "close_preview", show=False),
    ]

    def __init__(self, question: str = "") -> None:
        super().__init__()
        self.place = Place(question)
        self._laid_out_for = Size()

    def compose(self) -> ComposeResult:
        yield TopBar(id="top")
        with Horizontal(id="columns"):
            yield Rail(id="rail")
            with Vertical(id="middle"):
                yield QuestionSheet(id="sheet")
            yield PreviewPane(id="preview-pane")
        yield Told(id="status")
        yield KeyLine()

    # --- showing

    def on_mount(self) -> None:
        super().on_mount()
        self.place.settle(self.session)
        self._fold()
        self.call_after_refresh(self._open_first)

    def _open_first(self) -> None:
        if not self.query_one(QuestionSheet).shows:
            self.open(self.place.question)

    def on_resize(self, event: events.Resize) -> None:
        if event.size == self._laid_out_for:
            return  # said again at the start
        self._laid_out_for = event.size
        self._fold()
        if self.is_mounted:
            self.call_after_refresh(self.session_changed)

    def _fold(self) -> None:
        narrow = self.app.size.width < 100
        self.set_class(narrow, "narrow")
        self.set_class(self.app.size.width >= 190, "broad")
        self.set_class(self.app.size.height < 30, "low")
        self.query_one(Rail).set_class(narrow, "folded")

    def open(self, question: str) -> None:
        """Show a question, and put the cursor on it. What was being typed elsewhere is taken."""
        sheet = self.query_one(QuestionSheet)
        if sheet.shows and sheet.shows != question:
            self.take_typed()
        self.place.go(self.session, question)
        sheet.open(self.session, self.place)
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
        """What is wrong here, else what was just done, else what to press."""
        here = self.place.question
        findings = [finding for finding in self.session.findings() if finding.question == here]
        if findings and findings[0].severity is not Severity.NOTE:
            severity = findings[0].severity.value
            sign = marks().topic(severity)
            self.say(f"{sign} {findings[0].message}", f"$text-{severity}")
        elif self.last_said:
            self.say(self.last_said)
        else:
            self.say(what_to_press(self.place.asked(self.session).question), "dim")

    # --- answering

    def take_typed(self) -> str:
        """At once: where something else takes its place, a message would be late."""
        sheet = self.query_one(QuestionSheet)
        for id, answer in list(sheet.typed_answers()):
            self._answer(id, answer, go_on=False)
        return sheet.trouble

    @on(Options.Chosen)
    def _chosen(self, event: Options.Chosen) -> None:
        asked = self.place.asked(self.session)
        if event.option == KEPT:
            self.last_said = "Kept as the file has it."
            self._after(event.go_on)
            return
        answer: object = event.option or None
        if event.option != LEFT and isinstance(asked.question, Many):
            answer = toggled(asked.question, self.session.answer_of(asked.id), event.option)
        self._answer(asked.id, answer, event.go_on)

    @on(Answered)
    def _typed(self, event: Answered) -> None:
        editor = event.control
        id = editor.asked if isinstance(editor, LineEditor | YamlEditor) else ""
        self._answer(id or self.place.question, event.answer, event.go_on)

    def _answer(self, id: str, answer: object, go_on: bool) -> None:
        try:
            if answer is None:
                self.session.leave(id)
            else:
                self.session.answer(id, answer)
        except (WrongAnswer, EditRefused) as refusal:
            self.app.bell()
            self.say(f"{marks().error} {refusal}", "$text-error")
            return
        self.last_said = what_happened(self.session, id, answer)
        self._after(go_on)

    def _after(self, go_on: bool) -> None:
        said = self.last_said
        if go_on:
            self.action_step(1)
        self.last_said = said
        self._say_where()

    @on(Options.Highlighted)
    def _highlighted(self, event: Options.Highlighted) -> None:
        asked = self.place.asked(self.session)
        if event.control is None or event.control not in self.query("#control Options"):
            return  # of the question that was open before
        self.query_one(QuestionSheet).hint_at(self.session, asked, event.option)
        chosen = self.session.answer_of(asked.id)
        pane = self.query_one(PreviewPane)
        if event.why_not:
            pane.settle()
        elif isinstance(asked.question, Many) and event.option != LEFT:
            pane.consider(self.session, asked.id, toggled(asked.question, chosen, event.option))
        elif event.option in (chosen or LEFT, KEPT):
            pane.settle()
        else:
            pane.consider(self.session, asked.id, event.option or None)

    @on(Typing)
    def _typing(self, event: Typing) -> None:
        editor = event.control
        if isinstance(editor, LineEditor | YamlEditor) and editor.asked != self.place.question:
            return
        pane = self.query_one(PreviewPane)
        if event.trouble or event.answer == self.session.answer_of(self.place.question):
            pane.settle()
        else:
            pane.consider(self.session, self.place.question, event.answer)

    # --- moving

    @on(Options.Left)
    @on(LineEditor.Left)
    def _left(self, event: Options.Left | LineEditor.Left) -> None:
        self.action_step(event.direction)

    @on(QuestionList.Picked)
    def _picked_question(self, event: QuestionList.Picked) -> None:
        if event.question:
            self.last_said = ""
            self.open(event.question)
        else:
            self.action_details()

    @on(Rail.Picked)
    def _picked_topic(self, event: Rail.Picked) -> None:
        if event.topic == REVIEW:
            self.wizard.action_review()
        elif event.why_hidden:
            topic = self.session.guide.topic(event.topic)
            self.say(f"{marks().hidden} {topic.title} is not asked: {event.why_hidden}.")
        else:
            self._go(Place.enter, event.topic)

    @on(PreviewPane.ModeWanted)
    def _mode_wanted(self) -> None:
        self.action_preview_mode()

    def action_step(self, step: int) -> None:
        """To the next or the previous question, over the ends of a topic."""
        if self._go(Place.step, step):
            return
        if step > 0:
            self.take_typed()
            self.wizard.action_review()
        else:
            self.app.bell()

    def action_topic(self, step: int) -> None:
        """To the first question of the next or the previous topic."""
        self._go(Place.step_topic, step)

    def _go(self, move: Callable[[Place, Session, Any], bool], where: object) -> bool:
        """Move, and show the question one comes to; False where there is no way on."""
        target = replace(self.place)
        if not move(target, self.session, where):
            return False
        self.last_said = ""
        self.take_typed()
        self.place = target
        self.open(target.question)
        return True

    def action_leave(self) -> None:
        self._answer(self.place.question, None, go_on=False)

    def action_docs(self) -> None:
        """Tell the whole address; a terminal that can will open it on a click."""
        link = self.query_one(QuestionSheet).link
        self.say(link or "There is no page to point to.")

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
