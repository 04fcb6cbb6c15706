"""What Helm lets pass in silence: unknown keys, keys of other versions, keys that nothing reads."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from schema.facts import ITEM, Field
from schema.finding import Drop, Finding, Fix, Put, Severity
from schema.model import Branch, Schema
from schema.path import Path, format_path
from schema.places import Places
from schema.search import nearest
from schema.sections import Same
from schema.wording import described, not_among, quoting_fix, stands

_TEXT = ("string",)
_PLACEHOLDER = frozenset("$<{")


def unheard_of(value: dict[str, Any], places: Places, schema: Schema) -> Iterator[Finding]:
    """Findings that no JSON Schema of the chart would give."""
    yield from _older_chart(value, places, schema)
    telling = {
        key: section for key, section in value.items() if not _is_silent(schema, key, Same(section))
    }
    yield from _Walk(value, places, schema).map(telling, schema.root, ())


@lru_cache(maxsize=4096)
def _is_silent(schema: Schema, key: str, section: Same[Any]) -> bool:
    """Whether a top-level section gives no findings."""
    alone = {key: section.held}
    return next(_Walk(alone, Places(), schema).map(alone, schema.root, ()), None) is None


def _older_chart(value: dict[str, Any], places: Places, schema: Schema) -> Iterator[Finding]:
    for chart, keys in schema.knowledge.older_charts.items():
        found = [key for key in value if key in keys]
        if found:
            line, column = places.at((found[0],))
            message = f"These look like values of the older chart {chart} ({', '.join(found)}); "
            message += f"{schema.chart} reads none of them."
            yield Finding("SC013", Severity.WARNING, message, (found[0],), line, column)


class _Walk:
    """One walk over a tree beside the schema's."""

    def __init__(self, value: dict[str, Any], places: Places, schema: Schema) -> None:
        self.value = value
        self.places = places
        self.schema = schema
        self.older = {key for keys in schema.knowledge.older_charts.values() for key in keys}

    def map(self, value: dict[str, Any], branch: Branch, above: Path) -> Iterator[Finding]:
        for key, given in value.items():
            path = (*above, key)
            child = branch.step(key)
            if child is not None:
                yield from self.known(given, child, path)
            elif not branch.is_open and not (len(path) == 1 and key in self.older):
                yield self.unknown(given, path)

    def known(self, given: Any, branch: Branch, path: Path) -> Iterator[Finding]:
        field = branch.field
        copied = field.has_default and given == field.default
        if field.dead and not copied:
            message = f"{format_path(path)} does nothing: {field.dead}."
            yield self._finding("SC011", Severity.WARNING, path, message)
        elif field.deprecated and not copied and given is not None and not isinstance(given, dict):
            yield self._deprecated(path, field)
        if isinstance(given, dict):
            if branch.type in ("object", "map", "any"):
                yield from self.map(given, branch, path)
        elif isinstance(given, list):
            entry = branch.children.get(ITEM)
            for place, each in enumerate(given):
                if entry is not None:
                    yield from self.known(each, entry, (*path, place))
        elif given is None:
            yield from self._null(branch, path)
        else:
            yield from self._scalar(given, field, path)

    def unknown(self, given: Any, path: Path) -> Finding:
        other = self.schema.elsewhere(path)
        if other is not None:
            return self._of_another_version(given, path, other)
        written = format_path(path)
        meant = nearest(self.schema, path)
        if meant is None:
            message = f"{written} is not a key of {self.schema.chart} that is known; Helm would "
            message += "ignore it without a word."
            severity = Severity.WARNING if self.schema.complete(path) else Severity.NOTE
            return self._finding("SC010", severity, path, message)
        message = f"{written} is not a known key, and Helm ignores such a key without a word. "
        message += f"Meant was probably {format_path(meant)}."
        fix = self._rename(given, path, meant)
        return self._finding("SC010", Severity.WARNING, path, message, fix)

    def _rename(self, given: Any, path: Path, meant: Path) -> Fix | None:
        misspelt = meant[:-1] == path[:-1]
        if not self._fits(given, meant):
            return None
        if stands(self.value, meant):
            return self._merge(given, path, meant)
        changes = (Drop(path), Put(meant, given))
        title = f"Rename it to {meant[-1]}" if misspelt else f"Move it to {format_path(meant)}"
        return Fix(title, changes, safe=misspelt)

    def _merge(self, given: Any, path: Path, meant: Path) -> Fix | None:
        """Move what stands under the wrong key to the right one, where nothing would be lost."""
        if not isinstance(given, dict):
            return None
        there = [key for key in given if stands(self.value, (*meant, key))]
        if there:
            return None
        puts = [Put((*meant, key), below) for key, below in given.items()]
        return Fix(f"Move its keys to {format_path(meant)}", (Drop(path), *puts))

    def _fits(self, given: Any, meant: Path) -> bool:
        field = self.schema.field(meant)
        if field is None:
            return False
        if isinstance(given, dict):
            branch = self.schema.branch(meant)
            allowed = field.type in ("object", "map", "any")
            return allowed and branch is not None and self._keys_known(given, meant)
        if isinstance(given, list):
            return field.type in ("list", "any")
        if isinstance(given, bool):
            return field.type in ("boolean", "any")
        if isinstance(given, int | float):
            return field.type in ("integer", "number", "quantity", "int-or-string", "any")
        return field.type in ("string", "quantity", "int-or-string", "any")

    def _keys_known(self, given: dict[str, Any], meant: Path) -> bool:
        return all(self.schema.known((*meant, key)) for key in given)

    def _of_another_version(self, given: Any, path: Path, other: Field) -> Finding:
        version = self.schema.version
        written = format_path(path)
        severity = Severity.WARNING
        if other.first_seen:
            message = f"{written} was first seen in {other.first_seen}; whether {version} reads it "
            message += "is not established."
            severity = Severity.NOTE
        elif other.until and _after(self.schema, other.until):
            message = f"{written} is read up to {other.until} only; {version} does not read it."
        else:
            starts = (other.since,) if isinstance(other.since, str) else other.since
            message = (
                f"{written} exists from {' and '.join(starts)} on; {version} does not read it."
            )
        if other.replaced_by:
            message += f" Its successor is {other.replaced_by}."
        return self._finding("SC011", severity, path, message)

    def _deprecated(self, path: Path, field: Field) -> Finding:
        message = f"{format_path(path)}: {field.deprecated}."
        if field.replaced_by and self.schema.known(field.replaced_by):
            message += f" Its successor is {field.replaced_by}."
        return self._finding("SC012", Severity.NOTE, path, message)

    def _null(self, branch: Branch, path: Path) -> Iterator[Finding]:
        default = self.schema.default(path)
        if isinstance(default, dict) and default and not branch.facts.get("removable"):
            message = f"{format_path(path)} is empty (null). Helm then takes the chart's whole "
            message += (
                "section away, and templates that read it fail. Leave the key out, or fill it."
            )
            severity = Severity.ERROR if self.schema.exact else Severity.WARNING
            fix = Fix("Leave the key out", (Drop(path),))
            yield self._finding("SC007", severity, path, message, fix)

    def _scalar(self, given: Any, field: Field, path: Path) -> Iterator[Finding]:
        if field.type in _TEXT and not isinstance(given, str):
            source = self.places.source(path)
            message = f"{format_path(path)} is {described(given, field, source)}. Helm does not "
            message += "check it, but text is wanted here: put it in quotes."
            fix = quoting_fix(path, given, source)
            yield self._finding("SC006", Severity.WARNING, path, message, fix)
        elif field.type == "boolean" and not isinstance(given, bool):
            message = f"{format_path(path)} is {described(given, field)}. Helm does not check it, "
            message += "but true or false is wanted here, without quotes."
            yield self._finding("SC006", Severity.WARNING, path, message)
        elif _is_unusual(given, field):
            yield not_among(path, given, list(field.choices), self.places, refused=False)

    def _finding(
        self, code: str, severity: Severity, path: Path, message: str, fix: Fix | None = None
    ) -> Finding:
        line, column = self.places.at(path)
        return Finding(code, severity, message, path, line, column, fix=fix)


def _is_unusual(given: Any, field: Field) -> bool:
    """A word that is none of the usual ones, and no placeholder that another tool fills."""
    if not isinstance(given, str) or not field.choices or _PLACEHOLDER.intersection(given):
        return False
    return given not in ("", *field.choices)


def _after(schema: Schema, until: str) -> bool:
    from schema.version import within

    return not within(schema.parsed_version, "", until)
