"""What differs between two trees, as changes that lead from one to the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from schema.finding import Change, Drop, Put
from schema.path import Item, Path
from wizard.tree import same


def changes_between(before: Any, after: Any, path: Path = ()) -> Iterator[Change]:
    """The smallest changes: maps are compared key by key, lists of named entries entry by entry,
    lists of one length place by place; all else is put anew as a whole."""
    if isinstance(before, dict) and isinstance(after, dict):
        yield from _between(before, after, path, str)
        return
    if isinstance(before, list) and isinstance(after, list):
        old, new = _by_name(before), _by_name(after)
        if old and new and _same_order(old, new):
            yield from _between(old, new, path, lambda name: Item("name", name))
            return
        if len(before) == len(after):
            for index, (left, right) in enumerate(zip(before, after, strict=True)):
                yield from changes_between(left, right, (*path, index))
            return
    if not same(before, after):
        yield Put(path, after)


def _between(
    before: Mapping[str, Any], after: Mapping[str, Any], path: Path, segment: Any
) -> Iterator[Change]:
    for key, value in before.items():
        if key in after:
            yield from changes_between(value, after[key], (*path, segment(key)))
        else:
            yield Drop((*path, segment(key)))
    for key, value in after.items():
        if key not in before:
            yield Put((*path, segment(key)), value)


def _by_name(entries: list[Any]) -> dict[str, Any]:
    """The entries by their names; nothing where one has none or two have the same."""
    named = {
        entry["name"]: entry
        for entry in entries
        if isinstance(entry, dict) and isinstance(entry.get("name"), str)
    }
    return named if len(named) == len(entries) else {}


def _same_order(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether the entries that stay keep their order, and the new ones follow them."""
    kept = [name for name in before if name in after]
    return list(after)[: len(kept)] == kept
