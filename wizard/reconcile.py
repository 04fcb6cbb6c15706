"""The guide held against the chart that is at hand: what its answers write and the chart lacks.

A guide knows a chart by name and version; the chart itself may differ. Where an answer would write
a path that the chart does not have, or a value of another type, that answer cannot be honoured.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from schema.finding import Finding, Severity
from schema.model import Schema
from schema.path import Path, format_path
from wizard.question import Choice, Many
from wizard.sets import Scope, Sets
from wizard.state import State
from wizard.tree import VALUE

_FITTING = {
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "string": (str,),
    "quantity": (str, int, float),
    "int-or-string": (str, int, float),
    "string-or-integer": (str, int),
    "object": (dict,),
    "map": (dict,),
    "list": (list, tuple),
}


@dataclass(frozen=True)
class Gap:
    """An answer that the chart cannot honour: `option` is the id of one of a choice, "" for the
    question as a whole. `why` is a sentence."""

    question: str
    option: str
    path: Path
    why: str


def gaps(state: State) -> list[Gap]:
    """Where guide and chart part ways; none with the bundled schema, which the guide goes by."""
    if state.schema is None:
        return []
    if state.schema not in _MISFITS:
        _MISFITS[state.schema] = tuple(_misfits(state))
    found: list[Gap] = []
    for misfit in _MISFITS[state.schema]:
        asked = state.settled.hidden.get(misfit.gap.question) is None
        if asked and any(misfit.sets.applies(scope) for scope in state.scopes):
            found.append(misfit.gap)
    return found


def why_not(state: State, question: str, option: str = "") -> str:
    """Why an answer (or a whole question) cannot be given to this chart; "" if it can."""
    found = (one for one in gaps(state) if one.question == question)
    return next((one.why for one in found if one.option in ("", option)), "")


def gap_findings(state: State) -> Iterator[Finding]:
    """A note for each question that the chart does not take as the guide has it."""
    said: set[tuple[str, Path]] = set()
    file = next((str(member.file) for member in state.plan), "")
    for gap in gaps(state):
        if (gap.question, gap.path) not in said:
            said.add((gap.question, gap.path))
            message = f"{gap.why} The answer cannot be given."
            yield Finding("SC014", Severity.NOTE, message, gap.path, 0, 0, file, gap.question)


@dataclass(frozen=True, eq=False, repr=False)
class _Misfit:
    """A gap that is one while the sets that lead to it apply."""

    gap: Gap
    sets: Sets


_MISFITS: WeakKeyDictionary[Schema, tuple[_Misfit, ...]] = WeakKeyDictionary()


def _misfits(state: State) -> Iterator[_Misfit]:
    """All there are for a schema, whatever the answers are."""
    for asked in state.guide.asked.values():
        question = asked.question
        options = question.options if isinstance(question, Choice | Many) else ()
        forms = [("", question.sets), *((option.id, option.sets) for option in options)]
        for option, sets in forms:
            for one in sets:
                scope = next((each for each in state.scopes if each.concerns(one.on)), None)
                path = scope.path(one.path) if scope else ()
                why = _misfit(path, one, scope, state.schema) if scope and state.schema else ""
                if why:
                    yield _Misfit(Gap(asked.id, option, path, why), one)


def _misfit(path: Path, sets: Sets, scope: Scope, schema: Schema) -> str:
    about = f"{schema.chart} {schema.version}"
    if not schema.known(path):
        sure = schema.complete(path)
        return f"{format_path(path)} is not a value of {about}." if sure else ""
    field = schema.field(path)
    fitting = _FITTING.get(field.type) if field is not None else None
    value = sets.pattern(scope)
    if field is None or fitting is None or value is VALUE or value is None:
        return ""
    if isinstance(value, str) and "{" in value:
        return ""
    right = isinstance(value, fitting) and not (isinstance(value, bool) and bool not in fitting)
    return "" if right else f"{format_path(path)} is of type {field.type} in {about}."
