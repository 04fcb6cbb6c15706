"""The topics of a chart for another chart that holds it as a sub-chart.

The inner chart's values then stand below one key, except those that Helm shares (`global`). Topics
are written once, with the inner chart's own paths; here their paths, rules and needs are moved.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from schema.finding import Fix
from schema.path import Path
from wizard.question import Option, Rows
from wizard.sets import Sets
from wizard.topic import Mark, Need, Rule, Topic
from wizard.view import FileView, PlanView


@dataclass(frozen=True)
class Beneath:
    """Moves what is of the inner chart below `key`, but not the sections named in `beside`."""

    key: str
    beside: Collection[str] = ("global",)

    def topic(self, topic: Topic) -> Topic:
        questions = tuple(self._moved(question) for question in topic.questions)
        rules = tuple(self._rule(rule) for rule in topic.rules)
        needs = topic.needs

        def moved_needs(view: PlanView) -> Iterable[Need]:
            return needs(self.narrowed(view)) if needs else ()

        return replace(
            topic, questions=questions, rules=rules, needs=moved_needs if needs else None
        )

    def path(self, written: str) -> str:
        return written if written.split(".")[0] in self.beside else f"{self.key}.{written}"

    def _moved(self, value: Any) -> Any:
        """The same data with its paths moved, down to the last one."""
        if isinstance(value, tuple):
            return tuple(self._moved(part) for part in value)
        if isinstance(value, Sets):
            return replace(value, path=self.path(value.path))
        if not is_dataclass(value) or isinstance(value, type):
            return value
        parts = {one.name: self._moved(getattr(value, one.name)) for one in fields(value)}
        if isinstance(value, Option):
            parts["keeps"] = tuple(
                self.path(kept) if isinstance(kept, str) else self._moved(kept)
                for kept in value.keeps
            )
        if isinstance(value, Rows):
            parts["path"] = self.path(value.path)
        if "annotations" in parts:  # the maps by which the cloud question tells clouds apart
            parts["annotations"] = tuple(map(self.path, parts["annotations"]))
        return replace(value, **parts)

    def _rule(self, rule: Rule) -> Rule:
        def check(view: PlanView) -> Iterable[Mark]:
            return map(self._mark, rule.check(self.narrowed(view)))

        return replace(rule, check=check)

    def _mark(self, mark: Mark) -> Mark:
        return replace(mark, path=self._lengthened(mark.path), fix=self._fix(mark.fix))

    def _fix(self, fix: Fix | None) -> Fix | None:
        if fix is None:
            return None
        changes = (replace(one, path=self._lengthened(one.path)) for one in fix.changes)
        return replace(fix, changes=tuple(changes))

    def _lengthened(self, path: Path) -> Path:
        return path if not path or path[0] in self.beside else (self.key, *path)

    def narrowed(self, view: PlanView) -> PlanView:
        """The files as the inner chart reads them."""
        return replace(view, files=tuple(map(self._inner, view.files)))

    def _inner(self, file: FileView) -> FileView:
        return replace(
            file, tree=self._inner_tree(file.tree), defaults=self._inner_tree(file.defaults)
        )

    def _inner_tree(self, tree: dict[str, Any]) -> dict[str, Any]:
        inner = tree.get(self.key)
        shared = {key: tree[key] for key in self.beside if key in tree}
        return {**(inner if isinstance(inner, dict) else {}), **shared}
