"""A replacement of one stretch of text, and several of them as one edit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Splice:
    """At offset `start` (in characters), `removed` stood and `inserted` stands."""

    start: int
    removed: str
    inserted: str

    @property
    def end(self) -> int:
        """Where the removed text ended, in the text before."""
        return self.start + len(self.removed)

    def inverse(self) -> Splice:
        """The splice that takes this one back."""
        return Splice(self.start, self.inserted, self.removed)

    def apply(self, text: str) -> str:
        """The text after. Raises ValueError if the text to remove does not stand there."""
        if not text.startswith(self.removed, self.start):
            raise ValueError(f"the text at offset {self.start} is not the one this splice removes")
        return text[: self.start] + self.inserted + text[self.end :]


class OverlapError(ValueError):
    """Two replacements want the same characters."""


def combine(text: str, splices: Iterable[Splice]) -> tuple[Splice, ...]:
    """Splices that all speak of `text`, joined where they touch, trimmed to what really differs.

    They come back from the last to the first, so that they may be applied one after the other, and
    taken back in the opposite order, without any offset moving. Splices that insert at the same
    place keep the order in which they were given. Raises `OverlapError`.
    """
    joined: list[Splice] = []
    for splice in sorted(splices, key=lambda each: (each.start, each.end)):
        if joined and splice.start < joined[-1].end:
            raise OverlapError(f"two replacements overlap at offset {splice.start}")
        if joined and splice.start == joined[-1].end:
            last = joined[-1]
            joined[-1] = Splice(
                last.start, last.removed + splice.removed, last.inserted + splice.inserted
            )
        else:
            joined.append(splice)
    trimmed = (_trim(splice) for splice in joined)
    return tuple(splice for splice in reversed(list(trimmed)) if splice.removed or splice.inserted)


def apply_all(text: str, splices: Sequence[Splice]) -> str:
    """The text after splices that `combine` gave."""
    pieces: list[str] = []
    position = len(text)
    for splice in splices:
        pieces += (text[splice.end : position], splice.inserted)
        position = splice.start
    pieces.append(text[:position])
    return "".join(reversed(pieces))


def undo_all(text: str, splices: Sequence[Splice]) -> str:
    """The text before splices that were applied one after the other, from the text after them."""
    for splice in reversed(splices):
        text = splice.inverse().apply(text)
    return text


def _trim(splice: Splice) -> Splice:
    """Leave out what is the same at both ends of what was removed and what was inserted."""
    removed, inserted = splice.removed, splice.inserted
    shortest = min(len(removed), len(inserted))
    head = 0
    while head < shortest and removed[head] == inserted[head]:
        head += 1
    tail = 0
    while tail < shortest - head and removed[-1 - tail] == inserted[-1 - tail]:
        tail += 1
    return Splice(
        splice.start + head,
        removed[head : len(removed) - tail],
        inserted[head : len(inserted) - tail],
    )
