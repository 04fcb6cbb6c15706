"""Edits between braces and brackets: the separators, and lines where the entries stand on lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schema.nodes import Json, Mapping, Node, Scalar, Sequence
from wizard import render
from wizard.lines import line_end, line_start, next_line, person_comments, skip
from wizard.members import Member, Members

if TYPE_CHECKING:
    from wizard.surgery import Surgery


def is_bare_pair(text: str, node: Node) -> bool:
    """Whether a map stands without braces, as in `[key: value]`."""
    return text[node.content_start(text)] not in "{["


def replace(surgery: Surgery, member: Member, new: Json) -> None:
    """Write `new` where another value stands between braces or brackets."""
    text, node = surgery.text, member.node
    written = render.flow(new)
    if isinstance(new, str) and isinstance(node, Scalar) and node.style in ("'", '"'):
        written = render.text(new, node.style)
    if member.after < 0:
        surgery.add(member.end, member.end, f": {written}")
    elif node.start == node.end:
        surgery.add(member.after, member.after, f" {written}")
    else:
        kept = person_comments(text, node.start, node.end, [node])
        lines = "".join(surgery.style.newline + each for each in kept)
        if lines:
            lines += surgery.style.newline + " " * (member.start - line_start(text, member.start))
        surgery.add(node.start, node.end, written + lines)


def edit_bare_pair(surgery: Surgery, node: Mapping | Sequence, new: Json) -> None:
    """Edit a map without braces; it gets them when it gains or loses a key."""
    members = Members(surgery.text, node, 0)
    if isinstance(new, dict) and set(new) == {members[0].key} and len(members) == 1:
        replace(surgery, members[0], new[members[0].key])
    else:
        surgery.add(node.start, node.end, render.flow(new))


def insert(
    surgery: Surgery, members: Members, anchor: int, before: bool, written: list[str]
) -> None:
    """Put entries beside another, on lines of their own if they all are."""
    text = surgery.text
    member = members[anchor]
    on_lines = members.alone(anchor) and text.find("\n", members.node.start, member.start) >= 0
    indent = text[line_start(text, member.start) : member.start]
    break_ = surgery.style.newline + indent if on_lines else " "
    if before:
        at = member.start
        surgery.add(at, at, "".join(f"{each},{break_}" for each in written))
        return
    comma = skip(text, member.end)
    if text[comma : comma + 1] != ",":
        blank = " " if member.after == member.end else ""
        at = line_end(text, member.end) if on_lines and comma > member.end else member.end
        entries = break_ + f",{break_}".join(written)
        if at > member.end and comma > at:
            surgery.add(member.end, member.end, f"{blank},")
            surgery.add(at, at, entries)
        else:
            surgery.add(member.end, member.end, f"{blank},{entries}")
        return
    at = comma + 1
    following = skip(text, at)
    if on_lines and following > line_end(text, at):
        at = line_end(text, at)
    surgery.add(at, at, "".join(f"{break_}{each}," for each in written))


def remove(surgery: Surgery, members: Members, gone: set[int]) -> None:
    """Take entries away, but not all."""
    for first, last in _runs(sorted(gone)):
        if members.alone(first) and _ends_its_line(members, last):
            _remove_lines(surgery, members, first, last)
        else:
            _remove_run(surgery, members, first, last)


def _remove_run(surgery: Surgery, members: Members, first: int, last: int) -> None:
    """Take entries away with the comma behind them, or before them at the end."""
    text = surgery.text
    if last + 1 < len(members):
        start, end = members[first].start, members[last + 1].start
    else:
        start, end = members[first - 1].end, members[last].end
        if members[first - 1].after == start and text[start] == " ":
            start += 1  # `{a: }`, for `{a:}` is a key with a colon in it to some readers
    nodes: list[Node] = [members[index].node for index in range(first, last + 1)]
    kept = person_comments(text, start, end, nodes)
    newline = surgery.style.newline
    lines = "".join(newline + each for each in kept)
    surgery.add(start, end, lines + newline if kept else "")


def _ends_its_line(members: Members, index: int) -> bool:
    text = members.text
    end = members[index].end
    comma = skip(text, end)
    if text[comma : comma + 1] == ",":
        return skip(text, comma + 1) > line_end(text, comma)
    return comma > line_end(text, end)


def _remove_lines(surgery: Surgery, members: Members, first: int, last: int) -> None:
    """Take away entries that fill lines of their own, with the wizard's comments above them."""
    text = surgery.text
    for index in range(first, last + 1):
        for at, _ in members.own_comments(index):
            surgery.cut(at)
        member = members[index]
        start = line_start(text, member.start)
        comma = skip(text, member.end)
        has_comma = text[comma : comma + 1] == ","
        end = next_line(text, comma if has_comma else member.end)
        kept = person_comments(text, start, end, [member.node])
        indent = text[start : member.start]
        surgery.add(start, end, "".join(f"{indent}{each}{surgery.style.newline}" for each in kept))
    if last + 1 == len(members) and first > 0 and not has_comma:
        before = skip(text, members[first - 1].end)
        if text[before : before + 1] == ",":
            surgery.add(before, before + 1, "")


def _runs(indexes: list[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for index in indexes:
        if runs and runs[-1][1] == index - 1:
            runs[-1] = (runs[-1][0], index)
        else:
            runs.append((index, index))
    return runs
