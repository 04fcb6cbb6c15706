"""What the SARIF 2.1.0 standard asks of the parts that we write.

No package that we use carries the standard's JSON Schema, so its rules for these parts are here:
which properties an object may have, which it must, and of what kind they are.
"""

from __future__ import annotations

from typing import Any

_TEXT = {"type": "string"}
_NATURAL = {"type": "integer", "minimum": 1}
_BAG = {"type": "object"}


def _object(required: tuple[str, ...] = (), **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


_MESSAGE = _object(("text",), text=_TEXT)
_LEVEL = {"enum": ["none", "note", "warning", "error"]}
_RULE = _object(
    ("id",),
    id=_TEXT,
    shortDescription=_MESSAGE,
    fullDescription=_MESSAGE,
    defaultConfiguration=_object(level=_LEVEL),
    properties=_BAG,
)
_REGION = _object(("startLine",), startLine=_NATURAL, startColumn=_NATURAL)
_PLACE = _object(
    ("artifactLocation",),
    artifactLocation=_object(("uri",), uri={"type": "string", "pattern": r"^[^ \\]+$"}),
    region=_REGION,
)
_LOCATION = _object(
    physicalLocation=_PLACE,
    logicalLocations=_list(_object(fullyQualifiedName=_TEXT, kind=_TEXT)),
)
_RESULT = _object(
    ("message",),
    ruleId=_TEXT,
    ruleIndex={"type": "integer", "minimum": 0},
    level=_LEVEL,
    message=_MESSAGE,
    locations=_list(_LOCATION),
    partialFingerprints={"type": "object", "additionalProperties": _TEXT},
    properties=_BAG,
)
_DRIVER = _object(("name",), name=_TEXT, semanticVersion=_TEXT, rules=_list(_RULE))
_RUN = _object(
    ("tool",),
    tool=_object(("driver",), driver=_DRIVER),
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    results=_list(_RESULT),
)
REPORT = _object(
    ("version", "runs"),
    **{"$schema": _TEXT, "version": {"const": "2.1.0"}, "runs": _list(_RUN)},
)


def check_sarif(report: Any) -> None:
    """Fails with the place of the first thing that the standard does not allow."""
    from jsonschema import Draft7Validator

    errors = [f"{error.json_path}: {error.message}" for error in _errors(Draft7Validator, report)]
    assert not errors, errors[0]
    for run in report["runs"]:
        rules = run["tool"]["driver"]["rules"]
        ids = [rule["id"] for rule in rules]
        assert len(set(ids)) == len(ids)
        for result in run["results"]:
            assert rules[result["ruleIndex"]]["id"] == result["ruleId"]


def _errors(validator: Any, report: Any) -> Any:
    return validator(REPORT).iter_errors(report)
