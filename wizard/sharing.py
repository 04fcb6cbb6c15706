"""Anchors, aliases and merges: an edit of what stands in one place but counts in several."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from schema.finding import Change, Put
from schema.nodes import Alias, Mapping, Node
from schema.path import Path
from wizard import render, sites, walk
from wizard.lines import content_end, line_start
from wizard.members import Members
from wizard.refused import EditRefused
from wizard.replacing import replace
from wizard.sites import AliasPlace
from wizard.splice import Splice
from wizard.surgery import Surgery
from wizard.touch import WHOLE


@dataclass(frozen=True, slots=True)
class Shared:
    """An alias that an edit would go through (`through`), or that repeats what the edit changes."""

    place: AliasPlace
    path: Path
    through: bool


def find(text: str, roots: list[Node], changes: Iterable[Change]) -> list[Shared]:
    """The aliases that stand in the way of `changes`."""
    wanted = list(changes)
    places = sites.aliases(text, roots) if wanted else []
    if not places:
        return []
    by_node = {id(place.alias): place for place in places}
    found: dict[int, Shared] = {}
    for change in wanted:
        for root in roots:
            for place, through in _concerned(root, change, places, by_node):
                found.setdefault(id(place.alias), Shared(place, change.path, through))
    return list(found.values())


def _concerned(
    root: Node, change: Change, places: list[AliasPlace], by_node: dict[int, AliasPlace]
) -> Iterable[tuple[AliasPlace, bool]]:
    path = change.path
    nodes = list(walk.walk(root, path))
    for depth, node in enumerate(nodes):
        if isinstance(node, Alias):
            if depth < len(path):
                yield by_node[id(node)], True
            return
    yield from _by_merge(nodes, change, places)
    exists = len(nodes) == len(path) + 1
    replaced = list(walk.inside(nodes[-1])) if exists else []
    within = {id(node) for node in replaced}
    changed = {id(node) for node in [*nodes, *replaced] if node.anchor is not None}
    for place in places:
        if id(place.alias.target) in changed and id(place.alias) not in within:
            yield place, False


def _by_merge(
    nodes: list[Node], change: Change, places: list[AliasPlace]
) -> Iterable[tuple[AliasPlace, bool]]:
    """The merges that bring in the key where the path leaves what is written, or goes."""
    depth = len(nodes) - 1
    if depth == len(change.path) and depth and not isinstance(change, Put):
        holder, key = nodes[-2], change.path[-1]
        for place in places:
            under = isinstance(place.alias.target, Mapping) and key in place.alias.target.value
            if place.merge and place.holder is holder and under:
                yield place, True
    holder = nodes[-1]
    if depth >= len(change.path) or not isinstance(holder, Mapping):
        return
    key = change.path[depth]
    if key not in sites.merged_keys(holder):
        return
    overridden = isinstance(change, Put) and depth == len(change.path) - 1
    if not overridden:
        yield from ((place, True) for place in places if place.merge and place.holder is holder)


def refusal(shared: list[Shared], paths: list[Path]) -> EditRefused:
    """Say which alias is in the way."""
    first = shared[0]
    alias = first.place.alias
    copied = "the alias written out: `gloo-wizard set --copy-aliases`."
    hint = f"Set the anchor's own value, or have {copied}"
    if first.through:
        return EditRefused(first.path, f"it is repeated from &{alias.anchor} by an alias.", hint)
    lines = ", ".join(str(each.place.alias.line) for each in shared if not each.through)
    return EditRefused(
        first.path,
        f"&{alias.anchor} is repeated elsewhere (line {lines}), which would change as well.",
        f"Have {copied}",
    )


def written_out(text: str, style: render.Style, shared: list[Shared]) -> list[Splice]:
    """The splices that put what aliases stand for in their place."""
    surgery = Surgery(text, style)
    done: set[tuple[int, int]] = set()
    for each in shared:
        place = each.place
        members = Members(text, place.holder, 0)
        if not place.merge:
            replace(surgery, members, place.index, place.alias.target.value, WHOLE)
        elif (id(place.holder), place.index) not in done:
            done.add((id(place.holder), place.index))
            _write_out_merge(surgery, members, place)
    return surgery.splices


def _write_out_merge(surgery: Surgery, members: Members, place: AliasPlace) -> None:
    """Put the keys that a merge brings in where the merge stands."""
    holder, text = place.holder, surgery.text
    assert isinstance(holder, Mapping)
    if sum(entry.merge for entry in holder.entries) > 1:
        raise EditRefused((), f"a map with several merges (line {holder.line}) is not written out.")
    keys = sites.merged_keys(holder)
    member = members[place.index]
    end = content_end(text, member.node)
    if holder.flow:
        surgery.add(member.start, end, ", ".join(render.flow_pair(*pair) for pair in keys.items()))
        return
    column = member.start - line_start(text, member.start)
    lines = render.entries(keys, column, surgery.style, None)
    if not lines:
        surgery.remove(members, {place.index})
        return
    surgery.add(member.start, end, surgery.style.newline.join(lines)[column:])
