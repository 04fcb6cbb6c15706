"""One question in full, with its topic above it and its neighbours around it."""

from __future__ import annotations

from textwrap import wrap

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from screens.place import Place
from screens.theme import marks
from screens.widgets.editors import LineEditor, YamlEditor
from screens.widgets.options import Options
from screens.widgets.question_list import QuestionList
from wizard.facts import say
from wizard.guide import Asked
from wizard.outline import option_rows
from wizard.question import Choice, Many, Rows
from wizard.session import Session
from wizard.typed import typed

_ROOMY = 30


class QuestionSheet(VerticalScroll, can_focus=False):
    """Shows what `open` was given. The control inside speaks by its own messages."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.shows = ""

    def compose(self) -> ComposeResult:
        yield Static(id="topic-title")
        yield Static(id="topic-why", markup=False)
        yield QuestionList(id="before")
        yield Static(id="ask")
        yield Static(id="why")
        yield Vertical(id="control")
        yield Static(id="hint")
        yield QuestionList(id="after")

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
        for options in self.query(Options):
            options.show_rows(option_rows(session, asked))

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
        ask, holder = self.query_one("#ask"), self.query_one("#control")
        whole = ask.virtual_region.union(holder.virtual_region)
        if whole.height <= self.size.height and self.app.size.height >= _ROOMY:
            self.scroll_to_region(whole, animate=False, force=True)
        else:
            self.scroll_to_widget(ask, top=True, animate=False, force=True)

    @property
    def _width(self) -> int:
        return max(30, self.size.width - 4)

    def _above(self) -> int:
        """How many lines the question and its reason take above the control."""
        texts = (str(self.query_one(selector, Static).content) for selector in ("#ask", "#why"))
        return 3 + sum(len(wrap(text, self._width)) for text in texts)

    def _control(self, session: Session, asked: Asked) -> Widget:
        question = asked.question
        if isinstance(question, Choice):
            options = Options(option_rows(session, asked), isinstance(question, Many))
            options.brief = options.height_at(self._width) > self.size.height - self._above()
            return options
        text = typed(question, session.answer_of(asked.id), session.facts)
        return YamlEditor(text) if isinstance(question, Rows) else LineEditor(text)

    def _write(self, session: Session, place: Place) -> None:
        asked = place.asked(session)
        facts, question = session.facts, asked.question
        roomy = self.app.size.height >= _ROOMY
        rows = place.rows(session)
        here = next(n for n, row in enumerate(rows) if row.asked.id == asked.id)
        title = Content.assemble((asked.topic.title, "bold"), f"   {place.position(session)}")
        self.query_one("#topic-title", Static).update(title)
        self.query_one("#topic-title").display = roomy
        first = here == 0 or roomy
        self.query_one("#topic-why", Static).update(say(asked.topic.why, facts))
        self.query_one("#topic-why").display = first
        width = self._width
        folded = place.folded(session)
        note = f"{folded} more questions for special cases: m" if folded else ""
        before, after = (rows[:here], rows[here + 1 :]) if roomy else ([], [])
        self.query_one("#before", QuestionList).show(before, width)
        self.query_one("#after", QuestionList).show(after, width, note if roomy else "")
        group = f"{question.group}: " if question.group else ""
        self.query_one("#ask", Static).update(
            Content.assemble((group, "dim"), (say(question.ask, facts), "bold"))
        )
        self._tell("#why", Content(say(question.why, facts)))
        self._tell("#hint", _hint(session, asked))

    def _tell(self, selector: str, content: Content) -> None:
        widget = self.query_one(selector, Static)
        widget.display = bool(content.plain)
        widget.update(content)


def _hint(session: Session, asked: Asked) -> Content:
    """What stands below the control: custom values, what an empty line means, how sure we are."""
    question, facts = asked.question, session.facts
    lines: list[Content] = []
    if session.is_custom(asked.id):
        lines.append(
            Content.styled(
                f"{marks().custom} The file says something that none of these answers explains. "
                "It is kept as it is until you choose another.",
                "$text-warning",
            )
        )
    if not isinstance(question, Choice):
        left = say(question.left, facts)
        lines.append(Content.styled(f"Empty: {left[:1].lower()}{left[1:]}.", "dim"))
        looks_like = getattr(question, "looks_like", "")
        if looks_like:
            lines.append(Content.styled(f"Expected: {looks_like}.", "dim"))
        if isinstance(question, Rows):
            lines.append(Content.styled("YAML; escape or tab takes it.", "dim"))
    sure = say(question.sure, facts)
    if sure:
        lines.append(Content.styled(f"? {sure}", "$text-warning"))
    if question.link:
        lines.append(Content.styled(question.link, "dim underline"))
    return Content("\n").join(lines)
