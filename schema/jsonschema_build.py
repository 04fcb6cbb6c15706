"""The JSON Schema of a version, in the shape the chart's own has.

That shape: Draft 2020-12, everything inline, no `additionalProperties`, maps and lists may be null,
resource quantities are text or number. One exception is modelled on the vendored sub-chart:
telemetryGateway and telemetryCollector refuse unknown keys while they are enabled. Helm judges a
sub-chart's values after it took nulls away, so null passes everywhere in there.
"""

from __future__ import annotations

from typing import Any

from schema.facts import ANY, ITEM
from schema.model import Branch, Schema

JsonSchema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_SCALARS: dict[str, JsonSchema] = {
    "boolean": {"type": "boolean"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "string": {"type": "string"},
    "quantity": {"anyOf": [{"type": "string"}, {"type": "number"}]},
    "int-or-string": {"anyOf": [{"type": "string"}, {"type": "number"}]},
    "string-or-integer": {"type": ["string", "integer"]},
}


def build(schema: Schema) -> JsonSchema:
    """The JSON Schema that a chart of this version would carry as `values.schema.json`."""
    root = schema.root
    document: JsonSchema = {"$schema": DIALECT, "properties": _properties(root)}
    required = _required(root)
    if required:
        document["required"] = required
    return document


def _properties(branch: Branch) -> JsonSchema:
    return {
        key: _plain(child)
        for key, child in branch.children.items()
        if key not in (ANY, ITEM) and not child.facts.get("unchecked")
    }


def _required(branch: Branch) -> list[str]:
    return [key for key, child in branch.children.items() if child.facts.get("required")]


def _plain(branch: Branch) -> JsonSchema:
    """As the code generator of the chart writes a field."""
    kind = branch.type
    if branch.facts.get("strict_when"):
        return _strict_while_enabled(branch)
    if kind == "object":
        return _nullable(branch, _or_false(branch, _object(branch)))
    if kind == "map":
        return _or_null(_map(branch))
    if kind == "list":
        return _or_null(_list(branch))
    if kind == "any":
        return {}
    answer = dict(_SCALARS[kind])
    if branch.facts.get("min_length"):
        answer["minLength"] = branch.facts["min_length"]
    return _nullable(branch, answer)


def _object(branch: Branch) -> JsonSchema:
    answer: JsonSchema = {"properties": _properties(branch), "type": "object"}
    required = _required(branch)
    if required:
        answer["required"] = required
    return answer


def _map(branch: Branch) -> JsonSchema:
    below = branch.children.get(ANY)
    if below is None or below.type == "any" or below.facts.get("unchecked"):
        return {"type": "object"}
    return {"patternProperties": {".*": _plain(below)}, "type": "object"}


def _list(branch: Branch) -> JsonSchema:
    below = branch.children.get(ITEM)
    return {"items": _plain(below), "type": "array"} if below is not None else {"type": "array"}


def _or_null(answer: JsonSchema) -> JsonSchema:
    return {"anyOf": [answer, {"type": "null"}]}


def _nullable(branch: Branch, answer: JsonSchema) -> JsonSchema:
    return _or_null(answer) if branch.facts.get("nullable") else answer


def _or_false(branch: Branch, answer: JsonSchema) -> JsonSchema:
    if not branch.facts.get("or_false"):
        return answer
    return {"anyOf": [answer, {"type": "boolean", "const": False}]}


def _strict_while_enabled(branch: Branch) -> JsonSchema:
    """The parent chart's few types always; the sub-chart's whole schema while it is enabled."""
    switch = branch.facts["strict_when"]
    return {
        "properties": _always(branch, branch.facts.get("always", ())),
        "type": "object",
        "if": {"properties": {switch: {"const": True}}, "required": [switch]},
        "then": _strict_object(branch),
    }


def _always(branch: Branch, paths: list[str], above: str = "") -> JsonSchema:
    properties: JsonSchema = {}
    for key, child in branch.children.items():
        path = above + key
        if path not in paths:
            continue
        if child.type == "object":
            below = _always(child, paths, f"{path}.")
            properties[key] = {"properties": below, "type": "object"}
        elif child.type == "map":
            properties[key] = _or_null({"type": "object"})
        elif child.type == "list":
            entries = {} if path == "tolerations" else {"items": _or_null({"type": "object"})}
            properties[key] = _or_null({**entries, "type": "array"})
        else:
            properties[key] = _SCALARS[child.type]
    return properties


def _strict(branch: Branch) -> JsonSchema:
    kind = branch.type
    if kind in ("object", "map"):
        return _or_null(_strict_object(branch))
    if kind == "list":
        below = branch.children.get(ITEM)
        entries = {"items": _strict(below)} if below is not None else {}
        return _or_null({**entries, "type": "array"})
    if kind == "any":
        return {}
    answer = dict(_SCALARS[kind])
    if branch.facts.get("enforced"):
        answer["enum"] = list(branch.facts["choices"])
    return _or_null(answer)


def _strict_object(branch: Branch) -> JsonSchema:
    answer: JsonSchema = {"type": "object"}
    if branch.facts.get("strict"):
        answer["additionalProperties"] = False
    named = {
        key: _strict(child)
        for key, child in branch.children.items()
        if key not in (ANY, ITEM) and not child.facts.get("unchecked")
    }
    below = branch.children.get(ANY)
    if below is not None and not below.facts.get("unchecked"):
        answer["patternProperties"] = {".*": _strict(below)}
    elif named:
        answer["properties"] = named
    return answer
