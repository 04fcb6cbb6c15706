"""Writing one value in the place of another, with the comments around and in it kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from schema.nodes import Json, Mapping, Node, Scalar, Sequence
from wizard import flow, render
from wizard.lines import (
    block_scalar_header,
    is_block_scalar,
    line_end,
    next_line,
    person_comments,
)
from wizard.members import Members
from wizard.placement import content_offset, style_beside
from wizard.removal import deeper_comments
from wizard.render import Block, ends_in_break
from wizard.touch import Touch

if TYPE_CHECKING:
    from wizard.surgery import Surgery

_PROPERTIES = re.compile(r"(?:[ \t]*[&!]\S*)*")


def replace(surgery: Surgery, members: Members, index: int, new: Json, touch: Touch) -> None:
    """Write `new` where another value stands, and keep the comments around and in it."""
    member = members[index]
    node, text = member.node, surgery.text
    if members.node.flow:
        flow.replace(surgery, member, new)
        return
    block = _block(surgery, members, index, new, touch)
    if member.after < 0:
        end = line_end(text, member.end)
        head = " " * members.column + ":" + (block.head and " " + block.head)
        surgery.add(end, end, surgery.lines([head, *block.tail]))
        return
    after, end = member.after, member.end
    first_end = line_end(text, after)
    start = node.content_start(text)
    kept = [" " * members.column + each for each in person_comments(text, after, end, [node])]
    if (isinstance(node, Mapping | Sequence) and not node.flow) or is_block_scalar(node):
        _replace_lines(surgery, member.node, after, start, end, block, kept)
    elif start <= first_end:
        _replace_head(surgery, after, end, node, block)
        stop = line_end(text, end)
        surgery.add(stop, stop, surgery.lines([*block.tail, *kept]))
    else:
        properties = _properties_end(text, after, first_end)
        surgery.add(after, properties, block.head and " " + block.head)
        surgery.add(first_end, end, "")
        stop = line_end(text, end)
        surgery.add(stop, stop, surgery.lines([*block.tail, *kept]))
    if next_line(text, end) == len(text) and not text.endswith("\n") and ends_in_break(new):
        surgery.add(len(text), len(text), surgery.style.newline)


def _replace_lines(
    surgery: Surgery, node: Node, after: int, start: int, end: int, block: Block, kept: list[str]
) -> None:
    """Replace a value that fills lines of its own: a block map, list or text."""
    text = surgery.text
    first_end, stop = line_end(text, after), line_end(text, end)
    if isinstance(node, Scalar) and start <= first_end:
        head_end = start + len(block_scalar_header(text, node))
    elif start <= first_end:
        head_end = first_end
    else:
        head_end = _properties_end(text, after, first_end)
    _replace_head(surgery, after, head_end, node, block)
    surgery.add(first_end, stop, surgery.lines([*block.tail, *kept]))


def _replace_head(surgery: Surgery, after: int, end: int, node: Node, block: Block) -> None:
    """Replace what stands on the line of the colon or dash; an end-of-line comment stays."""
    text = surgery.text
    gap = text[after : node.start] if after < node.start <= end else " "
    head = block.head and (gap if not gap.strip(" ") else " ") + block.head
    if not head:
        rest = text[end : line_end(text, end)]
        blank = len(rest) - len(rest.lstrip())
        if blank == len(rest) or "\t" in rest[:blank]:  # a tab may not follow a dash or colon
            head = " " if blank < len(rest) else ""
            end += blank
    surgery.add(after, end, head)


def _properties_end(text: str, after: int, first_end: int) -> int:
    """Where an anchor and a tag end that stand on the line of the key, their value below."""
    match = _PROPERTIES.match(text, after, first_end)
    end = match.end() if match else after
    return end if text[after:end].strip() else after


def _block(surgery: Surgery, members: Members, index: int, new: Json, touch: Touch) -> Block:
    style = style_beside(members, surgery.style)
    if isinstance(members.node, Mapping):
        block = render.below_key(new, members.column, style, touch)
    else:
        width = content_offset(members, index)
        block = render.below_dash(new, members.column, style, touch, width)
    node = members[index].node
    if isinstance(new, str) and (not block.tail or _comment_below(members, index)):
        quote = node.style if isinstance(node, Scalar) and node.style in ("'", '"') else ""
        return Block(render.text(new, quote), [])
    return block


def _comment_below(members: Members, index: int) -> bool:
    """Whether a comment follows that a block text would swallow."""
    start = next_line(members.text, members[index].end)
    return bool(deeper_comments(members, index, start)[0])
