"""The state of topics, questions and options, as any front end shows them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from schema.finding import Finding, Severity
from schema.path import format_path
from wizard.facts import say
from wizard.guide import Asked
from wizard.hiding import HIDDEN
from wizard.question import Choice, Many, Option
from wizard.reconcile import why_not
from wizard.session import Session
from wizard.topic import Topic
from wizard.tree import look_up
from wizard.well_known import PURPOSE

LEFT = ""
"""The id of the option "leave it to the chart" among the rows of a choice."""

KEPT = "="
"""The id of the option "keep what the file says", offered where no other explains the file."""

_SAID_AT_MOST = 3


@dataclass(frozen=True)
class OptionRow:
    """One answer of a choice as it is offered. `id` is LEFT for leaving it to the chart.

    `why_not` tells why it cannot be chosen; "" if it can. `note` stands beside the title.
    `amounts_to` says what comes of leaving it to the chart.
    """

    id: str
    title: str
    gains: str = ""
    costs: str = ""
    choose_when: str = ""
    sure: str = ""
    link: str = ""
    recommended: bool = False
    chosen: bool = False
    why_not: str = ""
    note: str = ""
    amounts_to: str = ""


@dataclass(frozen=True)
class QuestionRow:
    """A question in the list of its topic. `state` is answered, untouched, custom or hidden."""

    asked: Asked
    state: str
    said: str
    why_hidden: str = ""


@dataclass(frozen=True)
class TopicRow:
    """A topic in the rail. `state` is answered, untouched, warning, error or hidden."""

    topic: Topic
    state: str
    why_hidden: str
    answered: int
    questions: int


def topic_rows(session: Session) -> list[TopicRow]:
    """All topics, in the guide's order."""
    worst = _worst_by_topic(session.findings())
    return [_topic_row(session, topic, worst) for topic in session.guide.topics]


def _topic_row(session: Session, topic: Topic, worst: Mapping[str, Severity]) -> TopicRow:
    facts = session.facts
    if not topic.asked_when.holds(facts):
        return TopicRow(topic, "hidden", topic.asked_when.why_not(facts), 0, 0)
    rows = [row for row in question_rows(session, topic) if row.state != "hidden"]
    if not rows:
        return TopicRow(topic, "hidden", "nothing here depends on you in this version", 0, 0)
    answered = sum(row.state in ("answered", "custom") for row in rows)
    state = "answered" if answered else "untouched"
    if worst.get(topic.id) in (Severity.ERROR, Severity.WARNING):
        state = worst[topic.id].value
    return TopicRow(topic, state, "", answered, len(rows))


def _worst_by_topic(findings: list[Finding]) -> dict[str, Severity]:
    worst: dict[str, Severity] = {}
    for finding in findings:
        topic = finding.question.partition(".")[0]
        if topic and (topic not in worst or finding.severity.order < worst[topic].order):
            worst[topic] = finding.severity
    return worst


def question_rows(session: Session, topic: Topic) -> list[QuestionRow]:
    """The questions of a topic, those that are not asked included."""
    rows = []
    for question in topic.questions:
        id = topic.question_id(question)
        asked = session.guide.asked[id]
        why_hidden = session.why_hidden(id)
        answer = session.answer_of(id)
        if why_hidden:
            rows.append(QuestionRow(asked, "hidden", "", why_hidden))
        elif session.is_custom(id):
            rows.append(QuestionRow(asked, "custom", "custom: kept as the file has it"))
        elif answer is None:
            rows.append(QuestionRow(asked, "untouched", ""))
        else:
            rows.append(QuestionRow(asked, "answered", question.say(answer, session.facts)))
    return rows


def option_rows(session: Session, asked: Asked) -> list[OptionRow]:
    """The answers of a choice, the last one being to leave it to the chart."""
    question = asked.question
    assert isinstance(question, Choice)
    answer = session.answer_of(asked.id)
    purpose = str(session.facts.effective(PURPOSE) or "production")
    rows = [
        _option_row(session, asked.id, option, _is_chosen(question, option, answer), purpose)
        for option in question.offered(session.facts)
    ]
    untouched = answer is None and not session.is_custom(asked.id)
    left = say(question.left, session.facts) or "Leave it to the chart"
    recommended = purpose in question.leave_for
    if session.is_custom(asked.id):
        said = what_the_file_says(session, asked.id)
        rows.append(OptionRow(KEPT, "Custom: keep it as it is", choose_when=said, chosen=True))
    title, _, rest = left.partition(": ")
    amounts_to = rest[:1].upper() + rest[1:] + ("." if rest else "")
    row = OptionRow(LEFT, title, recommended=recommended, chosen=untouched, amounts_to=amounts_to)
    return [*rows, row]


def what_the_file_says(session: Session, id: str) -> str:
    """The values that stand at a question's paths, the first few of them, secrets hidden."""
    hidden = set(session.secret_paths())
    said: list[str] = []
    for key, paths in session.paths_of(id).items():
        tree = session.plan[key].document.value
        for path in paths:
            value = json.dumps(look_up(tree, path), ensure_ascii=False)
            said.append(f"{format_path(path)}: {HIDDEN if path in hidden else value}")
    more = len(said) - _SAID_AT_MOST
    return "; ".join(said[:_SAID_AT_MOST]) + (f"; and {more} more" if more > 0 else "")


def _is_chosen(question: Choice, option: Option, answer: Any) -> bool:
    if isinstance(question, Many):
        return answer is not None and option.id in answer
    return bool(option.id == answer)


def _option_row(session: Session, id: str, option: Option, chosen: bool, purpose: str) -> OptionRow:
    facts = session.facts
    available = option.available_when
    if available.holds(facts):
        reason = why_not(session.state, id, option.id).rstrip(".")
    else:
        reason = available.why_not(facts)
    return OptionRow(
        id=option.id,
        title=option.title,
        gains=say(option.gains, facts),
        costs=say(option.costs, facts),
        choose_when=say(option.choose_when, facts),
        sure=say(option.sure, facts),
        link=option.link,
        recommended=purpose in option.recommended and not reason,
        chosen=chosen,
        why_not=reason,
    )


def counts(session: Session) -> tuple[int, int]:
    """How many of the topics that are asked hold an answer, and how many are asked."""
    rows = [row for row in topic_rows(session) if row.state != "hidden"]
    return sum(row.answered > 0 for row in rows), len(rows)


def what_happened(session: Session, id: str, answer: Any) -> str:
    """What came of an answer that was just given: where it was written."""
    if answer is None:
        return "Left to the chart: nothing is written."
    paths = [path for paths in session.paths_of(id).values() for path in paths]
    if not paths:
        return "No value carries this: it is noted in the file's header."
    more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
    return f"Written to {format_path(paths[0])}{more}."
