"""Where a set of changes touches a tree: the paths, and the comments that go with them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final


class _Keep:
    def __repr__(self) -> str:
        return "KEEP"


KEEP: Final = _Keep()


class Touch:
    """One place of the tree.

    `whole`: everything from here down may have changed. `anew`: what stands here is written once
    more, changed or not. `comment`: the text that shall stand above this key or entry, None for no
    comment, KEEP where nothing was said about it.
    """

    __slots__ = ("anew", "children", "comment", "whole")

    def __init__(self) -> None:
        self.whole = False
        self.anew = False
        self.comment: str | None | _Keep = KEEP
        self.children: dict[str | int, Touch] = {}

    def child(self, key: str | int) -> Touch | None:
        """The place below, if anything is said about it."""
        return self.children.get(key)

    def reach(self, path: tuple[str | int, ...]) -> Touch:
        """The place at `path` below, made if needed."""
        touch = self
        for key in path:
            touch = touch.children.setdefault(key, Touch())
        return touch

    def below(self, key: str | int) -> Touch:
        """The place below: all of it may have changed, if all of this may have."""
        child = self.children.get(key)
        if child is None:
            return WHOLE
        child.whole = child.whole or self.whole
        return child

    def keys(self, old: Iterable[str], new: Iterable[str]) -> list[str]:
        """The keys of a map that may differ."""
        if self.whole:
            return list(dict.fromkeys([*old, *new]))
        return [key for key in self.children if isinstance(key, str)]

    @property
    def new_comment(self) -> str | None:
        """The comment to write where none can stand yet."""
        return None if isinstance(self.comment, _Keep) else self.comment

    def without_comment(self, key: str | int) -> Touch:
        """A copy in which nothing is said about the comment of one child."""
        copy = Touch()
        copy.whole, copy.anew, copy.comment = self.whole, self.anew, self.comment
        copy.children = dict(self.children)
        child = Touch()
        held = self.children[key]
        child.whole, child.anew, child.children = held.whole, held.anew, held.children
        copy.children[key] = child
        return copy


WHOLE: Final = Touch()
WHOLE.whole = True
