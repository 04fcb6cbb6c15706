"""Answers that are typed: a line of text, a number, a list of names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, ClassVar

from wizard.facts import Facts, Worded
from wizard.question.base import CUSTOM, Question
from wizard.sets import Scope, Target


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Text(Question):
    """A line of text. `pattern` must match all of it; `looks_like` says so in words."""

    kind: ClassVar[str] = "text"
    pattern: str = ""
    looks_like: str = ""
    suggests: Worded = ""
    example: str = ""

    def trouble(self, answer: Any, facts: Facts | None = None) -> str:
        if not isinstance(answer, str) or not answer:
            return "a text is expected; to unset it, leave it to the chart"
        if self.pattern and not re.fullmatch(self.pattern, answer):
            return f"expected {self.looks_like or 'another form'}"
        return ""

    def say(self, answer: Any, facts: Facts) -> str:
        return "••••••" if self.secret else str(answer)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class PerCluster(Text):
    """A text in which `{cluster}` stands for the name of each file's own cluster."""

    def targets(self, answer: Any, scope: Scope) -> list[Target]:
        return super().targets(str(answer).replace("{cluster}", _cluster(scope)), scope)

    def read(self, scopes: Sequence[Scope]) -> Any:
        answer = super().read(scopes)
        if answer is not CUSTOM:
            return answer
        plain = Text(**{part.name: getattr(self, part.name) for part in fields(self)})
        return plain.read(scopes)

    def _read_one(self, scope: Scope) -> Any:
        found = super()._read_one(scope)
        return found.replace(_cluster(scope), "{cluster}") if isinstance(found, str) else found


def _cluster(scope: Scope) -> str:
    return scope.facts.words(scope.cluster)["cluster"]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Number(Question):
    """A whole number, `unit` said beside it."""

    kind: ClassVar[str] = "number"
    minimum: int = 0
    maximum: int = 2**31
    suggests: int | None = None
    unit: str = ""

    def _read_one(self, scope: Scope) -> Any:
        """As ever; but where the number is written as a text (in annotations), it is one again."""
        said = super()._read_one(scope)
        as_text = any(isinstance(one.value, str) for one in self.sets)
        return int(said) if as_text and isinstance(said, str) and said.isdecimal() else said

    def trouble(self, answer: Any, facts: Facts | None = None) -> str:
        if isinstance(answer, bool) or not isinstance(answer, int):
            return "a whole number is expected"
        if not self.minimum <= answer <= self.maximum:
            return f"expected a number from {self.minimum} to {self.maximum}"
        return ""

    def decode(self, written: str) -> Any:
        return int(written)

    def say(self, answer: Any, facts: Facts) -> str:
        return f"{answer} {self.unit}".strip()


DNS_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Names(Question):
    """A list of names; the answer is a tuple."""

    kind: ClassVar[str] = "names"
    pattern: str = DNS_LABEL
    looks_like: str = "lower-case letters, digits and hyphens, at most 63, no underscore"

    def targets(self, answer: Any, scope: Scope) -> list[Target]:
        return super().targets(list(answer), scope) if answer else []

    def _read_one(self, scope: Scope) -> Any:
        said = super()._read_one(scope)
        return tuple(said) if isinstance(said, list) else said

    def trouble(self, answer: Any, facts: Facts | None = None) -> str:
        if not isinstance(answer, list | tuple):
            return "a list of names is expected"
        for name in answer:
            if not isinstance(name, str) or not re.fullmatch(self.pattern, name):
                return f"{name!r}: expected {self.looks_like}"
        if len(set(answer)) != len(answer):
            return "the same name stands twice"
        return ""

    def encode(self, answer: Any) -> str:
        return ", ".join(answer) or "none"

    def decode(self, written: str) -> Any:
        if written == "none":
            return ()
        return tuple(name.strip() for name in written.split(",") if name.strip())

    def say(self, answer: Any, facts: Facts) -> str:
        return ", ".join(answer) or "none"
