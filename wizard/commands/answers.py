"""Prints the answers that values files embody, as a file that `generate --answers` reads.

Secrets are left out, and so are questions that the file answers in a way of its own: comments at
the end name them.
"""

from __future__ import annotations

import argparse
from pathlib import Path as FilePath

from wizard.answersfile import write_answers
from wizard.commands.common import one_standard_input, open_plan, print_text, tell
from wizard.exit_codes import ExitCode


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files", metavar="FILE", nargs="+", type=FilePath,
        help="values files of one installation; - reads a pipe",
    )  # fmt: skip


def run(args: argparse.Namespace) -> int:
    one_standard_input(args.files)
    session = open_plan(args, list(dict.fromkeys(args.files)))
    text, left_out = write_answers(session)
    print_text(text)
    if session.state.assumed_version:
        tell(f"no file says its chart version; it was taken for {session.state.version}")
    if left_out:
        tell(f"{len(left_out)} left out; the comments at the end say which and why")
    return ExitCode.CLEAN
