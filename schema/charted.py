"""The schema of a chart that is at hand: its own JSON Schema, its own values, its sub-charts.

Types come from the JSON Schema, defaults and descriptions from the commented values; without a
JSON Schema all of it comes from the values. What is bundled about a chart of this name adds advice
(mistakes that are known, secrets, words that are usual), never a type or a default.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from schema.chart import Chart, SubChart
from schema.coalesce import coalesce, merge
from schema.derive import derive, read_values
from schema.facts import ANY, ITEM, Knowledge, Twig, pattern_segments
from schema.jsonschema_read import JsonSchema, read_json_schema
from schema.model import Branch, Schema, as_path
from schema.path import Path
from schema.plain import is_plain, line, plain
from schema.subcharts import has_schema, is_on, judging, look_up, tags_of
from schema.valuescomments import Comment, comments_of
from schema.version import Version

_SCHEMA, _VALUES = "values.schema.json", "values.yaml"
_ADVICE = ("deprecated", "replaced_by", "dead", "sensitive", "choices")
_NO_VERSION = "0.0.0"


class ChartSchema(Schema):
    """`checked` tells whether Helm judges values by a JSON Schema of this chart; `digest` (SHA-256)
    is "" for a folder."""

    def __init__(self, chart: Chart, origin: str, digest: str = "", notes: tuple[str, ...] = ()):
        self.digest = digest
        cut: list[str] = []
        self.checked = has_schema(chart)
        self._chart = chart
        self._tree, self._values = _read(chart, cut)
        for tag in tags_of(chart):
            _add_switch(self._tree, f"tags.{tag}")
        self.notes = tuple(dict.fromkeys((*chart.notes, *notes, *cut)))
        advice = _advice(chart)
        if advice is not None:
            _advise(self._tree, advice.root)
        super().__init__(_knowledge(chart, origin, self._tree, advice), _version(chart.version))

    def defaults(self) -> dict[str, Any]:
        """The chart's own values, those of its sub-charts under their keys. Do not change them."""
        return self._values

    def json_schema(self) -> JsonSchema:
        """The chart's own, its sub-charts' under their keys; else one derived from the values."""
        if self._json_schema is None:
            self._json_schema = judging(self._chart)
        return self._json_schema

    def complete(self, path: Path | str = ()) -> bool:
        """Values alone may leave out what templates read; a JSON Schema should not."""
        branch, known = self.root, self._chart.schema is not None
        for segment in pattern_segments(as_path(path)):
            below = branch.step(segment)
            if below is None:
                break
            branch, known = below, _SCHEMA in below.field.source
        return known

    @property
    def exact(self) -> bool:
        return True

    @property
    def confidence(self) -> str:
        if self._chart.schema is None:
            return "Types are derived from the chart's own values: it has no schema."
        if not self._chart.values:
            return "The chart's own schema, without its values."
        return "The chart's own schema and values."

    @cached_property
    def count(self) -> int:
        """How many values it names."""
        return sum(1 for field in self.walk() if field.key not in (ANY, ITEM))


def _version(text: str) -> str:
    try:
        Version.parse(text)
    except ValueError:
        return _NO_VERSION
    return text


def _knowledge(chart: Chart, origin: str, tree: Twig, advice: Schema | None) -> Knowledge:
    about = f"of {chart.name} {chart.version}".rstrip()
    return Knowledge(
        chart=chart.name,
        origin=line(origin, 400),
        root=tree,
        shapes={},
        sources={
            _SCHEMA: ("chart", "", "", f"the {_SCHEMA} {about}"),
            _VALUES: ("chart", "", "", f"the {_VALUES} {about}"),
        },
        mistakes=advice.knowledge.mistakes if advice else {},
        older_charts=advice.knowledge.older_charts if advice else {},
    )


def _read(chart: Chart, notes: list[str]) -> tuple[Twig, dict[str, Any]]:
    """The tree of a chart and of its sub-charts, and their values. Raises SourceFailed."""
    reading = read_values(chart.values, f"{_VALUES} of {chart.name}")
    comments = comments_of(reading)
    derived = derive(reading, comments)
    tree, note = read_json_schema(derived, _VALUES)
    if chart.schema is not None:
        own, note = read_json_schema(chart.schema, _SCHEMA)
        tree = _joined(own, tree)
    if note:
        notes.append(note)
    values: dict[str, Any] = reading.value
    for sub in chart.sub_charts:
        below, defaults = _read(sub.chart, notes)
        given = values.get(sub.key)
        if isinstance(given, dict):
            defaults = coalesce(defaults, given)
        values = {**values, sub.key: defaults}
        here = tree.children.setdefault(sub.key, _section())
        tree.children[sub.key] = _joined(here, below)
        for condition in sub.conditions:
            _add_switch(tree, condition)
    for sub in chart.sub_charts:
        if sub.imports and is_on(sub, values):
            values = _import(tree, values, sub)
    # What a sub-chart reads is unknown while it is not there, and so is what all of them share.
    for key in (*chart.missing, *(["global"] if chart.sub_charts or chart.missing else [])):
        here = tree.children.setdefault(key, _section())
        here.facts = {**here.facts, "open": True}
    _settle(tree, values, (), comments)
    return tree, values


