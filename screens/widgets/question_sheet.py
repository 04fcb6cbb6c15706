"""One question in full, with its topic above it and the topic's other questions below."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap
from typing import Any

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.style import Style
from textual.widget import Widget

from screens.theme import cut, marks
from screens.widgets.editors import Editor, LineEditor, YamlEditor
from screens.widgets.options import Options
from screens.widgets.question_list import QuestionList
from screens.widgets.told import Told
from wizard.facts import say
from wizard.guide import Asked
from wizard.outline import LEFT, option_rows
from wizard.place import Place
from wizard.question import Choice, Many, Rows
from wizard.reconcile import why_not
from wizard.session import Session
from wizard.typed import typed

_ROOMY = 30


class QuestionSheet(VerticalScroll, can_focus=False):
    """Shows what `open` was given. The control inside speaks by its own messages."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.shows = ""
        self.link = ""
        """Where the question, or the option in focus, is documented; "" if nowhere."""

    def compose(self) -> ComposeResult:
        yield Told(id="topic-title")
        yield Told(id="topic-why")
        yield Told(id="ask")
        yield Told(id="why")
        yield Vertical(id="control")
        yield Told(id="hint")
        yield QuestionList(id="questions")

    def open(self, session: Session, place: Place) -> None:
        """Show the question at `place` and focus its control."""
        asked = place.asked(session)
        self.shows = asked.id
        self._write(session, place)
        holder = self.query_one("#control", Vertical)
        control = self._control(session, asked)
        with self.app.batch_update():
            holder.remove_children()
            holder.mount(control)
        self.call_after_refresh(self._arrive, control)

    def refresh_rows(self, session: Session, place: Place) -> None:
        """The same question, with the session's new state."""
        self._write(session, place)
        asked = place.asked(session)
        if isinstance(asked.question, Choice):
            for options in self.query(Options):
                options.show_rows(option_rows(session, asked))
                options.fit(self.size.height - self._above(), self._width)
        for editor in self.query("LineEditor, YamlEditor"):
            if isinstance(editor, LineEditor | YamlEditor) and editor.asked == asked.id:
                editor.catch_up(typed(asked.question, session.answer_of(asked.id), session.facts))

    def hint_at(self, session: Session, asked: Asked, option: str) -> None:
        """Tell what belongs to the option in focus: where it is documented."""
        self._tell_hint(session, asked, option)

    def typed_answers(self) -> Iterator[tuple[str, Any]]:
        """Questions and answers that were typed and not taken yet."""
        for editor in self.query(Editor):
            given = editor.given()
            if given is not None:
                yield editor.asked, given.answer

    @property
    def trouble(self) -> str:
        """Why what stands in an editor is no answer; "" if there is nothing of the kind."""
        return next((editor.trouble for editor in self.query(Editor) if editor.trouble), "")

    def focus_control(self) -> None:
        """Put the cursor where the answer is given."""
        for control in self.query("#control > *"):
            self._focus_in(control)

    def _focus_in(self, control: Widget) -> bool:
        """Whether it could be done: a new control has nothing to focus for a moment."""
        for part in control.walk_children(Widget, with_self=True):
            if part.is_mounted and part.focusable:
                part.focus(scroll_visible=False)
                return True
        return False

    def _arrive(self, control: Widget) -> None:
        """Put the cursor into a new control, as soon as it is there, and bring it into view."""
        if not control.is_attached:
            return  # another question was opened meanwhile
        if not self._focus_in(control):
            self.call_after_refresh(self._arrive, control)
            return
        self.call_after_refresh(self._bring_into_view)

    def _bring_into_view(self) -> None:
        """From the top if the answers fit so, else from the question on. On a low screen the
        question always stands above, so the rest begins at the top as far as the cursor lets it."""
        ask, holder = self.query_one("#ask"), self.query_one("#control")
        if self.app.size.height < _ROOMY:
            self.scroll_to(y=0, animate=False, force=True)
            for options in self.query(Options):
                options.show_cursor()
                return
            region, spacing = holder.virtual_region, self.dock_gutter
            self.scroll_to_region(region, spacing=spacing, animate=False, force=True)
        elif holder.virtual_region.bottom <= self.size.height:
            self.scroll_to(y=0, animate=False, force=True)
        else:
            self.scroll_to_widget(ask, top=True, animate=False, force=True)

    @property
    def _width(self) -> int:
        return max(30, self.scrollable_content_region.width - 1)

    def _above(self) -> int:
        """How many lines the topic, the question and its reason take above the control."""
        shown = [self.query_one(one, Told) for one in ("#topic-why", "#ask", "#why")]
        blanks = 2 + 2 * self.query_one("#topic-title").display + shown[0].display
        texts = (str(told.content) for told in shown if told.display)
        return blanks + sum(len(wrap(text, self._width)) for text in texts)

    def _control(self, session: Session, asked: Asked) -> Widget:
        question = asked.question
        if isinstance(question, Choice):
            options = Options(option_rows(session, asked), isinstance(question, Many))
            options.fit(self.size.height - self._above(), self._width)
            return options
        text = typed(question, session.answer_of(asked.id), session.facts)
        return (YamlEditor if isinstance(question, Rows) else LineEditor)(text, asked.id)

    def _write(self, session: Session, place: Place) -> None:
        asked = place.asked(session)
        facts, question, topic = session.facts, asked.question, asked.topic
        roomy = self.app.size.height >= _ROOMY
        rows = place.rows(session)
        self.query_one("#topic-title", Told).tell(self._title(session, place))
        self.query_one("#topic-title").display = roomy
        self.query_one("#topic-why", Told).tell(say(topic.why, facts))
        self.query_one("#topic-why").display = roomy and rows[0].asked.id == asked.id
        self.query_one("#ask", Told).tell(Content.styled(say(question.ask, facts), "bold"))
        self.query_one("#why", Told).tell(say(question.why, facts), hide=True)
        self._tell_hint(session, asked, self._option_in_focus())
        folded = place.folded(session)
        note = f"m shows {folded} more, for special cases" if folded else ""
        if place.details and not folded:
            note = "m hides the questions for special cases" if place.foldable(session) else ""
        questions = self.query_one(QuestionList)
        questions.show(rows if roomy else [], asked.id, self._width, note if roomy else "")

    def _title(self, session: Session, place: Place) -> Content:
        asked = place.asked(session)
        position = place.position(session)
        group = asked.question.group
        title = asked.topic.title
        path = f"{title} {marks().within} {group}" if group else title
        gap = max(2, self._width - len(path) - len(position))
        tail = (f" {marks().within} {group}", "dim") if group else ""
        return Content.assemble((title, "bold"), tail, " " * gap, (position, "dim"))

    def _option_in_focus(self) -> str:
        return next((options.current.id for options in self.query(Options)), LEFT)

    def _tell_hint(self, session: Session, asked: Asked, option: str) -> None:
        self.link = link_of(asked, option)
        hint = _hint(session, asked, self.link, self._width)
        self.query_one("#hint", Told).tell(hint, hide=True)


