"""A topic reads like a page of a manual: nothing that a person needs to choose is left unsaid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from wizard.facts import Worded, say
from wizard.gloo_edge import ENTERPRISE
from wizard.gloo_edge import GUIDE as EDGE
from wizard.gloo_platform import GUIDE
from wizard.guide import Guide
from wizard.opening import new
from wizard.question import Choice, Option, Question

GUIDES = (GUIDE, EDGE, ENTERPRISE)
by_chart = pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.chart)
FILLED_IN = {"version", "namespace", "release", "prefix"}
ANYWHERE = ("2.3.3", "2.4.16", "2.12.0")


def options(guide: Guide) -> Iterator[tuple[str, Option]]:
    for asked in guide.asked.values():
        if isinstance(asked.question, Choice):
            for option in asked.question.options:
                yield f"{asked.id} {option.id}", option


def texts(question: Question) -> Iterator[str]:
    said: list[Worded] = [question.ask, question.why, question.left, question.sure]
    for option in question.options if isinstance(question, Choice) else ():
        said += [option.title, option.gains, option.costs, option.choose_when, option.sure]
    for one in said:
        yield from [one] if isinstance(one, str) else (word.text for word in one)


@by_chart
def test_every_option_says_what_it_gains_and_costs_and_when_to_choose_it(guide: Guide) -> None:
    silent = [
        f"{id}: {part}"
        for id, option in options(guide)
        for part in ("gains", "costs", "choose_when")
        if not getattr(option, part)
    ]
    assert silent == []


@by_chart
def test_every_question_says_what_hangs_on_it_and_what_leaving_it_means(guide: Guide) -> None:
    versions = ANYWHERE if guide is GUIDE else (guide.default_version,)
    for version in versions:
        facts = new(guide, Path("values.yaml"), version).facts
        for id, asked in guide.asked.items():
            question = asked.question
            if facts.within(question.since, question.until):
                assert say(question.why, facts), f"{id} in {version}: no why"
                assert say(question.left, facts) not in ("", "Leave it to the chart"), id


@by_chart
def test_no_text_holds_a_word_that_is_filled_in_by_mistake(guide: Guide) -> None:
    found = {
        f"{id}: {word}"
        for id, asked in guide.asked.items()
        for text in texts(asked.question)
        for word in re.findall(r"\{([a-z][a-z0-9_.-]*)\}", text)
        if word not in FILLED_IN
    }
    assert found == set()


@by_chart
def test_every_topic_leads_to_a_page(guide: Guide) -> None:
    assert [topic.id for topic in guide.topics if not topic.link.startswith("https://")] == []
