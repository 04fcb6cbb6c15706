"""Which entry of a list became which."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from schema.nodes import Json
from wizard.tree import same


@dataclass(frozen=True, slots=True)
class Added:
    """A new entry behind the old one at `after`; -1: before all."""

    after: int


def align(old: list[Json], new: list[Json]) -> Iterator[tuple[int | Added, int | None]]:
    """Pairs of positions: kept or changed entries (both numbers), removed ones (None behind),
    added ones (`Added` in front). In the order of the new list.
    """
    shortest = min(len(old), len(new))
    head = 0
    while head < shortest and (old[head] is new[head] or same(old[head], new[head])):
        head += 1
    tail = 0
    while tail < shortest - head and same(old[-1 - tail], new[-1 - tail]):
        tail += 1
    yield from ((at, at) for at in range(head))
    yield from _middle(old, new, (head, len(old) - tail), (head, len(new) - tail))
    yield from ((len(old) - at, len(new) - at) for at in range(tail, 0, -1))


def _middle(
    old: list[Json], new: list[Json], old_span: tuple[int, int], new_span: tuple[int, int]
) -> Iterator[tuple[int | Added, int | None]]:
    old_texts = [json.dumps(each, sort_keys=True) for each in old[slice(*old_span)]]
    new_texts = [json.dumps(each, sort_keys=True) for each in new[slice(*new_span)]]
    matcher = SequenceMatcher(None, old_texts, new_texts, autojunk=False)
    for _, old_at, old_end, new_at, new_end in matcher.get_opcodes():
        old_at, old_end = old_at + old_span[0], old_end + old_span[0]
        new_at, new_end = new_at + new_span[0], new_end + new_span[0]
        while old_at < old_end and new_at < new_end:
            yield old_at, new_at
            old_at, new_at = old_at + 1, new_at + 1
        yield from ((at, None) for at in range(old_at, old_end))
        yield from ((Added(old_at - 1), at) for at in range(new_at, new_end))
