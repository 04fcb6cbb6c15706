"""Answers that the guide recognises in a file, in the form that the next version reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from schema.finding import Change, Drop, Put, Severity
from schema.path import Path, format_path
from schema.upgrades import Removal
from schema.version import within
from wizard.desired import FileWants, desired, difference
from wizard.sets import Scope
from wizard.state import State
from wizard.tree import MISSING, leaves, look_up, same
from wizard.upgrading.row import Kind, Proposal, Row, Step


def carried(step: Step, before: State, after: State) -> Iterator[Row]:
    """A row for each topic whose settings take another form; they belong together.

    `before` and `after` hold the same answers in the two versions.
    """
    view = next(view for view in before.scopes if view.key == step.member)
    wants = _wants(before, step.member), _wants(after, step.member)
    changes, comments = difference(view.tree, *wants, (), ())
    by_topic: dict[str, list[Change]] = {}
    for change in changes:
        if _changes_something(step, change):
            by_topic.setdefault(_topic_of(change.path, wants), []).append(change)
    for topic, own in by_topic.items():
        yield _row(step, after, topic, own, comments)


def _wants(state: State, key: str) -> FileWants:
    views: list[Scope] = state.scopes
    return desired(state.guide, state.settled.facts, views, state.comments)[key]


def _changes_something(step: Step, change: Change) -> bool:
    found = step.document.get(change.path, MISSING)
    return found is not MISSING if isinstance(change, Drop) else not same(found, change.value)


def _topic_of(path: Path, wants: Iterable[FileWants]) -> str:
    for want in wants:
        for wanted, entry in want.items():
            length = min(len(wanted), len(path))
            if wanted[:length] == path[:length]:
                return entry.question.partition(".")[0]
    return ""


def _row(
    step: Step, after: State, topic: str, changes: list[Change], comments: Mapping[Path, str]
) -> Row:
    known = {one.id: one.title for one in after.guide.topics}
    version = step.new.version
    gone = [removal for path in _dropped(changes) if (removal := harmless(step, path))]
    lost = [path for path in _dropped(changes) if not harmless(step, path)]
    lost = [path for path in lost if not _kept(step, path, changes)]
    puts = [change for change in changes if isinstance(change, Put)]
    if puts:
        what = f"{known.get(topic, topic)}: {version} reads these settings in another form"
    else:
        what = f"{known.get(topic, topic)}: {version} does not read this any more"
    why = " ".join(dict.fromkeys(removal.why for removal in gone))
    if lost:
        names = ", ".join(format_path(path) for path in lost)
        why = f"{why} No key of {version} is known for {names}: look how it is given there.".strip()
    drops = [change.path for change in changes if isinstance(change, Drop)]
    first = min((drops or [change.path for change in changes]), key=step.document.locate)
    texts = {path: text for path, text in comments.items() if path in {put.path for put in puts}}
    return step.row(
        Kind.CARRIED, first, what, why=why,
        severity=Severity.WARNING if lost else Severity.NOTE,
        proposal=Proposal.EDIT if lost else Proposal.TAKE,
        changes=tuple(changes), comments=texts, safe=not lost,
    )  # fmt: skip


def _dropped(changes: Iterable[Change]) -> list[Path]:
    return [change.path for change in changes if isinstance(change, Drop)]


def harmless(step: Step, path: Path) -> Removal | None:
    """The entry that says that nothing reads the key any more and nothing is lost with it."""
    for removal in step.lore.removals:
        if removal.safe and removal.path == path and within(step.new.parsed_version, removal.since):
            return removal
    return None


def _kept(step: Step, dropped: Path, changes: Iterable[Change]) -> bool:
    """Whether all that stood there is a default, or stands among what is put in its place."""
    put: list[tuple[Any, Any]] = []
    for change in changes:
        if isinstance(change, Put):
            put += [(path[-1], value) for path, value in leaves(change.value, change.path)]
    return all(
        same(look_up(step.old.defaults(), path), value)
        or (isinstance(value, list) and _entries_kept(step, path, value, changes))
        or any(key == path[-1] and same(value, other) for key, other in put)
        for path, value in leaves(step.document.get(dropped), dropped)
    )


def _entries_kept(step: Step, path: Path, entries: list[Any], changes: Iterable[Change]) -> bool:
    """A list of variables, of which each is the chart's own or has become a key of a map."""
    own = look_up(step.old.defaults(), path)
    bodies = [change.value for change in changes if isinstance(change, Put)]
    return isinstance(own, list) and all(
        any(same(entry, one) for one in own)
        or (isinstance(entry, dict) and {k: v for k, v in entry.items() if k != "name"} in bodies)
        for entry in entries
    )
