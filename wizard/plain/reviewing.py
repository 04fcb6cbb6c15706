"""Review in lines: what is wrong, what will be written, what must exist first."""

from __future__ import annotations

from collections.abc import Iterator

from schema.finding import Finding, Severity
from wizard.plain.looking import state_of
from wizard.plain.telling import finding_line
from wizard.session import Session
from wizard.topic import Need

PROMPT = "Review: s saves, Enter goes back to the questions, ? helps"
COMMANDS = (
    ("g 1", "go to the question that decides finding 1"),
    ("x 1", "mend finding 1; x alone mends all that can be mended"),
    ("c 1", "the command for thing 1 that must exist first; c alone is the whole runbook"),
    ("Enter", "back to the questions"),
)


def review_lines(session: Session) -> Iterator[str]:
    yield ""
    yield "Review."
    findings = session.findings()
    yield f"Findings: {counted(findings) or 'none'}."
    for number, finding in enumerate(findings, 1):
        yield f"{number}. {finding_line(session, finding)}"
    yield "Files:"
    for member in session.plan:
        yield state_of(session, member)
    needs = session.needs()
    yield f"Before you apply, must exist:{'' if needs else ' nothing.'}"
    for number, need in enumerate(needs, 1):
        yield f"{number}. {_need(need)}"


def counted(findings: list[Finding]) -> str:
    """How many of each severity, in words; "" if there are none."""
    severities = [finding.severity for finding in findings]
    return ", ".join(
        f"{number} {severity.value}{'s' if number > 1 else ''}"
        for severity in Severity
        if (number := severities.count(severity))
    )


def need_lines(need: Need) -> Iterator[str]:
    """One thing that must exist, in full."""
    yield _need(need)
    if need.keys:
        yield f"Keys: {', '.join(need.keys)}."
    yield from need.command.splitlines()


def _need(need: Need) -> str:
    where = f"cluster {need.cluster or 'management'}"
    where += f", namespace {need.namespace}" if need.namespace else ""
    return f"{need.kind} {need.name} ({where}): {need.why}"
