"""Checks values files: how Helm reads them, what the chart accepts, what the topics' rules find.

Several files are taken as one plan (management plane and workload clusters) and checked against
each other; files that a header names are found by themselves. Several management planes are
checked one by one. With -f, files are layers of one release, merged as Helm merges them. Exit code
0: nothing found that counts, 1: findings. Notes never count.

A finding that was looked at and accepted is left out where the file says so in a comment on the
line or above it, `# gloo-wizard: ignore=GM802` (`ignore-file=` for the whole file), or where
.gloo-wizard.toml or [tool.gloo-wizard] in pyproject.toml has it under `ignore` or
`per-file-ignores`.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from schema.finding import Finding, Severity
from wizard.commands.common import (
    STDIN,
    guide_of,
    guide_with,
    helm_of,
    name_of,
    one_standard_input,
    open_plan,
    print_text,
    read_document,
    tell,
)  # fmt: skip
from wizard.commands.report import as_json, as_text, may_be_shown, summary
from wizard.document import Document
from wizard.exit_codes import ExitCode, Stop
from wizard.session import Session
from wizard.sets import Role

if TYPE_CHECKING:
    from wizard.layers import Layers
    from wizard.settings import Settings
    from wizard.suppress import Acceptance

_COUNTS = {
    "error": {Severity.ERROR},
    "warning": {Severity.ERROR, Severity.WARNING},
    "never": set[Severity](),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files", metavar="FILE", nargs="*", type=FilePath, help="values files; - reads a pipe"
    )
    parser.add_argument(
        "-f", "--values", metavar="LAYER", dest="layers", action="append", type=FilePath,
        help="a layer of one release; given several times, the last one wins, as with helm",
    )  # fmt: skip
    parser.add_argument("--format", choices=("text", "json", "sarif", "github"), default="text")
    parser.add_argument(
        "--fail-on", choices=tuple(_COUNTS),
        help="from which severity on the exit code is 1 (default: warning)",
    )  # fmt: skip
    parser.add_argument(
        "--fix", action="store_true", help="apply the fixes that are safe, then check what is left"
    )
    parser.add_argument("--config", metavar="TOML", type=FilePath, help="read settings from here")
    parser.add_argument(
        "--no-suppressions", action="store_true", help="also findings that were accepted"
    )
    parser.add_argument("--explain", metavar="CODE", help="what a code is about, and no check")
    parser.add_argument("--list-rules", action="store_true", help="every code, and no check")


def run(args: argparse.Namespace) -> int:
    if args.explain or args.list_rules:
        return _about(args)
    if not args.files and not args.layers:
        raise Stop("no file is given: name FILE, or layers with -f")
    one_standard_input([*args.files, *(args.layers or ())])
    settings = _settings(args)
    layers, sessions = _opened(args)
    if args.fix:
        sessions = _mended(args, settings, sessions)
    found = [one for session in sessions for one in _spoken(session, layers)]
    findings = list(dict.fromkeys(found))
    if not args.no_suppressions:
        acceptance = _accepted(settings, layers, sessions)
        _tell_unknown_codes(acceptance, settings, sessions[0])
        findings = [finding for finding in findings if not acceptance.holds(finding)]
    print_text(_written(args, sessions, findings))
    _tell_versions(sessions)
    if args.format == "text":
        tell(summary(findings))
    fail_on = args.fail_on or settings.fail_on or "warning"
    counts = any(finding.severity in _COUNTS[fail_on] for finding in findings)
    return ExitCode.FINDINGS if counts else ExitCode.CLEAN


def _about(args: argparse.Namespace) -> int:
    from wizard.commands.rules import explained, listed

    if args.explain:
        print_text(explained(args.explain, guide_with(args, args.explain)))
    else:
        print_text(listed(guide_of(args), args.format))
    return ExitCode.CLEAN


def _written(
    args: argparse.Namespace, sessions: Sequence[Session], findings: Sequence[Finding]
) -> str:
    if args.format == "json":
        return as_json(sessions, findings)
    if args.format == "sarif":
        from wizard.commands.report_sarif import as_sarif

        return as_sarif(sessions[0].guide, findings)
    if args.format == "github":
        from wizard.commands.report_github import as_github

        return as_github(findings)
    return as_text(findings)


def _tell_versions(sessions: Sequence[Session]) -> None:
    for session in sessions:
        if session.state.assumed_version:
            files = ", ".join(name_of(member.file) for member in session.plan)
            tell(
                f"{files}: no chart version is said, checked for {session.state.version}; "
                "--version says another"
            )


def _opened(args: argparse.Namespace) -> tuple[Layers | None, list[Session]]:
    """One session over all files, or one for each where they are several installations."""
    files = list(dict.fromkeys(args.files))
    if args.layers:
        return _layered(args, files)
    together = open_plan(args, files)
    planes = [member for member in together.plan if member.role is Role.MANAGEMENT]
    if len(planes) < 2:
        return None, [together]
    return None, [open_plan(args, [file]) for file in files]


def _layered(args: argparse.Namespace, files: list[FilePath]) -> tuple[Layers, list[Session]]:
    """The layers as one file, with the others beside it."""
    from wizard.layers import Layers
    from wizard.opening import told_version

    if args.fix:
        raise Stop("--fix mends files; where a mend of merged layers (-f) belongs, you decide")
    helm = helm_of(args)
    order = tuple(args.layers)
    layers = Layers(order, tuple(read_document(file, helm) for file in order))
    merged = layers.merged()

    def reader(file: FilePath) -> Document:
        return merged if file == layers.file else read_document(file, helm)

    told = list(zip(order, layers.documents, strict=True))[::-1]
    args.version = args.version or told_version(told)
    others = [file for file in files if file not in order]
    return layers, [open_plan(args, [layers.file, *others], reader)]


def _spoken(session: Session, layers: Layers | None) -> list[Finding]:
    findings = [may_be_shown(session, finding) for finding in session.findings()]
    if layers is None:
        return findings
    from wizard.layers import placed

    return placed(layers, findings, name_of(layers.file))


def _settings(args: argparse.Namespace) -> Settings:
    from wizard.settings import Settings, WrongSetting, find, read

    first = [*args.files, *(args.layers or ())][0]
    try:
        settings = (
            read(args.config)
            if args.config
            else find(FilePath() if first == STDIN else first.parent)
        )
    except WrongSetting as error:
        raise Stop(str(error)) from error
    return Settings(settings.file, fail_on=settings.fail_on) if args.no_suppressions else settings


def _accepted(settings: Settings, layers: Layers | None, sessions: Sequence[Session]) -> Acceptance:
    """What the files' comments and the settings accept."""
    from wizard.suppress import Acceptance, accepted

    documents = {
        name_of(member.file): member.document for session in sessions for member in session.plan
    }
    if layers is not None:
        documents.update(zip(map(name_of, layers.files), layers.documents, strict=True))
    comments = {file: accepted(document) for file, document in documents.items()}
    return Acceptance(comments, settings.ignore, settings.per_file)


