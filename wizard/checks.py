"""Every check over a plan: how Helm reads it, what the schema says, what the topics' rules find."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from schema.finding import Finding, Fix, Put, Severity
from schema.model import Schema
from schema.notices import notices
from wizard.document import Document
from wizard.facts import Facts
from wizard.guide import Guide
from wizard.plan import Member
from wizard.state import State
from wizard.topic import Mark, Rule
from wizard.view import PlanView


def findings(state: State) -> list[Finding]:
    """All findings, the worst first, then in the order of files and lines.

    Where a topic's rule finds as much fault with a value as the schema does, only the rule speaks:
    it knows better what the value does.
    """
    ruled = list(rule_findings(state, state.view))
    told = {(finding.file, finding.path, finding.severity) for finding in ruled}
    found = [
        finding
        for member in state.plan
        for finding in file_findings(state, member)
        if not (
            finding.code.startswith("SC") and (finding.file, finding.path, finding.severity) in told
        )
    ]
    found += ruled
    if state.schema is not None:  # the guide goes by the bundled one
        from wizard.reconcile import gap_findings

        found += gap_findings(state)
    files = [str(member.file) for member in state.plan]
    return sorted(
        found,
        key=lambda finding: (
            finding.severity.order,
            files.index(finding.file) if finding.file in files else -1,
            finding.line,
        ),
    )


def file_findings(state: State, member: Member) -> Iterator[Finding]:
    """What reading and the schema say of one file."""
    from schema.validate import validate

    document = member.document
    for finding in notices(document.reading):
        suited = _suited(finding, document, state.chart_schema)
        yield replace(suited, file=str(member.file))
    for finding in validate(document.value, document.locate, state.chart_schema):
        yield replace(finding, file=str(member.file))


_TYPED: dict[str, tuple[type, ...]] = {
    "boolean": (bool,), "integer": (int,), "number": (int, float),
}  # fmt: skip


def _suited(finding: Finding, document: Document, schema: Schema) -> Finding:
    """A notice with the way out that keeps the type which the chart wants: quotes make a text."""
    fix = finding.fix
    field = schema.field(finding.path) if fix is not None else None
    value = document.get(finding.path) if field is not None else None
    if field is None or type(value) not in _TYPED.get(field.type, ()):
        return finding
    if finding.code == "HY006":  # the digits are lost either way
        return replace(finding, fix=None)
    put = Put(finding.path, value, anew=True)
    return replace(finding, fix=Fix(f"write {json.dumps(value)}", (put,), safe=True))


def rule_findings(state: State, view: PlanView) -> Iterator[Finding]:
    """What the topics' rules find, also those of topics that are not asked: a key from another
    version is found only there. A rule that fails is a finding itself, and the others go on."""
    for rule in state.guide.rules():
        try:
            yield from [_finding(state, rule, mark) for mark in rule.check(view)]
        except Exception as error:
            yield failed(state, rule, error)


def failed(state: State, rule: Rule, error: Exception) -> Finding:
    """A rule could not be carried out: a fault of the program, told without any value."""
    from wizard.crash import place

    message = (
        f"The check {rule.code} ({rule.title}) failed: {place(error)}. It is a fault of the "
        "program, not of your file, and nothing else went unchecked; please report it."
    )
    file = next((str(member.file) for member in state.plan), "")
    return Finding("SC015", Severity.WARNING, message, file=file, question=rule.question)


def _finding(state: State, rule: Rule, mark: Mark) -> Finding:
    member = state.plan[mark.member]
    line, column = member.document.locate(mark.path) if mark.path else (0, 0)
    return Finding(
        code=rule.code,
        severity=mark.severity or rule.severity,
        message=mark.message,
        path=mark.path,
        line=line,
        column=column,
        file=str(member.file),
        question=rule.question,
        fix=mark.fix,
    )


def topic_of(guide: Guide, finding: Finding, facts: Facts) -> str:
    """The id of the topic a finding belongs to; "" if none decides it."""
    return finding.question.partition(".")[0] if finding.question in guide.asked else ""
