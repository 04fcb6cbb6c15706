"""Prints the values of a file as Helm reads them.

Real values, secrets too: the output is data for a pipe. With --effective the chart's own defaults
stand beneath, as far as they are known for its version.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path as FilePath
from typing import Any

from wizard.commands.common import (
    for_files,
    helm_of,
    name_of,
    print_text,
    read_document,
    read_path,
    schema_of,
    tell,
)  # fmt: skip
from wizard.document import Document
from wizard.exit_codes import ExitCode, Stop


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=FilePath, help="values file; - reads a pipe")
    parser.add_argument("path", metavar="PATH", nargs="?", help="only the value at this path")
    parser.add_argument("--format", choices=("yaml", "json"), default="yaml")
    parser.add_argument(
        "--effective", action="store_true", help="with the chart's defaults beneath"
    )


def run(args: argparse.Namespace) -> int:
    document = read_document(args.file, helm_of(args))
    value: Any = document.value
    if args.effective:
        value = _effective(args, document)
    if args.path is not None:
        value = _at(value, args)
    try:
        print_text(_json(value) if args.format == "json" else _yaml(value))
    except RecursionError:
        raise Stop(
            f"{name_of(args.file)}: nested too deeply to be printed", ExitCode.UNREADABLE
        ) from None
    return ExitCode.CLEAN


def _effective(args: argparse.Namespace, document: Document) -> dict[str, Any]:
    from schema.coalesce import coalesce
    from wizard.opening import told_version

    args = for_files(args, [document])
    told = told_version([(args.file, document)])
    schema = schema_of(args, told)
    if not (args.version or told):
        tell(f"the file does not say its chart version; these are the defaults of {schema.version}")
    tell(f"defaults of {schema.chart} {schema.version}: {schema.confidence}")
    return coalesce(schema.defaults(), document.value, helm=helm_of(args))


def _at(value: Any, args: argparse.Namespace) -> Any:
    from wizard.tree import MISSING, look_up

    found = look_up(value, read_path(args.path))
    if found is MISSING:
        raise Stop(f"{name_of(args.file)}: there is nothing at {args.path}", ExitCode.FINDINGS)
    return found


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _yaml(value: Any) -> str:
    from wizard.render import Style, entries, items, scalar

    if isinstance(value, dict) and value:
        lines = entries(value, 0, Style(), None)
    elif isinstance(value, list) and value:
        lines = items(value, 0, Style(), None)
    else:
        lines = [scalar(value)]
    return "\n".join(lines) + "\n"
