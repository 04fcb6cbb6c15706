"""Keys that have another place or are not read any more, and variables that have a map now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from schema.finding import Change, Drop, Put, Severity
from schema.path import Path, format_path
from schema.upgrades import Removal, Rename
from schema.version import within
from wizard.tree import MISSING, look_up, same
from wizard.upgrading.row import Claims, Kind, Proposal, Row, Step

_NOTHING_KNOWN = "Helm goes on without a word, and the setting does nothing."


def renamed(step: Step, claims: Claims) -> Iterator[Row]:
    """Rows for the keys of the file that the rename map knows."""
    for rename in step.lore.renames:
        if claims.covers(rename.old) or not step.document.has(rename.old):
            continue
        given = step.document.get(rename.old)
        idle = rename.works and same(given, look_up(step.old.defaults(), rename.old))
        if within(step.new.parsed_version, rename.since, rename.until) and not idle:
            yield _renamed(step, rename)


def _renamed(step: Step, rename: Rename) -> Row:
    given = step.document.get(rename.old)
    value = not given if rename.inverted and isinstance(given, bool) else given
    clash = [path for path in rename.new if step.document.has(path)]
    safe = rename.safe or (rename.switch and _only_a_switch(given))
    changes: tuple[Change, ...] = (Drop(rename.old), *(Put(path, value) for path in rename.new))
    why = rename.why
    if clash:
        written = ", ".join(format_path(path) for path in clash)
        agrees = all(same(step.document.get(path), value) for path in clash)
        changes = (Drop(rename.old), *(Put(p, value) for p in rename.new if p not in clash))
        why += f" {written} stands in the file already and stays as it is."
        safe = safe and agrees
    names = " and ".join(format_path(path) for path in rename.new)
    opposite = ", with the opposite sense" if rename.inverted else ""
    severity = Severity.NOTE if rename.works or safe else Severity.WARNING
    return step.row(
        Kind.RENAMED, rename.old, f"It is called {names} now{opposite}", why=why, severity=severity,
        proposal=Proposal.TAKE, changes=changes, safe=safe, sure=rename.sure,
    )  # fmt: skip


def _only_a_switch(given: Any) -> bool:
    return isinstance(given, dict) and given.keys() <= {"enabled"}


def removed(step: Step, claims: Claims) -> Iterator[Row]:
    """Rows for the keys of the file of which it is known what became of them."""
    for removal in step.lore.removals:
        if claims.covers(removal.path) or not step.document.has(removal.path):
            continue
        if within(step.new.parsed_version, removal.since) and step.holds(removal.when):
            yield gone(step, removal.path, removal)


def gone(step: Step, path: Path, removal: Removal | None = None, successor: str = "") -> Row:
    """A row for a key that the new version does not read."""
    safe = removal is not None and removal.safe
    why = removal.why if removal else _NOTHING_KNOWN
    if successor:
        why = f"Its successor is {successor}. {why}"
    known = "is not known to read it" if removal else "does not read it"
    return step.row(
        Kind.REMOVED, path, f"{step.new.version} {known}", why=why,
        severity=Severity.NOTE if safe else Severity.WARNING,
        proposal=Proposal.EDIT if successor and not safe else Proposal.TAKE,
        changes=(Drop(path),), safe=safe,
    )  # fmt: skip


def variables(step: Step, claims: Claims) -> Iterator[Row]:
    """Lists of variables that replace the chart's own, where a map that adds to it exists now."""
    for section, value in step.document.value.items():
        path: Path = (section, "env")
        own = look_up(step.old.defaults(), path)
        if not isinstance(value, dict) or not isinstance(own, list) or claims.covers(path):
            continue
        entries, map_path = value.get("env"), (section, "extraEnvs")
        new = step.new.field(map_path)
        if not isinstance(entries, list) or new is None or new.type != "map":
            continue
        if step.old.known(map_path):
            continue  # the list was written although there was a choice
        moved = _as_map(entries, own)
        if moved:
            yield _variables(step, path, map_path, moved)


def _as_map(entries: list[Any], own: list[Any]) -> Mapping[str, Any] | None:
    """The entries that are not the chart's own, by name; None where one has no form of a map."""
    moved: dict[str, Any] = {}
    for entry in entries:
        if any(same(entry, one) for one in own):
            continue
        if not isinstance(entry, dict) or not isinstance(entry.get("name"), str):
            return None
        moved[entry["name"]] = {key: value for key, value in entry.items() if key != "name"}
    return moved


def _variables(step: Step, path: Path, map_path: Path, moved: Mapping[str, Any]) -> Row:
    puts = [
        Put((*map_path, name), body)
        for name, body in moved.items()
        if step.document.get((*map_path, name), MISSING) is MISSING
    ]
    return step.row(
        Kind.RENAMED, path, f"Variables of your own have a place in {format_path(map_path)} now",
        why="The list replaces the chart's own, and keeps the entries that the old chart had. The "
        "map adds to what the new chart sets. Look through the variables that move: those that "
        "change one of the chart's own may not be needed.",
        severity=Severity.WARNING, proposal=Proposal.TAKE, changes=(Drop(path), *puts),
        sure="that the map exists from 2.4 on is read in lists of values",
    )  # fmt: skip
