"""Prints a values file with notes for a reviewer, or a review document.

`--format yaml` is the same file with, above each key, what it is, its default, since which version,
why it was decided so, and findings. A person's comments stay, and Helm reads the same, which is
proved before anything is written. Annotating again replaces the notes.

`--format md` and `--format html` are a document: findings, decisions with gains and costs,
differences from the chart's defaults, what must exist first, the runbook. Secrets are hidden in
them. The HTML is one file without scripts.
"""

from __future__ import annotations

import argparse
from pathlib import Path as FilePath

from wizard.commands.common import STDIN, name_of, open_plan, print_bytes, tell
from wizard.commands.report import may_be_shown
from wizard.exit_codes import ExitCode, Stop
from wizard.session import Session


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=FilePath, help="values file; - reads a pipe")
    parser.add_argument(
        "-o", "--output", metavar="OUT", type=FilePath, default=STDIN,
        help="write to this file (default: standard output)",
    )  # fmt: skip
    parser.add_argument("--format", choices=("yaml", "md", "html"), default="yaml")
    parser.add_argument("--overwrite", action="store_true", help="also over a file that exists")


def run(args: argparse.Namespace) -> int:
    if args.output != STDIN and args.output.exists() and not args.overwrite:
        raise Stop(f"{args.output}: there is such a file already; --overwrite writes over it")
    session = open_plan(args, [args.file])
    data = _yaml(args, session) if args.format == "yaml" else _review(args, session)
    if session.state.assumed_version:
        tell(f"no file says its chart version; it was taken for {session.state.version}")
    if args.output == STDIN:
        print_bytes(data)
        return ExitCode.CLEAN
    from wizard.atomic import Output, write_files

    (written,) = write_files([Output(args.output, data)])
    if written.note:
        tell(f"{args.output}: {written.how}: {written.note}")
    return ExitCode.CLEAN


def _yaml(args: argparse.Namespace, session: Session) -> bytes:
    from wizard.annotate.inline import NotTheSame, annotated, values_in
    from wizard.annotate.notes import Notes

    member = next(one for one in session.plan if one.file == args.file)
    if isinstance(member.document.value.get("sops"), dict):
        raise Stop(
            f"{name_of(args.file)}: encrypted with sops; a changed comment breaks its signature"
        )
    notes = Notes(session, member.key)
    own = [
        may_be_shown(session, finding)
        for finding in session.findings()
        if finding.file == str(member.file)
    ]
    try:
        document = annotated(member.document, notes.on, own)
    except NotTheSame as trouble:
        raise Stop(f"{name_of(args.file)}: {trouble}", ExitCode.INTERNAL) from trouble
    tell(
        f"proved: Helm 3 and Helm 4 each read the same in it as in {name_of(args.file)}, "
        f"{values_in(document)} values"
    )
    return document.to_bytes()


def _review(args: argparse.Namespace, session: Session) -> bytes:
    from wizard.annotate.review import review

    findings = [may_be_shown(session, finding) for finding in session.findings()]
    content = review(session, findings)
    if args.format == "html":
        from wizard.annotate.html import as_html

        return as_html(content).encode("utf-8", "replace")
    from wizard.annotate.markdown import as_markdown

    return as_markdown(content).encode("utf-8", "replace")
