"""Finding a place: down a path, the aliases of a text, where a document's first lines go."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from schema.nodes import Alias, Json, Mapping, Node, Sequence
from schema.path import Item, Path
from wizard.lines import next_line
from wizard.members import Members
from wizard.tree import position_of

# Starting with the sign itself, for that lets the search skip to it.
_ALIAS = re.compile(r"\*(?<![^\s\[{,:]\*)[0-9A-Za-z_-]")
_ANCHOR = re.compile(r"&(?<![^\s\[{,:]&)[0-9A-Za-z_-]")
_MARKER = re.compile(r"(?m)^(?:---|\.\.\.)(?=[\s]|\Z)")


@dataclass(frozen=True, slots=True)
class AliasPlace:
    """A `*name` in the text, and the entry that holds it."""

    alias: Alias
    holder: Mapping | Sequence
    index: int
    merge: bool


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


def aliases(text: str, documents: Iterable[Node]) -> list[AliasPlace]:
    """Every alias of a text; a quick look at the text first saves looking at every node."""
    found: list[AliasPlace] = []
    if not (_ALIAS.search(text) and _ANCHOR.search(text)):
        return found
    work = list(documents)
    while work:
        node = work.pop()
        if isinstance(node, Mapping):
            for index, entry in enumerate(node.entries):
                _collect(found, work, node, index, entry.value_node, entry.merge)
        elif isinstance(node, Sequence):
            for index, item in enumerate(node.items):
                _collect(found, work, node, index, item, False)
    return found


def _collect(
    found: list[AliasPlace], work: list[Node], holder: Mapping | Sequence, index: int, node: Node,
    merge: bool,
) -> None:  # fmt: skip
    if isinstance(node, Alias):
        found.append(AliasPlace(node, holder, index, merge))
    elif merge and isinstance(node, Sequence):
        for item in node.items:
            if isinstance(item, Alias):
                found.append(AliasPlace(item, holder, index, True))
    else:
        work.append(node)


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


def merged_keys(node: Mapping) -> dict[str, Json]:
    """What a map has through its merges only."""
    own = {entry.key for entry in node.entries if not entry.merge}
    return {key: value for key, value in node.value.items() if key not in own}


def blank_region(text: str) -> tuple[int, int]:
    """The stretch of a file without values in which its first lines may stand."""
    start = 0
    for marker in _MARKER.finditer(text):
        if start or marker.group() == "...":
            return start, marker.start()
        start = next_line(text, marker.start())
    return start, len(text)


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


def members_at(text: str, root: Node, path: Path, floor: int) -> tuple[Members, int] | None:
    """The entries that the one at `path` stands among, and its place; None where there is none."""
    node = root
    for depth, segment in enumerate(path):
        if not isinstance(node, Mapping | Sequence):
            return None
        members = Members(text, node, floor)
        index = _index(node, segment)
        if index is None:
            return None
        if depth == len(path) - 1:
            return members, index
        floor = members.floor_below(index)
        node = members[index].node
    return None


def _index(node: Mapping | Sequence, segment: str | int | Item) -> int | None:
    if isinstance(node, Mapping):
        for index in range(len(node.entries) - 1, -1, -1):
            if node.entries[index].key == segment and not node.entries[index].merge:
                return index
        return None
    at = position_of(node.value, segment) if isinstance(segment, Item) else segment
    return at if isinstance(at, int) and 0 <= at < len(node.items) else None
