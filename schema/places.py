"""Where a path stands in a text: line and column, and how its value is written there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from schema.path import Item, Path, Segment

if TYPE_CHECKING:
    from schema.helmyaml import Reading
    from schema.nodes import Node

Locator = Callable[[Path], tuple[int, int]]


class Places:
    """Line and column of a path (of the nearest part of it that is there), and its source text."""

    def __init__(
        self, locate: Locator | None = None, source: Callable[[Path], str] | None = None
    ) -> None:
        self._locate = locate
        self._source = source

    def at(self, path: Path) -> tuple[int, int]:
        """Line and column from 1; (0, 0) where there is no place."""
        return self._locate(path) if self._locate is not None else (0, 0)

    def source(self, path: Path) -> str:
        """The text of a plain scalar as it is written, "" where that is not known."""
        return self._source(path) if self._source is not None else ""


def places_of(where: Reading | Locator | None) -> Places:
    """The places of a reading, or of a function from path to line and column."""
    if where is None:
        return Places()
    if callable(where):
        return Places(where)
    reading = where
    return Places(lambda path: _position(reading, path), lambda path: _source_text(reading, path))


def _position(reading: Reading, path: Path) -> tuple[int, int]:
    position = (0, 0)
    for document in reversed(reading.documents):
        found, depth = _follow(document, path)
        if depth == len(path):
            return found
        if position == (0, 0) and depth:
            position = found
    return position


def _source_text(reading: Reading, path: Path) -> str:
    from schema.nodes import Scalar

    for document in reversed(reading.documents):
        node = _node(document, path)
        if isinstance(node, Scalar) and node.style == "":
            return node.source
    return ""


def _follow(root: Node, path: Path) -> tuple[tuple[int, int], int]:
    """The place of the deepest part of the path that is there, and how deep that is."""
    position = (0, 0)
    node = root
    for depth, segment in enumerate(path):
        below = _below(node, segment)
        if below is None:
            return position, depth
        position, node = below
    return position, len(path)


def _node(root: Node, path: Path) -> Node | None:
    node = root
    for segment in path:
        below = _below(node, segment)
        if below is None:
            return None
        node = below[1]
    return node


def _below(node: Node, segment: Segment) -> tuple[tuple[int, int], Node] | None:
    from schema.nodes import Mapping, Sequence, as_target

    node = as_target(node)
    if isinstance(node, Mapping) and isinstance(segment, str):
        for entry in reversed(node.entries):
            if entry.key == segment and not entry.merge:
                return (entry.key_node.line, entry.key_node.column), entry.value_node
            if entry.merge:
                merged = _below(entry.value_node, segment)
                if merged is not None:
                    return merged
    elif isinstance(node, Sequence) and not isinstance(segment, str):
        for place, item in enumerate(node.items):
            if place == segment or (isinstance(segment, Item) and _carries(item.value, segment)):
                return (item.line, item.column), item
    return None


def _carries(value: object, segment: Item) -> bool:
    return isinstance(value, dict) and str(value.get(segment.key)) == segment.value
