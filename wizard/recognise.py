"""Reading a plan backwards: which answers its files embody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from schema.path import Path
from schema.version import Version
from wizard.guide import Asked, Guide
from wizard.plan import Plan
from wizard.question import CUSTOM, UNTOUCHED, Question, Rows
from wizard.sets import Scope
from wizard.settle import admit, blank_facts, scopes, why_hidden
from wizard.tree import MISSING, same


@dataclass(frozen=True, eq=False, repr=False)
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
    views = scopes(guide, facts, plan, defaults)
    agent = guide.agent_in_management.holds(facts)
    for asked in guide.asked.values():
        if why_hidden(asked, facts):
            if asked.id in noted:
                answers[asked.id] = noted[asked.id]
            continue
        if guide.agent_in_management.holds(facts) != agent:
            agent = not agent
            views = scopes(guide, facts, plan, defaults)
        own_views = with_claims(guide, asked, views)
        answer = read_one(asked.question, own_views, noted.get(asked.id))
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
    question = asked.question
    if not isinstance(question, Rows):
        return views
    return [
        replace(view, claimed=_claims(guide, view) | _free_forms_below(guide, question, view))
        for view in views
    ]


def _claims(guide: Guide, view: Scope) -> frozenset[Path]:
    """The paths of a file that questions with a form of their own write; worked out once for each
    kind of file, since only names change them."""
    words = view.facts.words(view.cluster)
    key = (view.role, view.agent, *words.values())
    if key not in guide.claims:
        guide.claims[key] = frozenset(
            path
            for other in guide.asked.values()
            if not isinstance(other.question, Rows)
            for path in other.question.owned(view)
        )
    return guide.claims[key]


def _free_forms_below(guide: Guide, question: Rows, view: Scope) -> frozenset[Path]:
    """The free forms that lie below this one, as annotations do below an override."""
    own = view.path(question.path)
    bases = {view.path(other.path) for other in guide.free_forms}
    return frozenset(base for base in bases if base[: len(own)] == own and base != own)
