"""What a step to another version of the chart means for a values file, key by key.

  gloo-wizard upgrade values.yaml --from 2.4.16 --to 2.6.12
  gloo-wizard upgrade values.yaml --to 2.6.12 --in-place
  gloo-wizard upgrade values.yaml --to '^2.6' --repo default
  gloo-wizard upgrade values.yaml --from ./old-chart --to ./new-chart.tgz

The report goes to standard output. With --in-place or -o the changes that need nobody's look are
made and the file is written; all else is left as it is. Without --from the file has to tell its
version. With --repo or --chart oci://... both versions' own schemas are fetched, and a version may
be a range; a chart's folder or package may stand in the place of each version.
Exit code 0: nothing needs a person, 1: something does.
"""

from __future__ import annotations

import argparse
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from wizard.commands.common import (
    STDIN,
    helm_of,
    name_of,
    open_plan,
    parse,
    print_text,
    read_bytes,
    read_document,
    tell,
)  # fmt: skip
from wizard.commands.sources import asked_schema, source_from, with_version
from wizard.exit_codes import ExitCode, Stop

if TYPE_CHECKING:
    from schema.model import Schema
    from schema.version import Version
    from wizard.document import Document
    from wizard.plan import Member
    from wizard.session import Session
    from wizard.upgrade import Applied, Report


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=FilePath, help="values file; - reads a pipe")
    parser.add_argument("--from", metavar="V|CHART", dest="before",
                        help="the version FILE is for now")  # fmt: skip
    parser.add_argument(
        "--to",
        metavar="V|CHART",
        dest="after",
        help="the version it shall be for (default: --version)",
    )
    parser.add_argument("-i", "--in-place", action="store_true", help="write FILE itself")
    parser.add_argument("-o", "--output", metavar="OUT", type=FilePath, help="write this file")
    parser.add_argument(
        "--apply", choices=("safe", "none"), default="safe",
        help="what is changed in the file that is written (default: safe)",
    )  # fmt: skip
    parser.add_argument("--format", choices=("text", "json", "md"), default="text")


def run(args: argparse.Namespace) -> int:
    from wizard.upgrade import report
    from wizard.upgrading.written import Writer, as_json

    _check(args)
    schema = _new_schema(args)
    after = _target(args, schema)
    data = read_bytes(args.file)
    session = _session(args, data, schema)
    _check_order(session, after)
    member = _member(session, args.file)
    rows = report(session.state, after, schema)
    writer = Writer(rows, member, name_of(args.file))
    if args.format == "json":
        print_text(as_json([writer]))
    else:
        print_text(writer.text() if args.format == "text" else writer.markdown())
    _mention_siblings(session, member)
    left = _write(args, data, rows.of(member.key), member)
    needed = any(row.needs_person for row in writer.report.rows) or left
    return ExitCode.FINDINGS if needed else ExitCode.CLEAN


def _check(args: argparse.Namespace) -> None:
    if args.in_place and args.output:
        raise Stop("--in-place and -o are two places; give one")
    if args.in_place and args.file == STDIN:
        raise Stop("--in-place needs a file; standard input has no place")
    if args.output == STDIN:
        raise Stop("standard output takes the report; -o needs a file")


def _new_schema(args: argparse.Namespace) -> Schema | None:
    """The new version's schema, where the options name one other than the bundled."""
    return asked_schema(with_version(args, args.after or args.version, "--to"))


def _target(args: argparse.Namespace, schema: Schema | None) -> Version:
    from schema.version import Version

    text = schema.version if schema else args.after or args.version
    if not text:
        raise Stop("no version is said; --to says it, such as --to 2.6.12")
    return Version.parse(text)


def _session(args: argparse.Namespace, data: bytes, schema: Schema | None) -> Session:
    """The plan that FILE belongs to, as of the version it is for now. A schema from a file or a
    folder is the new version's; the old one's is then the bundled, or the one that --from names."""
    own = with_version(args, args.before, "--from")
    of_new = own.chart == args.chart and not source_from(own).is_remote
    if schema is not None and of_new and (own.schema or not source_from(own).is_bundled):
        own.schema, own.repo, own.chart = None, None, schema.chart
    elif schema is not None and not own.chart and not own.repo:
        own.chart = schema.chart
    if source_from(own).is_bundled:
        _check_known(own.chart)
    from wizard.opening import told_version

    document = parse(args.file, data, helm_of(args))

    def read_one(file: FilePath) -> Document:
        return document if file == args.file else read_document(file, helm_of(args))

    if source_from(own).is_remote and not own.version:
        own.version = told_version([(args.file, document)])
        _check_told(args, bool(own.version))
    session = open_plan(own, [args.file], read_one)
    _check_told(args, not session.state.assumed_version)
    _check_charts(session, schema)
    return session


def _check_known(chart: str | None) -> None:
    from schema.bundle import charts
    from wizard.guides import guided_charts

    if chart and chart not in (*charts(), *guided_charts()):
        raise Stop(
            f"of {chart} no older version is known here; --from takes its folder or package, and "
            "--repo or --chart oci://... fetch both versions"
        )


def _check_told(args: argparse.Namespace, told: bool) -> None:
    if not told:
        raise Stop(
            f"{name_of(args.file)}: nothing in it says its chart version; --from says it, such as "
            "--from 2.4.16"
        )


def _check_charts(session: Session, schema: Schema | None) -> None:
    before = session.state.chart_schema.chart
    if schema is not None and schema.chart != before:
        raise Stop(f"{before} and {schema.chart} are two charts; an upgrade is of one")


def _check_order(session: Session, after: Version) -> None:
    if after < session.state.version:
        raise Stop(f"{after} is older than {session.state.version}; an upgrade goes forwards")


def _member(session: Session, file: FilePath) -> Member:
    return next(member for member in session.plan if member.file == file)


def _mention_siblings(session: Session, own: Member) -> None:
    others = [str(member.file) for member in session.plan if member.key != own.key]
    if others:
        tell(f"{', '.join(others)}: belongs to the same plan; upgrade it to the same version")


def _write(args: argparse.Namespace, data: bytes, rows: Report, member: Member) -> bool:
    """Write what was asked for; whether changes had to be left out."""
    from wizard.upgrade import applied

    if not (args.in_place or args.output):
        return False
    if args.apply == "none":
        _put(args, data, data)
        return False
    done = applied(rows, rows.safe)
    for row, refusal in done.refused:
        tell(f"{name_of(args.file)}: left as it is: {row.what}: {' '.join(str(refusal).split())}")
    _put(args, data, done.state.plan[member.key].document.to_bytes())
    _tell_what(args, rows, done)
    return bool(done.refused)


def _put(args: argparse.Namespace, read: bytes, written: bytes) -> None:
    from wizard.atomic import Output, fingerprint, write_files

    if args.in_place and written == read:
        return
    file = args.file if args.in_place else args.output
    (result,) = write_files([Output(file, written, fingerprint(read) if args.in_place else None)])
    if result.note:
        tell(f"{file}: {result.how}: {result.note}")


def _tell_what(args: argparse.Namespace, rows: Report, done: Applied) -> None:
    made = len(rows.safe) - len(done.refused)
    file = args.file if args.in_place else args.output
    tell(f"{name_of(file)}: {made} of {len(rows.rows)} rows applied")
