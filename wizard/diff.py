"""What changed between two texts, as data for a screen and as a unified diff for a pipe."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Literal

from schema.reread import common

Kind = Literal["context", "add", "remove"]

_SMALL = 40  # lines: up to here comparing each line with each costs nothing worth saving


@dataclass(frozen=True, slots=True)
class DiffLine:
    """One line, without its line break. Line numbers count from 1; 0 on the side that lacks it.

    `final`: the text ends here without a line break.
    """

    kind: Kind
    text: str
    before: int
    after: int
    final: bool = False


@dataclass(frozen=True, slots=True)
class Hunk:
    """Changed lines that stand near each other, with the unchanged ones around them.

    `above`: how many lines stand above it, in the text before and in the text after.
    """

    lines: tuple[DiffLine, ...]
    above: tuple[int, int]

    @property
    def header(self) -> str:
        """As in a unified diff: `@@ -3,7 +3,8 @@`."""
        before = _span([line.before for line in self.lines], self.above[0])
        after = _span([line.after for line in self.lines], self.above[1])
        return f"@@ -{before} +{after} @@"


@dataclass(frozen=True, slots=True)
class Diff:
    """All hunks, in order; empty where the texts are the same."""

    hunks: tuple[Hunk, ...]

    def __bool__(self) -> bool:
        return bool(self.hunks)

    @property
    def added(self) -> int:
        """How many lines were added."""
        return self._count("add")

    @property
    def removed(self) -> int:
        """How many lines were removed."""
        return self._count("remove")

    def unified(self, before: str = "before", after: str = "after") -> str:
        """The unified diff as text, with the two names in its head; empty if nothing changed."""
        if not self.hunks:
            return ""
        written = [f"--- {before}", f"+++ {after}"]
        for hunk in self.hunks:
            written.append(hunk.header)
            for line in hunk.lines:
                written.append(_SIGNS[line.kind] + line.text)
                if line.final:
                    written.append("\\ No newline at end of file")
        return "\n".join(written) + "\n"

    def _count(self, kind: Kind) -> int:
        return sum(line.kind == kind for hunk in self.hunks for line in hunk.lines)


_SIGNS = {"context": " ", "add": "+", "remove": "-"}


def diff(before: str, after: str, context: int = 3, shown: tuple[str, str] | None = None) -> Diff:
    """Compare two texts line by line.

    `context`: how many unchanged lines stand around a change; -1 keeps them all. `shown`: the two
    texts as they may be shown (`wizard.hiding`), line for line in the place of the real ones; the
    comparison is made on the real ones, so a changed secret is a changed line.
    """
    if before == after:
        return Diff(())
    start, left = (0, 0) if context < 0 else _unchanged(before, after, context + 1)
    first = before.count("\n", 0, start)  # lines that are left out at the start
    old, new = (_lines(text[start : len(text) - left]) for text in (before, after))
    old_shown, new_shown = old, new
    if shown is not None:
        old_shown = _window(before, shown[0], first, len(old)) or old
        new_shown = _window(after, shown[1], first, len(new)) or new
    lines: list[DiffLine] = []
    for tag, old_start, old_end, new_start, new_end in _operations(old, new):
        if tag == "equal":
            for offset in _near(old_end - old_start, context):
                lines.append(
                    _line("context", old_shown, old_start + offset, first + old_start + offset + 1,
                          first + new_start + offset + 1)
                )  # fmt: skip
            continue
        lines += (
            _line("remove", old_shown, at, first + at + 1, 0) for at in range(old_start, old_end)
        )
        lines += (
            _line("add", new_shown, at, 0, first + at + 1) for at in range(new_start, new_end)
        )
    return Diff(tuple(_hunks(lines, context)))


def _near(count: int, context: int) -> Iterable[int]:
    """Which of so many unchanged lines are needed: those near the changes around them."""
    if context < 0 or count <= 2 * context + 2:
        return range(count)
    return chain(range(context + 1), range(count - context - 1, count))


def _unchanged(before: str, after: str, near: int) -> tuple[int, int]:
    """How many characters at the start and at the end are whole lines that do not matter: the same
    in both texts, and more than `near` lines from where they differ."""
    head, tail = common(before, after)
    start = before.rfind("\n", 0, head) + 1
    for _ in range(near):
        start = before.rfind("\n", 0, max(start - 1, 0)) + 1
    end = len(before) - tail
    for _ in range(near + 1):
        end = before.find("\n", end) + 1 or len(before)
    return start, len(before) - end


def _window(text: str, shown: str, first: int, count: int) -> list[str]:
    """The lines of the text to show; none where it is the text itself."""
    if shown is text:
        return []
    if shown.count("\n") != text.count("\n") or shown.endswith("\n") != text.endswith("\n"):
        raise ValueError("the texts to show have other line counts than the texts to compare")
    return _lines(shown)[first : first + count]


def _lines(text: str) -> list[str]:
    """Lines with their breaks. Only \\n ends one: \\x85 and the like may stand inside a value."""
    lines = text.split("\n")
    return [line + "\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])


def _line(kind: Kind, lines: list[str], index: int, before: int, after: int) -> DiffLine:
    line = lines[index]
    return DiffLine(kind, line.rstrip("\r\n"), before, after, final=not line.endswith("\n"))


_Operation = tuple[str, int, int, int, int]


def _operations(old: Sequence[str], new: Sequence[str]) -> Iterator[_Operation]:
    """As difflib's opcodes; fast where little changed in a long text."""
    shortest = min(len(old), len(new))
    head = 0
    while head < shortest and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < shortest - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    if head:
        yield "equal", 0, head, 0, head
    yield from _changed(old, new, (head, len(old) - tail), (head, len(new) - tail))
    if tail:
        yield "equal", len(old) - tail, len(old), len(new) - tail, len(new)


