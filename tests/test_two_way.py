"""Answers → file → answers: for every option of every question, and for random combinations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.reference import exhaustive, some
from wizard import answering
from wizard.answering import WrongAnswer
from wizard.document import Document
from wizard.facts import say
from wizard.gloo_platform import GUIDE
from wizard.guide import Asked
from wizard.opening import new, open_documents
from wizard.question import Choice, Many, Names, Number, Question, Rows, Text, Tree
from wizard.session import Session

# The third of them that is taken by default has each form in which answers are written.
VERSIONS = some(("2.3.3", "2.4.11", "2.5.13", "2.4.16", "2.6.12", "2.9.1", "2.12.0"), 3)

TEXTS = (
    "example", "example.com:9900", "https://example.com", "http://example.com:9090", "10.0.0.0/8",
    "10.0.0.9", "my-secret", "registry.example.com/gloo", "3", "500m", "1Gi", "5s", "0.5",
    "subnet-1", "subnet-1, subnet-2", "10.0.50.50, 10.0.64.50", "9900", "tcp", "role=management",
    "key=value", "a.example.com", "1.2.3.4:6379", "db.example.com:6379", "ca.crt", "4294967295",
    "10Gi", "arn:aws:iam::123456789012:role/name", "gloo-mesh", "eipalloc-1, eipalloc-2",
    "a=b,c=d", "/healthz", "https://accounts.example.com/", "30", "mgmt", "2.4.16-fips",
)  # fmt: skip


def possible_answers(asked: Asked, session: Session) -> list[Any]:
    """Some answers that the question takes: all options of a choice, samples of the rest."""
    question, facts = asked.question, session.facts
    if isinstance(question, Many):
        ids = [option.id for option in question.offered(facts)]
        return [(one,) for one in ids] + ([tuple(ids)] if len(ids) > 1 else [])
    if isinstance(question, Choice):
        return [o.id for o in question.offered(facts) if o.available_when.holds(facts)]
    if isinstance(question, Number):
        numbers = {question.minimum, question.suggests or question.minimum, question.minimum + 1}
        return [n for n in sorted(numbers) if not question.trouble(n, facts)]
    if isinstance(question, Names):
        names = [("eu-1", "us-1"), ("eu-1",), ("10.0.0.0/8", "192.168.0.0/16"), ("a", "b")]
        return [name for name in names if not question.trouble(name, facts)][:2]
    if isinstance(question, Tree):
        return [{"metadata": {"labels": {"team": "mesh"}}}]
    if isinstance(question, Rows):
        return [{"example.com/one": "1", "example.com/two": "true"}]
    assert isinstance(question, Text), question.kind
    samples = [say(question.suggests, facts), question.example, *TEXTS]
    taken = [text for text in samples if text and not question.trouble(text, facts)]
    assert taken, f"no sample text fits {asked.id}: {question.looks_like or question.pattern}"
    return taken[:2]


def fresh(version: str, helm: int = 4) -> Session:
    session = new(GUIDE, Path("values.yaml"), version, helm)
    session.answer("deployment.model", "dedicated")
    session.answer("deployment.cluster", "prod-mgmt")
    session.answer("deployment.workloads", ("eu-1", "us-1"))
    return session


def reopened(session: Session) -> Session:
    """What a new session reads out of the files as they would be written."""
    files = [(m.file, Document.parse(m.document.to_bytes(), m.document.helm)) for m in session.plan]
    return open_documents(GUIDE, files)


def standing(session: Session) -> dict[str, Any]:
    return dict(session.facts.answers)


def assert_same_answers(before: Session, after: Session) -> None:
    secret = {id for id, asked in GUIDE.asked.items() if asked.question.secret}
    first = {id: answer for id, answer in standing(before).items() if id not in secret}
    second = {id: answer for id, answer in standing(after).items() if id not in secret}
    assert second == first
    assert after.state.version == before.state.version


def reach(session: Session, asked: Asked, depth: int = 0) -> bool:
    """Answer the questions before it until it is asked; False if this version never asks it."""
    if not session.why_hidden(asked.id):
        return True
    for condition in (asked.topic.asked_when, asked.question.asked_when):
        for id, option in choices_in(condition):
            if id in GUIDE.asked and depth < 6 and not GUIDE.asked[id].question.trouble(option):
                other = GUIDE.asked[id]
                if reach(session, other, depth + 1) and _offered(other.question, option, session):
                    answer = (option,) if isinstance(other.question, Many) else option
                    session.answer(id, answer)
            if not session.why_hidden(asked.id):
                return True
    return not session.why_hidden(asked.id)


def choices_in(condition: Any) -> list[tuple[str, Any]]:
    """The answers that a condition asks for."""
    if hasattr(condition, "options"):
        return [(condition.question, option) for option in condition.options]
    if hasattr(condition, "conditions"):
        return [pair for one in condition.conditions for pair in choices_in(one)]
    if hasattr(condition, "question"):
        question = GUIDE.asked[condition.question].question
        if isinstance(question, Choice):
            return [(condition.question, option.id) for option in question.options]
    if hasattr(condition, "condition"):
        inner = choices_in(condition.condition)
        excluded = {(id, option) for id, option in inner}
        return [
            (id, option.id)
            for id, _ in inner
            if isinstance(GUIDE.asked[id].question, Choice)
            for option in GUIDE.asked[id].question.options  # type: ignore[attr-defined]
            if (id, option.id) not in excluded
        ]
    return []


def _offered(question: Question, option: Any, session: Session) -> bool:
    if not isinstance(question, Choice):
        return True
    found = question.option(option)
    return found is not None and found.exists(session.facts)


def give(session: Session, answers: dict[str, Any]) -> Session:
    return Session(answering.give(session.state, answers))


def answer_everything(session: Session, turn: int) -> Session:
    """Answer each question that is or comes to be asked, with its answer number `turn`."""
    for _ in range(8):
        batch = {
            asked.id: answers[turn % len(answers)]
            for asked in session.visible()
            if asked.id not in FIXED and session.answer_of(asked.id) is None
            for answers in [possible_answers(asked, session)]
            if answers
        }
        if not batch:
            break
        session = give(session, batch)
    return session


FIXED = {"deployment.model", "deployment.cluster", "deployment.workloads"}


def conditions_ask_for() -> set[str]:
    """The questions on which other questions depend."""
    return {
        id
        for asked in GUIDE.asked.values()
        for condition in (asked.topic.asked_when, asked.question.asked_when)
        for id, _ in choices_in(condition)
    }


@pytest.mark.parametrize("version", VERSIONS)
def test_every_option_comes_back_from_the_files(version: str) -> None:
    """Turn after turn all questions are answered at once, so that each option has its turn, and
    for each such setting of the questions that others hang on, each option of the others."""
    tried: set[tuple[str, str]] = set()
    leaves = GUIDE.asked.keys() - conditions_ask_for() - FIXED
    for turn in range(7):
        session = answer_everything(fresh(version), turn)
        for inner in range(5 if exhaustive() else 3):
            now = {
                asked.id: answers[inner % len(answers)]
                for asked in session.visible()
                if asked.id in leaves
                for answers in [possible_answers(asked, session)]
                if answers
            }
            session = give(session, now)
            tried |= {(id, str(answer)) for id, answer in standing(session).items()}
            assert_same_answers(session, reopened(session))
    assert len(tried) > 200


@pytest.mark.parametrize("topic", GUIDE.topics, ids=lambda topic: topic.id)
def test_each_option_comes_back_alone(topic: Any) -> None:
    """One answer to one question, in the default version; of the many annotations, some."""
    for question in topic.questions[:40]:
        asked = GUIDE.asked[topic.question_id(question)]
        session = fresh(GUIDE.default_version)
        if not reach(session, asked):
            continue
        for answer in possible_answers(asked, session):
            trial = give(session, {asked.id: answer})
            assert trial.answer_of(asked.id) == answer, f"{asked.id} = {answer!r} does not stand"
            try:
                assert_same_answers(trial, reopened(trial))
            except AssertionError as error:
                text = "\n".join(member.document.text for member in trial.plan)
                raise AssertionError(f"{asked.id} = {answer!r}\n{text}") from error


@settings(suppress_health_check=list(HealthCheck), max_examples=100 if exhaustive() else 30)
@given(data=st.data(), version=st.sampled_from(VERSIONS))
def test_random_answers_come_back_and_can_be_taken_back(data: st.DataObject, version: str) -> None:
    session = new(GUIDE, Path("values.yaml"), version)
    untouched = [member.document.text for member in session.plan]
    for _ in range(data.draw(st.integers(1, 14))):
        asked = data.draw(st.sampled_from(session.visible()))
        answer = data.draw(st.sampled_from(possible_answers(asked, session)))
        try:
            session.answer(asked.id, answer)
        except WrongAnswer:
            continue
    again = reopened(session)
    assert_same_answers(session, again)
    assert not again.state.custom
    while session.undo():
        pass
    assert [member.document.text for member in session.plan] == untouched


@settings(suppress_health_check=list(HealthCheck), max_examples=100 if exhaustive() else 30)
@given(data=st.data(), version=st.sampled_from(VERSIONS))
def test_leaving_everything_to_the_chart_leaves_no_value(data: st.DataObject, version: str) -> None:
    session = new(GUIDE, Path("values.yaml"), version)
    for _ in range(data.draw(st.integers(1, 8))):
        asked = data.draw(st.sampled_from(session.visible()))
        session.answer(asked.id, data.draw(st.sampled_from(possible_answers(asked, session))))
    for id in reversed(list(session.state.answers)):
        session.leave(id)
    assert [member.document.value for member in session.plan] == [{}]
