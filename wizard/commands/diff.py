"""Prints what changes for Helm from one values file to another, whatever else differs.

A line for each path: `+` it is new, `-` it is gone, `~` its value changed, `=` the files leave it
alone and the chart's own value changes with the version. Indented below: why it matters, and what
restarts. Secrets are hidden. The versions are those that the files say, unless options do; with
--repo or --chart oci://... their own schemas are fetched. A chart's folder or package may stand in
the place of each version.
Exit code 0: Helm reads the same, 1: it does not.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from pathlib import Path as FilePath
from typing import Any

from schema.model import Schema
from schema.path import Path, format_path
from schema.upgrades import Effect
from wizard.commands.common import (
    for_files,
    helm_of,
    one_standard_input,
    print_text,
    read_document,
    schema_of,
)  # fmt: skip
from wizard.commands.sources import with_version
from wizard.differences import Difference, differences
from wizard.document import Document
from wizard.exit_codes import ExitCode
from wizard.hiding import HIDDEN
from wizard.opening import told_version
from wizard.secrecy import holds_secret
from wizard.tree import MISSING

Shown = Callable[[Path, Any], Any]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("before", metavar="A", type=FilePath, help="values file; - reads a pipe")
    parser.add_argument("after", metavar="B", type=FilePath, help="values file; - reads a pipe")
    parser.add_argument("--version-a", metavar="V|CHART", help="chart version that A is for")
    parser.add_argument("--version-b", metavar="V|CHART", help="chart version that B is for")
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(args: argparse.Namespace) -> int:
    one_standard_input([args.before, args.after])
    before = read_document(args.before, helm_of(args))
    after = read_document(args.after, helm_of(args))
    args = for_files(args, (after, before))
    old, new = _schemas(args, before, after)

    def shown(path: Path, value: Any) -> Any:
        hidden = any(holds_secret(path, value, schema) for schema in (old, new))
        return HIDDEN if hidden else value

    found = list(differences(before, after, old, new))
    if args.format == "json":
        print_text(_json(found, shown, (old, new)))
    else:
        print_text("".join(_lines(found, shown)))
    return ExitCode.FINDINGS if found else ExitCode.CLEAN


def _schemas(args: argparse.Namespace, before: Document, after: Document) -> tuple[Schema, Schema]:
    """Each file's schema; where only one version is said, it holds for both."""
    told_before = told_version([(args.before, before)])
    told_after = told_version([(args.after, after)])
    first = args.version_a or args.version or told_before
    second = args.version_b or args.version or told_after
    return (
        schema_of(with_version(args, first or second, "--version-a")),
        schema_of(with_version(args, second or first, "--version-b")),
    )


def _lines(found: list[Difference], shown: Shown) -> Iterator[str]:
    """A line for each, with the reasons below unless they are those of the line above."""
    above = Effect()
    for one in found:
        yield _line(one, shown) + "\n"
        if one.effect != above:
            yield from (f"    {reason}\n" for reason in _reasons(one.effect))
        above = one.effect


def _line(one: Difference, shown: Shown) -> str:
    path = format_path(one.path)
    before, after = (_text(shown(one.path, value)) for value in (one.before, one.after))
    if one.sign == "+":
        return f"+ {path}: {after}"
    if one.sign != "-":
        return f"{one.sign} {path}: {before} -> {after}"
    default = one.fallback
    known = default is not MISSING and not isinstance(default, dict)
    more = f" (the chart's own: {_text(shown(one.path, default))})" if known else ""
    return f"- {path}: {before}{more}"


def _reasons(effect: Effect) -> Iterator[str]:
    if effect.why:
        yield effect.why
    if effect.restarts:
        yield f"restarts: {effect.restarts}"


def _text(value: Any) -> str:
    if value == HIDDEN:
        return HIDDEN
    return "" if value is MISSING else json.dumps(value, ensure_ascii=False)


_KINDS = {"+": "added", "-": "removed", "~": "changed", "=": "default"}


def _json(found: list[Difference], shown: Shown, schemas: tuple[Schema, Schema]) -> str:
    listed = []
    for one in found:
        entry = {"kind": _KINDS[one.sign], "path": format_path(one.path)}
        for name, value in (("before", one.before), ("after", one.after), ("own", one.fallback)):
            if value is not MISSING:
                entry[name] = shown(one.path, value)
        listed.append({**entry, "why": one.effect.why, "restarts": one.effect.restarts})
    versions = {"versionA": schemas[0].version, "versionB": schemas[1].version}
    report = {**versions, "differences": listed}
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"
