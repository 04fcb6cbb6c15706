"""A runbook as a shell script, which stops at the first thing that fails or is missing."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from textwrap import wrap

from wizard.runbook.model import Part, Runbook, Step

_HEAD = """\
set -eu

say() {
  printf '\\n== %s\\n' "$1"
}
"""
_REQUIRE = """
# require CONTEXT NAMESPACE SECRET KEY...: stops where a secret, or one of its keys, is missing
require() {
  context=$1 namespace=$2 secret=$3
  shift 3
  for key in "$@"; do
    kubectl get secret "$secret" --context "$context" --namespace "$namespace" \\
      --output "go-template={{if index .data \\"$key\\"}}there{{end}}" 2>/dev/null |
      grep -q there && continue
    echo "missing: secret $secret in $namespace ($context), key $key; see the comment above" >&2
    exit 1
  done
}
"""


def as_shell(runbook: Runbook) -> str:
    """The script, for any POSIX shell."""
    return "\n".join(_lines(runbook)).rstrip() + "\n"


def _lines(runbook: Runbook) -> Iterator[str]:
    yield "#!/bin/sh"
    yield from _comment(runbook.title)
    for fact in runbook.facts:
        yield from _comment(fact)
    if runbook.restarts:
        yield from _comment("These restart (inferred from what the chart's templates read):")
        for one in runbook.restarts:
            yield from _comment(f"- {one}")
    yield _HEAD.rstrip()
    if any(step.secret for part in runbook.parts for step in part.steps):
        yield _REQUIRE.rstrip()
    if runbook.contexts:
        yield "\n# The contexts of the clusters, from the environment"
    for name, cluster in runbook.contexts.items():
        yield f': "${{{name}:?set it to the context of {_in_quotes(cluster)}}}"'
    if runbook.inputs:
        yield "\n# What is kept out of the files"
    for name, what in runbook.inputs.items():
        yield f': "${{{name}:?set it to the {_in_quotes(what)}}}"'
    for part in runbook.parts:
        yield from _part(part)


def _part(part: Part) -> Iterator[str]:
    yield f"\n# --- {part.title}"
    for step in part.steps:
        yield ""
        if part.aside:
            yield from _comment(f"{step.title}. {step.why}".strip())
            for command in step.commands:
                yield from (f"#   {line}" for line in command.splitlines())
        else:
            yield from _step(step)


def _step(step: Step) -> Iterator[str]:
    if step.why:
        yield from _comment(step.why)
    for command in step.by_hand:
        yield from (f"#   {line}" for line in command.splitlines())
    yield f"say {shlex.quote(step.title)}"
    if step.secret is not None and step.secret.keys:
        need = step.secret
        where = [shlex.quote(text) for text in (need.namespace, need.name, *need.keys)]
        yield f"require {step.context} {' '.join(where)}"
    for command in step.commands:
        yield _guarded(command)


def _guarded(command: str) -> str:
    if command.startswith("meshctl "):
        return f"if command -v meshctl >/dev/null; then {command}; fi"
    return command


def _in_quotes(text: str) -> str:
    """Text that means nothing to the shell inside double quotes and braces."""
    return re.sub(r"[^\w .,:/@-]", "?", text)


def _comment(text: str) -> list[str]:
    return wrap(
        text, 96, initial_indent="# ", subsequent_indent="# ",
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
