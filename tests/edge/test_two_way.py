"""The Edge guides: answers → file → answers, for every option, and for random combinations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.edge.trees import GUIDES
from tests.reference import some
from tests.test_two_way import give, possible_answers, standing
from wizard.answering import WrongAnswer
from wizard.document import Document
from wizard.guide import Guide
from wizard.opening import new, open_documents
from wizard.question import Choice
from wizard.session import Session

VERSIONS = some(("1.17.3", "1.20.20", "1.4.14", "1.11.19", "1.16.20", "1.18.14", "1.22.0"), 4)


def reopened(session: Session) -> Session:
    files = [(m.file, Document.parse(m.document.to_bytes())) for m in session.plan]
    return open_documents(session.guide, files)


def assert_same_answers(before: Session, after: Session) -> None:
    secret = {id for id, asked in before.guide.asked.items() if asked.question.secret}
    first, second = (
        {id: answer for id, answer in standing(one).items() if id not in secret}
        for one in (before, after)
    )
    assert second == first
    assert after.state.version == before.state.version
    assert not after.state.custom


def settings_of_choices(session: Session) -> list[dict[str, Any]]:
    """Answers under which all questions are asked at some time."""
    ids = [
        asked.id
        for asked in session.visible()
        if isinstance(asked.question, Choice) and len(asked.question.options) > 1
    ]
    most = max(len(possible_answers(session.guide.asked[id], session)) for id in ids)
    return [
        {
            id: answers[turn % len(answers)]
            for id in ids
            for answers in [possible_answers(session.guide.asked[id], session)]
        }
        for turn in range(most)
    ]


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.chart)
@pytest.mark.parametrize("version", VERSIONS)
def test_every_option_comes_back(guide: Guide, version: str) -> None:
    tried: set[str] = set()
    blank = new(guide, Path("values.yaml"), version)
    for base in settings_of_choices(blank):
        session = give(blank, base)
        for turn in range(4):
            batch = {
                asked.id: answers[turn % len(answers)]
                for asked in session.visible()
                if asked.id not in base
                for answers in [possible_answers(asked, session)]
                if answers
            }
            trial = give(session, batch)
            tried |= standing(trial).keys()
            assert_same_answers(trial, reopened(trial))
    possible = {
        asked.id
        for asked in guide.asked.values()
        if blank.facts.within(asked.question.since, asked.question.until)
    }
    annotations = {id for id in possible if id.startswith("service.proxy-")}
    assert possible - tried - annotations <= {"mesh.auto-mtls", "licensing.key"}


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.chart)
def test_each_option_comes_back_alone(guide: Guide) -> None:
    for version in ("1.11.19", guide.default_version):
        blank = new(guide, Path("values.yaml"), version)
        for asked in blank.visible():
            for answer in possible_answers(asked, blank):
                trial = give(blank, {asked.id: answer})
                assert trial.answer_of(asked.id) == answer
                assert_same_answers(trial, reopened(trial))


@settings(suppress_health_check=list(HealthCheck), max_examples=40)
@given(
    data=st.data(),
    guide=st.sampled_from(GUIDES),
    version=st.sampled_from(VERSIONS),
)
def test_random_answers_come_back_and_can_be_taken_back(
    data: st.DataObject, guide: Guide, version: str
) -> None:
    session = new(guide, Path("values.yaml"), version)
    for _ in range(data.draw(st.integers(1, 12))):
        asked = data.draw(st.sampled_from(session.visible()))
        try:
            session.answer(asked.id, data.draw(st.sampled_from(possible_answers(asked, session))))
        except WrongAnswer:
            continue
    assert_same_answers(session, reopened(session))
    for id in reversed(list(session.state.answers)):
        session.leave(id)
    assert [member.document.value for member in session.plan] == [{}]


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.chart)
@pytest.mark.parametrize("purpose", ["production", "evaluation"])
@pytest.mark.parametrize("version", VERSIONS)
def test_presets_are_clean_and_come_back(guide: Guide, purpose: str, version: str) -> None:
    session = new(guide, Path("values.yaml"), version)
    session.apply_preset(purpose)
    assert_same_answers(session, reopened(session))
    assert {one.code for one in session.findings()} <= {"GE202"}


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.chart)
def test_what_is_written_is_known_to_the_chart(guide: Guide) -> None:
    for version in VERSIONS:
        session = new(guide, Path("values.yaml"), version)
        for base in settings_of_choices(session):
            trial = give(session, base)
            unknown = [one for one in trial.findings() if one.code in ("SC010", "SC011")]
            assert unknown == [], (version, base)
