"""Plans out of a few lines of YAML, and the codes that rules find in them."""

from __future__ import annotations

from pathlib import Path

from wizard.document import Document
from wizard.gloo_platform import GUIDE
from wizard.opening import open_documents
from wizard.session import Session
from wizard.topic import Mark, Topic


def opened(*texts: str, version: str = "2.4.16") -> Session:
    """A session over files with these texts."""
    files = [(Path(f"values-{n}.yaml"), Document.parse(text)) for n, text in enumerate(texts)]
    return open_documents(GUIDE, files, version)


def reopened(session: Session) -> Session:
    """A session over what this one would write."""
    return open_documents(GUIDE, [(m.file, Document.parse(m.document.text)) for m in session.plan])


def marks(session: Session, topic: Topic) -> dict[str, list[Mark]]:
    """What the topic's rules find, by code."""
    view = session.view()
    found = {rule.code: list(rule.check(view)) for rule in topic.rules}
    return {code: marks for code, marks in found.items() if marks}


def codes(session: Session, topic: Topic) -> set[str]:
    return set(marks(session, topic))


def mended(session: Session, topic: Topic, code: str) -> Session:
    """The session after the first fix of this code."""
    found = marks(session, topic)[code][0]
    assert found.fix is not None
    session.apply_fix(found.member, found.fix)
    return session


def answers(session: Session) -> dict[str, object]:
    return {id: answer for id in GUIDE.asked if (answer := session.answer_of(id)) is not None}
