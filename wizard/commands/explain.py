"""Explains a value of the chart, a question, a topic, or the code of a finding.

gloo-wizard explain glooMgmtServer.safeMode       a path: type, default, versions, how sure
gloo-wizard explain safe-mode                     a topic: what is at stake, its questions
gloo-wizard explain safe-mode.behaviour           a question: its answers and their trade-offs
gloo-wizard explain GM801                         a code that `check` printed
"""

from __future__ import annotations

import argparse

from wizard.commands.common import guide_of, print_text, schema_of
from wizard.exit_codes import ExitCode, Stop
from wizard.explaining import Unknown, explain


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", metavar="WHAT", help="PATH, TOPIC, TOPIC.QUESTION or CODE")


def run(args: argparse.Namespace) -> int:
    guide = guide_of(args)
    schema = schema_of(args, guide.default_version)
    try:
        print_text(explain(args.what.strip(), guide, schema))
    except Unknown as unknown:
        raise Stop(str(unknown)) from unknown
    return ExitCode.CLEAN
