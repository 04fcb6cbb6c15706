"""What an answer writes: paths and values as data, each bound to versions and to kinds of files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from schema.path import Path, parse_path
from schema.version import Since
from wizard.condition import ALWAYS, Condition
from wizard.facts import Facts, Worded
from wizard.tree import MISSING, VALUE, fill, look_up, same


class Role(StrEnum):
    """What a values file of a plan is for."""

    MANAGEMENT = "management"
    WORKLOAD = "workload"
    ADDONS = "add-ons"


class On(StrEnum):
    """Which files a path is written to: AGENT means every file that installs an agent."""

    MANAGEMENT = "management"
    WORKLOAD = "workload"
    AGENT = "agent"
    ALL = "all"


_ROLES = {On.MANAGEMENT: Role.MANAGEMENT, On.WORKLOAD: Role.WORKLOAD}


@dataclass(frozen=True, eq=False, repr=False)
class Scope:
    """One file of the plan, seen by a question.

    `tree` is what Helm reads in it, `defaults` what the chart has for it, `claimed` the paths that
    other questions write (a free-form question leaves those alone).
    """

    facts: Facts
    key: str
    role: Role
    cluster: str
    tree: Mapping[str, Any]
    defaults: Mapping[str, Any] = field(default_factory=dict)
    agent: bool = False
    claimed: frozenset[Path] = frozenset()

    def concerns(self, on: On) -> bool:
        if on is On.ALL:
            return True
        if on is On.AGENT:
            return self.agent or self.role is Role.WORKLOAD
        return _ROLES.get(on) is self.role

    def path(self, written: str) -> Path:
        """The path with its placeholders filled for this file."""
        if "{" not in written:
            return parse_path(written)
        return tuple(
            self.facts.expand(segment, self.cluster) if isinstance(segment, str) else segment
            for segment in parse_path(written)
        )

    def found(self, path: Path) -> Any:
        return look_up(self.tree, path)

    def default(self, path: Path) -> Any:
        return look_up(self.defaults, path)


@dataclass(frozen=True, eq=False, repr=False)
class Sets:
    """One path that an answer sets.

    `value` may hold VALUE (or the text `{value}`) where the person's answer goes, and placeholders
    such as `{version}`. `seed` serves a list that replaces the chart's own when it is set at all:
    an entry is added to these, and when only these are left the list goes. `note` is a comment for
    this path alone.
    """

    path: str
    value: Any = VALUE
    on: On = On.MANAGEMENT
    since: Since = ""
    until: str = ""
    when: Condition = ALWAYS
    seed: tuple[Mapping[str, Any], ...] = ()
    note: Worded = ""

    def applies(self, scope: Scope) -> bool:
        return (
            scope.concerns(self.on)
            and scope.facts.within(self.since, self.until)
            and (self.when is ALWAYS or self.when.holds(scope.facts))
        )

    def pattern(self, scope: Scope) -> Any:
        """The value with its placeholders filled, but for that of the person's answer."""
        return self.value if self._is_fixed else scope.facts.expand_all(self.value, scope.cluster)

    @cached_property
    def _is_fixed(self) -> bool:
        """Whether the value has no placeholders for certain."""
        return not isinstance(self.value, str | dict | list) or (
            isinstance(self.value, str) and "{" not in self.value
        )


@dataclass(frozen=True, eq=False, repr=False)
class Target:
    """A path of one file with the value that an answer gives it."""

    path: Path
    value: Any
    seed: tuple[Mapping[str, Any], ...] = ()
    note: Worded = ""


def targets(sets: Iterable[Sets], answer: Any, scope: Scope) -> Iterator[Target]:
    """What these sets amount to in this file, for this answer."""
    for one in sets:
        if one.applies(scope):
            value = fill(one.pattern(scope), answer)
            yield Target(scope.path(one.path), value, one.seed, one.note)


class Ground:
    """Every path that some sets could write, in any version.

    What depends on nothing but the kind of file is worked out once: this is asked very often.
    """

    def __init__(self, sets: Iterable[Sets]) -> None:
        self._fixed: dict[On, set[Path]] = {}
        self._together: dict[tuple[Role, bool], set[Path]] = {}
        self._varying: list[Sets] = []
        for one in sets:
            if one.seed or "{" in one.path:
                self._varying.append(one)
            else:
                self._fixed.setdefault(one.on, set()).add(parse_path(one.path))

    def within(self, scope: Scope) -> set[Path]:
        """Those of this file, without the entries of a list that stand as the chart has them; not
        to be changed."""
        kind = scope.role, scope.agent
        fixed = self._together.get(kind)
        if fixed is None:
            fixed = set().union(*(own for on, own in self._fixed.items() if scope.concerns(on)))
            self._together[kind] = fixed
        if not self._varying:
            return fixed
        paths = set(fixed)
        for one in self._varying:
            if scope.concerns(one.on):
                path = scope.path(one.path)
                found = scope.found(path)
                if not any(same(found, entry) for entry in one.seed):
                    paths.add(path)
        return paths


def present(paths: Iterable[Path], scope: Scope) -> set[Path]:
    return {path for path in paths if scope.found(path) is not MISSING}
