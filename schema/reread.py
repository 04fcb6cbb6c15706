"""Reading a text again after a change: only the top-level sections that the change touches.

A section reaches from one key at the start of a line to the next. Between two such keys YAML has
nothing open: what stands before a section cannot change how it is read, and what stands after it
neither, as long as there are no anchors that are repeated, no document marks and no directives.
Wherever that is not plain to see, and wherever the touched sections alone cannot be read, the
answer is None, and the whole text is to be read. The tests compare this with whole readings.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable

from schema.moved import moved_entry
from schema.nodes import Entry, Mapping, Node

_MARKS = ("---", "...", "%")
_ODD_CHARACTERS = ("\x85", "\u2028", "\u2029", "\ufeff")

ReadPart = Callable[[int, int], tuple[Node | None, int, bool]]
"""Reads the text between two offsets: its root, where it ends, and whether it has aliases."""


def reread(
    root: Mapping, stop: int, old: str, new: str, read: ReadPart
) -> tuple[Mapping, int] | None:
    """The root of the text `new`, and where its document ends; None: read it all.

    `root` and `stop` are those of the text `old`, which is one document without aliases.
    """
    starts = _sections(root)
    if starts is None or not (_is_plain(old) and _is_plain(new)):
        return None
    head, tail = common(old, new)
    by = len(new) - len(old)
    first = max(bisect_right(starts, head - 1) - 1, 0)
    after = max(bisect_right(starts, len(old) - tail), first + 1)
    begin = starts[first] if first else 0
    end = starts[after] if after < len(starts) else len(old)
    part, part_stop, aliased = read(begin, end + by)
    if not isinstance(part, Mapping) or part.flow or aliased or not part.entries:
        return None
    key = part.entries[0].key_node
    if key.column != 1 or key.start != part.start or (first and key.start != begin):
        return None
    lines = new.count("\n", begin, end + by) - old.count("\n", begin, end)
    entries = [*root.entries[:first], *part.entries]
    entries += (moved_entry(entry, by, lines) for entry in root.entries[after:])
    whole = _joined(root if first else part, entries)
    if whole is None:
        return None
    return whole, stop + by if after < len(starts) else part_stop


def _is_plain(text: str) -> bool:
    """No document marks, no directives, no line breaks of an unusual kind."""
    return (
        not text.startswith(_MARKS)
        and not any("\n" + mark in text for mark in _MARKS)
        and not any(character in text for character in _ODD_CHARACTERS)
        and text.count("\r") == text.count("\r\n")
    )


def _sections(root: Mapping) -> list[int] | None:
    """Where the sections start; None if the document is not made of such."""
    starts = []
    for entry in root.entries:
        key = entry.key_node
        if key.column != 1 or entry.merge:
            return None
        starts.append(key.start)
    plain = not root.flow and len(root.value) == len(starts) and root.start == starts[0]
    return starts if plain else None


def _joined(first: Mapping, entries: list[Entry]) -> Mapping | None:
    """The map of all entries; None if a key stands twice or merges."""
    value = {entry.key: entry.value_node.value for entry in entries}
    if len(value) < len(entries) or any(entry.merge for entry in entries):
        return None
    last = entries[-1]
    end = max(last.value_node.end, last.key_node.end)
    whole = Mapping(first.start, end, first.line, first.column, None, False)
    whole.entries, whole.value = entries, value
    return whole


def common(old: str, new: str) -> tuple[int, int]:
    """How many characters the texts share at the start, and how many of the rest at the end."""
    shortest = min(len(old), len(new))
    head, most = 0, shortest
    while head < most:
        middle = (head + most + 1) // 2
        if old[head:middle] == new[head:middle]:
            head = middle
        else:
            most = middle - 1
    tail, most = 0, shortest - head
    while tail < most:
        middle = (tail + most + 1) // 2
        if _ending(old, tail, middle) == _ending(new, tail, middle):
            tail = middle
        else:
            most = middle - 1
    return head, tail


def _ending(text: str, shorter: int, longer: int) -> str:
    """The last `longer` characters without the last `shorter`."""
    return text[len(text) - longer : len(text) - shorter]
