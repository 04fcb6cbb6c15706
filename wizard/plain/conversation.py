"""The questions one after the other, and what a person says to each."""

from __future__ import annotations

from dataclasses import replace

from wizard.answering import WrongAnswer
from wizard.beginning import Beginning
from wizard.document import EditRefused
from wizard.outline import what_happened
from wizard.place import Place
from wizard.plain import telling
from wizard.plain.answer import given
from wizard.plain.common import LETTERS, WITH_WORDS, Common
from wizard.plain.heard import ANSWER, WORDS, Heard, hear
from wizard.plain.looking import command_lines
from wizard.plain.review import Review
from wizard.plain.talk import Talk
from wizard.question import Rows
from wizard.session import Session
from wizard.typed import suggestion


class Conversation:
    """Goes through the questions until the person leaves."""

    def __init__(self, talk: Talk, beginning: Beginning, session: Session) -> None:
        self._talk, self._session = talk, session
        self._place = Place()
        self._common = Common(talk, beginning, session, self._place)
        self._review = Review(talk, session, self._common)
        self._told = ""
        self._topic_told = ""

    def run(self) -> None:
        """Talk. Raises Quit and EndOfInput."""
        if not self._session.guide.asked:
            self._talk.say(
                "Nothing is asked for this chart. The commands `set`, `show` and `check` work with "
                "its values."
            )
            return
        while True:
            self._place.settle(self._session)
            self._tell()
            self._do(self._hear())

    def _tell(self) -> None:
        """Say the open question, unless it was the last thing that was said."""
        session, place = self._session, self._place
        if self._told == place.question:
            return
        topic = place.topic(session).id
        if self._topic_told != topic:
            self._talk.say_all(telling.topic_lines(session, place))
        self._talk.say_all(telling.question_lines(session, place))
        self._told, self._topic_told = place.question, topic

    def _hear(self) -> Heard:
        asked = self._place.asked(self._session)
        prompt = telling.prompt(self._session, asked)
        ask = self._talk.ask_hidden if asked.question.secret else self._talk.ask
        line = ask(prompt)
        heard = hear(line, f"bmr{LETTERS}", WITH_WORDS)
        if heard.what == ANSWER and isinstance(asked.question, Rows):
            return Heard(ANSWER, self._whole(line))
        return heard

    def _whole(self, line: str) -> str:
        """The lines of YAML up to an empty one."""
        lines = []
        while line.strip():
            lines.append(line)
            line = self._talk.ask(f"Line {len(lines) + 1}, an empty line ends it")
        return "\n".join(lines)

    def _do(self, heard: Heard) -> None:
        session, place = self._session, self._place
        match heard.what:
            case "":
                self._step(1)
            case "answer":
                self._answer(heard.rest)
            case "-":
                self._give(None)
            case "+":
                self._take_suggestion()
            case "b":
                self._step(-1)
            case "m":
                self._show_more()
            case "r":
                self._look_over()
            case "?":
                self._talk.say_all(telling.detail_lines(session, place.asked(session)))
                self._talk.say_all(command_lines())
            case _:
                if self._common.do(heard):
                    self._told = ""

    # --- answering

    def _answer(self, text: str) -> None:
        found = given(self._session, self._place.asked(self._session), text)
        if found.trouble and text.lower() in WORDS:
            self._do(Heard(WORDS[text.lower()]))
        elif found.trouble:
            self._refuse(found.trouble)
        elif found.kept:
            self._talk.say("Kept as the file has it.")
            self._step(1)
        else:
            self._give(found.answer)

    def _take_suggestion(self) -> None:
        asked = self._place.asked(self._session)
        text = suggestion(asked.question, self._session.facts)
        if text:
            self._answer(text)
        else:
            self._refuse("There is no suggestion here.")

    def _give(self, answer: object) -> None:
        id = self._place.question
        try:
            if answer is None:
                self._session.leave(id)
            else:
                self._session.answer(id, answer)
        except (WrongAnswer, EditRefused) as refusal:
            self._refuse(str(refusal))
            return
        self._talk.say(what_happened(self._session, id, answer))
        self._talk.say_all(telling.trouble_lines(self._session, id))
        self._step(1)

    def _refuse(self, reason: str) -> None:
        self._talk.say(reason if reason.endswith(".") else f"{reason}.")

    # --- moving

    def _step(self, step: int) -> None:
        """To the next question or the one before; behind the last one is the review."""
        target = replace(self._place)
        target.settle(self._session)
        if target.step(self._session, step):
            self._place.question, self._place.details = target.question, target.details
        elif step > 0:
            self._talk.say("That was the last question.")
            self._look_over()
        else:
            self._talk.say("This is the first question.")

    def _look_over(self) -> None:
        self._review.run()
        self._told = ""

    def _show_more(self) -> None:
        session, place = self._session, self._place
        place.details = not place.details
        hidden = place.folded(session)
        if place.details:
            rows = [row for row in place.rows(session) if row.asked.question.advanced]
            self._talk.say(f"Questions for special cases in this topic: {len(rows)}.")
        else:
            self._talk.say(f"Questions for special cases that are passed over: {hidden}.")
