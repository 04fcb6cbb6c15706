"""Explains a value of the chart, a question, a topic, a finding's code, or a message of Helm's.

gloo-wizard explain glooMgmtServer.safeMode       a path: type, default, versions, how sure
gloo-wizard explain safe-mode                     a topic: what is at stake, its questions
gloo-wizard explain safe-mode.behaviour           a question: its answers and their trade-offs
gloo-wizard explain GM801                         a code that `check` printed
gloo-wizard explain 'Error: values don\'t meet …'  what Helm says; - reads it from a pipe
"""

from __future__ import annotations

import argparse

from schema.path import format_path
from wizard.commands.common import STDIN, guide_with, print_text, read_bytes, schema_of
from wizard.exit_codes import ExitCode, Stop
from wizard.explaining import Unknown, explain
from wizard.helm_messages import is_message, meanings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what", metavar="WHAT", nargs="+",
        help="PATH, TOPIC, TOPIC.QUESTION, CODE or an error message of Helm's",
    )  # fmt: skip


def run(args: argparse.Namespace) -> int:
    what = " ".join(args.what).strip()
    if what == "-":
        what = read_bytes(STDIN).decode("utf-8", "replace").strip()
    if is_message(what):
        return _message(what)
    guide = guide_with(args, what)
    schema = schema_of(args, guide.default_version)
    try:
        print_text(explain(what, guide, schema))
    except Unknown as unknown:
        raise Stop(str(unknown)) from unknown
    return ExitCode.CLEAN


def _message(message: str) -> int:
    from textwrap import fill

    found = list(meanings(message))
    if not found:
        raise Stop("this message is not known; `gloo-wizard check FILE` may find its cause")
    for place, meaning in enumerate(found):
        about = f"{meaning.title}: {format_path(meaning.path)}" if meaning.path else meaning.title
        text = fill(meaning.text, 80)
        print_text(("\n" if place else "") + f"{about}\n\n{text}\n")
    return ExitCode.CLEAN