def _changed(
    old: Sequence[str], new: Sequence[str], old_span: tuple[int, int], new_span: tuple[int, int]
) -> Iterator[_Operation]:
    """Compare what lies between, cut first at lines that occur exactly once on both sides."""
    from difflib import SequenceMatcher

    cuts: list[tuple[int, int]] = []
    if max(old_span[1] - old_span[0], new_span[1] - new_span[0]) > _SMALL:
        cuts = _unique_lines(old, new, old_span, new_span)
    old_start, new_start = old_span[0], new_span[0]
    equal = 0  # lines right before these that are the same and not yet told
    for old_cut, new_cut in [*cuts, (old_span[1], new_span[1])]:
        old_part, new_part = old[old_start:old_cut], new[new_start:new_cut]
        if old_part == new_part:
            equal += len(old_part)
        else:
            yield "equal", old_start - equal, old_start, new_start - equal, new_start
            matcher = SequenceMatcher(None, old_part, new_part, len(cuts) > 0)
            for tag, a_start, a_end, b_start, b_end in matcher.get_opcodes():
                yield (
                    tag, old_start + a_start, old_start + a_end,
                    new_start + b_start, new_start + b_end,
                )  # fmt: skip
            equal = 0
        old_start, new_start = old_cut, new_cut
    yield "equal", old_start - equal, old_start, new_start - equal, new_start


def _unique_lines(
    old: Sequence[str], new: Sequence[str], old_span: tuple[int, int], new_span: tuple[int, int]
) -> list[tuple[int, int]]:
    """Pairs of positions, rising on both sides, of lines that occur once in each stretch."""
    ours, theirs = Counter(old[slice(*old_span)]), Counter(new[slice(*new_span)])
    once = {line for line, count in ours.items() if count == 1 and theirs[line] == 1}
    new_places = {new[at]: at for at in range(*new_span) if new[at] in once}
    return _rising([(at, new_places[old[at]]) for at in range(*old_span) if old[at] in once])


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The most of these pairs, which rise on one side, that rise on the other one too."""
    if all(one[1] < other[1] for one, other in pairwise(pairs)):  # nothing has moved
        return list(pairs)
    lowest: list[int] = []  # for each length of a chain, where the lowest one ends
    ends: list[int] = []  # with which pair
    before: list[int] = []  # for each pair the one before it in its chain
    for at, (_, place) in enumerate(pairs):
        length = bisect_left(lowest, place)
        before.append(ends[length - 1] if length else -1)
        lowest[length : length + 1] = [place]
        ends[length : length + 1] = [at]
    chosen = []
    at = ends[-1] if ends else -1
    while at >= 0:
        chosen.append(pairs[at])
        at = before[at]
    return chosen[::-1]


def _hunks(lines: list[DiffLine], context: int) -> Iterator[Hunk]:
    changed = [index for index, line in enumerate(lines) if line.kind != "context"]
    if not changed:
        return
    if context < 0:
        yield Hunk(tuple(lines), (0, 0))
        return
    first = last = changed[0]
    for index in changed[1:]:
        if index - last > 2 * context + 1:
            yield _hunk(lines, first - context, last + context + 1)
            first = index
        last = index
    yield _hunk(lines, first - context, last + context + 1)


def _hunk(lines: list[DiffLine], start: int, end: int) -> Hunk:
    start = max(start, 0)
    before = next((line.before for line in reversed(lines[:start]) if line.before), 0)
    after = next((line.after for line in reversed(lines[:start]) if line.after), 0)
    return Hunk(tuple(lines[start:end]), (before, after))


def _span(numbers: list[int], above: int) -> str:
    count = sum(number > 0 for number in numbers)
    start = above + 1 if count else above
    return str(start) if count == 1 else f"{start},{count}"