def _import(tree: Twig, values: dict[str, Any], sub: SubChart) -> dict[str, Any]:
    """The values with what Chart.yaml takes over from a sub-chart, below what the chart says."""
    for child, parent in sub.imports:
        taken = look_up(values, (sub.key, *child.split(".")))
        twig: Twig | None = tree
        for key in (sub.key, *child.split(".")):
            twig = twig.children.get(key) if twig is not None else None
        if not isinstance(taken, dict):
            continue
        here = tree
        for key in reversed(parent.split(".") if parent else []):
            taken = {key: taken}
        for key in parent.split(".") if parent else ():
            here = here.children.setdefault(key, _section())
        values = merge(taken, values)
        for key, below in twig.children.items() if twig is not None else ():
            own = here.children.get(key)
            here.children[key] = below if own is None else _joined(own, below)
    return values


def _section() -> Twig:
    twig = Twig()
    twig.facts = {"type": "object", "source": _VALUES, "confidence": "chart"}
    return twig


def _add_switch(tree: Twig, condition: str) -> None:
    """The value that switches a sub-chart on and off, where nothing else names it."""
    keys = condition.split(".")
    if not all(keys) or not is_plain(condition):
        return
    for key in keys[:-1]:
        tree = tree.children.setdefault(key, _section())
    if keys[-1] not in tree.children:
        switch = tree.children[keys[-1]] = Twig()
        switch.facts = {"type": "boolean", "source": "Chart.yaml", "confidence": "chart"}


def _joined(first: Twig, second: Twig) -> Twig:
    """Two trees in one: the facts of the first win, the keys come in the order of the second."""
    twig = Twig()
    weak = first.facts.get("type") in ("any", "map", None) and second.children
    twig.facts = {**second.facts, **first.facts}
    if weak and ANY not in first.children and not first.facts.get("strict"):
        twig.facts = {**twig.facts, "type": second.facts["type"], "open": True}
    if "description" in second.facts:
        twig.facts["description"] = second.facts["description"]
    free = ANY in first.children
    for key, below in second.children.items():
        own = first.children.get(key)
        if own is not None:
            twig.children[key] = _joined(own, below)
        elif key == ITEM or not free:
            twig.children[key] = below
        else:
            twig.children[key] = _named_entry(first.children[ANY], below)
    for key, below in first.children.items():
        twig.children.setdefault(key, below)
    return twig


def _named_entry(any_key: Twig, below: Twig) -> Twig:
    """An entry of a map that the values name: typed as any other entry is."""
    entry = Twig()
    entry.facts = {key: below.facts[key] for key in ("description",) if key in below.facts}
    if any_key.facts.get("type") == "any":
        return below
    for key, deeper in below.children.items():
        own = any_key.children.get(key) or any_key.children.get(ANY)
        if own is not None:
            entry.children[key] = _named_entry(own, deeper)
    return entry


def _settle(
    tree: Twig, values: Mapping[str, Any], path: Path, comments: dict[Path, Comment]
) -> None:
    """Put each default to its field."""
    for key, value in values.items():
        twig = tree.children.get(key)
        if twig is None:
            continue
        own = (*path, key)
        if isinstance(value, dict) and value and any(k not in (ANY, ITEM) for k in twig.children):
            _settle(twig, value, own, comments)
        else:
            facts = {**twig.facts, "default": _shown(value)}
            comment = comments.get(own)
            if comment is not None and comment.text:
                facts["description"] = comment.text
            twig.facts = facts


def _shown(value: Any) -> Any:
    """A default as it may be shown."""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, list):
        return [_shown(each) for each in value]
    if isinstance(value, dict):
        return {plain(key): _shown(below) for key, below in value.items()}
    return value


def _advice(chart: Chart) -> Schema | None:
    """What is bundled about a chart of this name, in this version or the nearest known one."""
    from schema import bundle

    if chart.name not in bundle.charts():
        return None
    for version in (chart.version, bundle.default_version(chart.name)):
        try:
            return bundle.load(chart.name, version)
        except (bundle.UnknownChart, ValueError):
            continue
    return None


def _advise(tree: Twig, known: Branch) -> None:
    for key, twig in tree.children.items():
        other = known.children.get(key)
        if other is None:
            continue
        field = other.field
        added = {name: value for name in _ADVICE if (value := getattr(field, name))}
        if field.description and "description" not in twig.facts:
            added["description"] = field.description
        if added:
            twig.facts = {**added, **twig.facts}
        if not field.shape:  # what Kubernetes defines needs no advice
            _advise(twig, other)
