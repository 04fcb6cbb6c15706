"""Lines of a text by offset, and where the content of a node really ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

from schema.nodes import Mapping, Node, Scalar, Sequence
from wizard.comments import is_comment, is_own

_BLOCK_HEADER = re.compile(r"[|>][-+0-9]*")
_BLANKS_AND_COMMENTS = re.compile(r"(?:\s|#[^\r\n]*)*")


def line_start(text: str, offset: int) -> int:
    """The first offset of the line that `offset` is on."""
    return text.rfind("\n", 0, offset) + 1


def line_end(text: str, offset: int) -> int:
    """Where the line's text ends, before its line break."""
    end = text.find("\n", offset)
    if end < 0:
        return len(text)
    return end - 1 if end and text[end - 1] == "\r" else end


def next_line(text: str, offset: int) -> int:
    """Where the following line starts; the length of the text if there is none."""
    end = text.find("\n", offset)
    return len(text) if end < 0 else end + 1


def column_of(text: str, offset: int) -> int:
    """The column of an offset, from 0."""
    return offset - line_start(text, offset)


def indent_of(line: str) -> int:
    """How many blanks a line starts with."""
    return len(line) - len(line.lstrip(" \t"))


def skip(text: str, offset: int) -> int:
    """The next offset that is neither blank nor within a comment."""
    match = _BLANKS_AND_COMMENTS.match(text, offset)
    return match.end() if match else offset


def lines_between(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """The lines that start in a stretch: their offsets, and their texts without the break."""
    while start < end:
        following = next_line(text, start)
        yield start, text[start:following].rstrip("\r\n")
        start = following


def content_end(text: str, node: Node) -> int:
    """Where a node's last character stands (exclusive): no line break, no comment after it."""
    end = node.end
    while True:
        last: Node | None = None
        if isinstance(node, Mapping) and not node.flow and node.entries:
            entry = node.entries[-1]
            last = entry.value_node
            if last.end < entry.key_node.end:
                last = entry.key_node
        elif isinstance(node, Sequence) and not node.flow and node.items:
            last = node.items[-1]
        if last is None:
            break
        node, end = last, last.end
    if isinstance(node, Scalar) and node.style in ("|", ">"):
        return line_end(text, end - 1) if text[end - 1] == "\n" else end
    return end


def block_scalar_header(text: str, node: Scalar) -> str:
    """The indicator of a block scalar, such as `|` or `>-2`; empty for another scalar."""
    if node.style not in ("|", ">"):
        return ""
    match = _BLOCK_HEADER.match(text, node.content_start(text))
    return match.group() if match else ""


def last_of(node: Node) -> Node:
    """What a block ends with."""
    while isinstance(node, Mapping | Sequence) and not node.flow:
        node = node.entries[-1].value_node if isinstance(node, Mapping) else node.items[-1]
    return node


def is_block_scalar(node: Node) -> bool:
    """Whether a node is a block text (`|` or `>`)."""
    return isinstance(node, Scalar) and node.style in ("|", ">")


def keeps_blank_lines(text: str, node: Node) -> bool:
    """Whether blank lines below a node would count as part of a block text (`|+`)."""
    last = last_of(node)
    return isinstance(last, Scalar) and "+" in block_scalar_header(text, last)


def person_comments(text: str, start: int, end: int, nodes: list[Node]) -> list[str]:
    """The comment lines of people in a stretch, without indentation; `nodes` are those inside it.

    Lines within a scalar of several lines are no comments.
    """
    if "#" not in text[start:end]:
        return []
    inside: set[int] = set()
    for scalar in _scalars(nodes):
        if "\n" in text[scalar.start : scalar.end]:
            stop = content_end(text, scalar)
            inside.update(at for at, _ in lines_between(text, next_line(text, scalar.start), stop))
    first = start if start == line_start(text, start) else next_line(text, start)
    return [
        line.strip()
        for at, line in lines_between(text, first, end)
        if at not in inside and is_comment(line) and not is_own(line)
    ]


def _scalars(nodes: list[Node]) -> Iterator[Scalar]:
    work = list(nodes)
    while work:
        node = work.pop()
        if isinstance(node, Scalar):
            yield node
        elif isinstance(node, Mapping):
            work += (part for entry in node.entries for part in (entry.key_node, entry.value_node))
        elif isinstance(node, Sequence):
            work += node.items
