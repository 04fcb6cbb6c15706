"""One line of an upgrade's report, and the step it is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from schema.coalesce import coalesce
from schema.finding import Change, Severity
from schema.model import Schema
from schema.path import Path
from schema.upgrades import Upgrades, When, upgrades
from wizard.document import Document
from wizard.tree import MISSING, look_up, same


class Kind(StrEnum):
    """What happened to a key, or what a row is about."""

    CARRIED = "takes another form"
    RENAMED = "renamed"
    REMOVED = "removed"
    TYPE = "type changed"
    REQUIRED = "now required"
    DEFAULT = "default changed"
    PINNED = "copy of an old default"
    READ = "read from now on"
    DEPRECATED = "deprecated"
    FINDING = "finding"
    ADVICE = "advice"
    NEW = "new"


class Proposal(StrEnum):
    """What to do: leave the file alone, take the row's changes, or write something oneself."""

    KEEP = "keep"
    TAKE = "take"
    EDIT = "edit"


@dataclass(frozen=True)
class Row:
    """One thing to know of the step, for one file (`member`, its key in the plan).

    `line` and `column` count from 1 in the file as it was read; 0 where there is no place.
    `changes` go with the proposal; where that is to keep, they would have it as it was before.
    `comments` are the wizard's own for the paths put. `safe`: no person has to look at it.
    """

    kind: Kind
    member: str
    path: Path
    what: str
    why: str = ""
    severity: Severity = Severity.NOTE
    proposal: Proposal = Proposal.KEEP
    changes: tuple[Change, ...] = ()
    comments: Mapping[Path, str] = field(default_factory=dict)
    safe: bool = False
    sure: str = ""
    restarts: str = ""
    line: int = 0
    column: int = 0

    @property
    def needs_person(self) -> bool:
        return self.severity is not Severity.NOTE and not self.safe

    @property
    def paths(self) -> Iterator[Path]:
        """The paths the row speaks for."""
        if self.path:
            yield self.path
        for change in self.changes:
            yield change.path


class Claims:
    """Paths that rows speak for, so that nothing is said twice."""

    def __init__(self) -> None:
        self._paths: set[Path] = set()

    def add(self, row: Row) -> None:
        self._paths.update(row.paths)

    def exactly(self, path: Path) -> bool:
        return path in self._paths

    def covers(self, path: Path) -> bool:
        """Whether the path, or a section that it is part of, is spoken for."""
        return any(path[:length] in self._paths for length in range(1, len(path) + 1))

    def within(self, path: Path) -> bool:
        """Whether a part of the section is spoken for."""
        return any(path == each[: len(path)] for each in self._paths if len(each) > len(path))


@dataclass(frozen=True)
class Step:
    """One file on its way from one version's schema to another's."""

    member: str
    document: Document
    old: Schema
    new: Schema

    @property
    def lore(self) -> Upgrades:
        return upgrades(self.old.chart)

    @cached_property
    def effective(self) -> dict[str, Any]:
        """What holds before the step: the file over the old version's defaults."""
        return coalesce(self.old.defaults(), self.document.value, helm=self.document.helm)

    @cached_property
    def facts_before(self) -> Schema | None:
        """What is bundled of the old version, where that is the chart's own and the new one is not:
        what the new one lacks says nothing of a key that the bundle never knew."""
        from schema.bundle import UnknownChart, load

        if self.old.from_fields or not self.new.from_fields:
            return None
        try:
            return load(self.old.chart, self.old.version)
        except (UnknownChart, ValueError):
            return None

    def holds(self, when: When) -> bool:
        given = [self.document.get(path) for path in when.any_set]
        if given and all(value in (None, "", [], {}) for value in given):
            return False
        return all(same(look_up(self.effective, path), value) for path, value in when.values)

    def concerns(self, path: Path) -> bool:
        """Whether the parts that a path belongs to are installed by this file."""
        for length in range(1, len(path)):
            section = path[:length]
            switch = self.lore.needs.get(section)
            for each in ((*section, "enabled"), *((switch,) if switch else ())):
                if each != path and look_up(self.effective, each) is False:
                    return False
            if switch and look_up(self.effective, switch) is MISSING:
                return False
        return True

    def row(self, kind: Kind, path: Path, what: str, **more: Any) -> Row:
        """A row with its place in the file, and with what restarts by its changes."""
        line, column = self.document.locate(path) if path else (0, 0)
        if "restarts" not in more and path:
            more["restarts"] = self.lore.effect(path).restarts
        return Row(kind, self.member, path, what, line=line, column=column, **more)
