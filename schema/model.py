"""What is known about a chart's values in one version: `Schema`, a tree that is made as it is read.

`schema.facts` says what the entries look like. Branches are made when they are first looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from schema.facts import (
    ANY,
    ITEM,
    Facts,
    Field,
    Knowledge,
    Twig,
    join_pattern,
    pattern_segments,
    split_pattern,
)
from schema.path import Item, Path, parse_path
from schema.version import Version, within

__all__ = ["ANY", "ITEM", "LAST", "Branch", "Field", "Schema", "as_path", "split_pattern"]

LAST = 1_000_000
NOTHING: Facts = {}
INHERITED = ("since", "first_seen", "until", "source", "confidence")


class Branch:
    """One place in the tree of a version, its facts settled for that version."""

    __slots__ = ("_all", "_field", "_held", "facts", "schema", "segments", "twigs")

    def __init__(
        self, schema: Schema, segments: tuple[str, ...], twigs: list[Twig], above: Facts = NOTHING
    ) -> None:
        self.schema = schema
        self.segments = segments
        self.facts, self.twigs = schema.settle(twigs)
        own = self.facts.keys() | ({"since"} if "first_seen" in self.facts else set())
        for name in INHERITED if "type" in own else (*INHERITED, "open"):
            if name in above and name not in own:
                self.facts[name] = above[name]
        self._all: dict[str, Branch] | None = None
        self._held: dict[str, Branch] | None = None
        self._field: Field | None = None

    @property
    def all_children(self) -> dict[str, Branch]:
        """Children in any version, in the chart's order."""
        if self._all is None:
            found: dict[str, list[Twig]] = {}
            for twig in self.twigs:
                for key, below in twig.children.items():
                    found.setdefault(key, []).append(below)
            for key in found.keys() - {ANY, ITEM}:  # a named key is one of the any as well
                found[key] += found.get(ANY, ())
            self._all = {
                key: Branch(self.schema, (*self.segments, key), below, self.facts)
                for key, below in found.items()
            }
        return self._all

    @property
    def children(self) -> dict[str, Branch]:
        """Children that this version has."""
        if self._held is None:
            self._held = {key: child for key, child in self.all_children.items() if child.held}
        return self._held

    @property
    def held(self) -> bool:
        """Whether this version has it."""
        facts = self.facts
        if "type" not in facts and self.all_children:
            return any(child.held for child in self.all_children.values())
        since = facts.get("since") or facts.get("first_seen") or ""
        until = facts.get("until", "")
        if not since and not until:
            return True
        since = tuple(since) if isinstance(since, list) else since
        return within(self.schema.parsed_version, since, until)

    @property
    def type(self) -> str:
        return str(self.facts.get("type", "object"))

    @property
    def is_open(self) -> bool:
        """Whether keys that are not listed belong here too."""
        return bool(self.facts.get("open", self.type in ("map", "any")))

    @property
    def has_default(self) -> bool:
        return "default" in self.facts and not self.facts.get("unknown")

    @property
    def default(self) -> Any:
        default = self.facts.get("default")
        if isinstance(default, str):
            return default.replace("{version}", self.schema.version)
        return default

    @property
    def field(self) -> Field:
        if self._field is None:
            self._field = self._make_field()
        return self._field

    def _make_field(self) -> Field:
        facts = self.facts
        since = facts.get("since", "")
        return Field(
            path=join_pattern(self.segments),
            type=self.type,
            shape=facts.get("shape", ""),
            description=facts.get("description", ""),
            default=self.default,
            has_default=self.has_default,
            since=tuple(since) if isinstance(since, list) else since,
            first_seen=facts.get("first_seen", ""),
            until=facts.get("until", ""),
            source=facts.get("source", ""),
            confidence=self.schema.confidence_of(facts),
            dead=facts.get("dead", ""),
            replaced_by=facts.get("replaced_by", ""),
            choices=tuple(facts.get("choices", ())),
            enforced=bool(facts.get("enforced")),
            deprecated=facts.get("deprecated", ""),
            sensitive=bool(facts.get("sensitive")),
            nullable=bool(facts.get("nullable")),
            open=self.is_open,
        )

    def step(self, segment: str) -> Branch | None:
        """The child for a key (or `[]`) in this version: by name, else the one for any key."""
        children = self.children
        return children.get(segment) or (children.get(ANY) if segment != ITEM else None)


