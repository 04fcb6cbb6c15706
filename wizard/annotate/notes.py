"""What is worth knowing of a key: what it is, its default, since when, why it was decided so."""

from __future__ import annotations

import json
from collections.abc import Iterator

from schema.facts import Field
from schema.finding import Finding
from schema.path import Item, Path
from wizard.explain import comment_for
from wizard.facts import say
from wizard.hiding import HIDDEN
from wizard.session import Session

_LONGEST = 120


class Notes:
    """The notes on one file of a session; a question's reason is told once, at its first key."""

    def __init__(self, session: Session, key: str) -> None:
        self.session = session
        self.schema = session.state.chart_schema
        self.cluster = session.plan[key].cluster
        self._asked: dict[Path, list[str]] = {}
        self._told: set[str] = set()
        for asked in session.visible():
            for path in session.paths_of(asked.id).get(key, ()):
                self._asked.setdefault(_plain(path), []).append(asked.id)

    def on(self, path: Path, own: str = "") -> Iterator[str]:
        """Paragraphs on a key; `own` is the wizard's comment that stands there already."""
        field = self.schema.field(path)
        if field is not None:
            if field.description:
                yield field.description
            facts = " ".join(_facts(field))
            if facts:
                yield facts
        for id in self._asked.get(_plain(path), ()):
            reason = self._reason(id)
            if reason and id not in self._told and reason not in own:
                yield f"Why: {reason}"
            self._told.add(id)

    def _reason(self, id: str) -> str:
        session = self.session
        question = session.question(id)
        answer = session.answer_of(id)
        if answer is not None:
            said = comment_for(question, answer, session.facts, self.cluster)
            if said:
                return " ".join(said.split())
        return " ".join(say(question.why, session.facts, self.cluster).split())


def _facts(field: Field) -> Iterator[str]:
    if field.has_default and not isinstance(field.default, dict):
        secret = field.sensitive and field.default
        text = HIDDEN if secret else json.dumps(field.default, ensure_ascii=False)
        yield f"Default: {text if len(text) <= _LONGEST else text[:_LONGEST] + ' …'}."
    if field.versions:
        yield f"{field.versions[:1].upper()}{field.versions[1:]}."
    if field.dead:
        yield f"It does nothing: {field.dead}."
    if field.replaced_by:
        yield f"Its successor is {field.replaced_by}."


def _plain(path: Path) -> Path:
    """A path without the entries of lists, as the notes are placed by keys."""
    return tuple(segment for segment in path if not isinstance(segment, int | Item))


def on_finding(finding: Finding) -> str:
    """A finding as a note."""
    fix = f" (Fix: {finding.fix.title}.)" if finding.fix else ""
    return f"{finding.severity} {finding.code}: {' '.join(finding.message.split())}{fix}"
