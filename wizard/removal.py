"""Taking entries of a block away: their lines, the wizard's comments above them, a blank line that
would be one too many. People's comments stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from schema.nodes import Scalar
from wizard.comments import is_comment
from wizard.lines import (
    block_scalar_header,
    indent_of,
    is_block_scalar,
    keeps_blank_lines,
    last_of,
    line_end,
    line_start,
    lines_between,
    next_line,
    person_comments,
)
from wizard.members import Members
from wizard.refused import EditRefused

if TYPE_CHECKING:
    from wizard.surgery import Surgery


def remove(surgery: Surgery, members: Members, gone: set[int]) -> None:
    """Take entries away, with the wizard's comments above them; people's comments stay."""
    if not gone:
        return
    if 0 in gone and not members.alone(0):
        left = set(range(len(members))) - gone
        if not left:  # only an invisible line break can stand before the first key of a file
            raise EditRefused(
                (members[0].key,), "an invisible line break (U+0085 or its like) stands before it.",
                "Delete that character first; `check` names its line.",
            )  # fmt: skip
        kept = min(left)
        _remove_opening(surgery, members, kept)
        gone = {index for index in gone if index > kept}
    for index in sorted(gone):
        _remove_lines(surgery, members, index)


def _remove_opening(surgery: Surgery, members: Members, kept: int) -> None:
    """Take away the first entries where the first shares its line with a dash."""
    text, newline = surgery.text, surgery.style.newline
    start, end = members[0].start, members[kept].start
    nodes = [members[index].node for index in range(kept)]
    comments = person_comments(text, start, end, nodes)
    if not comments:
        surgery.add(start, end, "")
        return
    indent = " " * members.column
    dash_end = len(text[:start].rstrip(" "))
    lines = "".join(f"{indent}{each}{newline}" for each in comments)
    surgery.add(dash_end, end, newline + lines + indent)


def _remove_lines(surgery: Surgery, members: Members, index: int) -> None:
    text, newline, column = surgery.text, surgery.style.newline, members.column
    member = members[index]
    start, end = line_start(text, member.start), next_line(text, member.end)
    own = [at for at, _ in members.own_comments(index)]
    if own and _touching(text, own, start):
        start = own[0]
    else:
        for at in own:
            surgery.cut(at)
    kept = person_comments(text, start, end, [member.node])
    below, end = deeper_comments(members, index, end)
    kept += below
    lines = "".join(f"{' ' * column}{each}".rstrip() + newline for each in kept)
    if not kept:
        start, end = _close_gap(surgery, members, index, start, end)
    if end == len(text) and not text.endswith("\n"):
        start, lines = _without_final_break(surgery, members, index, start, lines)
    surgery.add(start, end, lines)


def _touching(text: str, lines: list[int], start: int) -> bool:
    return all(
        next_line(text, at) == following
        for at, following in zip(lines, [*lines[1:], start], strict=True)
    )


def deeper_comments(members: Members, index: int, start: int) -> tuple[list[str], int]:
    """The comments below an entry that are indented deeper than it, and where they end.

    They move to its column when it goes: those directly below it, and if a block text stands
    above it, which would swallow them, those behind blank lines too.
    """
    text = members.text
    swallows = index > 0 and is_block_scalar(last_of(members[index - 1].node))
    lines: list[str] = []
    count, end = 0, start
    for at, line in lines_between(text, start, members.territory(index)):
        if not line.strip() and swallows:
            lines += [""] if lines else []
        elif is_comment(line) and indent_of(line) > members.column:
            lines.append(line.strip())
            count, end = len(lines), next_line(text, at)
        elif not (swallows and is_comment(line)):
            break
        else:
            lines.append(line.strip())
    return lines[:count], end


def _without_final_break(
    surgery: Surgery, members: Members, index: int, start: int, lines: str
) -> tuple[int, str]:
    """A file that ended without a line break shall end so again, unless a block text needs it."""
    newline = surgery.style.newline
    if not index:
        return start, lines.removesuffix(newline)
    last = last_of(members[index - 1].node)
    header = block_scalar_header(surgery.text, last) if isinstance(last, Scalar) else ""
    if header and "-" not in header:
        return start, lines.removesuffix(newline)
    return line_end(surgery.text, start - 1), (newline + lines).removesuffix(newline)


def _close_gap(
    surgery: Surgery, members: Members, index: int, start: int, end: int
) -> tuple[int, int]:
    """Widen a removal by one of two blank lines that would meet where it was."""
    text = surgery.text
    if index and keeps_blank_lines(text, members[index - 1].node):
        return start, _blank_lines_below(text, end)
    last = index == len(members) - 1
    below = text[end : next_line(text, end)]
    open_below = end == len(text) or not below.strip() or (last and bool(members.spaced()))
    above = line_start(text, start - 1) if start else 0
    floor = next_line(text, members[index - 1].end) if index else members.floor
    if start and above >= floor and not text[above:start].strip():
        if open_below and above not in surgery.cut_lines:
            surgery.cut_lines.add(above)
            return above, end
    elif not start and below and not below.strip():
        surgery.cut_lines.add(end)
        return start, next_line(text, end)
    return start, end


def _blank_lines_below(text: str, end: int) -> int:
    """Where the blank lines end that a block text above would take for its own."""
    for at, line in lines_between(text, end, len(text)):
        if line.strip():
            return at
    return len(text)