class Schema:
    """The values of one chart in one version. Look-ups take a path (or its text).

    `checked` tells whether Helm judges values files by a JSON Schema of the chart.
    """

    checked = True

    def __init__(self, knowledge: Knowledge, version: str) -> None:
        self.chart = knowledge.chart
        self.version = version.removeprefix("v")
        self.parsed_version = Version.parse(version)
        self.knowledge = knowledge
        self.origin = knowledge.origin
        self._confidences: dict[str, str] = {}
        self._defaults: dict[str, Any] | None = None
        self._json_schema: dict[str, Any] | None = None

    @cached_property
    def root(self) -> Branch:
        return Branch(self, (), [self.knowledge.root])

    def settle(self, twigs: list[Twig]) -> tuple[dict[str, Any], list[Twig]]:
        """Facts of the first twig over those of the others, shapes drawn in, spans applied."""
        if len(twigs) == 1 and twigs[0].facts.get("type") not in self.knowledge.shapes:
            return dict(self._in_version(twigs[0].facts)), twigs
        layers: list[Facts] = []
        drawn: list[Twig] = []
        shape = ""
        for twig in twigs:
            facts = self._in_version(twig.facts)
            layers.append(facts)
            drawn.append(twig)
            name = facts.get("type", "")
            while name in self.knowledge.shapes:
                shape = shape or name
                head, below = self.knowledge.shapes[name]
                layers.append({"type": head["type"], **head})
                drawn.append(below)
                name = head["type"]
        merged: dict[str, Any] = {}
        for layer in reversed(layers):
            merged.update(layer)
        if merged.get("type") in self.knowledge.shapes:
            merged["type"] = self.knowledge.shapes[merged["type"]][0]["type"]
        if shape:
            merged["shape"] = shape
        return merged, drawn

    def _in_version(self, facts: Facts) -> Facts:
        spans = facts.get("spans")
        if not spans:
            return facts
        merged = {key: value for key, value in facts.items() if key != "spans"}
        for span in spans:
            if within(self.parsed_version, span.get("since", ""), span.get("until", "")):
                merged.update(
                    {key: value for key, value in span.items() if key not in ("since", "until")}
                )
        return merged

    def confidence_of(self, facts: Facts) -> str:
        """How sure a field is in this version, from where it was read and for which versions."""
        stated = facts.get("confidence")
        if stated:
            return str(stated)
        source = facts.get("source", "")
        if source not in self._confidences:
            self._confidences[source] = self._confidence_in(source)
        return self._confidences[source]

    def _confidence_in(self, source: str) -> str:
        line = self.parsed_version.line
        best = "inferred"
        for tag in source.split():
            kind, first, last = self._source_span(tag)
            if kind == "inferred" or not (first <= line <= last):
                continue
            if kind == "chart":
                return "chart"
            best = kind
        return best

    def _source_span(self, tag: str) -> tuple[str, tuple[int, int], tuple[int, int]]:
        kind, first, last = "seen", "", ""
        if tag in self.knowledge.sources:
            kind, first, last, _ = self.knowledge.sources[tag]
        elif tag.startswith("obs"):
            first, _, last = tag.removeprefix("obs").partition("-")
        lowest = Version.parse(first).line if first else (0, 0)
        highest = Version.parse(last).line if last else (9999, 0)
        return kind, lowest, highest

    # Look-ups

    def branch(self, path: Path | str) -> Branch | None:
        """The place of a path in this version, or None where no entry names it."""
        branch: Branch | None = self.root
        for segment in pattern_segments(as_path(path)):
            if branch is None:
                return None
            branch = branch.step(segment)
        return branch

    def field(self, path: Path | str) -> Field | None:
        """The field at a path in this version; map keys and list entries match their pattern."""
        branch = self.branch(path)
        return branch.field if branch is not None and branch.segments else None

    def elsewhere(self, path: Path | str) -> Field | None:
        """The field at a path that this version lacks but another one has, or None."""
        branch = self.root
        outside = False
        for segment in pattern_segments(as_path(path)):
            held = branch.step(segment)
            below = held or branch.all_children.get(segment)
            if below is None:
                return None
            outside = outside or held is None
            branch = below
        return branch.field if outside else None

    def children(self, path: Path | str = ()) -> list[Field]:
        """What is known directly below a path, in the chart's order."""
        branch = self.branch(path)
        return [child.field for child in branch.children.values()] if branch is not None else []

    def walk(self, path: Path | str = ()) -> Iterator[Field]:
        """Every field at and below a path, parents before children, in the chart's order."""
        start = self.branch(path)
        stack = [start] if start is not None else []
        while stack:
            branch = stack.pop()
            if branch.segments:
                yield branch.field
            stack.extend(reversed(branch.children.values()))

    def known(self, path: Path | str) -> bool:
        """Whether this version has the path, by name or as part of something free-form."""
        return self._reach(as_path(path)) is not None

    def open(self, path: Path | str) -> bool:
        """Whether any keys may stand below the path."""
        reached = self._reach(as_path(path))
        return reached is not None and (reached[1] or reached[0].is_open)

    def _reach(self, path: Path) -> tuple[Branch, bool] | None:
        """The deepest named place on the way to a known path, and whether the rest is free."""
        branch = self.root
        for segment in pattern_segments(path):
            below = branch.step(segment)
            if below is None:
                free = branch.is_open or (segment == ITEM and branch.type == "list")
                return (branch, True) if free else None
            branch = below
        return branch, False

    def rank(self, path: Path | str) -> int:
        """The place of a key among its siblings in the chart's own values; LAST when unknown."""
        segments = pattern_segments(as_path(path))
        parent = self.branch(as_path(path)[:-1]) if segments else None
        if parent is None:
            return LAST
        for place, key in enumerate(parent.children):
            if key == segments[-1]:
                return place
        return LAST

    def defaults(self) -> dict[str, Any]:
        """The chart's own values as far as they are known. Do not change the answer."""
        if self._defaults is None:
            self._defaults = _defaults_below(self.root)
        return self._defaults

    def default(self, path: Path | str, otherwise: Any = None) -> Any:
        """What Helm reads at a path when the file says nothing; sections as a whole."""
        value: Any = self.defaults()
        for segment in as_path(path):
            value = _entry(value, segment)
            if value is _MISSING:
                return otherwise
        return value

    def search(self, text: str) -> list[Field]:
        """Fields whose path and description have all words of the text, the closest first."""
        from schema.search import search

        return search(self, text)

    def nearest(self, path: Path | str) -> Path | None:
        """The known path that an unknown one was probably meant to be, or None."""
        from schema.search import nearest

        return nearest(self, as_path(path))

    def json_schema(self) -> dict[str, Any]:
        """The JSON Schema of this version, in the shape the chart's own has."""
        if self._json_schema is None:
            from schema.jsonschema_build import build

            self._json_schema = build(self)
        return self._json_schema

    @property
    def from_fields(self) -> bool:
        """Whether its JSON Schema is made of its fields alone; other kinds of schema have one of
        their own."""
        return type(self) is Schema

    def complete(self, path: Path | str = ()) -> bool:
        """Whether a path that is not named here is surely unknown to the chart."""
        return self.parsed_version.line <= (2, 4)

    @property
    def exact(self) -> bool:
        """Whether the defaults are those of this very version."""
        return self.parsed_version.line == (2, 3)

    @property
    def confidence(self) -> str:
        """How far this schema can be trusted, in a sentence."""
        for first, last, sentence in self.knowledge.trust:
            if within(self.parsed_version, first, last):
                return sentence
        return ""


_MISSING = object()


def as_path(path: Path | str) -> Path:
    """A path, read from its text where it comes as one; "" is the root."""
    if isinstance(path, str):
        return parse_path(path) if path else ()
    return path


def _entry(value: Any, segment: str | int | Item) -> Any:
    if isinstance(segment, str):
        return value.get(segment, _MISSING) if isinstance(value, dict) else _MISSING
    if not isinstance(value, list):
        return _MISSING
    if isinstance(segment, int):
        return value[segment] if segment < len(value) else _MISSING
    for entry in value:
        if isinstance(entry, dict) and str(entry.get(segment.key)) == segment.value:
            return entry
    return _MISSING


def _defaults_below(branch: Branch) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for key, child in branch.children.items():
        if key in (ANY, ITEM):
            continue
        if child.has_default and not (isinstance(child.default, dict) and child.children):
            tree[key] = child.default
        elif child.type in ("object", "map"):
            known = branch.schema.knowledge
            holds = any(known.holds_defaults(twig) for twig in child.twigs)
            below = _defaults_below(child) if holds else {}
            if below or child.has_default:
                tree[key] = below
    return tree
