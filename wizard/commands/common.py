"""What the commands share: reading files, naming what is wrong in one line, printing data."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from schema.helmyaml import HelmYamlError
from schema.path import Path, PathError, parse_path
from wizard.commands.sources import asked_schema, bare_guide
from wizard.document import Document
from wizard.exit_codes import ExitCode, Stop

if TYPE_CHECKING:
    from schema.model import Schema
    from wizard.guide import Guide
    from wizard.session import Session

STDIN = FilePath("-")
Reader = Callable[[FilePath], Document]
DEFAULT_HELM = 4


def helm_of(args: argparse.Namespace) -> int:
    helm: int | None = args.helm
    return helm or DEFAULT_HELM


def read_bytes(file: FilePath) -> bytes:
    """The bytes of a file, of standard input for `-`. Raises OSError."""
    return sys.stdin.buffer.read() if file == STDIN else file.read_bytes()


def parse(file: FilePath, data: bytes, helm: int) -> Document:
    """A file's bytes as a document. Stops where Helm refuses them."""
    try:
        return Document.parse(data, helm)
    except HelmYamlError as error:
        place = f":{error.line}:{error.column}" if error.line else ""
        text = " ".join(f"{error.what} {error.hint}".split())
        raise Stop(f"{name_of(file)}{place}: {text}", ExitCode.UNREADABLE) from error


def read_document(file: FilePath, helm: int) -> Document:
    """A file (`-`: standard input) as a document. Stops where Helm refuses it; raises OSError."""
    return parse(file, read_bytes(file), helm)


def name_of(file: FilePath) -> str:
    return "standard input" if file == STDIN else str(file)


def read_path(text: str) -> Path:
    """A path as it was typed. Stops where it cannot be read."""
    try:
        return parse_path(text)
    except PathError as error:
        raise Stop(str(error)) from error


def guide_of(args: argparse.Namespace) -> Guide:
    """The guide for the chart asked for; a bare one where its schema was named. Stops without."""
    from wizard.guides import NoGuide, guide_for

    schema = asked_schema(args)
    try:
        return guide_for(args.chart)
    except NoGuide as error:
        if schema is None:
            raise Stop(str(error)) from error
        return bare_guide(schema)


def guide_with(args: argparse.Namespace, code: str) -> Guide:
    """The guide for the chart asked for; where none is, the one whose rule has this code, and its
    chart is then as if it had been asked for."""
    from wizard.guides import DEFAULT_CHART, NoGuide, guide_for, guided_charts

    if not (args.chart or args.repo or args.schema):
        for chart in guided_charts():
            with suppress(NoGuide):
                guide = guide_for(chart)
                if any(rule.code == code.upper() for rule in guide.rules()):
                    args.chart = None if chart == DEFAULT_CHART else chart
                    return guide
    return guide_of(args)


def for_files(args: argparse.Namespace, documents: Iterable[Document]) -> argparse.Namespace:
    """The options, with the chart that the files are for where no option names one."""
    if args.chart or args.repo or args.schema:
        return args
    from wizard.guides import DEFAULT_CHART, chart_of

    chart = chart_of(documents)
    return args if chart == DEFAULT_CHART else argparse.Namespace(**{**vars(args), "chart": chart})


def open_plan(
    args: argparse.Namespace, files: Sequence[FilePath], reader: Reader | None = None
) -> Session:
    """A session over the files and their siblings. Stops where one cannot be read."""
    from schema.bundle import UnknownChart
    from wizard.opening import open_files, told_version

    helm = helm_of(args)
    read_one = cache(reader or (lambda file: read_document(file, helm)))
    args = for_files(args, map(read_one, files))
    schema = asked_schema(args, lambda: told_version([(file, read_one(file)) for file in files]))
    guide = guide_of(args)
    try:
        return open_files(guide, files, args.version or "", helm, read_one, schema)
    except UnknownChart as error:
        raise Stop(str(error)) from error


def schema_of(args: argparse.Namespace, told_version: str = "") -> Schema:
    """The schema that the options name, else the bundled one. Stops where there is none."""
    from schema.bundle import DEFAULT_CHART, UnknownChart, charts, default_version, load

    asked = asked_schema(args, lambda: told_version)
    if asked is not None:
        return asked
    chart = args.chart or DEFAULT_CHART
    version = args.version or told_version
    try:
        if chart in charts():
            return load(chart, version or default_version(chart))
        guide = guide_of(args)
        return guide.schema_of(version or guide.default_version)
    except (UnknownChart, ValueError) as error:
        raise Stop(str(error)) from error


def one_standard_input(files: Sequence[FilePath]) -> None:
    if list(files).count(STDIN) > 1:
        raise Stop("standard input (-) can be read once only")


def print_bytes(data: bytes) -> None:
    """Bytes to standard output, as they are on every system."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def print_text(text: str) -> None:
    """Text to standard output as UTF-8, lines ending with a line feed, whatever the locale."""
    print_bytes(text.encode("utf-8", "replace"))


def tell(message: str) -> None:
    """A message to standard error."""
    print(message, file=sys.stderr)
