"""Where a new entry of a block goes, and how it is laid out: where a person would put it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from schema.nodes import Json, Mapping, Node, Scalar, Sequence
from schema.path import Path
from wizard.lines import block_scalar_header, column_of, keeps_blank_lines, last_of, line_end
from wizard.members import Members
from wizard.render import Style, ends_in_break

if TYPE_CHECKING:
    from wizard.surgery import Surgery

Order = Callable[[Path], int | float]
UNRANKED = 1_000_000  # from this rank on, a key is one that the chart does not know
_DASH = 2  # a dash and a blank


def beside(
    keys: Iterable[str], members: Members, path: Path, order: Order | None
) -> list[tuple[int, bool, str]]:
    """For each new key the entry beside which it goes, and whether before it (else behind).

    That is behind the nearest entry of a lower rank, else before the nearest of a higher one; at
    the end for a key, or among entries, without a rank.
    """
    last = len(members) - 1
    if order is None:
        return [(last, False, key) for key in keys]
    ranked = sorted(((order((*path, key)), key) for key in keys), key=lambda each: each[0])
    ranks: list[tuple[float, int]] = []
    if any(rank < UNRANKED for rank, _ in ranked):
        ranks = [
            (order((*path, members[index].key)), index)
            for index in range(len(members))
            if not members[index].merge
        ]
    found = []
    for rank, key in ranked:
        lower = [each for each in ranks if each[0] <= rank < UNRANKED]
        higher = [each for each in ranks if rank < each[0] < UNRANKED]
        if lower:
            found.append((max(lower)[1], False, key))
        elif higher:
            found.append((min(higher)[1], True, key))
        else:
            found.append((last, False, key))
    return found


def insert(
    surgery: Surgery, members: Members, anchor: int, before: bool, lines: list[str], value: Json,
    top: bool,
) -> None:  # fmt: skip
    """Put the lines of one entry beside another; `top`: at the top level of the file."""
    newline = surgery.style.newline
    spaced = members.spaced()
    if spaced is None:
        spaced = surgery.spaced and top
    if before and members.alone(anchor):
        written = newline.join(lines) + newline + (newline if spaced else "")
        surgery.add(members.lead(anchor), members.lead(anchor), written)
        return
    at = members.territory(anchor)
    if keeps_blank_lines(surgery.text, members[anchor].node):
        spaced = False
    written = (newline if spaced else "") + newline.join(lines)
    if at == len(surgery.text) and not surgery.text.endswith("\n"):
        _end_block_scalar(surgery, members[anchor].node)
        written = newline + written + (newline if ends_in_break(value) else "")
    else:
        written += newline
    surgery.add(at, at, written)


def _end_block_scalar(surgery: Surgery, node: Node) -> None:
    """A block text at the very end has no final break (for Helm 3); it must not gain one."""
    scalar = last_of(node)
    if isinstance(scalar, Scalar) and not str(scalar.value).endswith("\n"):
        header = block_scalar_header(surgery.text, scalar)
        if header and "-" not in header:
            start = scalar.content_start(surgery.text)
            surgery.add(start, start + len(header), header.replace("+", "") + "-")


def style_beside(members: Members, usual: Style) -> Style:
    """The style of new entries: as beside them, else as in the rest of the file."""
    step = dash = None
    for index in range(min(len(members), 40)):
        node = members[index].node
        if not isinstance(node, Mapping | Sequence) or node.flow or not node.value:
            continue
        start = Members(members.text, node, 0)[0].start
        offset = column_of(members.text, start) - members.column
        if isinstance(node, Mapping) and step is None and offset > 0:
            step = offset
        elif isinstance(node, Sequence) and dash is None and offset >= 0:
            dash = offset
    if isinstance(members.node, Sequence):
        return usual
    return replace(
        usual,
        step=step if step is not None else usual.step,
        dash=dash if dash is not None else usual.dash,
    )


def dash_width(members: Members) -> int:
    """How far behind a dash its content starts."""
    widths = (content_offset(members, index) for index in range(min(len(members), 10)))
    return next((width for width in widths if width != _DASH), _DASH)


def content_offset(members: Members, index: int) -> int:
    member, text = members[index], members.text
    start = member.node.start
    on_line = member.node.end > start and start <= line_end(text, member.start)
    if on_line and not text[member.after : start].strip(" "):
        return start - member.start
    return _DASH
