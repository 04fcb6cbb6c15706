"""What a preset amounts to for a plan: which answers it gives, which wait, which it cannot give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from wizard import answering
from wizard.guide import Asked, Preset
from wizard.question import Choice, Many
from wizard.recognise import with_claims
from wizard.reconcile import why_not
from wizard.state import State


@dataclass(frozen=True)
class Advice:
    """`following` is the state that the preset leads to.

    `given` are the ids of the questions it answers at once. `waiting` are those that are not asked
    at present, with the reason: their answers are kept, and count as soon as they are asked.
    `impossible` are those whose answer this version, or this chart, does not take, with the reason.
    """

    following: State
    given: tuple[str, ...]
    waiting: Mapping[str, str]
    impossible: Mapping[str, str]


def advice(state: State, preset: Preset) -> Advice:
    """The preset's answers to the questions that nobody has touched. Raises EditRefused."""
    answers = {id: answer for id, answer in preset.answers.items() if _is_untouched(state, id)}
    impossible: dict[str, str] = {}
    while True:
        following = state
        for id, answer in answers.items():  # one by one: so each key finds the chart's own order
            following = answering.give(following, {id: answer})
        refused = dict(_refused(following, answers))
        if not refused:
            break
        impossible |= refused
        answers = {id: answer for id, answer in answers.items() if id not in refused}
    hidden = following.settled.hidden
    given = tuple(id for id in answers if id not in hidden)
    waiting = {id: hidden[id] for id in answers if id in hidden}
    return Advice(following, given, waiting, impossible)


def _is_untouched(state: State, id: str) -> bool:
    """Not answered, and nothing of it in the files: what is not asked was not read from them."""
    if id in state.answers or id in state.custom:
        return False
    asked = state.guide.asked[id]
    return id not in state.settled.hidden or not _stands(state, asked)


def _stands(state: State, asked: Asked) -> bool:
    return any(
        state.plan[view.key].document.has(path)
        for view in with_claims(state.guide, asked, state.scopes)
        for path in asked.question.owned(view)
    )


def _refused(state: State, answers: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    facts = state.settled.facts
    for id, answer in answers.items():
        if id in state.settled.hidden:
            continue
        question = state.guide.asked[id].question
        if not isinstance(question, Choice):
            continue
        for one in answer if isinstance(question, Many) else (answer,):
            option = question.option(one)
            if option is None or not option.exists(facts):
                yield id, f"not in {facts.version}"
            elif not option.available_when.holds(facts):
                yield id, option.available_when.why_not(facts)
            elif reason := why_not(state, id, one):
                yield id, reason
