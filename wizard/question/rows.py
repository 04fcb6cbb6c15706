"""Free forms: rows of name and text, or raw YAML, below one path."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from schema.path import Path
from wizard.facts import Facts
from wizard.question.base import CUSTOM, UNTOUCHED, Question
from wizard.sets import On, Scope, Sets, Target
from wizard.tree import plant, same


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Rows(Question):
    """Free rows of name and text below one path, without those that other questions write."""

    kind: ClassVar[str] = "rows"
    path: str
    on: On = On.MANAGEMENT
    texts_only: bool = True

    def forms(self) -> tuple[Sets, ...]:
        return ()

    def targets(self, answer: Any, scope: Scope) -> list[Target]:
        if not scope.concerns(self.on):
            return []
        base = scope.path(self.path)
        return [Target((*base, *path), value) for path, value in self._flat(answer)]

    def owned(self, scope: Scope) -> set[Path]:
        if not scope.concerns(self.on):
            return set()
        base = scope.path(self.path)
        tree = scope.found(base)
        if not isinstance(tree, dict):
            return set()
        paths = {(*base, *path) for path, _ in self._flat(tree) if path}
        return {path for path in paths if not _claimed(path, scope.claimed)}

    def read(self, scopes: Sequence[Scope]) -> Any:
        answer: dict[str, Any] | None = None
        for scope in scopes:
            base = scope.path(self.path)
            rows: dict[str, Any] = {}
            for path in sorted(self.owned(scope), key=str):
                plant(rows, path[len(base) :], scope.found(path))
            if rows and answer is not None and not same(rows, answer):
                return CUSTOM
            answer = rows or answer
        if not answer:
            return UNTOUCHED
        return answer if self.trouble(answer) == "" else CUSTOM

    def _flat(self, tree: dict[str, Any]) -> Iterator[tuple[Path, Any]]:
        for key, value in tree.items():
            yield (key,), value

    def trouble(self, answer: Any, facts: Facts | None = None) -> str:
        if not isinstance(answer, dict):
            return "rows of name and text are expected"
        for name, value in answer.items():
            if self.texts_only and not isinstance(value, str):
                return f"{name}: a text is expected; Kubernetes takes no bare number or true here"
        return ""

    def say(self, answer: Any, facts: Facts) -> str:
        return f"{len(answer)} row{'s' if len(answer) != 1 else ''}"


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Tree(Rows):
    """Raw YAML below one path, merged leaf by leaf; what other questions write there is not its."""

    kind: ClassVar[str] = "tree"
    texts_only: bool = False

    def _flat(self, tree: dict[str, Any], path: Path = ()) -> Iterator[tuple[Path, Any]]:
        for key, value in tree.items():
            if isinstance(value, dict) and value:
                yield from self._flat(value, (*path, key))
            else:
                yield (*path, key), value

    def say(self, answer: Any, facts: Facts) -> str:
        return ", ".join(answer)


def _claimed(path: Path, claimed: frozenset[Path]) -> bool:
    return any(path[:length] in claimed for length in range(1, len(path) + 1))
