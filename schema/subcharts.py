"""Which sub-charts are on, and the one JSON Schema that Helm's judgement of all of them amounts to.

After Helm's own rules: of a dependency's conditions the first that is true or false decides;
without one, its tags do: off where none of them is true and one is false. Conditions of a chart
within a sub-chart stand in the sub-chart's section, tags at the top.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from schema.chart import Chart, SubChart
from schema.derive import DIALECT, derive, read_values
from schema.jsonschema_read import JsonSchema

Keys = tuple[str, ...]


def has_schema(chart: Chart) -> bool:
    """Whether the chart, or one within it, ships a JSON Schema."""
    return chart.schema is not None or any(has_schema(each.chart) for each in chart.sub_charts)


def tags_of(chart: Chart) -> Iterator[str]:
    """The tags of all charts within a chart."""
    for sub in chart.sub_charts:
        yield from sub.tags
        yield from tags_of(sub.chart)


def is_on(sub: SubChart, values: Mapping[str, Any]) -> bool:
    """Whether a sub-chart is on with these values of its parent, the topmost chart."""
    for condition in sub.conditions:
        told = look_up(values, tuple(condition.split(".")))
        if isinstance(told, bool):
            return told
    tags = [look_up(values, ("tags", tag)) for tag in sub.tags]
    return any(tag is True for tag in tags) or not any(tag is False for tag in tags)


def look_up(values: Any, keys: Keys) -> Any:
    """The value at a place, None where there is none."""
    for key in keys:
        values = values.get(key) if isinstance(values, Mapping) else None
    return values


def judging(chart: Chart) -> JsonSchema:
    """What Helm judges the values by: the chart's schema, and each sub-chart's while it is on."""
    if not any(has_schema(sub.chart) for sub in chart.sub_charts):
        return derive(read_values(chart.values)) if chart.schema is None else chart.schema
    definitions: dict[str, JsonSchema] = {}
    rules = list(_rules(chart, (), definitions))
    return {"$schema": DIALECT, "allOf": rules, "$defs": definitions}


def _rules(chart: Chart, above: Keys, definitions: dict[str, JsonSchema]) -> Iterator[JsonSchema]:
    """What holds for all values; the schemas themselves go into `definitions`."""
    if chart.schema is not None:
        name = ".".join(above) or chart.name
        definitions[name] = _moved(chart.schema, f"#/$defs/{name}")
        yield _at(above, {"$ref": f"#/$defs/{name}"})
    for sub in chart.sub_charts:
        below = list(_rules(sub.chart, (*above, sub.key), definitions))
        if below:
            yield _while_on(sub, above, {"allOf": below})


def _while_on(sub: SubChart, above: Keys, rule: JsonSchema) -> JsonSchema:
    if sub.tags:
        places = [("tags", tag) for tag in sub.tags]
        off = {
            "anyOf": [_has(place, {"const": False}) for place in places],
            "not": {"anyOf": [_has(place, {"const": True}) for place in places]},
        }
        rule = {"if": off, "then": {}, "else": rule}
    on = rule["else"] if sub.tags else rule
    for condition in reversed(sub.conditions):
        place = (*above, *condition.split("."))
        decided = {"if": _has(place, {"const": False}), "then": {}, "else": on}
        rule = {"if": _has(place, {"type": "boolean"}), "then": decided, "else": rule}
    return rule


def _has(place: Keys, what: JsonSchema) -> JsonSchema:
    """That a value stands at a place, and is like this."""
    for key in reversed(place):
        what = {"type": "object", "properties": {key: what}, "required": [key]}
    return what


def _at(place: Keys, rule: JsonSchema) -> JsonSchema:
    """A rule for what stands at a place, if anything does."""
    for key in reversed(place):
        rule = {"properties": {key: rule}}
    return rule


def _moved(schema: JsonSchema, place: str) -> JsonSchema:
    """A schema that stands within another one: its references lead to where it stands now."""

    def copied(part: Any) -> Any:
        if isinstance(part, list):
            return [copied(each) for each in part]
        if not isinstance(part, dict):
            return part
        copy = {key: copied(below) for key, below in part.items()}
        reference = copy.get("$ref")
        if isinstance(reference, str) and reference.startswith("#"):
            copy["$ref"] = place + reference.removeprefix("#")
        return copy

    own = {key: below for key, below in schema.items() if key not in ("$id", "id")}
    return {"$schema": DIALECT, **copied(own)}
