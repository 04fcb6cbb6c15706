"""The guide writes only what the chart knows, and each question keeps to its own paths."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path as FilePath

import pytest

from schema.bundle import load
from schema.path import Item, Path, format_path
from schema.version import Version, within
from wizard.condition import AllOf, Versions
from wizard.facts import Facts
from wizard.gloo_platform import GUIDE
from wizard.guide import Asked
from wizard.opening import new
from wizard.question import Choice, Rows
from wizard.sets import Sets

VERSIONS = ("2.3.3", "2.4.16", "2.5.13", "2.6.12", "2.9.1", "2.12.0")


def in_span(condition: object, version: Version) -> bool:
    """Whether a condition leaves the version in, as far as versions go."""
    if isinstance(condition, Versions):
        return within(version, condition.since, condition.until)
    if isinstance(condition, AllOf):
        return all(in_span(inner, version) for inner in condition.conditions)
    return True


def sets_of(asked: Asked, version: Version) -> Iterator[Sets]:
    """What a question may write in a version."""
    question = asked.question
    spans = (asked.topic.asked_when, question.asked_when)
    asked_at_all = all(in_span(condition, version) for condition in spans)
    if not asked_at_all or not within(version, question.since, question.until):
        return
    forms = list(question.sets)
    if isinstance(question, Choice):
        for option in question.options:
            if within(version, option.since, option.until):
                forms += option.sets
    for one in forms:
        if within(version, one.since, one.until) and in_span(one.when, version):
            yield one


def plain(path: Path) -> Path:
    """List entries by position, as the schema knows them."""
    return tuple(0 if isinstance(segment, Item) else segment for segment in path)


@pytest.mark.parametrize("version", VERSIONS)
def test_what_the_guide_writes_is_known_and_described(version: str) -> None:
    schema = load(GUIDE.chart, version)
    scope = new(GUIDE, FilePath("values.yaml"), version).state.scopes[0]
    strange = []
    for asked in GUIDE.asked.values():
        for one in sets_of(asked, Version.parse(version)):
            path = plain(scope.path(one.path))
            field = schema.field(path)
            if field is None or not field.description or not field.confidence or field.dead:
                strange.append(f"{asked.id}: {format_path(path)} {field and field.dead}")
    assert not strange, "\n".join(strange)


def test_no_two_questions_own_a_path() -> None:
    scope = new(GUIDE, FilePath("values.yaml")).state.scopes[0]
    owners: dict[Path, set[str]] = {}
    shared: set[Path] = set()
    for asked in GUIDE.asked.values():
        if isinstance(asked.question, Rows):
            continue
        for path in asked.question.owned(scope):
            owners.setdefault(path, set()).add(asked.id)
        if isinstance(asked.question, Choice):
            for option in asked.question.options:
                shared |= {
                    scope.path(kept if isinstance(kept, str) else kept.path)
                    for kept in option.keeps
                }
    twice = {
        format_path(path): ids
        for path, ids in owners.items()
        if len(ids) > 1 and path not in shared
    }
    assert not twice


def test_conditions_look_back_only() -> None:
    seen: set[str] = set()
    for asked in GUIDE.asked.values():
        for condition in (asked.topic.asked_when, asked.question.asked_when):
            for id in _mentioned(condition):
                assert id in seen, f"{asked.id} hangs on {id}, which comes later"
        seen.add(asked.id)


def _mentioned(condition: object) -> Iterator[str]:
    question = getattr(condition, "question", None)
    if isinstance(question, str):
        yield question
    for below in getattr(condition, "conditions", ()):
        yield from _mentioned(below)
    inner = getattr(condition, "condition", None)
    if inner is not None:
        yield from _mentioned(inner)


@pytest.mark.parametrize("version", VERSIONS)
def test_one_answer_is_recommended_for_each_purpose(version: str) -> None:
    facts = Facts(GUIDE.chart, Version.parse(version))
    for asked in GUIDE.asked.values():
        question = asked.question
        if not isinstance(question, Choice) or question.kind == "many":
            continue
        for purpose in ("production", "evaluation"):
            advice = [o.id for o in question.offered(facts) if purpose in o.recommended]
            advice += ["left to the chart"] * (purpose in question.leave_for)
            assert len(advice) <= 1, f"{asked.id}, {purpose}: {advice}"


def test_codes_are_given_once() -> None:
    codes = [rule.code for rule in GUIDE.rules()]
    assert len(codes) == len(set(codes))
    for rule in GUIDE.rules():
        assert rule.title
        assert rule.explain
        assert not rule.question or rule.question in GUIDE.asked, rule.code
