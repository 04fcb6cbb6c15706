"""A chart's JSON Schema as the tree of facts that `schema.model` looks things up in.

References within the document are followed, also those that lead in a circle (once around);
references to elsewhere are not: what stands there is taken for anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from schema.facts import ANY, ITEM, Twig
from schema.plain import is_plain, plain

MOST_FIELDS = 50_000
_DEEPEST = 100
_LONGEST = 4000
_PAIRS = {
    frozenset({"string", "integer"}): "string-or-integer",
    frozenset({"string", "number"}): "quantity",
    frozenset({"string", "number", "integer"}): "quantity",
    frozenset({"integer", "number"}): "number",
}
_SIMPLE = {"boolean", "integer", "number", "string"}

JsonSchema = dict[str, Any]


def read_json_schema(document: JsonSchema, source: str) -> tuple[Twig, str]:
    """The tree of a schema's fields, `source` the tag of each; and a note where it was cut."""
    reader = _Reader(document, source)
    tree = reader.twig([document], frozenset(), 0)
    if reader.fields <= MOST_FIELDS:
        return tree, ""
    return tree, f"The schema describes more than {MOST_FIELDS:,} values; the rest is left open."


def follow(document: JsonSchema, reference: str) -> Any:
    """What a reference within the document leads to; None where it leads nowhere or elsewhere."""
    if not reference.startswith("#"):
        return None
    part: Any = document
    for step in reference.removeprefix("#").split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~").replace("%25", "%")
        if isinstance(part, dict):
            part = part.get(key)
        elif isinstance(part, list) and key.isdigit() and int(key) < len(part):
            part = part[int(key)]
        else:
            return None
    return part


@dataclass
class _Gathered:
    """What several schemas that hold for one place say of it."""

    types: set[str] = field(default_factory=set)
    properties: dict[str, list[Any]] = field(default_factory=dict)
    items: list[Any] = field(default_factory=list)
    others: list[Any] = field(default_factory=list)
    required: set[str] = field(default_factory=set)
    facts: dict[str, Any] = field(default_factory=dict)
    references: frozenset[str] = frozenset()


class _Reader:
    def __init__(self, document: JsonSchema, source: str) -> None:
        self.document = document
        self.source = source
        self.fields = 0

    def twig(self, schemas: list[Any], references: frozenset[str], depth: int) -> Twig:
        self.fields += 1
        if self.fields > MOST_FIELDS:
            schemas = []
        found = _Gathered(references=references)
        for schema in schemas:
            self._gather(schema, found)
        twig = Twig()
        if depth < _DEEPEST:
            self._children(twig, found, depth)
        twig.facts = {**found.facts, "type": _type(found), "source": self.source}
        twig.facts["confidence"] = "chart"
        if "null" in found.types:
            twig.facts["nullable"] = True
        return twig

    def _children(self, twig: Twig, found: _Gathered, depth: int) -> None:
        for key, schemas in found.properties.items():
            if not is_plain(key) or key in (ANY, ITEM):
                continue  # nobody's file has such a key, and it could not be shown
            below = self.twig(schemas, found.references, depth + 1)
            if key in found.required:
                below.facts = {**below.facts, "required": True}
            twig.children[key] = below
        if found.others:
            twig.children[ANY] = self.twig(found.others, found.references, depth + 1)
        if found.items:
            twig.children[ITEM] = self.twig(found.items, found.references, depth + 1)

    def _gather(self, schema: Any, found: _Gathered, depth: int = 0) -> None:
        if not isinstance(schema, dict) or depth > _DEEPEST:
            return
        reference = schema.get("$ref")
        if isinstance(reference, str) and reference not in found.references:
            found.references |= {reference}
            self._gather(follow(self.document, reference), found, depth + 1)
        self._gather_own(schema, found)
        for part in _parts(schema):
            self._gather(part, found, depth + 1)

    def _gather_own(self, schema: JsonSchema, found: _Gathered) -> None:
        named = schema.get("type", ())
        kinds = [named] if isinstance(named, str) else named
        found.types |= {kind for kind in kinds if isinstance(kind, str)}
        for key, below in _map(schema, "properties").items():
            found.properties.setdefault(key, []).append(below)
        found.others += _map(schema, "patternProperties").values()
        others = schema.get("additionalProperties")
        if isinstance(others, dict):
            found.others.append(others)
        if others is True or found.others:
            found.facts["open"] = True
        elif others is False:
            found.facts.update(open=False, strict=True)
        items = schema.get("items")
        found.items += items[:1] if isinstance(items, list) else [items] if items else []
        required = schema.get("required")
        if isinstance(required, list):
            found.required |= {key for key in required if isinstance(key, str)}
        for name, value in _told(schema).items():
            found.facts.setdefault(name, value)


def _parts(schema: JsonSchema) -> Iterator[Any]:
    for name in ("allOf", "anyOf", "oneOf"):
        parts = schema.get(name)
        yield from parts if isinstance(parts, list) else ()
    for name in ("then", "else"):
        yield schema.get(name)


def _map(schema: JsonSchema, name: str) -> JsonSchema:
    found = schema.get(name)
    return found if isinstance(found, dict) else {}


def _told(schema: JsonSchema) -> dict[str, Any]:
    """What a schema says for people, and the values that it allows."""
    facts: dict[str, Any] = {}
    text = schema.get("description") or schema.get("title")
    if isinstance(text, str) and text.strip():
        facts["description"] = plain(text.strip())[:_LONGEST]
    choices = schema.get("enum")
    if isinstance(choices, list) and choices:
        words = [plain(each) for each in choices if isinstance(each, str)]
        if len(words) >= len([each for each in choices if each is not None]):
            facts.update(choices=words, enforced=True)
    if schema.get("deprecated") is True:
        facts["deprecated"] = "the chart calls it deprecated"
    if schema.get("writeOnly") is True or schema.get("format") == "password":
        facts["sensitive"] = True
    if isinstance(schema.get("minLength"), int) and schema["minLength"] > 0:
        facts["min_length"] = schema["minLength"]
    return facts


def _type(found: _Gathered) -> str:
    kinds = frozenset(found.types - {"null"})
    if found.properties and (not kinds or "object" in kinds):
        return "object"
    if kinds == {"object"} or (not kinds and found.others):
        return "map"
    if kinds == {"array"} or (not kinds and found.items):
        return "list"
    if len(kinds) == 1 and kinds <= _SIMPLE:
        return next(iter(kinds))
    if not kinds and found.facts.get("choices"):
        return "string"
    return _PAIRS.get(kinds, "any")
