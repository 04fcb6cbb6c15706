"""A review document's content: decisions, findings, differences from the defaults, what to do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from schema.finding import Finding
from schema.path import format_path
from wizard.facts import say
from wizard.guide import Asked
from wizard.hiding import HIDDEN
from wizard.picture import picture
from wizard.plan import Member
from wizard.question import Choice, Many, Option
from wizard.runbook import Runbook, build
from wizard.secrecy import holds_secret
from wizard.session import Session
from wizard.topic import Need, Topic
from wizard.tree import MISSING, leaves, look_up, same

_LONGEST = 200


@dataclass(frozen=True)
class Decision:
    """A question and what the files say to it. `state`: "decided", "own" (kept as it is in the
    file) or "left" (to the chart)."""

    ask: str
    said: str
    state: str
    gains: str = ""
    costs: str = ""


@dataclass(frozen=True)
class TopicReview:
    """A topic with its decisions; those left to the chart come last."""

    title: str
    why: str
    decisions: tuple[Decision, ...]


@dataclass(frozen=True)
class Difference:
    """A value that is not the chart's own. `default` is "" where none is known."""

    path: str
    value: str
    default: str


@dataclass(frozen=True)
class FileReview:
    """A file, what it is for, and in what it differs from the defaults."""

    name: str
    role: str
    cluster: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class Review:
    """All of it; no secret is in it."""

    title: str
    facts: tuple[str, ...]
    picture: tuple[str, ...]
    topics: tuple[TopicReview, ...]
    findings: tuple[Finding, ...]
    files: tuple[FileReview, ...]
    needs: tuple[Need, ...]
    runbook: Runbook


def review(session: Session, findings: list[Finding]) -> Review:
    """The review of a session; `findings` as they may be shown."""
    return Review(
        title=f"{session.guide.title}: values for review",
        facts=tuple(_facts(session)),
        picture=tuple(picture(session)),
        topics=tuple(_topics(session)),
        findings=tuple(findings),
        files=tuple(_file(session, member) for member in session.plan),
        needs=tuple(session.needs()),
        runbook=build(session),
    )


def _facts(session: Session) -> Iterator[str]:
    version = session.state.version
    assumed = " (no file says it; this one was assumed)" if session.state.assumed_version else ""
    yield f"Chart {session.guide.chart} {version}{assumed}."
    yield f"How sure the facts on this version are: {session.state.chart_schema.confidence}"


def _topics(session: Session) -> Iterator[TopicReview]:
    for topic in session.guide.topics:
        if not topic.asked_when.holds(session.facts):
            continue
        decisions = [
            _decision(session, session.guide.asked[topic.question_id(question)])
            for question in topic.questions
            if not session.why_hidden(topic.question_id(question))
        ]
        decisions.sort(key=lambda decision: decision.state == "left")
        if decisions:
            yield TopicReview(topic.title, _why(session, topic), tuple(decisions))


def _why(session: Session, topic: Topic) -> str:
    return " ".join(say(topic.why, session.facts).split())


def _decision(session: Session, asked: Asked) -> Decision:
    question, facts = asked.question, session.facts
    answer = session.answer_of(asked.id)
    if session.is_custom(asked.id):
        return Decision(
            question.ask, "kept as the file has it, which is none of the answers", "own"
        )
    if answer is None:
        left = say(question.left, facts) or "left to the chart"
        return Decision(question.ask, " ".join(left.split()), "left")
    secret = question.secret or holds_secret((question.id,), _as_data(answer))
    said = HIDDEN if secret else " ".join(question.say(answer, facts).split())
    chosen = _chosen(question, answer)
    return Decision(
        question.ask,
        said,
        "decided",
        " ".join(filter(None, (say(one.gains, facts) for one in chosen))),
        " ".join(filter(None, (say(one.costs, facts) for one in chosen))),
    )


def _as_data(answer: Any) -> Any:
    return list(answer) if isinstance(answer, tuple) else answer


def _chosen(question: object, answer: Any) -> list[Option]:
    if not isinstance(question, Choice):
        return []
    ids = answer if isinstance(question, Many) else [answer]
    return [option for one in ids if (option := question.option(one)) is not None]


def _file(session: Session, member: Member) -> FileReview:
    schema = session.state.chart_schema
    found = []
    for path, value in leaves(member.document.value) if member.document.value else ():
        default = look_up(session.state.defaults, path)
        if not same(default, value):
            hidden = holds_secret(path, value, schema)
            found.append(
                Difference(
                    format_path(path),
                    HIDDEN if hidden else _short(value),
                    "" if default is MISSING else (HIDDEN if hidden else _short(default)),
                )
            )
    return FileReview(member.file.name, member.role.value, member.cluster, tuple(found))


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + " …"
