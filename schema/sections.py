"""Work on the top-level sections of a values tree, done once for each section.

When a text is read again after a change, the sections that the change did not touch are the very
same objects as before (`schema.helmyaml.read_again`), so what was found in them still holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Same(Generic[T]):
    """Stands for one object, by which results are kept; objects that are merely equal differ."""

    __slots__ = ("held",)

    def __init__(self, held: T) -> None:
        self.held = held

    def __hash__(self) -> int:
        return id(self.held)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.held is self.held


def in_sections(
    work: Callable[[dict[str, Any]], Iterable[T]], tree: Mapping[str, Any]
) -> Iterator[T]:
    """What `work` finds in each section on its own, given as a tree with that section alone.

    `work` must look at nothing else, so this is for what depends on no other section.
    """
    for key, section in tree.items():
        yield from _found(work, key, Same(section))


@lru_cache(maxsize=4096)
def _found(
    work: Callable[[dict[str, Any]], Iterable[T]], key: str, section: Same[Any]
) -> tuple[T, ...]:
    return tuple(work({key: section.held}))
