"""From a map or list in the text to the splices that make it hold what is intended.

Old and intended values are compared where the changes touched them; only what differs is cut.
Block style here; `wizard.flow` does the same between braces and brackets.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from schema.nodes import Json, Mapping, Node, Scalar, Sequence
from schema.path import Path
from wizard import flow, render
from wizard.align import align
from wizard.comments import comment_lines, is_comment
from wizard.lines import (
    block_scalar_header,
    column_of,
    indent_of,
    line_end,
    line_start,
    lines_between,
    next_line,
    person_comments,
)  # fmt: skip
from wizard.members import Member, Members
from wizard.refused import EditRefused
from wizard.render import Block, Style
from wizard.splice import Splice
from wizard.touch import KEEP, Touch
from wizard.tree import same

Order = Callable[[Path], int | float]
_DASH = 2  # a dash and a blank
_PROPERTIES = re.compile(r"(?:[ \t]*[&!]\S*)*")


@dataclass
class Surgery:
    """Collects the splices of one edit of `text`.

    `spaced`: whether new sections at the top are set apart by a blank line where the file itself
    does not tell.
    """

    text: str
    style: Style
    order: Order | None = None
    spaced: bool = False
    splices: list[Splice] = field(default_factory=list)
    _cut_lines: set[int] = field(default_factory=set)

    def add(self, start: int, end: int, inserted: str) -> None:
        """Replace what stands from `start` to `end`."""
        self.splices.append(Splice(start, self.text[start:end], inserted))

    def cut(self, line: int) -> None:
        """Take out the line that starts at `line`, once."""
        if line not in self._cut_lines:
            self._cut_lines.add(line)
            self.add(line, next_line(self.text, line), "")

    def edit(
        self, node: Mapping | Sequence, new: Json, touch: Touch, path: Path, floor: int
    ) -> None:
        """Edit a map or list that stays one and does not become empty."""
        if node.flow:
            flow.edit(self, node, new, touch, path, floor)
        elif isinstance(node, Mapping) and isinstance(new, dict):
            self._map(Members(self.text, node, floor), new, touch, path)
        elif isinstance(new, list):
            self._list(Members(self.text, node, floor), new, touch, path)

    def _map(self, members: Members, new: dict[str, Json], touch: Touch, path: Path) -> None:
        places = members.places()
        merged = members.node.value
        assert isinstance(merged, dict)
        gone: set[int] = set()
        added: list[str] = []
        for key in touched_keys(touch, places, new):
            positions = places.get(key)
            if positions is None:
                check_merge(merged, new, key, path)
                if key in new and not (key in merged and same(merged[key], new[key])):
                    added.append(key)
            elif key not in new:
                gone.update(positions)
            else:
                self.member(members, positions[-1], new[key], below(touch, key), (*path, key))
        self.remove(members, gone)
        style = self._style_beside(members)
        for anchor, before, key in self.places_for(added, members, path):
            lines = render.entry(key, new[key], members.column, style, touch.child(key))
            self._insert(members, anchor, before, lines, new[key], blank=not path or None)

    def _list(self, members: Members, new: list[Json], touch: Touch, path: Path) -> None:
        old = members.node.value
        assert isinstance(old, list)
        gone: set[int] = set()
        added: list[tuple[int, int]] = []
        for old_at, new_at in align(old, new):
            if new_at is None:
                assert isinstance(old_at, int)
                gone.add(old_at)
            elif isinstance(old_at, int):
                self.member(members, old_at, new[new_at], below(touch, new_at), (*path, new_at))
            else:
                added.append((old_at.after, new_at))
        self.remove(members, gone)
        style = self._style_beside(members)
        content = self._dash_width(members)
        for after, at in added:
            lines = render.item(new[at], members.column, style, touch.child(at), content)
            self._insert(members, max(after, 0), after < 0, lines, new[at], blank=None)

    def member(
        self, members: Members, index: int, new: Json, touch: Touch, path: Path
    ) -> None:
        """Make one entry hold `new`, and set its comment."""
        member = members[index]
        node = member.node
        inside = touch.children
        if inside or not same(node.value, new):
            if keeps_its_shape(node, new, touch):
                assert isinstance(node, Mapping | Sequence)
                self.edit(node, new, touch, path, members.floor_below(index))
            elif not same(node.value, new):
                self.replace(members, index, new, touch)
        if touch.comment is not KEEP:
            self.comment(members, index, touch.new_comment)

    # Comments

    def comment(self, members: Members, index: int, text: str | None) -> None:
        """Replace the wizard's comment above an entry, if the entry has its line to itself."""
        if not members.has_line(index):
            return
        start = line_start(self.text, members[index].start)
        wanted = comment_lines(text, indent_of(self.text[start : members[index].start + 1]))
        present = members.own_comments(index)
        if [line for _, line in present] == wanted:
            return
        for at, _ in present:
            self.cut(at)
        self.add(start, start, "".join(line + self.style.newline for line in wanted))

    # Taking entries away

    def remove(self, members: Members, gone: set[int]) -> None:
        """Take entries away, with the wizard's comments above them; people's comments stay."""
        if not gone:
            return
        if 0 in gone and not members.alone(0):
            kept = min(set(range(len(members))) - gone)
            self._remove_opening(members, kept)
            gone = {index for index in gone if index > kept}
        for index in sorted(gone):
            self._remove_lines(members, index)

    def _remove_opening(self, members: Members, kept: int) -> None:
        """Take away the first entries where the first shares its line with a dash."""
        text, newline = self.text, self.style.newline
        start, end = members[0].start, members[kept].start
        nodes = [members[index].node for index in range(kept)]
        comments = person_comments(text, start, end, nodes)
        if not comments:
            self.add(start, end, "")
            return
        indent = " " * members.column
        dash_end = len(text[:start].rstrip(" "))
        lines = "".join(f"{indent}{each}{newline}" for each in comments)
        self.add(dash_end, end, newline + lines + indent)

    def _remove_lines(self, members: Members, index: int) -> None:
        text, newline, column = self.text, self.style.newline, members.column
        member = members[index]
        start, end = line_start(text, member.start), next_line(text, member.end)
        own = [at for at, _ in members.own_comments(index)]
        if own and self._touching(own, start):
            start = own[0]
        else:
            for at in own:
                self.cut(at)
        kept = person_comments(text, start, end, [member.node])
        below, end = self._deeper_comments(members, index, end)
        kept += below
        lines = "".join(f"{' ' * column}{each}".rstrip() + newline for each in kept)
        if not kept:
            start, end = self._close_gap(members, index, start, end)
        if end == len(text) and not text.endswith("\n"):
            start, lines = self._without_final_break(members, index, start, lines)
        self.add(start, end, lines)

    def _touching(self, lines: list[int], start: int) -> bool:
        return all(
            next_line(self.text, at) == following
            for at, following in zip(lines, [*lines[1:], start], strict=True)
        )

    def _deeper_comments(
        self, members: Members, index: int, start: int
    ) -> tuple[list[str], int]:
        """The comments below an entry that are indented deeper than it, and where they end.

        They move to its column when it goes: those directly below it, and if a block text stands
        above it, which would swallow them, those behind blank lines too.
        """
        text = self.text
        swallows = index > 0 and _is_block_scalar(_last(members[index - 1].node))
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
        self, members: Members, index: int, start: int, lines: str
    ) -> tuple[int, str]:
        """A file that ended without a line break shall end so again, unless a block text needs it."""
        above = members[index - 1].node if index else None
        last = _last(above) if above is not None else None
        header = block_scalar_header(self.text, last) if isinstance(last, Scalar) else ""
        if start and above is not None and (not header or "-" in header):
            lines = (self.style.newline + lines).removesuffix(self.style.newline)
            start = line_end(self.text, start - 1)
            return start, lines
        return start, lines.removesuffix(self.style.newline)

    def _close_gap(self, members: Members, index: int, start: int, end: int) -> tuple[int, int]:
        """Widen a removal by one of two blank lines that would meet where it was."""
        text = self.text
        if index and _keeps_blank_lines(text, members[index - 1].node):
            return start, self._blank_lines_below(end)
        last = index == len(members) - 1
        below = text[end : next_line(text, end)]
        open_below = end == len(text) or not below.strip() or (last and bool(members.spaced()))
        above = line_start(text, start - 1) if start else 0
        floor = next_line(text, members[index - 1].end) if index else members.floor
        if start and above >= floor and not text[above:start].strip():
            if open_below and above not in self._cut_lines:
                self._cut_lines.add(above)
                return above, end
        elif not start and below and not below.strip():
            self._cut_lines.add(end)
            return start, next_line(text, end)
        return start, end

    def _blank_lines_below(self, end: int) -> int:
        """Where the blank lines end that a block text above would take for its own."""
        for at, line in lines_between(self.text, end, len(self.text)):
            if line.strip():
                return at
        return len(self.text)

    # Putting entries in

    def places_for(
        self, keys: Iterable[str], members: Members, path: Path
    ) -> list[tuple[int, bool, str]]:
        """For each new key the entry beside which it goes, and whether before it (else behind)."""
        last = len(members) - 1
        order = self.order
        if order is None:
            return [(last, False, key) for key in keys]
        ranked = sorted(((order((*path, key)), key) for key in keys), key=lambda each: each[0])
        beside: list[tuple[float, int]] = []
        if any(rank < math.inf for rank, _ in ranked):
            beside = [
                (order((*path, members[index].key)), index)
                for index in range(len(members))
                if not members[index].merge
            ]
        found = []
        for rank, key in ranked:
            lower = [each for each in beside if each[0] <= rank < math.inf]
            higher = [each for each in beside if rank < each[0] < math.inf]
            if lower:
                found.append((max(lower)[1], False, key))
            elif higher:
                found.append((min(higher)[1], True, key))
            else:
                found.append((last, False, key))
        return found

    def _insert(
        self, members: Members, anchor: int, before: bool, lines: list[str], value: Json,
        blank: bool | None,
    ) -> None:  # fmt: skip
        """Put the lines of one entry beside another. `blank`: True at the top of the file."""
        newline = self.style.newline
        spaced = members.spaced()
        if spaced is None:
            spaced = self.spaced and bool(blank)
        if before and members.alone(anchor):
            written = newline.join(lines) + newline + (newline if spaced else "")
            self.add(members.lead(anchor), members.lead(anchor), written)
            return
        at = members.territory(anchor)
        written = (newline if spaced else "") + newline.join(lines)
        if at == len(self.text) and not self.text.endswith("\n"):
            self._end_block_scalar(members[anchor].node)
            written = newline + written + (newline if ends_in_break(value) else "")
        else:
            written += newline
        self.add(at, at, written)

    def _end_block_scalar(self, node: Node) -> None:
        """A block text at the very end has no final break (for Helm 3); it must not gain one."""
        scalar = _last(node)
        if isinstance(scalar, Scalar) and not str(scalar.value).endswith("\n"):
            header = block_scalar_header(self.text, scalar)
            if header and "-" not in header:
                start = scalar.content_start(self.text)
                self.add(start, start + len(header), header.replace("+", "") + "-")

    def _style_beside(self, members: Members) -> Style:
        """The style of new entries: as beside them, else as in the rest of the file."""
        step = dash = None
        for index in range(min(len(members), 40)):
            node = members[index].node
            if not isinstance(node, Mapping | Sequence) or node.flow or not node.value:
                continue
            start = Members(self.text, node, 0)[0].start
            offset = column_of(self.text, start) - members.column
            if isinstance(node, Mapping) and step is None and offset > 0:
                step = offset
            elif isinstance(node, Sequence) and dash is None and offset >= 0:
                dash = offset
        if isinstance(members.node, Sequence):
            return self.style
        return replace(
            self.style,
            step=step if step is not None else self.style.step,
            dash=dash if dash is not None else self.style.dash,
        )

    def _dash_width(self, members: Members) -> int:
        """How far behind a dash its content starts."""
        widths = (self._content_offset(members[index]) for index in range(min(len(members), 10)))
        return next((width for width in widths if width != _DASH), _DASH)

    def _content_offset(self, member: Member) -> int:
        start = member.node.start
        on_line = member.node.end > start and start <= line_end(self.text, member.start)
        if on_line and not self.text[member.after : start].strip(" "):
            return start - member.start
        return _DASH

    # Putting one value in the place of another

    def replace(self, members: Members, index: int, new: Json, touch: Touch) -> None:
        """Write `new` where another value stands, and keep the comments around and in it."""
        member = members[index]
        node, text = member.node, self.text
        if members.node.flow:
            flow.replace(self, member, new)
            return
        block = self._block(members, index, new, touch)
        if member.after < 0:
            end = line_end(text, member.end)
            head = " " * members.column + ":" + (block.head and " " + block.head)
            self.add(end, end, self._lines([head, *block.tail]))
            return
        after, end = member.after, member.end
        first_end = line_end(text, after)
        start = node.content_start(text)
        kept = [
            " " * members.column + each for each in person_comments(text, after, end, [node])
        ]
        if (isinstance(node, Mapping | Sequence) and not node.flow) or _is_block_scalar(node):
            self._replace_lines(member.node, after, start, end, block, kept)
        elif start <= first_end:
            self._replace_head(after, end, node, block)
            stop = line_end(text, end)
            self.add(stop, stop, self._lines([*block.tail, *kept]))
        else:
            properties = self._properties_end(after, first_end)
            self.add(after, properties, block.head and " " + block.head)
            self.add(first_end, end, "")
            stop = line_end(text, end)
            self.add(stop, stop, self._lines([*block.tail, *kept]))
        if next_line(text, end) == len(text) and not text.endswith("\n") and ends_in_break(new):
            self.add(len(text), len(text), self.style.newline)

    def _replace_lines(
        self, node: Node, after: int, start: int, end: int, block: Block, kept: list[str]
    ) -> None:
        """Replace a value that fills lines of its own: a block map, list or text."""
        text = self.text
        first_end, stop = line_end(text, after), line_end(text, end)
        if isinstance(node, Scalar) and start <= first_end:
            head_end = start + len(block_scalar_header(text, node))
        elif start <= first_end:
            head_end = first_end
        else:
            head_end = self._properties_end(after, first_end)
        self._replace_head(after, head_end, node, block)
        self.add(first_end, stop, self._lines([*block.tail, *kept]))

    def _replace_head(self, after: int, end: int, node: Node, block: Block) -> None:
        """Replace what stands on the line of the colon or dash; an end-of-line comment stays."""
        text = self.text
        gap = text[after : node.start] if after < node.start <= end else " "
        if not block.head:
            rest = text[end : line_end(text, end)]
            end += len(rest) if not rest.strip() else 0
        self.add(after, end, block.head and (gap if not gap.strip(" ") else " ") + block.head)

    def _properties_end(self, after: int, first_end: int) -> int:
        """Where an anchor and a tag end that stand on the line of the key, their value below."""
        match = _PROPERTIES.match(self.text, after, first_end)
        end = match.end() if match else after
        return end if self.text[after:end].strip() else after

    def _block(self, members: Members, index: int, new: Json, touch: Touch) -> Block:
        style = self._style_beside(members)
        if isinstance(members.node, Mapping):
            block = render.below_key(new, members.column, style, touch)
        else:
            width = self._content_offset(members[index])
            block = render.below_dash(new, members.column, style, touch, width)
        node = members[index].node
        if isinstance(new, str) and (not block.tail or self._comment_below(members, index)):
            quote = node.style if isinstance(node, Scalar) and node.style in ("'", '"') else ""
            return Block(render.text(new, quote), [])
        return block

    def _comment_below(self, members: Members, index: int) -> bool:
        """Whether a comment follows that a block text would swallow."""
        start = next_line(self.text, members[index].end)
        return bool(self._deeper_comments(members, index, start)[0])

    def _lines(self, lines: list[str]) -> str:
        return "".join(self.style.newline + line for line in lines)


