"""The form of what is known of a chart: `Field`, path patterns, and the tree of entries.

Facts come as flat entries, one a path pattern (`glooMgmtServer.ports.*`, `glooAgent.env[].name`).
`*` stands for any key of a map and `[]` for any entry of a list. A `type` that is the name of a
shape (a Deployment override, a list of environment variables) brings the entries of that shape
along; entries of the field's own win over them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from schema.path import Path
from schema.version import Since, span

ANY = "*"
ITEM = "[]"
CONTAINERS = ("object", "map", "list", "any")

_SURE = {
    "chart": "read in a real chart of this version, or in its reference",
    "seen": "seen in files that are in use, or in documentation",
    "inferred": "inferred; not confirmed for this version",
    "unverified": "not verified",
}
_SEGMENT = re.compile(r'"((?:[^"\\]|\\.)*)"|\[\]|[^.\[\]"]+')

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Field:
    """One value of the chart, as it is in one version.

    `path` is a pattern (see the module). `type` is one of boolean, integer, number, string,
    quantity (text or number), int-or-string, string-or-integer, object (known keys), map (free
    keys), list, any. `default` counts only with `has_default`; a known default is the chart's own.
    `since` and `until` bound the versions that read it; `first_seen` stands instead of `since`
    where only the first use is known. `confidence` is chart (read in a real chart or its
    reference), seen (in files that are in use, or in documentation), inferred or unverified.
    `dead` says why setting it does nothing, `deprecated` why not to use it. `choices` are advice
    unless `enforced`.
    """

    path: str
    type: str
    shape: str = ""
    description: str = ""
    default: Any = None
    has_default: bool = False
    since: Since = ""
    first_seen: str = ""
    until: str = ""
    source: str = ""
    confidence: str = "inferred"
    dead: str = ""
    replaced_by: str = ""
    choices: tuple[str, ...] = ()
    enforced: bool = False
    deprecated: str = ""
    sensitive: bool = False
    nullable: bool = False
    open: bool = False

    @property
    def key(self) -> str:
        """Its last segment: a key, `*` or `[]`."""
        return split_pattern(self.path)[-1]

    @property
    def is_container(self) -> bool:
        return self.type in CONTAINERS

    @property
    def versions(self) -> str:
        """The versions that read it, in words; "" for all that are known."""
        return span(self.since or self.first_seen, self.until)

    @property
    def how_sure(self) -> str:
        """How sure the facts on it are, in words."""
        return _SURE.get(self.confidence, self.confidence)


def split_pattern(pattern: str) -> tuple[str, ...]:
    """`glooAgent.env[].name` as ("glooAgent", "env", "[]", "name"); keys in quotes lose them."""
    if '"' not in pattern and "[" not in pattern:
        return tuple(pattern.split("."))
    return tuple(match[1] or match[0] for match in _SEGMENT.finditer(pattern))


def join_pattern(segments: tuple[str, ...]) -> str:
    """The opposite of `split_pattern`."""
    written = ""
    for segment in segments:
        if segment == ITEM:
            written += ITEM
        else:
            quoted = f'"{segment}"' if "." in segment or "[" in segment else segment
            written += ("." if written else "") + quoted
    return written


def pattern_segments(path: Path) -> tuple[str, ...]:
    """A path's segments as a pattern has them: list positions become `[]`."""
    return tuple(segment if isinstance(segment, str) else ITEM for segment in path)


class Twig:
    """Facts at one pattern and below, before a version is chosen; shared by all versions."""

    __slots__ = ("children", "facts", "holds_defaults")

    def __init__(self) -> None:
        self.facts: Facts = {}
        self.children: dict[str, Twig] = {}
        self.holds_defaults: bool | None = None


def grow(entries: list[dict[str, Any]]) -> Twig:
    """The tree of flat entries."""
    root = Twig()
    for entry in entries:
        twig = root
        for segment in split_pattern(entry["path"]):
            below = twig.children.get(segment)
            if below is None:
                below = twig.children[segment] = Twig()
            twig = below
        twig.facts = entry
    return root


def graft(twig: Twig, other: Twig) -> Twig:
    """Both trees in one; the facts and the order of the first come first."""
    both = Twig()
    both.facts = {**other.facts, **twig.facts}
    both.children = dict(twig.children)
    for key, below in other.children.items():
        own = both.children.get(key)
        both.children[key] = below if own is None else graft(own, below)
    return both


@dataclass(frozen=True, eq=False, repr=False)
class Knowledge:
    """All that is known of one chart, for every version: what a bundled file holds.

    `trust` says how far it can be trusted: first line, last line, sentence; the first that fits
    counts. `schemaless`: the chart ships no JSON Schema, so that Helm refuses nothing.
    """

    chart: str
    origin: str
    root: Twig
    shapes: Mapping[str, tuple[Facts, Twig]]
    sources: Mapping[str, tuple[str, str, str, str]]
    mistakes: Mapping[str, str]
    older_charts: Mapping[str, tuple[str, ...]]

    def holds_defaults(self, twig: Twig) -> bool:
        """Whether a default is known anywhere below, in any version; worked out once."""
        if twig.holds_defaults is None:
            twig.holds_defaults = any(
                self._has_default(below) or self.holds_defaults(below)
                for below in twig.children.values()
            )
        return twig.holds_defaults

    def _has_default(self, twig: Twig) -> bool:
        for facts in (twig.facts, *twig.facts.get("spans", ())):
            shape = self.shapes.get(facts.get("type", ""))
            if "default" in facts or (
                shape and ("default" in shape[0] or self.holds_defaults(shape[1]))
            ):
                return True
        return False

    trust: tuple[tuple[str, str, str], ...] = ()
    schemaless: bool = False
