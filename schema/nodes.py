"""The parts of a YAML text: what stands where, and what Helm takes it for.

Offsets are code points into the text that was read, `end` exclusive; lines and columns count
from 1. A span starts at an anchor or tag if there is one (`content_start` skips them). Block
collections end with their last child, so comments and blank lines after it stay outside. A block
scalar (`|`, `>`) ends after its last line break. An empty value has no width: it stands right
after the colon or the dash (after the anchor or tag, if there is one).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]

_BLANK = r"[ \t\r\n\x85\u2028\u2029]"
_COMMENT = r"(?<![^ \t\r\n\x85\u2028\u2029])#[^\r\n\x85\u2028\u2029]*"
_PROPERTIES = rf"(?s:(?:&[0-9A-Za-z_-]+|!(?:(?!{_BLANK}).)*)(?:{_BLANK}|{_COMMENT})*)*"
_TO_COLON = re.compile(rf"(?:{_BLANK}|{_COMMENT})*")


class Node:
    """Anything with a value: `value` is what Helm reads (shared, never to be changed)."""

    __slots__ = ("anchor", "column", "end", "line", "start", "value")

    start: int
    end: int
    line: int
    column: int
    value: Json
    anchor: str | None

    def content_start(self, text: str) -> int:
        """Where the content begins, after an anchor and a tag."""
        if text[self.start : self.start + 1] not in ("&", "!"):
            return self.start
        # Rare, and slow to compile: so it is compiled when it is first wanted.
        match = re.compile(_PROPERTIES).match(text, self.start, self.end)
        return match.end() if match is not None else self.start


class Scalar(Node):
    """A single value. `source`: its text after quotes, escapes and folding are undone.

    `style` is the way it is written: "" plain, "'", '"', "|" or ">". `plain` says whether Helm
    may take it for something else than text by its looks.
    """

    __slots__ = ("plain", "source", "style", "tag")

    def __init__(
        self, start: int, end: int, line: int, column: int, value: Json, anchor: str | None,
        source: str, style: str, tag: str | None, plain: bool,
    ) -> None:  # fmt: skip
        self.start = start
        self.end = end
        self.line = line
        self.column = column
        self.value = value
        self.anchor = anchor
        self.source = source
        self.style = style
        self.tag = tag
        self.plain = plain


class Entry:
    """One `key: value` of a mapping; `key` is Helm's text of it, "<<" for a merge (`merge`)."""

    __slots__ = ("key", "key_node", "merge", "value_node")

    def __init__(self, key: str, key_node: Node, value_node: Node, merge: bool) -> None:
        self.key = key
        self.key_node = key_node
        self.value_node = value_node
        self.merge = merge

    def colon(self, text: str, start: int = 0) -> int:
        """The offset of the colon between key and value, -1 where none is written.

        `text` is the text that was read, or its part from the offset `start` on.
        """
        match = _TO_COLON.match(text, self.key_node.end - start)
        position = match.end() if match is not None else self.key_node.end - start
        return position + start if text[position : position + 1] == ":" else -1


class Mapping(Node):
    """Keys and values in the order of the text, duplicates and merges included."""

    __slots__ = ("entries", "flow")

    value: dict[str, Json]

    def __init__(
        self, start: int, end: int, line: int, column: int, anchor: str | None, flow: bool
    ) -> None:
        self.start = start
        self.end = end
        self.line = line
        self.column = column
        self.value = {}
        self.anchor = anchor
        self.flow = flow
        self.entries: list[Entry] = []


class Sequence(Node):
    """A list."""

    __slots__ = ("flow", "items")

    value: list[Json]

    def __init__(
        self, start: int, end: int, line: int, column: int, anchor: str | None, flow: bool
    ) -> None:
        self.start = start
        self.end = end
        self.line = line
        self.column = column
        self.value = []
        self.anchor = anchor
        self.flow = flow
        self.items: list[Node] = []


class Alias(Node):
    """A `*name`: `target` is what it stands for; `value` is the target's."""

    __slots__ = ("target",)

    def __init__(
        self, start: int, end: int, line: int, column: int, anchor: str, target: Node
    ) -> None:
        self.start = start
        self.end = end
        self.line = line
        self.column = column
        self.value = target.value
        self.anchor = anchor
        self.target = target


def as_target(node: Node) -> Node:
    """The node itself, or what it stands for if it is an alias."""
    return node.target if isinstance(node, Alias) else node


def every_node(root: Node) -> Iterator[Node]:
    """The node and all that is written below it, keys included, aliases not followed."""
    todo = [root]
    while todo:
        node = todo.pop()
        yield node
        if isinstance(node, Mapping):
            for entry in node.entries:
                todo += (entry.key_node, entry.value_node)
        elif isinstance(node, Sequence):
            todo += node.items
