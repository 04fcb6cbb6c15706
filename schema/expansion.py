"""Aliases that blow up: go-yaml refuses a document that is mostly made of repetitions.

It counts each value that it decodes, and those among them that an alias repeats. The counts are
worked out here without repeating anything.
"""

from __future__ import annotations

from collections.abc import Iterator

from schema.nodes import Alias, Mapping, Node, Sequence

_FREE_REPEATS = 100
_FREE_STEPS = 1000
_LOW, _HIGH = 400_000, 4_000_000
DEEPEST = 10_000


def is_excessive(root: Node) -> bool:
    """Whether go-yaml says that the document under `root` contains excessive aliasing."""
    sizes = Sizes()
    steps, repeats = 1, 0
    for node in _in_order(root):
        steps += 1
        if isinstance(node, Alias):
            repeated = sizes.of(node.target)
            steps += repeated
            repeats += repeated
        if repeats > _FREE_REPEATS and steps > _FREE_STEPS and repeats > _allowed(steps) * steps:
            return True
    return False


def is_too_deep(root: Node) -> bool:
    """Whether maps and lists, aliases followed, are nested deeper than Helm reads."""
    return Sizes(depth=True).of(root) > DEEPEST


def _allowed(steps: int) -> float:
    if steps <= _LOW:
        return 0.99
    if steps >= _HIGH:
        return 0.10
    return 0.99 - 0.89 * ((steps - _LOW) / (_HIGH - _LOW))


def decoded_children(node: Node) -> list[Node]:
    """The nodes that go-yaml decodes for a map or a list; a merge decodes the merged maps only."""
    if isinstance(node, Sequence):
        return node.items
    if not isinstance(node, Mapping):
        return []
    children: list[Node] = []
    for entry in node.entries:
        if not entry.merge:
            children += (entry.key_node, entry.value_node)
        elif isinstance(entry.value_node, Sequence):
            children += reversed(entry.value_node.items)
        else:
            children.append(entry.value_node)
    return children


def _in_order(root: Node) -> Iterator[Node]:
    todo = [root]
    while todo:
        node = todo.pop()
        yield node
        todo.extend(reversed(decoded_children(node)))


class Sizes:
    """How many values a node stands for, aliases followed; or how deep it is nested."""

    def __init__(self, depth: bool = False) -> None:
        self._depth = depth
        self._known: dict[int, int] = {}

    def of(self, node: Node) -> int:
        known = self._known
        todo = [node]
        while todo:
            here = todo[-1]
            if id(here) in known:
                todo.pop()
                continue
            children = [here.target] if isinstance(here, Alias) else decoded_children(here)
            missing = [child for child in children if id(child) not in known]
            if missing:
                todo += missing
                continue
            parts = [known[id(child)] for child in children]
            if not self._depth:
                known[id(here)] = 1 + sum(parts)
            else:
                inside = max(parts, default=0)
                known[id(here)] = inside + isinstance(here, Mapping | Sequence)
            todo.pop()
        return known[id(node)]