def _tell_unknown_codes(acceptance: Acceptance, settings: Settings, session: Session) -> None:
    """A code that no finding has is mostly a slip, and then accepts nothing."""
    from schema.codes import about

    named = [*acceptance.said(), *((code, str(settings.file)) for code in sorted(settings.codes()))]
    if not named:
        return
    known = {rule.code for rule in session.guide.rules()}
    for code, where in named:
        if code not in known and about(code) is None:
            tell(f"{where}: no finding has the code {code}")


def _mended(
    args: argparse.Namespace, settings: Settings, sessions: Sequence[Session]
) -> list[Session]:
    """The sessions after the safe fixes, their files written."""
    from wizard.mending import mend
    from wizard.save import save

    if STDIN in args.files:
        raise Stop("--fix needs files; standard input has no place to write to")

    named = {str(file) for file in args.files}

    def wanted(session: Session, finding: Finding) -> bool:
        if finding.file not in named:  # a file that a header names is checked, not written
            return False
        shown = may_be_shown(session, finding)
        return args.no_suppressions or not _accepted(settings, None, [session]).holds(shown)

    mended = []
    for session in sessions:
        result = mend(session, wanted)
        for finding, why in result.refused:
            tell(f"{finding.file}:{finding.line}: {finding.code} was not mended: {why}")
        for finding in result.done:
            shown = may_be_shown(session, finding)
            tell(f"{shown.file}:{shown.line}: mended {shown.code}: {shown.fix and shown.fix.title}")
        save(result.session)
        mended.append(result.session)
    return mended
