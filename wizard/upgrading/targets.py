"""The versions that a file can be carried to."""

from __future__ import annotations

from collections.abc import Iterable

from schema.version import Version
from wizard.state import State


def targets(known: Iterable[str], state: State) -> list[str]:
    """Those of the known versions that are newer than where the upgrade began, in their order."""
    base = state.upgrading.base if state.upgrading is not None else state
    return [text for text in known if Version.parse(text) > base.version]


def one_of_each_line(versions: Iterable[str]) -> list[str]:
    """The first version of each minor line: the newest, where the newest come first."""
    found: dict[tuple[int, int], str] = {}
    for text in versions:
        found.setdefault(Version.parse(text).line, text)
    return list(found.values())
