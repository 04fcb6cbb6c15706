"""What changes where the file says nothing: defaults, and what comes switched on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from schema.finding import Change, Drop, Put, Severity
from schema.path import Path, format_path
from schema.version import within
from wizard.changes import changes_between
from wizard.differences import keys_only, untouched
from wizard.tree import MISSING, leaves, look_up
from wizard.upgrading.row import Claims, Kind, Row, Step
from wizard.upgrading.words import shown


def defaults(step: Step, claims: Claims) -> Iterator[Row]:
    """Rows for defaults that change under a key that the file leaves alone, and for news."""
    images: list[Path] = []
    switched_on: list[Path] = []
    done: set[Path] = set()
    for change in changes_between(step.old.defaults(), step.new.defaults()):
        path = keys_only(change.path)
        if path in done:
            continue
        done.add(path)
        if look_up(step.old.defaults(), path) is MISSING:
            for each in _true_by_itself(step, change):
                if each[-1] == "enabled":
                    switched_on.append(each)
                else:
                    yield _new_and_true(step, each)
        elif claims.covers(path) or not _left_alone(step, path):
            continue
        elif "image" in path:
            images.append(path)
        else:
            yield from _default(step, path)
    images = [path for path in images if _moves(step, path)]
    if images:
        yield _images(step, images)
    if switched_on:
        yield _on_by_itself(step, switched_on)
    yield from _news(step)


def _left_alone(step: Step, path: Path) -> bool:
    return untouched(step.document, path) and step.concerns(path)


def _default(step: Step, path: Path) -> Iterator[Row]:
    before = look_up(step.old.defaults(), path)
    after = look_up(step.new.defaults(), path)
    effect = step.lore.effect(path)
    if after is MISSING:
        facts = step.facts_before
        known = facts is None or look_up(facts.defaults(), path) is not MISSING
        if known and path[-1] == "enabled" and isinstance(before, bool):
            yield _unknown_now(step, path, before, effect.why)
        return
    if isinstance(before, dict) or after == step.new.version:
        return  # that something goes with the chart's version is the point of the step
    old, new = shown(path, before, step.old), shown(path, after, step.new)
    minor = before is None or isinstance(before, list)
    yield step.row(
        Kind.DEFAULT, path, f"The chart's own value was {old} and is {new}",
        why=f"The file leaves it to the chart. {effect.why}".strip(),
        severity=Severity.NOTE if minor else Severity.WARNING, changes=(Put(path, before),),
    )  # fmt: skip


def _moves(step: Step, path: Path) -> bool:
    """Whether an image changes otherwise than with the chart's version, which is the point."""
    return look_up(step.new.defaults(), path) not in (MISSING, step.new.version)


def _images(step: Step, paths: list[Path]) -> Row:
    """One row for all: they are of interest to mirrors and allow lists alone."""

    def each(path: Path) -> str:
        tree = step.new.defaults()
        return f"{format_path(path)} is {shown(path, look_up(tree, path), step.new)}"

    restarts = dict.fromkeys(step.lore.effect(path).restarts for path in paths)
    return step.row(
        Kind.DEFAULT, paths[0], "Images that the file leaves to the chart come from elsewhere",
        why="; ".join(map(each, paths)) + ". A mirror or an allow list must have them.",
        restarts=", ".join(restarts),
    )  # fmt: skip


def _unknown_now(step: Step, path: Path, before: bool, why: str) -> Row:
    return step.row(
        Kind.DEFAULT, path, f"The chart's own value was {shown(path, before)} and is not known now",
        why=f"The file leaves it to the chart: write down what you want. {why}".strip(),
        severity=Severity.WARNING, changes=(Put(path, before),),
        sure="no list of values of the new version shows it",
    )  # fmt: skip


def _true_by_itself(step: Step, change: Change) -> Iterator[Path]:
    """Switches that the old version did not have and that the new one has on."""
    if isinstance(change, Drop):
        return
    for path, value in leaves(change.value, change.path):
        if value is True and _left_alone(step, path) and _on(change, path):
            yield path


def _new_and_true(step: Step, path: Path) -> Row:
    effect = step.lore.effect(path)
    known = path in step.lore.effects
    return step.row(
        Kind.DEFAULT, path, f"{step.old.version} has no such value; the chart's own is true now",
        why=f"The file leaves it to the chart. {effect.why}".strip(),
        severity=Severity.WARNING if known else Severity.NOTE, changes=(Put(path, False),),
    )  # fmt: skip


def _on(change: Put, path: Path) -> bool:
    """Whether no section between the new one and the switch is off."""
    tree: Any = change.value
    for segment in path[len(change.path) : -1]:
        if isinstance(tree, dict) and tree.get("enabled") is False:
            return False
        tree = look_up(tree, (segment,))
    return True


def _on_by_itself(step: Step, paths: list[Path]) -> Row:
    names = ", ".join(format_path(path[:-1]) for path in paths)
    return step.row(
        Kind.NEW, paths[0], f"New and on without being asked for: {names}",
        why="Set enabled to false where you do not want it.",
    )  # fmt: skip


def _news(step: Step) -> Iterator[Row]:
    for news in step.lore.news:
        crossed = within(step.new.parsed_version, news.since)
        if not crossed or within(step.old.parsed_version, news.since):
            continue
        if step.holds(news.when) and not step.document.has(news.path):
            yield step.row(Kind.NEW, news.path, f"New: {news.what}", restarts="")
