"""JSON-like trees: strict equality, look-up by path, leaves, and patterns with a blank in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from schema.path import Item, Path


class _Value:
    """The blank in a pattern: the place where the person's answer stands."""

    def __repr__(self) -> str:
        return "VALUE"


VALUE: Final = _Value()
MISSING: Final = object()

Keys = tuple[str | int, ...]
"""A path of keys and positions only."""

_BLANK = "{value}"


def same(left: Any, right: Any) -> bool:
    """Equal as JSON: true is not 1, and 1 is 1.0."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list | tuple) and isinstance(right, list | tuple):
        return len(left) == len(right) and all(map(same, left, right))
    return (type(left) is type(right) and left == right) or _same_number(left, right)


def _same_number(left: Any, right: Any) -> bool:
    return isinstance(left, int | float) and isinstance(right, int | float) and left == right


def look_up(tree: Any, path: Path) -> Any:
    """The value at `path`, or MISSING."""
    for segment in path:
        if isinstance(tree, dict):
            tree = tree.get(segment, MISSING)
            if tree is MISSING:
                return MISSING
        elif not isinstance(tree, list) or isinstance(segment, str):
            return MISSING
        else:
            at = position_of(tree, segment) if isinstance(segment, Item) else segment
            if at >= len(tree):
                return MISSING
            tree = tree[at]
    return tree


def resolve(tree: Any, path: Path, appending: bool) -> Keys:
    """The path with list entries by number; () where an entry is not there and may not be added."""
    keys: list[str | int] = []
    here: object = tree
    for segment in path:
        if isinstance(segment, Item):
            entries = here if isinstance(here, list) else []
            key: str | int = position_of(entries, segment)
            if key == len(entries) and not appending:
                return ()
        else:
            key = segment
        keys.append(key)
        here = look_up(here, (key,)) if here is not MISSING else MISSING
    return tuple(keys)


def position_of(entries: Sequence[Any], item: Item) -> int:
    """Which entry carries `key: value`; their number if none does."""
    for position, entry in enumerate(entries):
        if isinstance(entry, dict) and _is_written(entry.get(item.key), item.value):
            return position
    return len(entries)


def _is_written(value: Any, text: str) -> bool:
    """Whether a value is what a path says between brackets, where everything is text."""
    if isinstance(value, bool):
        return text == ("true" if value else "false")
    return value == text or (isinstance(value, int | float) and str(value) == text)


def leaves(tree: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Each path below a map that holds no map, with its value; lists and empty maps are leaves."""
    if isinstance(tree, dict) and tree:
        for key, value in tree.items():
            yield from leaves(value, (*path, key))
    else:
        yield path, tree


def plant(tree: dict[str, Any], path: Path, value: Any) -> None:
    """Put `value` at `path` (keys only), making the maps on the way."""
    for segment in path[:-1]:
        tree = tree.setdefault(str(segment), {})
    tree[str(path[-1])] = value


def fill(pattern: Any, answer: Any) -> Any:
    """The pattern with the person's answer in its blanks."""
    if pattern is VALUE:
        return answer
    if isinstance(pattern, str):
        return pattern.replace(_BLANK, str(answer)) if _BLANK in pattern else pattern
    if isinstance(pattern, dict):
        return {key: fill(value, answer) for key, value in pattern.items()}
    if isinstance(pattern, list):
        return [fill(value, answer) for value in pattern]
    return pattern


def match(pattern: Any, actual: Any) -> tuple[bool, Any]:
    """Whether `actual` fits the pattern, and what stands in its blank (MISSING without one)."""
    if pattern is VALUE:
        return True, actual
    if isinstance(pattern, str) and _BLANK in pattern:
        return _match_text(pattern, actual)
    if isinstance(pattern, dict) and isinstance(actual, dict):
        if pattern.keys() != actual.keys():
            return False, MISSING
        return _match_all([(pattern[key], actual[key]) for key in pattern])
    if isinstance(pattern, list) and isinstance(actual, list):
        if len(pattern) != len(actual):
            return False, MISSING
        return _match_all(list(zip(pattern, actual, strict=True)))
    return same(pattern, actual), MISSING


def _match_text(pattern: str, actual: Any) -> tuple[bool, Any]:
    if not isinstance(actual, str):
        return False, MISSING
    before, _, after = pattern.partition(_BLANK)
    found = re.fullmatch(f"{re.escape(before)}(.+){re.escape(after)}", actual, re.DOTALL)
    return (True, found.group(1)) if found else (False, MISSING)


def _match_all(pairs: list[tuple[Any, Any]]) -> tuple[bool, Any]:
    found: Any = MISSING
    for pattern, actual in pairs:
        fits, blank = match(pattern, actual)
        if not fits or (blank is not MISSING and found is not MISSING and not same(blank, found)):
            return False, MISSING
        found = blank if blank is not MISSING else found
    return True, found
