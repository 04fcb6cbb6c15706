"""What changes for Helm between two values files, each over its own version's defaults."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from schema.finding import Drop
from schema.model import Schema
from schema.path import Path
from schema.upgrades import Effect, upgrades
from wizard.changes import changes_between
from wizard.document import Document
from wizard.tree import MISSING, look_up
from wizard.upgrading.row import Step

Sign = Literal["+", "-", "~", "="]


@dataclass(frozen=True)
class Difference:
    """One path. `sign`: it is new in the file, gone from it, has another value there, or (`=`) the
    files leave it alone and the chart's own value changes.

    `before` and `after` are MISSING where there is none; `fallback` is the chart's own value that
    counts where a key is gone.
    """

    sign: Sign
    path: Path
    before: Any
    after: Any
    effect: Effect
    fallback: Any = MISSING


def differences(
    before: Document, after: Document, old: Schema, new: Schema
) -> Iterator[Difference]:
    """The files' own differences in their order, then those of the defaults beneath them."""
    lore = upgrades(new.chart)
    for change in changes_between(before.value, after.value):
        effect = lore.effect(change.path)
        was = look_up(before.value, change.path)
        if isinstance(change, Drop):
            fallback = look_up(new.defaults(), change.path)
            yield Difference("-", change.path, was, MISSING, effect, fallback)
        else:
            sign: Sign = "+" if was is MISSING else "~"
            yield Difference(sign, change.path, was, change.value, effect)
    if old.version != new.version:
        yield from _defaults(before, after, old, new)


def _defaults(before: Document, after: Document, old: Schema, new: Schema) -> Iterator[Difference]:
    """Known defaults that change under keys that neither file sets, in what the second installs."""
    step = Step("", after, new, new)
    lore = upgrades(new.chart)
    done: set[Path] = set()
    for change in changes_between(old.defaults(), new.defaults()):
        path = keys_only(change.path)
        was, now = look_up(old.defaults(), path), look_up(new.defaults(), path)
        if path in done or was is MISSING or now is MISSING or not step.concerns(path):
            continue
        done.add(path)
        if untouched(before, path) and untouched(after, path):
            yield Difference("=", path, was, now, lore.effect(path))


def keys_only(path: Path) -> Path:
    """The path up to the list that it leads into: Helm replaces lists whole."""
    for length, segment in enumerate(path):
        if not isinstance(segment, str):
            return path[:length]
    return path


def untouched(document: Document, path: Path) -> bool:
    """Whether the file leaves the path, and the sections that it is in, to the chart."""
    for length in range(1, len(path) + 1):
        given = document.get(path[:length], MISSING)
        if given is MISSING:
            return True
        if not isinstance(given, dict):
            return False
    return False
