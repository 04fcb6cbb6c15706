"""How an answer, or a change by hand, leads from one state to the next. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from schema.finding import Change
from schema.helmyaml import HelmYamlError
from schema.path import Path
from schema.version import Version
from wizard.desired import difference
from wizard.document import Document
from wizard.explain import Comments
from wizard.header import decode_all, encode_all, read_header, write_header
from wizard.needs import kept_out, needs_of
from wizard.plan import MANAGEMENT, Member, Plan, workload_file, workload_key
from wizard.question import Names
from wizard.recognise import agrees, recognise, with_claims
from wizard.sets import Role
from wizard.state import State
from wizard.well_known import HELM, WORKLOADS


class WrongAnswer(ValueError):
    """An answer that its question does not take; the text says what is expected."""


def give(state: State, answers: Mapping[str, Any]) -> State:
    """Answer questions; None leaves one to the chart. Raises WrongAnswer and EditRefused."""
    merged = dict(state.answers)
    for id, answer in answers.items():
        asked = state.guide.asked[id]
        if answer is None:
            merged.pop(id, None)
            continue
        trouble = asked.question.trouble(answer, state.settled.facts)
        if trouble:
            raise WrongAnswer(f"{asked.question.ask} {trouble}")
        merged[id] = answer
    custom = state.custom - answers.keys()
    following = replace(state, answers=merged, custom=custom)
    named = following.settled.facts.answer(WORKLOADS)
    if WORKLOADS in answers or named != state.settled.facts.answer(WORKLOADS):
        following = replace(following, plan=with_workloads(following, named or ()))
    if HELM in answers:
        following = replace(following, plan=read_by(following.plan, int(answers[HELM] or 4)))
    return rewrite(state, following, answers)


def read_by(plan: Plan, helm: int) -> Plan:
    """The same texts as this Helm reads them: 3 looks at the first document only."""
    for member in plan:
        if member.document.helm == helm:
            continue
        try:
            document = Document.parse(member.document.to_bytes(), helm)
        except HelmYamlError as error:
            raise WrongAnswer(f"Helm {helm} cannot read {member.file}: {error}") from error
        plan = plan.with_document(member.key, document)
    return plan


def with_workloads(state: State, clusters: Iterable[str]) -> Plan:
    """The plan with exactly these workload clusters, new ones with an empty file."""
    plan = state.plan
    wanted = tuple(clusters)
    for member in list(plan):
        if member.role is Role.WORKLOAD and member.cluster not in wanted and len(plan.members) > 1:
            plan = plan.without(member.key)
    first = plan.first
    for cluster in wanted:
        if workload_key(cluster) not in plan:
            file = workload_file(first.file, cluster)
            blank = Document.parse("", first.document.helm)
            plan = plan.with_member(
                Member(workload_key(cluster), Role.WORKLOAD, cluster, file, blank)
            )
    order = [m.key for m in plan if m.role is not Role.WORKLOAD]
    order += [workload_key(cluster) for cluster in wanted]
    return Plan({key: plan[key] for key in order if key in plan})


def change_version(state: State, version: Version) -> State:
    """The same answers for another version of the chart."""
    following = replace(state, version=version, schema=None, assumed_version=False, upgrading=None)
    return rewrite(state, following, ())


def change_comments(state: State, comments: Comments) -> State:
    return replace(state, comments=comments)


def rewrite(before: State, after: State, answered: Iterable[str]) -> State:
    """Bring the files from what the answers wanted before to what they want now."""
    given = set(answered)
    plan = after.plan
    order = after.chart_schema.rank
    for view in after.scopes:
        wanted = after.wants[view.key]
        rewritten = [path for path, want in wanted.items() if want.question in given]
        cleared = [path for id in given for path in _cleared(after, id, view.key)]
        changes, comments = difference(
            view.tree, before.wants.get(view.key, {}), wanted, rewritten, cleared
        )
        if changes:
            document = plan[view.key].document
            plan = plan.with_document(view.key, document.apply(changes, comments, order).document)
    return with_headers(after.with_plan(plan), force=bool(given))


def edit(state: State, key: str, changes: Iterable[Change], comments: Mapping[Path, str]) -> State:
    """Change paths of one file by hand, and read anew which answers the files embody."""
    document = state.plan[key].document
    edited = document.apply(list(changes), comments, state.chart_schema.rank).document
    return reread(replace(state, plan=state.plan.with_document(key, edited)))


def reread(state: State) -> State:
    """Recognise the answers in the files again; what the files do not contradict is kept."""
    found = recognise(state.guide, state.version, state.plan, state.defaults, state.answers)
    following = replace(state, answers=found.answers, custom=found.custom)
    return with_headers(following, force=False)


def with_headers(state: State, force: bool) -> State:
    """Write the headers of the files that have one, are new, or need one to remember an answer."""
    plan = state.plan
    noted = _noted(state)
    first = plan.first.key
    written = [
        member
        for member in plan
        if _has_header(member)
        or (force and (member.saved is None or (noted and member.key == first)))
    ]
    options = kept_out(needs_of(state)) if written else {}
    for member in written:
        own = noted if member.key == first else {}
        main = plan[MANAGEMENT].file.name if MANAGEMENT in plan else ""
        cluster = "" if member.role is Role.MANAGEMENT else member.cluster
        given = options.get(cluster, ())
        lines = write_header(state.guide, state.settled.facts, member, main, own, given)
        if lines != member.document.header():
            plan = plan.with_document(member.key, member.document.set_header(lines).document)
    return state.with_plan(plan)


def _noted(state: State) -> dict[str, str]:
    """The answers that cannot be read back out of the values."""
    unread: dict[str, Any] = {}
    facts = state.settled.facts
    for id, answer in state.answers.items():
        asked = state.guide.asked.get(id)
        if asked is None or facts.answer(id) is None or isinstance(asked.question, Names):
            continue
        views = with_claims(state.guide, asked, state.scopes)
        if asked.question.read(views) != answer and agrees(asked.question, answer, views):
            unread[id] = answer
    return encode_all(state.guide, unread)


def _has_header(member: Member) -> bool:
    return bool(read_header(member.document.header()).chart)


def _cleared(state: State, id: str, key: str) -> set[Path]:
    asked = state.guide.asked[id]
    views = with_claims(state.guide, asked, state.scopes)
    view = next(view for view in views if view.key == key)
    return asked.question.cleared(state.answers.get(id), view)


def opened(state: State) -> State:
    """Read a plan's answers for the first time, with what its headers remember."""
    noted: dict[str, Any] = {}
    for member in state.plan:
        decided = read_header(member.document.header()).decided
        noted = {**decode_all(state.guide, decided), **noted}
    workloads = tuple(m.cluster for m in state.plan if m.role is Role.WORKLOAD)
    if workloads and WORKLOADS in state.guide.asked:
        noted[WORKLOADS] = workloads
    found = recognise(state.guide, state.version, state.plan, state.defaults, noted)
    return replace(state, answers=found.answers, custom=found.custom)
