"""Questions that work both ways: an answer becomes paths and values, and a file becomes answers.

A question never holds an answer. It says what an answer sets (`targets`), which paths are its own
(`owned`), and which answer a file embodies (`read`). Two more states belong to every question:
UNTOUCHED, nothing is set and the chart decides, and CUSTOM, the file says something that no answer
explains; it is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Final

from schema.path import Path
from schema.version import Since
from wizard.condition import ALWAYS, Condition
from wizard.facts import Facts, Worded
from wizard.sets import Ground, Scope, Sets, Target, present, targets
from wizard.tree import MISSING, match, same


class _State:
    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return self.name


UNTOUCHED: Final = _State("UNTOUCHED")
CUSTOM: Final = _State("CUSTOM")


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Question:
    """What all kinds share.

    `ask` is the question itself, `why` one or two sentences on what hangs on it, `comment` what is
    written above the key, `left` what happens when it is left to the chart, `sure` how certain the
    facts are where they are not. `purposes` for which leaving it to the chart is recommended.
    `advanced` questions wait behind a key. Questions with the same `group` stand together.
    """

    kind: ClassVar[str] = "question"

    id: str
    ask: str
    why: Worded = ""
    comment: Worded = ""
    left: Worded = "Leave it to the chart"
    leave_for: tuple[str, ...] = ()
    sure: Worded = ""
    link: str = ""
    asked_when: Condition = ALWAYS
    since: Since = ""
    until: str = ""
    group: str = ""
    advanced: bool = False
    required: bool = False
    secret: bool = False
    sets: tuple[Sets, ...] = ()

    def forms(self) -> tuple[Sets, ...]:
        """Every `Sets` that any answer may use."""
        return self.sets

    def targets(self, answer: Any, scope: Scope) -> list[Target]:
        """What the answer writes into this file."""
        return list(targets(self.sets, answer, scope))

    def owned(self, scope: Scope) -> set[Path]:
        """The paths of this file that belong to the question, written or not."""
        return self._ground.within(scope)

    @cached_property
    def _ground(self) -> Ground:
        return Ground(self.forms())

    def cleared(self, answer: Any, scope: Scope) -> set[Path]:
        """The paths that go when this answer (None: left to the chart) is given anew."""
        return self.owned(scope)

    def read(self, scopes: Sequence[Scope]) -> Any:
        """The answer that the files embody, or UNTOUCHED, or CUSTOM."""
        said = [state for scope in scopes if (state := self._read_one(scope)) is not None]
        if not said or all(state is UNTOUCHED for state in said):
            return UNTOUCHED
        if any(state in (UNTOUCHED, CUSTOM) or not same(state, said[0]) for state in said):
            return CUSTOM
        return said[0] if self.trouble(said[0]) == "" else CUSTOM

    def _read_one(self, scope: Scope) -> Any:
        """What one file says; None if the question does not concern it."""
        expected = [one for one in self.sets if one.applies(scope)]
        here = present(self.owned(scope), scope)
        if not here:
            return UNTOUCHED if expected else None
        answer: Any = MISSING
        for one in expected:
            fits, blank = match(one.pattern(scope), scope.found(scope.path(one.path)))
            if not fits or (
                answer is not MISSING and blank is not MISSING and not same(answer, blank)
            ):
                return CUSTOM
            answer = answer if blank is MISSING else blank
        extra = here - {scope.path(one.path) for one in expected}
        return CUSTOM if extra or answer is MISSING else answer

    def trouble(self, answer: Any, facts: Facts | None = None) -> str:
        """What is wrong with an answer, in one sentence; "" if it will do."""
        return ""

    def encode(self, answer: Any) -> str:
        """The answer as one line of the file's header."""
        return str(answer)

    def decode(self, written: str) -> Any:
        """The answer that `encode` wrote. Raises ValueError."""
        return written

    def say(self, answer: Any, facts: Facts) -> str:
        """The answer in a few words, for lists and summaries."""
        return str(answer)
