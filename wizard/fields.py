"""The chart's fields as a tree that can be walked and searched, with what a file says of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from schema.finding import Drop, Put
from schema.model import Field, split_pattern
from schema.path import Path, format_path
from wizard.question import Choice, Number, Option, Question, Text
from wizard.raw import Raw
from wizard.session import Session
from wizard.tree import MISSING, look_up

_FREE = {"*", "[]"}
_EITHER = ("int-or-string", "string-or-integer")
_TEXTS = ("string", "quantity", *_EITHER)


@dataclass(frozen=True)
class FieldRow:
    """One line: `field` is None for a key that the chart does not know. `value` is what the file
    says (MISSING: nothing), `inside` how many values are set below."""

    path: Path
    field: Field | None
    depth: int
    parent: bool
    expanded: bool
    value: Any
    inside: int

    @property
    def key(self) -> str:
        return str(self.path[-1])


def field_rows(
    session: Session, key: str, expanded: frozenset[Path], query: str = ""
) -> list[FieldRow]:
    """The rows of one file: the open branches of the tree, or the fields that a search finds."""
    tree = session.plan[key].document.value
    if query.strip():
        return list(_found(session, tree, query))
    return list(_branch(session, tree, (), expanded, 0))


def _found(session: Session, tree: dict[str, Any], query: str) -> Iterator[FieldRow]:
    for field in session.state.chart_schema.search(query):
        path = _place(field.path)
        if path is not None:
            yield _row(tree, path, field, 0, False, False)


@lru_cache(maxsize=1 << 14)
def _place(pattern: str) -> Path | None:
    """The path that a field stands at; None for one of any name, or of any entry of a list."""
    path = split_pattern(pattern)
    return None if _FREE & set(path) else path


def _branch(
    session: Session, tree: dict[str, Any], path: Path, expanded: frozenset[Path], depth: int
) -> Iterator[FieldRow]:
    known = [
        field
        for field in session.state.chart_schema.children(path)
        if not _FREE & set(split_pattern(field.path))
    ]
    here = look_up(tree, path)
    names = {field.key for field in known}
    for field in known:
        own = (*path, field.key)
        below = [c for c in session.state.chart_schema.children(own) if c.key not in _FREE]
        parent = bool(below)
        yield _row(tree, own, field, depth, parent, own in expanded)
        if parent and own in expanded:
            yield from _branch(session, tree, own, expanded, depth + 1)
    if isinstance(here, dict):
        for name in here:
            if name not in names:
                yield _row(tree, (*path, name), None, depth, False, False)


def _row(
    tree: dict[str, Any], path: Path, field: Field | None, depth: int, parent: bool, open_: bool
) -> FieldRow:
    value = look_up(tree, path)
    inside = _size(value) if isinstance(value, dict) else 0
    return FieldRow(path, field, depth, parent, open_, value, inside)


def _size(tree: dict[str, Any]) -> int:
    return sum(_size(value) if isinstance(value, dict) else 1 for value in tree.values())


def question_for(row: FieldRow) -> Question:
    """A question that edits one field with an editor fitting its type."""
    field = row.field
    id = ask = format_path(row.path)
    kind = field.type if field else _kind_of(row.value)
    if isinstance(row.value, dict | list) and kind not in ("map", "list", "object"):
        return Raw(id=id, ask=ask, path=id)
    if kind == "boolean":
        return Choice(id=id, ask=ask, options=(Option("true", "true"), Option("false", "false")))
    if field and field.choices and field.enforced:
        return Choice(id=id, ask=ask, options=tuple(Option(c, c) for c in field.choices))
    if kind == "integer":
        return Number(id=id, ask=ask, minimum=-(2**53), maximum=2**53)
    if kind in _TEXTS:
        example = ", ".join(field.choices) if field else ""
        return Text(id=id, ask=ask, secret=bool(field and field.sensitive), example=example)
    return Raw(id=id, ask=ask, path=id, shape=kind)


def _kind_of(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    return "string" if isinstance(value, str) else "any"


def answer_from(row: FieldRow) -> Any:
    """The file's value as an answer of `question_for`; None where nothing is set."""
    if row.value is MISSING:
        return None
    question = question_for(row)
    if isinstance(question, Choice) and isinstance(row.value, bool):
        return "true" if row.value else "false"
    return row.value


def value_from(row: FieldRow, answer: Any) -> Any:
    """What an answer of `question_for` writes."""
    kind = row.field.type if row.field else _kind_of(row.value)
    if kind == "boolean":
        return answer == "true"
    if kind in _EITHER and str(answer).isdecimal():
        return int(answer)
    return answer


def set_field(session: Session, key: str, row: FieldRow, answer: Any) -> None:
    """Write one field (None: take it out), as one step that can be undone."""
    name = format_path(row.path)
    if answer is None:
        if row.value is not MISSING:
            session.edit(key, [Drop(row.path)], f"{name} left to the chart")
        return
    secret = bool(row.field and row.field.sensitive)
    value = value_from(row, answer)
    shown = "••••••" if secret or isinstance(value, dict | list) else str(value)
    session.edit(key, [Put(row.path, value)], f"{name} set to {shown}")
