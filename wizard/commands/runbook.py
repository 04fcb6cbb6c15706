"""Prints the kubectl and helm commands that bring values files into their clusters, in order.

Without --previous it is a first installation: what must exist, the CRD chart, the management
cluster, the workload clusters, checks, the way back. With --previous it is what changed since that
file, and no more: what restarts, and scaling to zero and back where a change needs it. Files of
workload clusters that a header names are found by themselves. Secrets are never printed; where one
must be made there is a blank in angle brackets. `--format sh` is a script that stops where
something is missing.
"""

from __future__ import annotations

import argparse
from pathlib import Path as FilePath

from wizard.commands.common import one_standard_input, open_plan, print_text, tell
from wizard.exit_codes import ExitCode


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files", metavar="FILE", nargs="+", type=FilePath,
        help="values files of one installation; - reads a pipe",
    )  # fmt: skip
    parser.add_argument(
        "--previous", metavar="OLD", action="append", type=FilePath, default=[],
        help="a file as it is applied now; again for each cluster that changes",
    )  # fmt: skip
    parser.add_argument("--format", choices=("md", "sh"), default="md")


def run(args: argparse.Namespace) -> int:
    from wizard.runbook import build
    from wizard.runbook.markdown import as_markdown
    from wizard.runbook.shell import as_shell

    one_standard_input([*args.files, *args.previous])
    now = open_plan(args, list(dict.fromkeys(args.files)))
    before = None
    if args.previous:
        told = args.version
        args.version = None
        before = open_plan(args, list(dict.fromkeys(args.previous)))
        if before.state.assumed_version:
            args.version = told or str(now.state.version)
            before = open_plan(args, list(dict.fromkeys(args.previous)))
    runbook = build(now, before)
    if now.state.assumed_version:
        tell(f"no file says its chart version; this is for {now.state.version}")
    print_text(as_shell(runbook) if args.format == "sh" else as_markdown(runbook))
    return ExitCode.CLEAN
