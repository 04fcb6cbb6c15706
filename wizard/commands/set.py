"""Changes single values of a file; every other byte stays as it is.

  gloo-wizard set values.yaml glooMgmtServer.replicaCount=2 --in-place
  gloo-wizard set values.yaml 'glooMgmtServer.env[name=LOG_LEVEL].value=debug'
  gloo-wizard set values.yaml 'a."key.with.dots"={"x": [1, 2]}' --unset old.key

VALUE is read as Helm reads a plain YAML value: true, 2 and null are what they look like, the rest
is text. In quotes, in [ ] or in { } it is read as YAML, so JSON works. --string takes every VALUE
as text. Without --in-place the changed file is printed and FILE stays as it is.
"""

from __future__ import annotations

import argparse
from contextlib import suppress
from functools import cache
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from schema.finding import Change, Drop, Put
from schema.path import Path
from wizard.commands.assignment import UnreadableValue, read_value, split
from wizard.commands.common import (
    STDIN,
    for_files,
    helm_of,
    name_of,
    parse,
    print_bytes,
    read_bytes,
    read_path,
    schema_of,
    tell,
)  # fmt: skip
from wizard.commands.sources import asked_schema
from wizard.document import Document, EditRefused
from wizard.exit_codes import ExitCode, Stop
from wizard.opening import told_version

if TYPE_CHECKING:
    from schema.model import Schema
    from wizard.placement import Order


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=FilePath, help="values file; - reads a pipe")
    parser.add_argument("set", metavar="PATH=VALUE", nargs="*", help="put VALUE at PATH")
    parser.add_argument(
        "--unset", metavar="PATH", action="append", default=[], help="take PATH away"
    )
    parser.add_argument(
        "--comment", metavar="PATH=TEXT", action="append", default=[],
        help="write TEXT above PATH as a comment of the wizard's own; none takes it away",
    )  # fmt: skip
    parser.add_argument("-i", "--in-place", action="store_true", help="write FILE itself")
    parser.add_argument("--string", action="store_true", help="every VALUE is text")
    parser.add_argument(
        "--keep-empty", action="store_true", help="keep sections that --unset leaves empty"
    )
    parser.add_argument(
        "--copy-aliases", action="store_true",
        help="write out what a YAML alias repeats, where the change is within it",
    )  # fmt: skip


def run(args: argparse.Namespace) -> int:
    if args.in_place and args.file == STDIN:
        raise Stop("--in-place needs a file; standard input has no place")
    changes = [*_puts(args), *(Drop(read_path(text)) for text in args.unset)]
    comments = _comments(args)
    if not changes and not comments:
        raise Stop("nothing to do: give PATH=VALUE, --unset PATH or --comment PATH=TEXT")
    data = read_bytes(args.file)
    before = parse(args.file, data, helm_of(args))
    for change in changes:
        if isinstance(change, Drop) and not before.has(change.path):
            tell(f"{name_of(args.file)}: nothing stands at {_written(change.path)}")
    after = _edited(args, before, changes, comments)
    if not args.in_place:
        print_bytes(after.to_bytes())
    elif after.text != before.text:
        _write(args.file, data, after)
    return ExitCode.CLEAN


def _puts(args: argparse.Namespace) -> list[Change]:
    puts: list[Change] = []
    for text in args.set:
        written_path, written_value = _split(text, "PATH=VALUE")
        path = read_path(written_path)
        try:
            value, note = read_value(written_value, args.string)
        except UnreadableValue as error:
            raise Stop(f"{written_path}: {error}") from error
        if note:
            tell(f"{written_path}: {note}")
        puts.append(Put(path, value))
    return puts


def _comments(args: argparse.Namespace) -> dict[Path, str | None]:
    pairs = (_split(text, "--comment PATH=TEXT") for text in args.comment)
    return {read_path(path): text.strip() or None for path, text in pairs}


def _split(text: str, form: str) -> tuple[str, str]:
    parts = split(text)
    if parts is None:
        raise Stop(f"{text!r} has no equals sign after a path; the form is {form}")
    return parts


def _edited(
    args: argparse.Namespace,
    document: Document,
    changes: list[Change],
    comments: dict[Path, str | None],
) -> Document:
    aliases: Any = "copy" if args.copy_aliases else "refuse"
    prune = not args.keep_empty
    put = {change.path for change in changes if isinstance(change, Put)}
    above = {path: text for path, text in comments.items() if path in put}
    order = _order(args, document)
    try:
        if changes:
            document = document.apply(changes, above, order, prune, aliases).document
        for path, text in comments.items():
            document = document.set_comment(path, text).document
    except EditRefused as refusal:
        raise Stop(f"{name_of(args.file)}: {' '.join(str(refusal).split())}") from refusal
    return document


def _order(args: argparse.Namespace, document: Document) -> Order:
    """The rank of a key in the chart's own values; the chart is looked at when it is needed."""
    args = for_files(args, [document])
    asked_schema(args, lambda: told_version([(args.file, document)]))

    @cache
    def schema() -> Schema | None:
        with suppress(Stop):  # of an unknown chart the file's own order is enough
            return schema_of(args, told_version([(args.file, document)]))
        return None

    def rank(path: Path) -> int:
        known = schema()
        return known.rank(path) if known else 0

    return rank


def _write(file: FilePath, read: bytes, document: Document) -> None:
    from wizard.atomic import Output, fingerprint, write_files

    (written,) = write_files([Output(file, document.to_bytes(), fingerprint(read))])
    if written.note:
        tell(f"{file}: {written.how}: {written.note}")


def _written(path: Path) -> str:
    from schema.path import format_path

    return format_path(path)
