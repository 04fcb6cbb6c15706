"""How a file is laid out, read off its first blocks, so that new lines look like old ones."""

from __future__ import annotations

from collections import Counter

from schema.nodes import Mapping, Node, Sequence
from wizard.lines import column_of
from wizard.render import Style

_SAMPLE = 150  # nested blocks looked at: enough to know a file's habits
_WIDEST = 8


def detect(text: str, documents: list[Node]) -> Style:
    """The style of a text; a file without nested blocks gets two columns, dashes indented."""
    steps: Counter[int] = Counter()
    dashes: Counter[int] = Counter()
    work: list[tuple[Node, int]] = [(node, 0) for node in documents]
    seen = 0
    while seen < len(work) and steps.total() + dashes.total() < _SAMPLE:
        node, column = work[seen]
        seen += 1
        if isinstance(node, Mapping) and not node.flow:
            _count_children(text, node, column, steps, dashes, work)
        elif isinstance(node, Sequence) and not node.flow:
            for item in node.items:
                if isinstance(item, Mapping) and item.entries:
                    work.append((item, column_of(text, item.entries[0].key_node.start)))
    step = _usual(steps, 2)
    newline = "\r\n" if "\r\n" in text[: text.find("\n") + 1] else "\n"
    return Style(newline, step, _usual(dashes, step))


def _count_children(
    text: str, node: Mapping, column: int, steps: Counter[int], dashes: Counter[int],
    work: list[tuple[Node, int]],
) -> None:  # fmt: skip
    for entry in node.entries:
        child = entry.value_node
        if isinstance(child, Mapping) and not child.flow and child.entries:
            below = column_of(text, child.entries[0].key_node.start)
            if 0 < below - column <= _WIDEST:
                steps[below - column] += 1
            work.append((child, below))
        elif isinstance(child, Sequence) and not child.flow and child.items:
            below = column_of(text, child.content_start(text))
            if 0 <= below - column <= _WIDEST:
                dashes[below - column] += 1
            work.append((child, below))


def _usual(counts: Counter[int], default: int) -> int:
    return counts.most_common(1)[0][0] if counts else default