WHOLE = Touch()
WHOLE.whole = True


def below(touch: Touch, key: str | int) -> Touch:
    """What is said about an entry: all of it, if all of the map or list was touched."""
    child = touch.child(key)
    if child is None:
        return WHOLE
    child.whole = child.whole or touch.whole
    return child


def touched_keys(touch: Touch, old: Iterable[str], new: Iterable[str]) -> list[str]:
    """The keys of a map that may differ."""
    if touch.whole:
        return list(dict.fromkeys([*old, *new]))
    return [key for key in touch.children if isinstance(key, str)]


def check_merge(merged: dict[str, Json], new: dict[str, Json], key: str, path: Path) -> None:
    """A key that comes in by a merge can be overridden but not taken away."""
    if key in merged and key not in new:
        raise EditRefused(
            (*path, key), "the key comes in by a merge (<<), so it cannot be taken away here.",
            "Have the merge replaced by its keys first (aliases: copy).",
        )  # fmt: skip


def keeps_its_shape(node: Node, new: Json, touch: Touch) -> bool:
    """Whether a map stays a map, or a list a list, so that it is edited inside."""
    if isinstance(node, Mapping) and isinstance(new, dict):
        if not node.entries or not new:
            return False
        return any(entry.key in new or entry.merge for entry in node.entries)
    if isinstance(node, Sequence) and isinstance(new, list):
        return bool(node.items) and bool(new)
    return False


def ends_in_break(value: Json) -> bool:
    """Whether new lines that hold `value` end in a block text that needs its final break."""
    while isinstance(value, dict | list) and value:
        value = list(value.values())[-1] if isinstance(value, dict) else value[-1]
    return isinstance(value, str) and value.endswith("\n") and "\n" in value[:-1]


def _last(node: Node) -> Node:
    while isinstance(node, Mapping | Sequence) and not node.flow:
        if isinstance(node, Mapping):
            node = node.entries[-1].value_node
        else:
            node = node.items[-1]
    return node


def _keeps_blank_lines(text: str, node: Node) -> bool:
    """Whether blank lines below would count as part of a block text (`|+`)."""
    last = _last(node)
    return isinstance(last, Scalar) and "+" in block_scalar_header(text, last)


def _is_block_scalar(node: Node) -> bool:
    return isinstance(node, Scalar) and node.style in ("|", ">")
