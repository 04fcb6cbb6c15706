"""A JSON Schema out of a commented values.yaml, for a chart that ships none.

A type is what the default looks like, unless a comment says otherwise; of null nothing is known.
Sections whose keys are the user's own by their name (labels, resources, …) take any keys.
"""

from __future__ import annotations

import re
from typing import Any

from schema.failure import SourceFailed
from schema.helmyaml import HelmYamlError, Reading, read
from schema.path import Path
from schema.valuescomments import Comment, comments_of

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_DEEPEST = 100
_FREE = re.compile(
    r"(?i)(?:.*(?:labels|annotations|selector|resources|affinity|securitycontext|probe|env|envs|vars"
    r"|matchexpressions|strategy|headers|configmap|secrets|data)|tolerations|extra.*|config|hosts)"
)
JsonSchema = dict[str, Any]


def read_values(text: str, about: str = "values.yaml") -> Reading:
    """A chart's values.yaml as Helm reads it. Raises SourceFailed."""
    try:
        return read(text)
    except HelmYamlError as error:
        where = f", line {error.line}" if error.line else ""
        raise SourceFailed(f"{about}{where}: {error.what}") from error


def derive(reading: Reading, comments: dict[Path, Comment] | None = None) -> JsonSchema:
    """The JSON Schema of a values file that was read."""
    known = comments_of(reading) if comments is None else comments
    return {"$schema": DIALECT, **_object(reading.value, (), known)}


def is_free(key: str) -> bool:
    """Whether the keys below a key of this name are the user's own."""
    return bool(_FREE.fullmatch(key))


def _schema(value: Any, path: Path, comments: dict[Path, Comment]) -> JsonSchema:
    comment = comments.get(path) or Comment()
    if "$ref" in comment.rules or {"anyOf", "oneOf"} & comment.rules.keys():
        guessed: JsonSchema = {}
    elif isinstance(value, dict):
        guessed = _object(value, path, comments)
    elif isinstance(value, list):
        guessed = _list(value, path, comments)
    else:
        guessed = _scalar(value)
    if "type" in comment.rules and not set(_types(guessed)) <= set(_types(comment.rules)):
        guessed = {}
    if comment.text:
        guessed["description"] = comment.text
    return {**guessed, **comment.rules}


def _types(schema: JsonSchema) -> list[str]:
    named = schema.get("type", [])
    return [named] if isinstance(named, str) else list(named)


def _object(value: dict[str, Any], path: Path, comments: dict[Path, Comment]) -> JsonSchema:
    if not value or len(path) > _DEEPEST or (path and is_free(str(path[-1]))):
        return {"type": "object"}
    schema: JsonSchema = {
        "type": "object",
        "properties": {key: _schema(below, (*path, key), comments) for key, below in value.items()},
    }
    required = [key for key in value if (one := comments.get((*path, key))) and one.required]
    if required:
        schema["required"] = required
    return schema


def _list(value: list[Any], path: Path, comments: dict[Path, Comment]) -> JsonSchema:
    """What all entries have in common; entries that are maps may have other keys."""
    if not value or len(path) > _DEEPEST:
        return {"type": "array"}
    if all(isinstance(each, dict) for each in value):
        together: dict[str, Any] = {}
        for each in reversed(value):
            together |= each
        entries = _object(together, (*path, 0), comments)
        return {"type": "array", "items": {**entries, "additionalProperties": True}}
    kinds = [_scalar(each) for each in value]
    same = all(kind == kinds[0] for kind in kinds) and not isinstance(value[0], dict | list)
    return {"type": "array", "items": kinds[0]} if same else {"type": "array"}


def _scalar(value: Any) -> JsonSchema:
    if isinstance(value, bool):
        return {"type": "boolean"}
    if isinstance(value, int):
        return {"type": "integer"}
    if isinstance(value, float):
        return {"type": "number"}
    return {"type": "string"} if isinstance(value, str) else {}
