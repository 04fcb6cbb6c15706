"""Prints what changes for Helm from one values file to another, whatever else differs.

A line for each path: `+` it is new, `-` it is gone, `~` its value changed. Secrets are hidden. Exit
code 0: Helm reads the same, 1: it does not.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path as FilePath
from typing import Any

from schema.finding import Change, Drop
from schema.path import format_path
from wizard.changes import changes_between
from wizard.commands.common import (
    helm_of,
    one_standard_input,
    print_text,
    read_document,
    schema_of,
)  # fmt: skip
from wizard.diff import HIDDEN
from wizard.exit_codes import ExitCode
from wizard.opening import told_version
from wizard.secrecy import holds_secret
from wizard.tree import MISSING, look_up


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("before", metavar="A", type=FilePath, help="values file; - reads a pipe")
    parser.add_argument("after", metavar="B", type=FilePath, help="values file; - reads a pipe")


def run(args: argparse.Namespace) -> int:
    one_standard_input([args.before, args.after])
    before = read_document(args.before, helm_of(args))
    after = read_document(args.after, helm_of(args))
    schema = schema_of(args, told_version([(args.after, after), (args.before, before)]))

    def shown(change: Change, value: Any) -> str:
        hidden = holds_secret(change.path, value, schema)
        return HIDDEN if hidden else json.dumps(value, ensure_ascii=False)

    def lines() -> Iterator[str]:
        for change in changes_between(before.value, after.value):
            old = look_up(before.value, change.path)
            path = format_path(change.path)
            if isinstance(change, Drop):
                yield f"- {path}: {shown(change, old)}\n"
            elif old is MISSING:
                yield f"+ {path}: {shown(change, change.value)}\n"
            else:
                yield f"~ {path}: {shown(change, old)} -> {shown(change, change.value)}\n"

    text = "".join(lines())
    print_text(text)
    return ExitCode.FINDINGS if text else ExitCode.CLEAN
