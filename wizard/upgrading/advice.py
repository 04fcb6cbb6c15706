"""What to know of the step beside single keys, and what the checks find in the new version."""

from __future__ import annotations

from collections.abc import Iterator

from schema.codes import about
from schema.finding import Finding, Severity
from wizard.checks import findings
from wizard.plan import Member
from wizard.state import State
from wizard.upgrading.row import Claims, Kind, Proposal, Row, Step

# Of these `keys` says more: unknown, not read, deprecated.
_TOLD_OTHERWISE = ("SC010", "SC011", "SC012", "SC013")
_KINDS = {
    "SC001": Kind.TYPE,
    "SC002": Kind.REQUIRED,
    "SC003": Kind.TYPE,
    "SC004": Kind.TYPE,
    "SC005": Kind.TYPE,
}


def advice(step: Step, claims: Claims) -> Iterator[Row]:
    """Rows for what the table of steps knows of these two versions and a file like this one, unless
    all of the keys that it is about are spoken for."""
    for one in step.lore.advice:
        about_set = [path for path in one.when.any_set if step.document.has(path)]
        if about_set and all(map(claims.exactly, about_set)):
            continue
        if one.concerns(step.old.parsed_version, step.new.parsed_version) and step.holds(one.when):
            yield step.row(
                Kind.ADVICE, one.path, one.what, why=one.why, severity=one.severity, sure=one.sure,
                proposal=Proposal.KEEP if one.severity is Severity.NOTE else Proposal.EDIT,
                restarts="",
            )  # fmt: skip


def found(step: Step, member: Member, before: State, after: State, claims: Claims) -> Iterator[Row]:
    """Rows for what the checks find in the new version, its forms taken over, and not before."""
    rules = list(after.guide.rules())
    old = [one for one in findings(before) if one.file == str(member.file)]
    told = {(one.code, one.path) for one in old}
    codes = {one.code for one in old}
    for finding in findings(after):
        known = (finding.code, finding.path) in told
        moved = finding.code in codes and not step.document.has(finding.path)
        if finding.file != str(member.file) or finding.code in _TOLD_OTHERWISE or known or moved:
            continue
        if finding.path and claims.exactly(finding.path):
            continue
        if finding.severity is not Severity.NOTE or finding.path:
            title = next((rule.title for rule in rules if rule.code == finding.code), "")
            yield _row(step, finding, title)


def _row(step: Step, finding: Finding, title: str) -> Row:
    fix = finding.fix
    what = title or _title(finding.code)
    return step.row(
        _KINDS.get(finding.code, Kind.FINDING), finding.path, what,
        why=f"{finding.message} Found by {finding.code} in {step.new.version}, not in "
        f"{step.old.version}.",
        severity=finding.severity,
        proposal=Proposal.TAKE if fix else Proposal.EDIT,
        changes=fix.changes if fix else (), safe=bool(fix and fix.safe),
    )  # fmt: skip


def _title(code: str) -> str:
    """What a code of reading or of the schema is about, as a sentence begins."""
    title, _ = about(code) or (code, "")
    return title[0].upper() + title[1:]
