"""Finding a place: the aliases of a text, the entries around a path, where first lines go."""

from __future__ import annotations

import re
from collections.abc import Iterable
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
