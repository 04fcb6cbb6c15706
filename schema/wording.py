"""An error of the JSON Schema in plain words: what was found, what is expected, how to mend it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from schema.facts import Field
from schema.finding import Finding, Fix, Put, Severity
from schema.model import Schema
from schema.path import Path, format_path
from schema.places import Places

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

_WORDS = {
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "string": "text",
    "object": "a map (keys below it)",
    "array": "a list",
}
_SHORT = 60
_ABSENT = object()


def judged(
    error: ValidationError, value: dict[str, Any], places: Places, schema: Schema
) -> Finding | None:
    """The finding for one error, or None where the file is not to blame."""
    path: Path = tuple(error.absolute_path)
    if error.validator == "required":
        return _missing(error, path, value, places)
    given = value_at(value, path)
    if error.validator == "minLength" and error.instance == "":
        return _empty(path, given is not _ABSENT, places)
    if given is _ABSENT:
        return None
    field = schema.field(path)
    if error.validator in ("type", "anyOf", "const"):
        return _wrong_type(error, path, field, places)
    if error.validator == "additionalProperties":
        return _not_allowed(error, path, places, schema)
    if error.validator == "enum":
        return not_among(path, given, _listed(error), places, refused=True)
    line, column = places.at(path)
    message = f"{format_path(path)} breaks a rule of the schema ({error.validator}: "
    message += f"{_shortened(json.dumps(error.validator_value, default=str))})."
    return Finding("SC005", Severity.ERROR, message, path, line, column)


def value_at(value: Any, path: Path) -> Any:
    """What stands at a path of keys and positions; a mark of its own where nothing does."""
    for segment in path:
        if isinstance(segment, str) and isinstance(value, dict):
            value = value.get(segment, _ABSENT)
        elif isinstance(segment, int) and isinstance(value, list):
            value = value[segment] if segment < len(value) else _ABSENT
        else:
            return _ABSENT
    return value


def stands(value: Any, path: Path) -> bool:
    """Whether the tree has the path."""
    return value_at(value, path) is not _ABSENT


def expected_types(rule: Any) -> list[str]:
    """The types that a part of a JSON Schema lets pass, null left out."""
    if not isinstance(rule, dict):
        return []
    if "const" in rule:
        return [json.dumps(rule["const"])]
    named = rule.get("type", [])
    found = [named] if isinstance(named, str) else list(named)
    for alternative in (*rule.get("anyOf", ()), *rule.get("oneOf", ())):
        found += expected_types(alternative)
    return [name for name in dict.fromkeys(found) if name != "null"]


def described(given: Any, field: Field | None = None, source: str = "") -> str:
    """A value in words, short; a sensitive one is not shown."""
    if given is None:
        return "nothing (null)"
    if isinstance(given, dict):
        return "a map"
    if isinstance(given, list):
        return "a list"
    if isinstance(given, bool):
        shown = "true" if given else "false"
        if source and source.lower() != shown:
            return f"{source}, which Helm reads as {shown}"
        return f"{shown} (not text)"
    if field is not None and field.sensitive:
        return "text" if isinstance(given, str) else "a number"
    if isinstance(given, str):
        return f"the text {_shortened(json.dumps(given, ensure_ascii=False))}"
    return f"the number {source or given}"


def quoting_fix(path: Path, given: Any, source: str) -> Fix:
    """Text instead of a number or a boolean: what is written there, put in quotes."""
    text = source or (("true" if given else "false") if isinstance(given, bool) else str(given))
    return Fix(f'Write it as text: "{_shortened(text)}"', (Put(path, text),), safe=True)


def not_among(
    path: Path, given: Any, choices: list[Any], places: Places, *, refused: bool
) -> Finding:
    """A word that is none of those that are known."""
    from schema.search import edits

    known = [str(choice) for choice in choices if choice not in ("", None)]
    line, column = places.at(path)
    message = f"{format_path(path)} is {described(given)}; "
    message += "it must be" if refused else "usual are"
    message += f" {', '.join(known[:-1])}{' or ' if len(known) > 1 else ''}{known[-1]}."
    wrong = str(given).lower()
    close = next((word for word in known if edits(wrong, word.lower(), 2) is not None), None)
    fix = Fix(f"Write {close}", (Put(path, close),), safe=True)
    severity = Severity.ERROR if refused else Severity.WARNING
    code = "SC004" if refused else "SC008"
    return Finding(code, severity, message, path, line, column, fix=fix if close else None)


def _wrong_type(error: ValidationError, path: Path, field: Field | None, places: Places) -> Finding:
    given = error.instance
    source = places.source(path)
    wanted = expected_types(error.schema) or ["another value"]
    words = " or ".join(_WORDS.get(name, name) for name in wanted)
    message = f"{format_path(path)} is {described(given, field, source)}; expected is {words}."
    fix = _type_fix(path, given, wanted, source)
    if given is None:
        message += " The chart has no default here that null could take away: leave the key out."
    elif fix is not None and "string" in wanted:
        message += " Put it in quotes."
    elif fix is not None and isinstance(given, str):
        message += " Write it without quotes."
    line, column = places.at(path)
    return Finding("SC001", Severity.ERROR, message, path, line, column, fix=fix)


def _type_fix(path: Path, given: Any, wanted: list[str], source: str) -> Fix | None:
    if "string" in wanted and isinstance(given, bool | int | float):
        return quoting_fix(path, given, source)
    if isinstance(given, str):
        return _unquoting_fix(path, given, wanted)
    if wanted == ["array"] and isinstance(given, dict) and _is_env_map(given):
        entries = [{"name": name, **body} for name, body in given.items()]
        return Fix("Write it as a list of name and value", (Put(path, entries),))
    if wanted == ["object"] and isinstance(given, list) and _is_env_list(given):
        named = {
            entry["name"]: {key: below for key, below in entry.items() if key != "name"}
            for entry in given
        }
        return Fix("Write it as a map from name to value", (Put(path, named),))
    return None


def _unquoting_fix(path: Path, given: str, wanted: list[str]) -> Fix | None:
    text = given.strip()
    if "boolean" in wanted and text.lower() in ("true", "false"):
        return Fix(
            f"Write {text.lower()} without quotes", (Put(path, text.lower() == "true"),), safe=True
        )
    if ("integer" in wanted or "number" in wanted) and text.lstrip("-").isdigit():
        return Fix(f"Write {int(text)} without quotes", (Put(path, int(text)),), safe=True)
    if wanted == ["array"]:
        return Fix("Write it as a list with one entry", (Put(path, [given]),))
    return None


def _is_env_map(given: dict[str, Any]) -> bool:
    return bool(given) and all(isinstance(body, dict) for body in given.values())


def _is_env_list(given: list[Any]) -> bool:
    return bool(given) and all(
        isinstance(entry, dict) and isinstance(entry.get("name"), str) for entry in given
    )


def _missing(
    error: ValidationError, path: Path, value: dict[str, Any], places: Places
) -> Finding | None:
    there: Any = error.instance
    absent = [str(name) for name in _listed(error) if name not in there]
    if not absent or (path and not stands(value, path)):
        return None
    below = _properties(error).get(absent[0], {}).get("required", [])
    whole = (*path, absent[0], *below[:1])
    return _empty(whole, stands(value, whole), places)


def _empty(path: Path, there: bool, places: Places) -> Finding:
    line, column = places.at(path)
    message = f"{format_path(path)} is {'empty' if there else 'missing'}; Helm refuses the values "
    message += "without it."
    return Finding("SC002", Severity.ERROR, message, path, line, column)


def _not_allowed(
    error: ValidationError, path: Path, places: Places, schema: Schema
) -> Finding | None:
    known = _properties(error)
    there: Any = error.instance
    foreign = [key for key in there if key not in known]
    if not foreign:
        return None
    whole = (*path, str(foreign[0]))
    line, column = places.at(whole)
    message = f"{format_path(whole)} is not allowed: Helm refuses the values with it."
    meant = schema.nearest(whole)
    if meant is not None and meant != whole:
        message += f" Meant was probably {format_path(meant)}."
    return Finding("SC003", Severity.ERROR, message, whole, line, column)


def _properties(error: ValidationError) -> dict[str, Any]:
    """The keys that the failed part of the schema names."""
    rule = error.schema
    return dict(rule.get("properties", {})) if isinstance(rule, dict) else {}


def _listed(error: ValidationError) -> list[Any]:
    """The list that the failed rule is made of."""
    rule = error.validator_value
    return list(rule) if isinstance(rule, list) else []


def _shortened(text: str) -> str:
    return text if len(text) <= _SHORT else text[: _SHORT - 1] + "…"
