"""From a map or list in the text to the splices that make it hold what is intended.

Old and intended values are compared where the changes touched them; only what differs is cut.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from schema.nodes import Json, Mapping, Node, Sequence
from schema.path import Path
from wizard import flow, removal, render, replacing
from wizard.align import align
from wizard.comments import comment_lines
from wizard.lines import indent_of, line_start, next_line
from wizard.members import Members
from wizard.placement import Order, beside, dash_width, insert, style_beside
from wizard.refused import EditRefused
from wizard.render import Style
from wizard.splice import Splice
from wizard.touch import KEEP, Touch
from wizard.tree import same


@dataclass
class Surgery:
    """Collects the splices of one edit of `text`.

    `spaced`: whether new sections at the top are set apart by a blank line where the file itself
    does not tell. `cut_lines`: the lines taken out already.
    """

    text: str
    style: Style
    order: Order | None = None
    spaced: bool = False
    splices: list[Splice] = field(default_factory=list)
    cut_lines: set[int] = field(default_factory=set)

    def add(self, start: int, end: int, inserted: str) -> None:
        """Replace what stands from `start` to `end`."""
        self.splices.append(Splice(start, self.text[start:end], inserted))

    def cut(self, line: int) -> None:
        """Take out the line that starts at `line`, once."""
        if line not in self.cut_lines:
            self.cut_lines.add(line)
            self.add(line, next_line(self.text, line), "")

    def lines(self, lines: list[str]) -> str:
        """Lines to follow a line that has no break yet."""
        return "".join(self.style.newline + line for line in lines)

    def edit(
        self, node: Mapping | Sequence, new: Json, touch: Touch, path: Path, floor: int
    ) -> None:
        """Edit a map or list that stays one, and keeps an entry."""
        if node.flow and flow.is_bare_pair(self.text, node):
            flow.edit_bare_pair(self, node, new)
            return
        members = Members(self.text, node, floor)
        if isinstance(new, dict):
            self._map(members, new, touch, path)
        elif isinstance(new, list):
            self._list(members, new, touch, path)

    def _map(self, members: Members, new: dict[str, Json], touch: Touch, path: Path) -> None:
        present = members.places()
        held = members.node.value
        assert isinstance(held, dict)
        gone: set[int] = set()
        added: list[str] = []
        for key in touch.keys(present, new):
            positions = present.get(key)
            if positions is not None and key in new:
                self.member(members, positions[-1], new[key], touch.below(key), (*path, key))
            elif positions is not None:
                gone.update(positions)
            elif key in new and not (key in held and same(held[key], new[key])):
                added.append(key)
            elif key in held and key not in new:
                raise EditRefused(
                    (*path, key), "the key comes in by a merge (<<) and cannot be taken away here.",
                    "Have the merge written out: `gloo-wizard set --copy-aliases`.",
                )  # fmt: skip
        self.remove(members, gone)
        places = beside(added, members, path, self.order)
        if members.node.flow:
            pairs: dict[tuple[int, bool], list[str]] = {}
            for anchor, before, key in places:
                pairs.setdefault((anchor, before), []).append(render.flow_pair(key, new[key]))
            for (anchor, before), written in pairs.items():
                flow.insert(self, members, anchor, before, written)
            return
        for anchor, before, key in places:
            style = style_beside(members, self.style)
            lines = render.entry(key, new[key], members.column, style, touch.child(key))
            insert(self, members, anchor, before, lines, new[key], top=not path)

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
                self.member(members, old_at, new[new_at], touch.below(new_at), (*path, new_at))
            else:
                added.append((old_at.after, new_at))
        self.remove(members, gone)
        if members.node.flow:
            entries: dict[int, list[str]] = {}
            for after, at in added:
                entries.setdefault(after, []).append(render.flow(new[at]))
            for after, written in entries.items():
                flow.insert(self, members, max(after, 0), after < 0, written)
            return
        for after, at in added:
            anchor, before = max(after, 0), after < 0
            width = dash_width(members)
            lines = render.item(new[at], members.column, self.style, touch.child(at), width)
            insert(self, members, anchor, before, lines, new[at], top=False)

    def member(self, members: Members, index: int, new: Json, touch: Touch, path: Path) -> None:
        """Make one entry hold `new`, and set its comment."""
        node = members[index].node
        changed = touch.anew or not same(node.value, new)
        if (changed or touch.children) and _keeps_its_shape(node, new):
            assert isinstance(node, Mapping | Sequence)
            self.edit(node, new, touch, path, members.floor_below(index))
        elif changed:
            replacing.replace(self, members, index, new, touch)
        if touch.comment is not KEEP:
            self.comment(members, index, touch.new_comment)

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

    def remove(self, members: Members, gone: set[int]) -> None:
        """Take entries away, with the wizard's comments above them; people's comments stay."""
        if members.node.flow:
            flow.remove(self, members, gone)
        else:
            removal.remove(self, members, gone)


def _keeps_its_shape(node: Node, new: Json) -> bool:
    """Whether a map stays a map, or a list a list, with an entry left to start from."""
    if isinstance(node, Mapping) and isinstance(new, dict):
        return bool(new) and any(entry.key in new or entry.merge for entry in node.entries)
    return isinstance(node, Sequence) and isinstance(new, list) and bool(node.items and new)
