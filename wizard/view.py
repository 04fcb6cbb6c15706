"""How rules and needs look at a plan: the files as Helm reads them, with the facts beside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from schema.path import Path, parse_path
from wizard.facts import Facts
from wizard.sets import Role
from wizard.tree import MISSING, look_up


@dataclass(frozen=True, eq=False, repr=False)
class FileView:
    """One file: `get` and `has` look at what it says, `effective` at what holds with the chart's
    defaults beneath."""

    key: str
    role: Role
    cluster: str
    tree: dict[str, Any]
    defaults: dict[str, Any]

    def get(self, path: str | Path, otherwise: Any = None) -> Any:
        found = self._found[path]
        return otherwise if found is MISSING else found

    def has(self, path: str | Path) -> bool:
        return self._found[path] is not MISSING

    def effective(self, path: str | Path, otherwise: Any = None) -> Any:
        found = self._found[path]
        if found is MISSING:
            found = look_up(self.defaults, _path(path))
        return otherwise if found is MISSING else found

    @cached_property
    def _found(self) -> _Found:
        return _Found(self.tree)


class _Found(dict[str | Path, Any]):
    """What stands at the paths asked for: rules ask for the same ones again and again."""

    def __init__(self, tree: dict[str, Any]) -> None:
        super().__init__()
        self.tree = tree

    def __missing__(self, path: str | Path) -> Any:
        found = self[path] = look_up(self.tree, _path(path))
        return found


@dataclass(frozen=True, eq=False, repr=False)
class PlanView:
    """All files of a plan."""

    facts: Facts
    files: tuple[FileView, ...]

    @cached_property
    def management(self) -> FileView | None:
        return next((file for file in self.files if file.role is Role.MANAGEMENT), None)

    @property
    def workloads(self) -> tuple[FileView, ...]:
        return tuple(file for file in self.files if file.role is Role.WORKLOAD)

    def agents(self) -> Iterator[FileView]:
        """The files that install an agent."""
        for file in self.files:
            if file.effective("glooAgent.enabled") is True:
                yield file


def _path(path: str | Path) -> Path:
    return parse_path(path) if isinstance(path, str) else path
