"""Writes the values files that answers lead to: the same bytes each time.

The management plane's file goes to FILE, that of each workload cluster beside it (values.yaml,
values-eu-1.yaml). Questions without an answer are left to the chart, unless --recommended is given.
With --companions, what goes with them is written too, all of it or nothing. A file that is there
already is written over only with --overwrite.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path as FilePath

from schema.bundle import UnknownChart
from schema.finding import Severity
from wizard.answersfile import Answers, WrongAnswers, empty_state, follow, read_answers
from wizard.commands.common import (
    STDIN,
    guide_of,
    helm_of,
    name_of,
    print_bytes,
    read_document,
    tell,
)  # fmt: skip
from wizard.commands.companions import prepare, tell_written
from wizard.commands.report import as_text, spoken, summary
from wizard.commands.sources import asked_schema
from wizard.document import EditRefused
from wizard.exit_codes import ExitCode, Stop
from wizard.explain import Comments
from wizard.save import save, saving
from wizard.session import Session


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--answers", metavar="ANSWERS", required=True, type=FilePath,
        help="answers file, as `gloo-wizard answers FILE` prints it; - reads a pipe",
    )  # fmt: skip
    parser.add_argument(
        "-o", "--output", metavar="FILE", required=True, type=FilePath,
        help="the management plane's values file; - prints it where it is the only one",
    )  # fmt: skip
    parser.add_argument(
        "--comments", choices=[each.value for each in Comments], default=Comments.FULL.value
    )
    parser.add_argument(
        "--recommended", action="store_true",
        help="answer what is not answered as advised for the purpose",
    )  # fmt: skip
    parser.add_argument(
        "--strict", action="store_true",
        help="write nothing if a required answer is missing or `check` would find something",
    )  # fmt: skip
    parser.add_argument(
        "--companions", metavar="DIR", type=FilePath,
        help="write the companions into this folder too, as `gloo-wizard companions` does",
    )  # fmt: skip
    parser.add_argument("--overwrite", action="store_true", help="also over files that exist")


def run(args: argparse.Namespace) -> int:
    document = read_document(args.answers, helm_of(args))
    try:
        session = _followed(args, read_answers(document))
    except WrongAnswers as wrong:
        for trouble in wrong.troubles:
            place = f":{trouble.line}:{trouble.column}" if trouble.line else ""
            tell(f"{name_of(args.answers)}{place}: {trouble.text}")
        return ExitCode.USAGE
    except (EditRefused, UnknownChart, ValueError) as error:
        raise Stop(f"{name_of(args.answers)}: {' '.join(str(error).split())}") from error
    missing = _missing(session)
    if missing:
        tell(f"not answered, though needed: {', '.join(missing)}")
    if args.strict and (missing or _found(session)):
        return ExitCode.FINDINGS
    return _write(args, session)


def _followed(args: argparse.Namespace, given: Answers) -> Session:
    from schema.source import source_of

    if source_of(given.chart, None, None, True).is_remote:
        raise Stop(f"{given.chart} is no chart's name; an answers file cannot have one fetched")
    args.chart = args.chart or given.chart
    schema = asked_schema(args, lambda: given.version or "")
    version = args.version or given.version
    file = FilePath("values.yaml") if args.output == STDIN else args.output
    empty = empty_state(given, guide_of(args), file, version, helm_of(args))
    empty = replace(empty, comments=Comments(args.comments), schema=schema)
    return Session(follow(given, empty, args.recommended))


def _missing(session: Session) -> list[str]:
    return [
        asked.id
        for asked in session.visible()
        if asked.question.required and session.answer_of(asked.id) is None
    ]


def _found(session: Session) -> bool:
    """Whether a check finds anything that counts; says what."""
    findings = [one for one in spoken(session) if one.severity is not Severity.NOTE]
    if findings:
        tell(as_text(findings).rstrip("\n"))
        tell(f"{summary(findings)}; nothing was written")
    return bool(findings)


def _write(args: argparse.Namespace, session: Session) -> int:
    what = saving(session)
    if not what.files:
        raise Stop(f"{name_of(args.answers)}: these answers set nothing, so there is no file")
    if args.output == STDIN:
        if args.companions:
            raise Stop("--companions goes with values that are written to a file; name one with -o")
        if len(what.files) > 1:
            names = _listed(session.plan[key].cluster or key for key in what.files)
            raise Stop(f"these answers make several files ({names}); name one with -o FILE")
        print_bytes(next(iter(what.files.values())))
        return ExitCode.CLEAN
    taken = [] if args.overwrite else _taken(session)
    if taken:
        raise Stop(f"{_listed(taken)}: there is such a file already; --overwrite writes over it")
    if args.companions:
        return _write_with_companions(args, session)
    tell_written([*save(session, overwrite=args.overwrite).written.values()])
    return ExitCode.CLEAN


def _write_with_companions(args: argparse.Namespace, session: Session) -> int:
    from wizard.companions import companions
    from wizard.companions.writing import made

    beside = prepare(args.companions, companions(session), args.overwrite)
    with made(args.companions):
        saved = save(session, overwrite=args.overwrite, beside=beside)
    tell_written([*saved.beside, *saved.written.values()])
    return ExitCode.CLEAN


def _taken(session: Session) -> list[str]:
    from wizard.save import conflicts

    return [str(conflict.file) for conflict in conflicts(session)]


def _listed(names: Iterable[object]) -> str:
    return ", ".join(map(str, names))
