"""Writes the files that go with values files: manifests of what must exist first, notes, a runbook.

Secrets with their names, types and keys, without material; KubernetesCluster objects; certificates
and issuers for cert-manager, where the certificates come from it; a note on Istio where FIPS builds
are chosen; permissions to review; the runbook. Without -o they are only listed. Those that somebody
has changed since, such as secrets that were filled in, are written over only with --overwrite. All
are written, or none.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from wizard.commands.common import one_standard_input, open_plan, print_text, tell
from wizard.exit_codes import ExitCode, Stop

if TYPE_CHECKING:
    from wizard.atomic import Output, Written
    from wizard.companions import Companion


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files", metavar="FILE", nargs="+", type=FilePath,
        help="values files of one installation; - reads a pipe",
    )  # fmt: skip
    parser.add_argument(
        "-o", "--output", metavar="DIR", type=FilePath,
        help="write into this folder, which is made if need be (default: list them)",
    )  # fmt: skip
    parser.add_argument(
        "--overwrite", action="store_true", help="also over files that somebody changed"
    )


def run(args: argparse.Namespace) -> int:
    from wizard.companions import companions

    one_standard_input(args.files)
    session = open_plan(args, list(dict.fromkeys(args.files)))
    files = companions(session)
    if session.state.assumed_version:
        tell(f"no file says its chart version; this is for {session.state.version}")
    if args.output is None:
        print_text(as_list(files))
        return ExitCode.CLEAN
    from wizard.atomic import write_files
    from wizard.companions.writing import left_over, made

    prepared = prepare(args.output, files, args.overwrite)
    with made(args.output):
        tell_written(write_files(prepared))
    for file in left_over(args.output, files):
        tell(f"{file}: no longer one of them; it was left there")
    return ExitCode.CLEAN


def as_list(files: Sequence[Companion]) -> str:
    """A line for each file."""
    names = max(len(one.name) for one in files)
    clusters = max(len(one.cluster) for one in files)
    return "".join(f"{one.name:{names}}  {one.cluster:{clusters}}  {one.what}\n" for one in files)


def prepare(folder: FilePath, files: Sequence[Companion], overwrite: bool) -> list[Output]:
    """What is to be written. Stops where it would go over something that is not ours."""
    from wizard.companions.writing import in_the_way, outputs

    if folder.exists() and not folder.is_dir():
        raise Stop(f"{folder}: a folder is needed for the companions, and this is a file")
    taken = [] if overwrite else in_the_way(folder, files)
    if taken:
        names = ", ".join(map(str, taken))
        raise Stop(f"{names}: not as gloo-wizard wrote it, or not its own; --overwrite replaces it")
    return outputs(folder, files, overwrite)


def tell_written(written: Sequence[Written]) -> None:
    for one in written:
        note = f": {one.note}" if one.note else ""
        tell(f"{one.file}: {one.how}{note}")
