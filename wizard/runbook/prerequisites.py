"""What must exist first, as steps: commands that run as they stand, or blanks to fill in."""

from __future__ import annotations

import re

from wizard.runbook.model import Contexts, Step
from wizard.topic import Need

_BLANK = re.compile(r"<[a-z][^<>\n]*>|…")


def step_of(need: Need, contexts: Contexts, management: str) -> Step:
    """The step that a need asks for; `management` names the management cluster."""
    where = f" in {need.namespace}" if need.namespace else ""
    cluster = need.cluster or management
    title = f"{need.kind[:1].upper()}{need.kind[1:]} {need.name}{where} ({cluster})"
    keys = f" Keys: {', '.join(need.keys)}." if need.keys else ""
    command = contexts.filled(need.command, need.cluster)
    secret = need if need.kind == "secret" else None
    if need.options:
        files = [one for one in need.options if one.option == "--set-file"]
        return Step(title, need.why, tuple(f'test -r "${one.variable}"' for one in files))
    if _BLANK.search(command) or not command:
        by_hand = (command,) if command else ()
        return Step(title, need.why + keys, (), by_hand, secret, contexts.of(need.cluster))
    return Step(title, need.why + keys, (_repeatable(command),))


def _repeatable(command: str) -> str:
    """A creating command that does not fail where the object is there already."""
    namespace = re.fullmatch(r"kubectl create (namespace \S+) (--context \S+)", command)
    if namespace:
        what, context = namespace.groups()
        return f"kubectl get {what} {context} >/dev/null 2>&1 ||\n  {command}"
    if "kubectl create secret" in command and "--from-file" in command:
        return f"{command} --dry-run=client --output yaml |\n  {_applied(command)}"
    return command


def _applied(command: str) -> str:
    context = re.findall(r"--context (\"\$\w+\")", command)
    return f"kubectl apply --context {context[-1]} -f -" if context else "kubectl apply -f -"
