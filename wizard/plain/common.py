"""What can be done wherever one is: look, search, jump, take back, save, leave."""

from __future__ import annotations

from wizard.beginning import Beginning
from wizard.place import Place
from wizard.plain import looking
from wizard.plain.changing import advise, change_version
from wizard.plain.heard import SEARCH, Heard
from wizard.plain.leaving import leave, save
from wizard.plain.talk import Talk
from wizard.seek import seek, title
from wizard.session import Session

LETTERS = "tdfuypvsq"
WITH_WORDS = "tfv"
_MOST_FOUND = 20


class Common:
    """Carries out the commands of LETTERS, and the search."""

    def __init__(self, talk: Talk, beginning: Beginning, session: Session, place: Place) -> None:
        self.talk, self.beginning, self.session, self.place = talk, beginning, session, place

    def do(self, heard: Heard) -> bool:
        """Carry out a command; whether what is asked may be another thing now. Raises Quit."""
        talk, session = self.talk, self.session
        match heard.what:
            case "t":
                return self._topics(heard.rest)
            case "d":
                talk.say_all(looking.diff_lines(session))
            case "f":
                self._file(heard.rest)
            case "u" | "y":
                return self._back_or_again(heard.what)
            case "p":
                advise(talk, session)
                return True
            case "v":
                change_version(talk, session, heard.rest)
                return True
            case "s":
                save(talk, session)
            case "q":
                leave(talk, self.beginning, session)
            case "/":
                return self._search(heard.rest)
            case _:
                talk.say("That can be typed at a question only. ? lists what can be typed here.")
        return False

    def go(self, question: str) -> bool:
        """Open a question, if it is asked at present."""
        why_hidden = self.session.why_hidden(question)
        if why_hidden:
            self.talk.say(f"That is not asked: {why_hidden}.")
            return False
        self.place.go(self.session, question)
        return True

    def _topics(self, wanted: str) -> bool:
        rows = looking.asked_topics(self.session)
        titles = looking.topic_titles(rows)
        if wanted:
            fitting = _fitting(wanted, titles)
            if len(fitting) != 1:
                self.talk.say(f"“{wanted}” is no topic; t lists them.")
                return False
            at: int | None = fitting[0]
        else:
            self.talk.say("Topics:")
            self.talk.say_all(looking.hidden_lines(self.session))
            at = self.talk.pick("Topic", titles)
        if at is None:
            return False
        return self.place.enter(self.session, rows[at].topic.id)

    def _file(self, wanted: str) -> None:
        members = list(self.session.plan)
        names = [str(member.file) for member in members]
        at: int | None = 0
        if wanted:
            fitting = _fitting(wanted, names)
            if len(fitting) != 1:
                self.talk.say(f"“{wanted}” is no file of the plan; f lists them.")
                return
            at = fitting[0]
        elif len(members) > 1:
            at = self.talk.pick("File", names)
        if at is not None:
            text = self.session.masked(members[at].document)
            self.talk.say(f"{names[at]}:")
            self.talk.say_all(text.splitlines() or ["It is empty."])

    def _back_or_again(self, what: str) -> bool:
        entry = self.session.undo() if what == "u" else self.session.redo()
        if entry is None:
            self.talk.say(f"Nothing to {'take back' if what == 'u' else 'do again'}.")
            return False
        self.talk.say(f"{'Taken back' if what == 'u' else 'Done again'}: {entry.what}")
        question = entry.detail.get("question", "")
        if what == "u" and question and not self.session.why_hidden(question):
            self.place.go(self.session, question)
        return True

    def _search(self, words: str) -> bool:
        found = list(seek(self.session, words.lower().split()))
        found = sorted(found, key=lambda one: -one.score)[:_MOST_FOUND]
        if not found:
            self.talk.say(
                f"No question has “{words}” in it. To answer with a text that begins with a slash, "
                f"type ={SEARCH}{words}."
            )
            return False
        at: int | None = 0
        if len(found) > 1:
            titles = [title(one.asked) for one in found]
            at = self.talk.pick("Question", titles)
        return at is not None and self.go(found[at].asked.id)


def _fitting(wanted: str, titles: list[str]) -> list[int]:
    """The places of the titles that a number, or words, can mean."""
    if wanted.isdecimal():
        return [int(wanted) - 1] if 1 <= int(wanted) <= len(titles) else []
    return [n for n, one in enumerate(titles) if wanted.lower() in one.lower()]
