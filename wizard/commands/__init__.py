"""The commands that need no screen, a file each.

`wizard/commands/NAME.py` (`_` for `-`) has `add_arguments(parser)` and `run(args) -> int`, and is
imported when its command is given. Its docstring is the command's longer help. `args` holds the
common options too, as `wizard.cli` completes them.
"""

from __future__ import annotations

# Name and summary of each, in the order in which help lists them.
SUMMARIES: dict[str, str] = {
    "generate": "values files from an answers file, without a terminal",
    "answers": "the answers that values files embody, as an answers file",
    "show": "the values as Helm reads them",
    "set": "change single values of a file and nothing else",
    "check": "findings on values files, and an exit code for a build",
    "annotate": "a values file with notes for a reviewer, or a review document",
    "diff": "what changes for Helm between two files",
    "upgrade": "what another version of the chart means for a file, key by key",
    "runbook": "the kubectl and helm commands that apply values files, in order",
    "companions": "manifests of what must exist first, notes and runbook, as files",
    "explain": "what a value, a question, a topic or a finding's code is about",
    "schema": "the schemas at hand: list, fetch, show, prune",
}
