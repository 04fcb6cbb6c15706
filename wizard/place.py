"""Where a person is among the questions. It knows the way, and holds no answer."""

from __future__ import annotations

from dataclasses import dataclass

from wizard.guide import Asked
from wizard.outline import QuestionRow, question_rows
from wizard.session import Session
from wizard.topic import Topic


@dataclass
class Place:
    """The id of the open question; `details` shows the questions that most people leave alone."""

    question: str = ""
    details: bool = False

    def asked(self, session: Session) -> Asked:
        return session.guide.asked[self.question]

    def topic(self, session: Session) -> Topic:
        return self.asked(session).topic

    def settle(self, session: Session) -> None:
        """Step to the nearest question that is asked, if the open one no longer is."""
        if self.question in session.guide.asked and not session.why_hidden(self.question):
            return
        ids = list(session.guide.asked)
        start = ids.index(self.question) if self.question in ids else 0
        ahead = [id for id in ids[start:] if not session.why_hidden(id)]
        behind = [id for id in reversed(ids[:start]) if not session.why_hidden(id)]
        self.question = (ahead or behind or ids)[0]

    def go(self, session: Session, question: str) -> None:
        """Open a question; one that is not asked gives way to its nearest neighbour."""
        self.question = question
        self.settle(session)
        if self.asked(session).question.advanced:
            self.details = True

    def enter(self, session: Session, topic: str) -> bool:
        """Open a topic at its first question that is asked; False if it has none."""
        for row in question_rows(session, session.guide.topic(topic)):
            if row.state != "hidden":
                self.details = self.details or row.asked.question.advanced
                self.question = row.asked.id
                return True
        return False

    def way(self, session: Session) -> list[str]:
        """The questions that "next" passes, in order."""
        own = self.topic(session)
        return [
            asked.id
            for asked in session.visible()
            if asked.id == self.question
            or not asked.question.advanced
            or (self.details and asked.topic is own)
        ]

    def step(self, session: Session, step: int) -> bool:
        """Go on or back; False at the ends."""
        way = self.way(session)
        target = way.index(self.question) + step
        if not 0 <= target < len(way):
            return False
        before = self.topic(session)
        self.question = way[target]
        if self.topic(session) is not before:
            self.details = False
        return True

    def step_topic(self, session: Session, step: int) -> bool:
        """To the first question of the next or previous topic that is asked."""
        topics = [asked.topic.id for asked in session.visible()]
        order = list(dict.fromkeys(topics))
        target = order.index(self.topic(session).id) + step
        if not 0 <= target < len(order):
            return False
        self.details = False
        return self.enter(session, order[target])

    def rows(self, session: Session) -> list[QuestionRow]:
        """The questions of the open topic that are listed: asked, and not folded away."""
        return [
            row
            for row in question_rows(session, self.topic(session))
            if row.state != "hidden"
            and (
                self.details
                or not row.asked.question.advanced
                or row.asked.id == self.question
                or row.state != "untouched"
            )
        ]

    def folded(self, session: Session) -> int:
        """How many questions of the topic are asked but folded away."""
        rows = question_rows(session, self.topic(session))
        return sum(row.state != "hidden" for row in rows) - len(self.rows(session))

    def foldable(self, session: Session) -> bool:
        """Whether the topic has questions that could be folded away."""
        rows = question_rows(session, self.topic(session))
        return any(row.asked.question.advanced and row.state == "untouched" for row in rows)

    def position(self, session: Session) -> str:
        rows = self.rows(session)
        ids = [row.asked.id for row in rows]
        return f"{ids.index(self.question) + 1} of {len(ids)}" if self.question in ids else ""
