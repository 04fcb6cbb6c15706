"""What a set of changes makes of a tree: the tree afterwards, and where it was touched.

Nothing of the tree before is changed; what no change reaches is shared with it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from schema.finding import Change, Put
from schema.nodes import Json
from schema.path import Item, Path, format_path
from wizard.refused import EditRefused
from wizard.touch import Touch
from wizard.tree import MISSING, Keys, look_up, resolve

_LARGEST_EXACT = 2**53
_MISSING = object()


@dataclass
class Intent:
    """The tree afterwards, and where it differs; `paths` are the places put, as plain keys."""

    tree: dict[str, Json]
    touch: Touch = field(default_factory=Touch)
    paths: list[Keys] = field(default_factory=list)


def intend(
    tree: dict[str, Json],
    changes: Iterable[Change],
    comments: Mapping[Path, str | None],
    prune: bool,
) -> Intent:
    """Apply `changes` one after the other. Raises EditRefused where one cannot be meant."""
    intent = Intent(tree)
    emptied: list[Keys] = []
    for change in changes:
        if not change.path:
            raise EditRefused((), "a path is needed; the whole file cannot be replaced")
        keys = resolve(intent.tree, change.path, appending=isinstance(change, Put))
        if isinstance(change, Put):
            value = as_json(change.value, change.path)
            intent.tree = _put(intent.tree, keys, value, change.path)
            intent.paths.append(keys)
            _mark(intent, keys)
            if change.anew:
                intent.touch.reach(keys).anew = True
        elif keys and look_up(intent.tree, keys) is not MISSING:
            intent.tree = _drop(intent.tree, keys)
            _mark(intent, keys)
            emptied.append(keys[:-1])
    if prune:
        _prune(intent, emptied)
    for path, comment in comments.items():
        keys = resolve(intent.tree, path, appending=False)
        if keys and look_up(intent.tree, keys) is not MISSING:
            intent.touch.reach(keys).comment = comment
    return intent


def as_json(value: object, path: Path) -> Json:
    """A copy of a value in the form in which values are read. Raises EditRefused."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        if any("\ud800" <= character <= "\udfff" for character in value):
            raise EditRefused(path, "the text holds half of a surrogate pair, which no file can")
        return str(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise EditRefused(path, f"{value} is not a number that Helm can hold.")
        if value != int(value):
            return float(value)
        value = int(value)
    if isinstance(value, int):
        if abs(value) > _LARGEST_EXACT:
            raise EditRefused(
                path, f"Helm would round {value}: it keeps numbers exact up to 2^53.",
                "Set it as text.",
            )  # fmt: skip
        return int(value)
    if isinstance(value, dict):
        for key in value:
            if not isinstance(key, str):
                raise EditRefused(path, f"the key {key!r} is not text.")
        return {as_key(key, path): as_json(each, path) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(each, path) for each in value]
    raise EditRefused(path, f"a {type(value).__name__} cannot stand in a values file.")


def as_key(key: str, path: Path) -> str:
    """A key that can be written. Raises EditRefused."""
    return str(as_json(key, path))


def _put(tree: dict[str, Json], keys: Keys, value: Json, path: Path) -> dict[str, Json]:
    """A tree with `value` at `keys`, sharing all else."""
    holders: list[dict[str, Json] | list[Json]] = []
    here: Json | object = tree
    for depth, key in enumerate(keys):
        holder = _holder(here, key, path, depth)
        holders.append(holder)
        if isinstance(holder, dict):
            as_key(str(key), path)
            here = holder.get(str(key), _MISSING)
        else:
            assert isinstance(key, int)
            if key > len(holder):
                raise EditRefused(
                    path, f"the list has {len(holder)} entries; there is no place {key} yet.",
                    f"[{len(holder)}] adds one at its end.",
                )  # fmt: skip
            here = holder[key] if key < len(holder) else _MISSING
            segment = path[depth]
            if here is _MISSING and isinstance(segment, Item):
                here = {segment.key: _like_the_others(holder, segment)}
    last, holder = path[-1], holders[-1]
    if isinstance(last, Item) and isinstance(value, dict) and last.key not in value:
        assert isinstance(holder, list)
        value = {last.key: _like_the_others(holder, last), **value}
    for holder, key in zip(reversed(holders), reversed(keys), strict=True):
        if isinstance(holder, dict):
            holder[str(key)] = value
        elif isinstance(key, int) and key < len(holder):
            holder[key] = value
        else:
            holder.append(value)
        value = holder
    assert isinstance(value, dict)
    return value


def _holder(here: object, key: str | int, path: Path, depth: int) -> dict[str, Json] | list[Json]:
    """A copy of the map or list to put `key` into; a new one where there is none or null."""
    if here is _MISSING or here is None:
        return {} if isinstance(key, str) else []
    if isinstance(here, dict) and isinstance(key, str):
        return dict(here)
    if isinstance(here, list) and isinstance(key, int):
        return list(here)
    place = format_path(path[:depth]) or "the file"
    if isinstance(here, dict):
        raise EditRefused(path, f"{place} holds a map, not a list.", "Name a key, not a place.")
    if isinstance(here, list):
        raise EditRefused(
            path, f"{place} holds a list.", "Name an entry by its place, [0], or by [key=value]."
        )
    raise EditRefused(
        path,
        f"{place} holds a single value, which has nothing below it.",
        f"Set {place} itself first.",
    )


def _like_the_others(entries: list[Json], item: Item) -> Json:
    """What a new entry has under the key that names it: text, or a whole number as they have."""
    held = [entry.get(item.key) for entry in entries if isinstance(entry, dict)]
    numbers = bool(held) and all(type(value) is int for value in held)
    return int(item.value) if numbers and re.fullmatch("0|[1-9][0-9]*", item.value) else item.value


def _drop(tree: dict[str, Json], keys: Keys) -> dict[str, Json]:
    """A tree without what is at `keys`, which must be there."""
    root = dict(tree)
    holder: Any = root
    for key in keys[:-1]:
        holder[key] = copy(holder[key])
        holder = holder[key]
    del holder[keys[-1]]
    return root


def _prune(intent: Intent, emptied: list[Keys]) -> None:
    """Take away the maps and lists that were left empty, and those that this leaves empty."""
    for start in sorted(emptied, key=_depth_then_place, reverse=True):
        keys = start
        while keys and look_up(intent.tree, keys) in ({}, []):
            intent.tree = _drop(intent.tree, keys)
            _mark(intent, keys)
            keys = keys[:-1]


def _depth_then_place(keys: Keys) -> tuple[int, list[tuple[int, str]]]:
    places = [(key, "") if isinstance(key, int) else (-1, key) for key in keys]
    return len(keys), places


def _mark(intent: Intent, keys: Keys) -> None:
    """Note where the tree may differ: the place itself, or the whole of the first list above it."""
    for depth, key in enumerate(keys):
        if isinstance(key, int):
            keys = keys[:depth]
            break
    intent.touch.reach(keys).whole = True
