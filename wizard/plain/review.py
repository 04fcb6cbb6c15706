"""The review as a place of its own: findings, files, what must exist first."""

from __future__ import annotations

from wizard.document import EditRefused
from wizard.mending import apply_all, apply_fix
from wizard.plain.common import LETTERS, WITH_WORDS, Common
from wizard.plain.heard import Heard, hear
from wizard.plain.looking import command_lines
from wizard.plain.reviewing import COMMANDS, PROMPT, need_lines, review_lines
from wizard.plain.talk import Talk
from wizard.session import Session


class Review:
    """Shows the review and does what is asked for there."""

    def __init__(self, talk: Talk, session: Session, common: Common) -> None:
        self._talk, self._session, self._common = talk, session, common

    def run(self) -> None:
        """Until the person goes back to the questions. Raises Quit and EndOfInput."""
        self._talk.say_all(review_lines(self._session))
        while True:
            heard = hear(self._talk.ask(PROMPT), f"bgxcr{LETTERS}", f"gxc{WITH_WORDS}")
            match heard.what:
                case "" | "b":
                    return
                case "g":
                    if self._go(heard):
                        return
                case "x":
                    self._mend(heard)
                case "c":
                    self._commands(heard)
                case "r":
                    self._talk.say_all(review_lines(self._session))
                case "?":
                    self._talk.say_all(f"{sign}: {what}." for sign, what in COMMANDS)
                    self._talk.say_all(command_lines())
                case _:
                    before = self._common.place.question
                    if self._common.do(heard) and self._common.place.question != before:
                        return

    def _numbered(self, heard: Heard, count: int, what: str) -> int | None:
        """The place in a list of so many that was named, from 0; says so if there is none."""
        if heard.rest.isdecimal() and 1 <= int(heard.rest) <= count:
            return int(heard.rest) - 1
        asked = f"Type {heard.what} and a number from 1 to {count}." if count else ""
        self._talk.say(asked or f"There is no {what}.")
        return None

    def _go(self, heard: Heard) -> bool:
        findings = self._session.findings()
        at = self._numbered(heard, len(findings), "finding")
        if at is None:
            return False
        question = findings[at].question
        if question not in self._session.guide.asked:
            self._talk.say("No question decides this; it is in the file itself.")
            return False
        return self._common.go(question)

    def _mend(self, heard: Heard) -> None:
        if not heard.rest:
            done = apply_all(self._session)
            self._talk.say_all(f"Mended: {title}." for title in done)
            self._talk.say("u takes them back one by one." if done else "Nothing can be mended.")
            return
        findings = self._session.findings()
        at = self._numbered(heard, len(findings), "finding")
        if at is None:
            return
        if findings[at].fix is None:
            self._talk.say(f"There is no ready fix for this; g {at + 1} may lead to its question.")
            return
        try:
            self._talk.say(f"Mended: {apply_fix(self._session, findings[at])}. u takes it back.")
        except EditRefused as refusal:
            self._talk.say(str(refusal))

    def _commands(self, heard: Heard) -> None:
        if not heard.rest:
            from wizard.runbook import build
            from wizard.runbook.markdown import as_markdown

            self._talk.say_all(as_markdown(build(self._session)).splitlines())
            return
        needs = self._session.needs()
        at = self._numbered(heard, len(needs), "such thing")
        if at is not None:
            self._talk.say_all(need_lines(needs[at]))
