"""Applying fixes, each as a surgical edit of its file."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from schema.finding import Finding
from wizard.document import EditRefused
from wizard.plan import Plan
from wizard.session import Session

_ROUNDS = 20  # a fix may make another one possible; more rounds than this would be a circle


@dataclass(frozen=True)
class Mended:
    """The session with the mended files, not yet saved; what was done, and what was refused."""

    session: Session
    done: tuple[Finding, ...]
    refused: tuple[tuple[Finding, str], ...]


def mend(session: Session, wanted: Callable[[Session, Finding], bool]) -> Mended:
    """Apply every safe fix of the findings that are wanted, as often as there is a new one."""
    done: list[Finding] = []
    refused: dict[tuple[Any, ...], tuple[Finding, str]] = {}
    for _ in range(_ROUNDS):
        plan = session.plan
        fixed: list[Finding] = []
        touched: set[str] = set()
        for finding in session.findings():
            if not _is_safe(finding) or not wanted(session, finding) or _key(finding) in refused:
                continue
            if finding.file in touched and _is_stale(finding, plan, session):
                continue
            try:
                plan = _applied(session, plan, finding)
            except EditRefused as refusal:
                refused[_key(finding)] = (finding, " ".join(str(refusal).split()))
                continue
            fixed.append(finding)
            touched.add(finding.file)
        if not fixed:
            break
        done += fixed
        session = _with(session, plan)
    return Mended(session, tuple(done), tuple(refused.values()))


def _is_safe(finding: Finding) -> bool:
    return finding.fix is not None and finding.fix.safe and bool(finding.fix.changes)


def _key(finding: Finding) -> tuple[Any, ...]:
    return finding.code, finding.file, finding.path


def _is_stale(finding: Finding, plan: Plan, session: Session) -> bool:
    """Whether an earlier fix of this round has changed what the finding is about."""
    key = next(member.key for member in session.plan if str(member.file) == finding.file)
    before, now = session.plan[key].document, plan[key].document
    paths = [
        finding.path,
        *(change.path for change in (finding.fix.changes if finding.fix else ())),
    ]
    return any(before.get(path, _NONE) != now.get(path, _NONE) for path in paths if path)


_NONE = object()


def _applied(session: Session, plan: Plan, finding: Finding) -> Plan:
    assert finding.fix is not None
    rank = session.state.chart_schema.rank
    for member in plan:
        if str(member.file) == finding.file:
            edit = member.document.apply(finding.fix.changes, order=rank)
            return plan.with_document(member.key, edit.document)
    return plan


def _with(session: Session, plan: Plan) -> Session:
    """A session over the mended files, their answers read anew; what is saved stays as it was."""
    from wizard.answering import opened

    return Session(opened(replace(session.state, plan=plan)))


def apply_fix(session: Session, finding: Finding) -> str:
    """Apply the fix of one finding to its file, as a change that can be taken back; its title.

    Raises EditRefused, and ValueError for a finding without a fix.
    """
    if finding.fix is None:
        raise ValueError(f"{finding.code} has no fix")
    key = next(member.key for member in session.plan if str(member.file) == finding.file)
    session.apply_fix(key, finding.fix)
    return finding.fix.title


def apply_all(session: Session) -> list[str]:
    """Apply what fixes there are, one after the other, as one may mend another; their titles."""
    done: list[str] = []
    tried: set[str] = set()
    while True:
        open_ = [one for one in session.findings() if one.fix and one.message not in tried]
        if not open_:
            return done
        tried.add(open_[0].message)
        with suppress(EditRefused):
            done.append(apply_fix(session, open_[0]))
