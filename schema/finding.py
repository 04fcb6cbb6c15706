"""A finding: the one form in which every check of the program speaks."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from schema.path import Path


class Severity(StrEnum):
    """How much a finding matters; `order` sorts the worst first."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def order(self) -> int:
        return ("error", "warning", "note").index(self.value)


@dataclass(frozen=True, slots=True)
class Put:
    """Set `path` to `value` (JSON-like data). `anew`: write it also where Helm reads it already, in
    the way in which nobody reads something else."""

    path: Path
    value: Any
    anew: bool = False


@dataclass(frozen=True, slots=True)
class Drop:
    """Remove `path`."""

    path: Path


Change = Put | Drop


@dataclass(frozen=True, slots=True)
class Fix:
    """A mend that can be applied: what it does in a few words, and the changes it makes.

    `safe`: it cannot change what Helm reads other than in the way its title says, so it may be
    applied together with others without a person looking at each.
    """

    title: str
    changes: tuple[Change, ...]
    safe: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a reader of the file should know.

    `line` and `column` count from 1; 0 means that there is no place to point at.
    `file` names the document (a path, or "" for the only one); `question` is the id of the
    question that decides it, where there is one.
    """

    code: str
    severity: Severity
    message: str
    path: Path = ()
    line: int = 0
    column: int = 0
    file: str = ""
    question: str = ""
    fix: Fix | None = field(default=None, compare=False)