def link_of(asked: Asked, option: str) -> str:
    """Where an option, else its question, else its topic is documented."""
    question = asked.question
    chosen = question.option(option) if isinstance(question, Choice) else None
    return (chosen.link if chosen else "") or question.link or asked.topic.link


def _hint(session: Session, asked: Asked, link: str, width: int) -> Content:
    """What stands below the control: what an empty line means, how sure we are, where to read."""
    question, facts = asked.question, session.facts
    lines: list[Content] = []
    if not isinstance(question, Choice):
        if session.is_custom(asked.id):
            kept = "The file says something of its own here. It is kept until you type an answer."
            lines.append(Content.styled(f"{marks().custom} {kept}", "$text-warning"))
        refused = why_not(session.state, asked.id)
        if refused:
            lines.append(Content.styled(f"{marks().warning} {refused}", "$text-warning"))
        left = say(question.left, facts)
        lines.append(Content.styled(f"Empty: {left[:1].lower()}{left[1:]}.", "dim"))
        looks_like = say(getattr(question, "looks_like", ""), facts)
        if looks_like:
            lines.append(Content.styled(f"Expected: {looks_like}.", "dim"))
    sure = say(question.sure, facts)
    if sure:
        lines.append(Content.styled(f"? {sure}", "$text-warning"))
    if link:
        shown = cut(link.removeprefix("https://"), width - 6)
        linked = Content(shown).stylize(Style(link=link, underline=True))
        lines.append(Content.assemble("docs: ", linked).stylize(Style(dim=True)))
    return Content("\n").join(lines)
