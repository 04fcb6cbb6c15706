"""Which sections of a values tree jsonschema must judge: those that are not plainly in order.

jsonschema takes long to load and to ask, and most sections are in order. This looks at the fields
that the bundled JSON Schema is built from (`schema.jsonschema_build`) and clears a section only
where jsonschema could find nothing; wherever that is not plain, jsonschema decides. It may doubt
too much, never too little: the tests compare the two.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from schema.facts import ANY, ITEM
from schema.model import Branch, Schema
from schema.sections import Same

_SCALARS: dict[str, tuple[type, ...]] = {
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "string": (str,),
    "quantity": (str, int, float),
    "int-or-string": (str, int, float),
    "string-or-integer": (str, int),
}


def doubtful(value: dict[str, Any], schema: Schema) -> set[str]:
    """The top-level keys to be judged, those that are missing but demanded among them.

    The schema must be one whose JSON Schema is built from its fields.
    """
    missing = {key for key in demanded(schema.root) if key not in value}
    return missing | {
        key for key, section in value.items() if not _is_cleared(schema, key, Same(section))
    }


def demanded(branch: Branch) -> tuple[str, ...]:
    """The keys directly below that must be there, or must not be empty."""
    return tuple(
        key
        for key, child in branch.children.items()
        if child.facts.get("required") or child.facts.get("min_length")
    )


@lru_cache(maxsize=4096)
def _is_cleared(schema: Schema, key: str, section: Same[Any]) -> bool:
    branch = schema.root.children.get(key)
    return branch is None or bool(branch.facts.get("unchecked")) or _fits(branch, section.held)


def _fits(branch: Branch, given: Any, strict: bool = False) -> bool:
    """Whether a value surely passes; `strict`: inside a sub-chart that refuses unknown keys."""
    kind = branch.type
    if isinstance(given, dict):
        return kind == "any" or (kind in ("object", "map") and _map_fits(branch, given, strict))
    if isinstance(given, list):
        entry = branch.children.get(ITEM)
        return kind == "any" or (
            kind == "list" and (entry is None or all(_fits(entry, each, strict) for each in given))
        )
    if given is None:
        return False  # whether there is a default to take away is for the merge to say
    if kind == "any":
        return True
    return type(given) in _SCALARS.get(kind, ()) and _words_fit(branch, given, strict)


def _map_fits(branch: Branch, given: dict[str, Any], strict: bool) -> bool:
    strict = strict or bool(branch.facts.get("strict_when"))
    below = branch.children
    free = below.get(ANY)
    if free is not None and (branch.type == "map" or strict) and not free.facts.get("unchecked"):
        return all(_fits(free, each, strict) for each in given.values())
    if any(key not in given for key in demanded(branch)):
        return False
    for key, each in given.items():
        child = below.get(key)
        unchecked = child is None or child.facts.get("unchecked")
        if unchecked and strict:
            return False
        if child is not None and not unchecked and not _fits(child, each, strict):
            return False
    return True


def _words_fit(branch: Branch, given: Any, strict: bool) -> bool:
    if len(str(given)) < branch.facts.get("min_length", 0):
        return False
    return not strict or not branch.facts.get("enforced") or given in branch.facts["choices"]
