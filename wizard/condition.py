"""When a question is asked: conditions as data, each able to say why it does not hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from schema.version import Since, span
from wizard.facts import Facts


class Condition(Protocol):
    """Holds or not; `why_not` ends the sentence "not asked: …"."""

    def holds(self, facts: Facts) -> bool: ...

    def why_not(self, facts: Facts) -> str: ...


class Always:
    """No condition at all."""

    def holds(self, facts: Facts) -> bool:
        return True

    def why_not(self, facts: Facts) -> str:
        return ""


@dataclass(frozen=True, eq=False, repr=False)
class Chosen:
    question: str
    options: tuple[str, ...]
    because: str = ""

    def holds(self, facts: Facts) -> bool:
        answer = facts.effective(self.question)
        if isinstance(answer, (list, tuple)):
            return any(option in answer for option in self.options)
        return answer in self.options

    def why_not(self, facts: Facts) -> str:
        return self.because or f"it depends on another answer ({self.question})"


@dataclass(frozen=True, eq=False, repr=False)
class Answered:
    question: str
    because: str = ""

    def holds(self, facts: Facts) -> bool:
        return facts.answer(self.question) not in (None, "", (), [])

    def why_not(self, facts: Facts) -> str:
        return self.because or f"it depends on another answer ({self.question})"


@dataclass(frozen=True, eq=False, repr=False)
class Versions:
    since: Since = ""
    until: str = ""
    because: str = ""

    def holds(self, facts: Facts) -> bool:
        return facts.within(self.since, self.until)

    def why_not(self, facts: Facts) -> str:
        if self.because:
            return facts.expand(self.because)
        return f"it exists {span(self.since, self.until)}; this is {facts.version}"


class HasManagement:
    """There is a management plane."""

    def holds(self, facts: Facts) -> bool:
        return facts.has_management

    def why_not(self, facts: Facts) -> str:
        return "this file has no management plane"


class HasWorkloads:
    """There are workload clusters."""

    def holds(self, facts: Facts) -> bool:
        return bool(facts.workloads)

    def why_not(self, facts: Facts) -> str:
        return "no workload cluster is named"


@dataclass(frozen=True, eq=False, repr=False)
class Not:
    condition: Condition
    because: str = ""

    def holds(self, facts: Facts) -> bool:
        return not self.condition.holds(facts)

    def why_not(self, facts: Facts) -> str:
        return self.because or "another answer makes it pointless"


@dataclass(frozen=True, eq=False, repr=False)
class AllOf:
    conditions: tuple[Condition, ...]

    def holds(self, facts: Facts) -> bool:
        return self._failing(facts) is None

    def why_not(self, facts: Facts) -> str:
        failing = self._failing(facts)
        return failing.why_not(facts) if failing is not None else ""

    def _failing(self, facts: Facts) -> Condition | None:
        for condition in self.conditions:
            if not condition.holds(facts):
                return condition
        return None


@dataclass(frozen=True, eq=False, repr=False)
class AnyOf:
    conditions: tuple[Condition, ...]

    def holds(self, facts: Facts) -> bool:
        return any(condition.holds(facts) for condition in self.conditions)

    def why_not(self, facts: Facts) -> str:
        return "; ".join(condition.why_not(facts) for condition in self.conditions)


ALWAYS = Always()
MANAGEMENT_PLANE = HasManagement()
WORKLOAD_CLUSTERS = HasWorkloads()


def parts(condition: Condition) -> tuple[Condition, ...]:
    """The conditions that must all hold for it; the first to fail gives the reason."""
    if condition is ALWAYS:
        return ()
    if isinstance(condition, AllOf):
        return tuple(part for each in condition.conditions for part in parts(each))
    return (condition,)


def chosen(question: str, *options: str, because: str = "") -> Chosen:
    """The question's answer (or the chart's default for it) is one of these options."""
    return Chosen(question, options, because)


def not_chosen(question: str, *options: str, because: str = "") -> Not:
    return Not(Chosen(question, options), because)


def answered(question: str, because: str = "") -> Answered:
    return Answered(question, because)


def versions(since: Since = "", until: str = "", because: str = "") -> Versions:
    return Versions(since, until, because)


def all_of(*conditions: Condition) -> AllOf:
    return AllOf(conditions)


def any_of(*conditions: Condition) -> AnyOf:
    return AnyOf(conditions)
