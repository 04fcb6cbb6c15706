"""Parts of a text that did not change but moved: the same nodes, so many characters further on.

A moved map or list moves what is inside it when that is looked at, so a section that nobody looks
at costs nothing. Values are shared with the nodes before; aliases are not moved.
"""

from __future__ import annotations

from typing import Any

from schema.nodes import Entry, Mapping, Node, Scalar, Sequence


def moved(node: Node, by: int, lines: int) -> Node:
    """The node `by` characters and `lines` lines further on (or back)."""
    if not by and not lines:
        return node
    if isinstance(node, _MovedMapping | _MovedSequence):
        by, lines, node = node.by + by, node.lines + lines, node.origin
    if isinstance(node, Mapping):
        return _MovedMapping(node, by, lines)
    if isinstance(node, Sequence):
        return _MovedSequence(node, by, lines)
    assert isinstance(node, Scalar)
    return Scalar(
        node.start + by, node.end + by, node.line + lines, node.column, node.value, node.anchor,
        node.source, node.style, node.tag, node.plain,
    )  # fmt: skip


def as_read(node: Node) -> tuple[Node, int]:
    """The map or list that this one was before it moved, and how many lines it moved; any other
    node as it is."""
    if isinstance(node, _MovedMapping | _MovedSequence):
        return node.origin, node.lines
    return node, 0


def moved_entry(entry: Entry, by: int, lines: int) -> Entry:
    """The entry of a map, moved."""
    return Entry(
        entry.key,
        moved(entry.key_node, by, lines),
        moved(entry.value_node, by, lines),
        entry.merge,
    )


class _MovedMapping(Mapping):
    """`entries` is filled when it is first asked for."""

    __slots__ = ("by", "lines", "origin")

    def __init__(self, origin: Mapping, by: int, lines: int) -> None:
        self.start = origin.start + by
        self.end = origin.end + by
        self.line = origin.line + lines
        self.column = origin.column
        self.value = origin.value
        self.anchor = origin.anchor
        self.flow = origin.flow
        self.origin = origin
        self.by = by
        self.lines = lines

    def __getattr__(self, name: str) -> Any:
        if name != "entries":
            raise AttributeError(name)
        self.entries = [moved_entry(entry, self.by, self.lines) for entry in self.origin.entries]
        return self.entries


class _MovedSequence(Sequence):
    """`items` is filled when it is first asked for."""

    __slots__ = ("by", "lines", "origin")

    def __init__(self, origin: Sequence, by: int, lines: int) -> None:
        self.start = origin.start + by
        self.end = origin.end + by
        self.line = origin.line + lines
        self.column = origin.column
        self.value = origin.value
        self.anchor = origin.anchor
        self.flow = origin.flow
        self.origin = origin
        self.by = by
        self.lines = lines

    def __getattr__(self, name: str) -> Any:
        if name != "items":
            raise AttributeError(name)
        self.items = [moved(item, self.by, self.lines) for item in self.origin.items]
        return self.items
