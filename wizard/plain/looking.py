"""The lists and texts that one can look at: topics, changes, files, what was found for words."""

from __future__ import annotations

from collections.abc import Iterator

from wizard.outline import TopicRow, topic_rows
from wizard.plan import Member
from wizard.session import Session

COMMANDS = (
    ("Enter", "go on; the answer stays as it is"),
    ("-", "leave the question to the chart"),
    ("+", "take the suggestion"),
    ("=TEXT", "answer with a text that would be taken for a command, as in =b"),
    ("b", "back to the question before"),
    ("/WORDS", "find questions by words and go to one"),
    ("t", "list the topics and go to one; t 3 goes to the third"),
    ("m", "show the topic's questions for special cases too, or hide them again"),
    ("r", "review: findings, files, what must exist first"),
    ("d", "the changes to the files, line by line"),
    ("f", "a whole file"),
    ("u", "undo the last change"),
    ("y", "do again what was undone"),
    ("p", "take the recommended answers for what is not answered"),
    ("v", "another chart version; v 2.5.0 goes to that one"),
    ("s", "save the files"),
    ("q", "quit; what is not saved can stay in a draft"),
    ("?", "this help"),
)


def command_lines() -> Iterator[str]:
    yield "What you can type at a question instead of an answer:"
    for sign, what in COMMANDS:
        yield f"{sign}: {what}."


def topic_titles(rows: list[TopicRow]) -> list[str]:
    """The topics that are asked, each with how far it is."""
    return [f"{row.topic.title}: {_state(row)}" for row in rows]


def _state(row: TopicRow) -> str:
    answered = f"{row.answered} of {row.questions} answered"
    return f"{answered}, {row.state}s" if row.state in ("warning", "error") else answered


def asked_topics(session: Session) -> list[TopicRow]:
    return [row for row in topic_rows(session) if row.state != "hidden"]


def hidden_lines(session: Session) -> Iterator[str]:
    for row in topic_rows(session):
        if row.state == "hidden":
            yield f"Not asked: {row.topic.title}, because {row.why_hidden}."


def diff_lines(session: Session) -> Iterator[str]:
    """What saving would change in each file, secrets hidden."""
    if not session.changed:
        yield "Nothing differs from the files on disk."
    for member in session.plan:
        if member.changed:
            name = str(member.file)
            yield f"{state_of(session, member)}"
            yield from session.diff(member.key).unified(name, name).splitlines()[2:]


def state_of(session: Session, member: Member) -> str:
    """A file in a sentence: new, changed or unchanged, and by how much."""
    if not member.changed:
        return f"{member.file}: unchanged."
    diff = session.diff(member.key)
    added = f"{diff.added} line{'s' if diff.added != 1 else ''} added"
    if member.saved is None:
        return f"{member.file}: new, {added}."
    return f"{member.file}: changed, {added}, {diff.removed} removed."
