"""Reading a plan backwards: which answers its files embody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from schema.version import Version
from wizard.guide import Asked, Guide
from wizard.plan import Plan
from wizard.question import CUSTOM, UNTOUCHED, Question, Rows
from wizard.sets import Scope
from wizard.settle import admit, blank_facts, scopes, why_hidden
from wizard.tree import MISSING, same


@dataclass(frozen=True)
class Recognised:
    """The answers, and the questions that no answer explains."""

    answers: Mapping[str, Any]
    custom: frozenset[str]


def recognise(
    guide: Guide,
    version: Version,
    plan: Plan,
    defaults: Mapping[str, Any],
    noted: Mapping[str, Any],
) -> Recognised:
    """Read every question's answer out of the files.

    `noted` holds answers known otherwise (from the header, or from before an edit): one counts
    where the files do not contradict it. The noted answer of a question that is not asked stays.
    """
    standing: dict[str, Any] = {}
    option_defaults: dict[str, Any] = {}
    answers: dict[str, Any] = {}
    custom: set[str] = set()
    blank = blank_facts(guide, version, plan)
    facts = replace(blank, answers=standing, defaults=option_defaults)
    for asked in guide.asked.values():
        if why_hidden(asked, facts):
            if asked.id in noted:
                answers[asked.id] = noted[asked.id]
            continue
        views = with_claims(guide, asked, scopes(guide, facts, plan, defaults))
        answer = read_one(asked.question, views, noted.get(asked.id))
        if answer is CUSTOM:
            custom.add(asked.id)
        elif answer is not UNTOUCHED:
            answers[asked.id] = answer
        admit(asked, answers.get(asked.id), facts, standing, option_defaults)
    return Recognised(answers, frozenset(custom))


def read_one(question: Question, views: Sequence[Scope], noted: Any = None) -> Any:
    """What the files say, or the noted answer where they agree with it."""
    if noted is not None and agrees(question, noted, views):
        return noted
    return question.read(views)


def agrees(question: Question, answer: Any, views: Sequence[Scope]) -> bool:
    """Whether the files hold all that this answer writes, and nothing else of the question's."""
    if question.trouble(answer):
        return False
    for view in views:
        wanted = {target.path: target.value for target in question.targets(answer, view)}
        for path in question.cleared(answer, view) | wanted.keys():
            found = view.found(path)
            if path in wanted:
                if found is MISSING or not same(found, wanted[path]):
                    return False
            elif found is not MISSING:
                return False
    return True


def with_claims(guide: Guide, asked: Asked, views: list[Scope]) -> list[Scope]:
    """For a free-form question, say what the other questions write."""
    if not isinstance(asked.question, Rows):
        return views
    return [
        replace(
            view,
            claimed=frozenset(
                path
                for other in guide.asked.values()
                if other.id != asked.id and not isinstance(other.question, Rows)
                for path in other.question.owned(view)
            )
            | _other_free_forms(guide, asked, view),
        )
        for view in views
    ]


def _other_free_forms(guide: Guide, asked: Asked, view: Scope) -> frozenset[tuple[Any, ...]]:
    """The free forms that lie below this one, as annotations do below an override."""
    own = view.path(asked.question.path)  # type: ignore[attr-defined]
    return frozenset(
        base
        for other in guide.asked.values()
        if other.id != asked.id and isinstance(other.question, Rows)
        for base in [view.path(other.question.path)]
        if base[: len(own)] == own and base != own
    )
