"""Down a path through the nodes of a document, as far as they exist."""

from __future__ import annotations

from collections.abc import Iterator

from schema.nodes import Alias, Mapping, Node, Sequence
from schema.path import Item, Path
from wizard.tree import position_of


def walk(node: Node, path: Path) -> Iterator[Node]:
    """The nodes on the way to `path`, as far as they exist; aliases are entered."""
    yield node
    for segment in path:
        held = node.target if isinstance(node, Alias) else node
        below = step(held, segment)
        if below is None:
            return
        node = below
        yield node


def step(node: Node, segment: str | int | Item) -> Node | None:
    """The node one segment further down (the one that counts, if a key stands twice)."""
    if isinstance(node, Mapping) and isinstance(segment, str):
        for entry in reversed(node.entries):
            if entry.key == segment and not entry.merge:
                return entry.value_node
    elif isinstance(node, Sequence) and not isinstance(segment, str):
        at = position_of(node.value, segment) if isinstance(segment, Item) else segment
        if 0 <= at < len(node.items):
            return node.items[at]
    return None


def depth_of(node: Node, path: Path) -> int:
    """How many segments of `path` exist below a document's root."""
    return sum(1 for _ in walk(node, path)) - 1


def key_of(root: Node, path: Path) -> Node | None:
    """The key of the entry at `path`, or the list entry itself; None where it is not there."""
    nodes = list(walk(root, path[:-1]))
    if len(nodes) < len(path):
        return None
    holder = nodes[-1].target if isinstance(nodes[-1], Alias) else nodes[-1]
    if isinstance(holder, Mapping):
        for entry in reversed(holder.entries):
            if entry.key == path[-1] and not entry.merge:
                return entry.key_node
    return step(holder, path[-1])


def inside(node: Node) -> Iterator[Node]:
    """A node and all that it holds; aliases are not entered."""
    work = [node]
    while work:
        here = work.pop()
        yield here
        if isinstance(here, Mapping):
            work += (entry.value_node for entry in here.entries)
        elif isinstance(here, Sequence):
            work += here.items
