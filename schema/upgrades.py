"""What is known of the steps between versions of a chart: `schema/bundled/<chart>.upgrades.json`.

Renamed and removed keys, advice, news, what a change brings about, and on which switch a section
depends. Of a chart without such a file nothing is known, which is no error.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path as FilePath
from typing import Any, Self

from schema.finding import Severity
from schema.path import Path, parse_path
from schema.version import Version, within

_FOLDER = FilePath(__file__).parent / "bundled"


@dataclass(frozen=True, slots=True)
class Rename:
    """A key that has another place in the versions from `since` to `until`.

    `inverted`: a boolean with the opposite sense. `works`: the old key is read as well. `safe`: the
    move changes nothing else; with `switch`, only where no more than `enabled` is given.
    """

    old: Path
    new: tuple[Path, ...]
    since: str
    until: str = ""
    inverted: bool = False
    works: bool = False
    safe: bool = False
    switch: bool = False
    why: str = ""
    sure: str = ""


@dataclass(frozen=True, slots=True)
class When:
    """What a file has to be like: effective values by path, and paths of which one is set."""

    values: tuple[tuple[Path, Any], ...] = ()
    any_set: tuple[Path, ...] = ()

    @classmethod
    def read(cls, entry: Mapping[str, Any]) -> Self:
        values = tuple((parse_path(path), value) for path, value in entry.get("when", {}).items())
        return cls(values, tuple(parse_path(path) for path in entry.get("set", ())))


@dataclass(frozen=True, slots=True)
class Removal:
    """A key that is not read from `since` on. `safe`: taking it out changes nothing."""

    path: Path
    since: str
    when: When
    safe: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Advice:
    """Something to know on the way from one version to another; `path` is where it concerns."""

    id: str
    path: Path
    when: When
    severity: Severity
    what: str
    why: str
    sure: str
    from_since: str = ""
    from_until: str = ""
    to_since: str = ""
    to_until: str = ""

    def concerns(self, before: Version, after: Version) -> bool:
        return within(before, self.from_since, self.from_until) and within(
            after, self.to_since, self.to_until
        )


@dataclass(frozen=True, slots=True)
class News:
    """A section that a version brought and that is worth a look."""

    path: Path
    since: str
    when: When
    what: str


@dataclass(frozen=True, slots=True)
class Effect:
    """Why a change of a value matters, and which workloads restart by it ("" for none)."""

    why: str = ""
    restarts: str = ""


@dataclass(frozen=True)
class Upgrades:
    """All of it, for one chart."""

    renames: tuple[Rename, ...] = ()
    removals: tuple[Removal, ...] = ()
    advice: tuple[Advice, ...] = ()
    news: tuple[News, ...] = ()
    needs: Mapping[Path, Path] = field(default_factory=dict)
    effects: Mapping[Path, Effect] = field(default_factory=dict)

    def effect(self, path: Path) -> Effect:
        """What a change at `path` brings about; that of the nearest section that has an entry."""
        for length in range(len(path), 0, -1):
            found = self.effects.get(path[:length])
            if found is not None:
                return found
        return Effect()


@lru_cache(maxsize=8)
def upgrades(chart: str) -> Upgrades:
    """What is known of a chart's steps."""
    source = _FOLDER / f"{chart}.upgrades.json"
    if not chart.replace("-", "").isalnum() or not source.is_file():
        return Upgrades()
    data = json.loads(source.read_text(encoding="utf-8"))
    return Upgrades(
        renames=tuple(_rename(entry) for entry in data["renames"]),
        removals=tuple(
            Removal(
                parse_path(entry["path"]), entry["since"], When.read(entry),
                entry.get("safe", False), entry["why"],
            )
            for entry in data["removals"]
        ),
        advice=tuple(_advice(entry) for entry in data["advice"]),
        news=tuple(
            News(parse_path(entry["path"]), entry["since"], When.read(entry), entry["what"])
            for entry in data["news"]
        ),
        needs={parse_path(path): parse_path(switch) for path, switch in data["needs"].items()},
        effects={
            parse_path(entry["path"]): Effect(entry["why"], entry["restarts"])
            for entry in data["effects"]
        },
    )  # fmt: skip


def _rename(entry: Mapping[str, Any]) -> Rename:
    plain = {key: value for key, value in entry.items() if key not in ("old", "new")}
    new = tuple(parse_path(path) for path in entry["new"])
    return Rename(parse_path(entry["old"]), new, **plain)


def _advice(entry: Mapping[str, Any]) -> Advice:
    path = parse_path(entry["path"]) if entry["path"] else ()
    skipped = ("path", "severity", "when", "set")
    plain = {key: value for key, value in entry.items() if key not in skipped}
    severity = Severity(entry["severity"])
    return Advice(path=path, severity=severity, when=When.read(entry), **plain)
