"""A values file judged by a schema: what Helm would refuse, and what it lets pass in silence.

Helm validates the merged values: the file over the chart's defaults, keys that are null in the file
taken away where the chart has a default. So does this, unless the chart has no schema of its own.

Codes: SC001 wrong type, SC002 missing, SC003 a key that is not allowed, SC004 not one of the
allowed words, SC005 another rule of the schema, SC006 a type that Helm does not check but
Kubernetes does, SC007 a section set to null, SC008 an unusual word, SC009 could not be checked,
SC010 an unknown key, SC011 a key that this version does not read, SC012 a key with a successor,
SC013 values of an older chart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from schema.doubt import demanded, doubtful
from schema.finding import Finding, Severity
from schema.model import Schema
from schema.path import Path
from schema.places import Locator, Places, places_of
from schema.unknown import unheard_of
from schema.wording import judged

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator

    from schema.helmyaml import Reading

_MISSING = object()
_TOO_DEEP = (
    "It is nested too deeply, or refers to itself, and cannot be checked against the schema."
)


def validate(
    value: dict[str, Any],
    where: Reading | Locator | None,
    schema: Schema,
    *,
    complete: bool = True,
) -> list[Finding]:
    """Findings on a tree as Helm reads it, in the order of the file.

    `where` says where a path stands: a reading of the text, or a function from path to line and
    column. `complete=False` is for one of several layered files: what is missing is no finding.
    """
    places = places_of(where)
    findings: dict[tuple[str, Path, str], Finding] = {}
    for finding in _all(value, places, schema, complete):
        unchecked = finding.message if finding.code == "SC009" else ""
        findings.setdefault((finding.code, finding.path, unchecked), finding)
    refused = {path for code, path, _ in findings if code in ("SC001", "SC003", "SC004")}
    kept = [
        finding
        for finding in findings.values()
        if finding.code not in ("SC006", "SC008", "SC010") or finding.path not in refused
    ]
    return sorted(kept, key=lambda found: (found.line or 1_000_000, found.column, found.code))


def _all(
    value: dict[str, Any], places: Places, schema: Schema, complete: bool
) -> Iterator[Finding]:
    try:
        if not schema.knowledge.schemaless:
            yield from _by_json_schema(value, places, schema, complete)
        yield from unheard_of(value, places, schema)
    except RecursionError:
        yield Finding("SC009", Severity.WARNING, _TOO_DEEP)


def _by_json_schema(
    value: dict[str, Any], places: Places, schema: Schema, complete: bool
) -> Iterator[Finding]:
    judged_value, defaults = value, schema.defaults()
    if schema.from_fields:
        doubted = doubtful(value, schema)
        if not doubted:
            return
        doubted.update(demanded(schema.root))
        judged_value = {key: each for key, each in value.items() if key in doubted}
        defaults = {key: each for key, each in defaults.items() if key in doubted}
    validator, notices = compiled(schema)
    yield from notices
    merged = as_helm_merges(defaults, judged_value, _null_stays(schema))
    try:
        errors = list(validator.iter_errors(merged))
    except RecursionError:
        raise
    except Exception as failure:
        if type(failure).__module__.split(".")[0] not in ("jsonschema", "referencing"):
            raise
        yield Finding(
            "SC009",
            Severity.WARNING,
            "The schema refers to another one that is not at hand, so the file could not be "
            "checked against it.",
        )
        return
    for error in errors:
        for leaf in closest(error):
            finding = judged(leaf, value, places, schema)
            if finding is not None and (complete or finding.code != "SC002"):
                yield finding if schema.checked else _doubted(finding)


def _doubted(finding: Finding) -> Finding:
    """A finding by a schema that was derived from the chart's values, and that Helm has not."""
    message = f"{finding.message} Helm does not check it; it follows from the chart's own values."
    message = message.replace("; Helm refuses the values without it.", ".")
    code = "SC006" if finding.code == "SC001" else finding.code
    return replace(finding, code=code, message=message, severity=Severity.WARNING)


def closest(error: ValidationError) -> Iterator[ValidationError]:
    """The errors inside an error that say most: those of the alternative that was meant."""
    if error.validator not in ("anyOf", "oneOf") or not error.context:
        yield error
        return
    alternatives: dict[Any, list[ValidationError]] = {}
    for below in error.context:
        alternatives.setdefault(below.schema_path[0], []).append(below)
    meant = [errors for errors in alternatives.values() if not _is_other_type(errors, error)]
    if not meant:
        yield error
        return
    for below in max(meant, key=lambda errors: max(len(each.path) for each in errors)):
        yield from closest(below)


def _is_other_type(errors: Iterable[ValidationError], above: ValidationError) -> bool:
    return any(
        each.validator in ("type", "const") and len(each.relative_path) <= 0 for each in errors
    )


def as_helm_merges(
    defaults: dict[str, Any],
    value: dict[str, Any],
    null_stays: Callable[[Path], bool] = lambda path: True,
    above: Path = (),
) -> dict[str, Any]:
    """The values that Helm validates: maps merge, null takes a default away, the rest replaces.

    A null without a default stays, where `null_stays` says that there surely is none.
    """
    merged = dict(defaults)
    for key, given in value.items():
        path = (*above, key)
        default = defaults.get(key, _MISSING)
        if given is None and default is not _MISSING:
            del merged[key]
        elif isinstance(given, dict):
            below = default if isinstance(default, dict) else {}
            merged[key] = as_helm_merges(below, given, null_stays, path)
        elif given is not None or null_stays(path):
            merged[key] = given
    return merged


def _null_stays(schema: Schema) -> Callable[[Path], bool]:
    """Null is refused only where the chart's values are known to have no default to take away."""

    def stays(path: Path) -> bool:
        field = schema.field(path)
        return field is not None and field.confidence == "chart"

    return stays


@lru_cache(maxsize=8)
def compiled(schema: Schema) -> tuple[Validator, tuple[Finding, ...]]:
    """The validator of a schema, made once; and what of the schema it cannot check.

    The registry is closed: no reference ever leads to the network.
    """
    from jsonschema import validators
    from jsonschema.validators import Draft202012Validator
    from referencing import Registry

    document, notices = _without_foreign_patterns(schema.json_schema())
    kind = validators.validator_for(document, default=Draft202012Validator)
    registry: Registry[Any] = Registry()
    return kind(document, registry=registry), tuple(notices)


def _without_foreign_patterns(document: dict[str, Any]) -> tuple[dict[str, Any], list[Finding]]:
    """The document without patterns that only Go's regular expressions know, and their names."""
    import re

    foreign: list[str] = []

    def fits(pattern: str) -> bool:
        try:
            re.compile(pattern)
        except re.error:
            foreign.append(pattern)
            return False
        return True

    def clean(part: Any) -> Any:
        if isinstance(part, list):
            return [clean(each) for each in part]
        if not isinstance(part, dict):
            return part
        kept = {}
        for key, below in part.items():
            if key == "pattern" and isinstance(below, str) and not fits(below):
                continue
            if key == "patternProperties" and isinstance(below, dict):
                below = {name: each for name, each in below.items() if fits(name)}
            kept[key] = clean(below)
        return kept

    cleaned = clean(document)
    message = "The schema has a pattern that cannot be checked here: {}"
    return cleaned, [
        Finding("SC009", Severity.NOTE, message.format(pattern))
        for pattern in dict.fromkeys(foreign)
    ]
