"""The entries of a map and of a list seen alike: where each begins, where its value goes, where it
ends, and which comments and blank lines around it are its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from schema.nodes import Entry, Mapping, Node, Scalar, Sequence
from wizard.comments import is_comment, is_own
from wizard.lines import (
    column_of,
    content_end,
    indent_of,
    line_end,
    line_start,
    lines_between,
    next_line,
    skip,
)  # fmt: skip

_GAPS_LOOKED_AT = 60


@dataclass(frozen=True, slots=True)
class Member:
    """One entry. Offsets: `start` of the key (its `?`, or the dash), `after` the colon or the dash
    (-1 where no colon is written), `end` of the value. `node` is the value.
    """

    key: str
    node: Node
    key_node: Node | None
    merge: bool
    start: int
    after: int
    end: int


class Members:
    """All entries of one map or list, block or flow.

    `floor` is an offset before the first entry that its comments cannot reach beyond.
    """

    def __init__(self, text: str, node: Mapping | Sequence, floor: int) -> None:
        self.text = text
        self.node = node
        self.floor = floor
        self._made: dict[int, Member] = {}

    def __len__(self) -> int:
        return len(self.node.entries if isinstance(self.node, Mapping) else self.node.items)

    def __getitem__(self, index: int) -> Member:
        if index < 0:
            index += len(self)
        member = self._made.get(index)
        if member is None:
            if isinstance(self.node, Mapping):
                member = self._entry(self.node.entries[index])
            else:
                member = self._item(index, self.node.items[index])
            self._made[index] = member
        return member

    @property
    def column(self) -> int:
        """Where the entries of a block stand, from 0."""
        return column_of(self.text, self[0].start)

    def places(self) -> dict[str, list[int]]:
        """For each key of a map the positions of its entries; merges are left out."""
        found: dict[str, list[int]] = {}
        if isinstance(self.node, Mapping):
            for position, entry in enumerate(self.node.entries):
                if not entry.merge:
                    found.setdefault(entry.key, []).append(position)
        return found

    def alone(self, index: int) -> bool:
        """Whether nothing but blanks stands before the entry on its line."""
        start = self[index].start
        return not self.text[line_start(self.text, start) : start].strip(" ")

    def has_line(self, index: int) -> bool:
        """Whether a comment above its line is the entry's own: a dash or so before it."""
        start = self[index].start
        before = self.text[line_start(self.text, start) : start]
        return not before.strip(" " if self.node.flow else " -?:")

    def lead(self, index: int) -> int:
        """Where the comment block directly above an entry starts; its line if there is none."""
        floor = next_line(self.text, self[index - 1].end) if index else self.floor
        deepest = self.column if index and not self.node.flow else None
        return leading(self.text, self[index].start, floor, deepest)

    def floor_below(self, index: int) -> int:
        """The floor for the first entry of a value: below its line, or this entry's own floor
        where the value opens on the line of its dash."""
        member = self[index]
        if member.node.content_start(self.text) > line_end(self.text, max(member.after, 0)):
            return next_line(self.text, member.after)
        return next_line(self.text, self[index - 1].end) if index else self.floor

    def own_comments(self, index: int) -> list[tuple[int, str]]:
        """The wizard's comment lines directly above an entry: offsets and texts."""
        if not self.has_line(index):
            return []
        start = line_start(self.text, self[index].start)
        return [
            (at, line)
            for at, line in lines_between(self.text, self.lead(index), start)
            if is_own(line)
        ]

    def territory(self, index: int) -> int:
        """Where a new line goes that shall stand behind an entry: after the entry's own comments.

        Those are the comments that are indented deeper than it, and those directly below it, but
        never those directly above what follows.
        """
        text = self.text
        start = mark = next_line(text, self[index].end)
        if index + 1 < len(self):
            limit = self.lead(index + 1)
        else:
            following = skip(text, start)
            limit = line_start(text, following) if following < len(text) else len(text)
            if not text.startswith(("...", "---"), limit) and following < len(text):
                limit = leading(text, following, start, column_of(text, following))
        touching = True
        for at, line in lines_between(text, start, limit):
            if not is_comment(line):
                touching = False
                continue
            indent = indent_of(line)
            if indent < self.column:
                break
            if indent > self.column or touching:
                mark = next_line(text, at)
        return mark

    def spaced(self) -> bool | None:
        """Whether blank lines stand between the entries; None where there is one entry or none."""
        gaps = min(len(self) - 1, _GAPS_LOOKED_AT)
        if gaps < 1:
            return None
        blank = sum(self._blank_before(index + 1) for index in range(gaps))
        return blank * 2 > gaps

    def _blank_before(self, index: int) -> bool:
        gap = self.text[line_end(self.text, self[index - 1].end) : self[index].start]
        return any(not line.strip() for line in gap.split("\n")[1:-1])

    def _entry(self, entry: Entry) -> Member:
        text, node = self.text, entry.value_node
        start = entry.key_node.start
        before = text[line_start(text, start) : start].rstrip(" \t")
        if (before.endswith("?") and before[:-1].strip(" -:") == "") or self._question_mark(start):
            start = text.rindex("?", 0, start)
        colon = entry.colon(text)
        after = colon + 1 if colon >= 0 else -1
        end = max(content_end(text, node), entry.key_node.end, after)
        if isinstance(node, Scalar) and node.start == node.end:
            end = max(after, entry.key_node.end)
        return Member(entry.key, node, entry.key_node, entry.merge, start, after, end)

    def _question_mark(self, start: int) -> bool:
        """Whether the key of a flow map is written with a question mark."""
        before = self.text[max(0, start - 200) : start].rstrip()
        return self.node.flow and before.endswith("?") and before[:-1].rstrip()[-1:] in ("{", ",")

    def _item(self, index: int, node: Node) -> Member:
        text = self.text
        end = content_end(text, node)
        if self.node.flow:
            return Member("", node, None, False, node.start, node.start, end)
        begin = self[index - 1].end if index else self.node.content_start(text)
        dash = skip(text, begin)
        return Member("", node, None, False, dash, dash + 1, max(end, dash + 1))


def leading(text: str, start: int, floor: int, deepest: int | None) -> int:
    """Where the comment lines directly above the line of `start` begin.

    Lines indented deeper than `deepest` belong to what is above them. No line before `floor`.
    """
    begin = line_start(text, start)
    while begin > floor:
        above = line_start(text, begin - 1)
        line = text[above:begin]
        if above < floor or not is_comment(line):
            break
        if deepest is not None and indent_of(line) > deepest:
            break
        begin = above
    return begin
