"""What a new plan changes in a running one, as far as it decides what has to be done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from schema.finding import Change
from schema.path import Path, parse_path
from schema.version import Version
from wizard.changes import changes_between
from wizard.header import read_header
from wizard.plan import MANAGEMENT, Member
from wizard.session import Session
from wizard.sets import Role
from wizard.tree import MISSING, look_up

MODE = parse_path("glooMgmtServer.safeMode")
WINDOW = parse_path("glooMgmtServer.safeStartWindow")
THREADS = parse_path("redis.deployment.ioThreads")
REPLICAS = parse_path("glooMgmtServer.deploymentOverrides.spec.replicas")
AGENT_REPLICAS = parse_path("glooAgent.deploymentOverrides.spec.replicas")
READ_FROM = Version.parse("2.4.0")  # chart 2.3 accepts safe mode and I/O threads, and reads neither
SEGMENT = "EXPERIMENTAL_SEGMENT_ENVOY_FILTERS_BY_MATCHER"
ALWAYS_SEGMENTED = Version.parse("2.5.0")


@dataclass(frozen=True)
class Changed:
    """`members`: the files that are to be applied, with their changes (None: a new release).

    `reasons`: why the management server has to be scaled to 0, in a few words each; `filters`:
    whether the Envoy filters are made anew, which takes the agents and istiod down as well; `gone`:
    the files, of the plan before, of clusters that are no longer named.
    """

    first: bool
    new_version: bool
    members: tuple[tuple[Member, tuple[Change, ...] | None], ...]
    reasons: tuple[str, ...] = ()
    filters: bool = False
    gone: tuple[Member, ...] = ()


def changed(now: Session, before: Session | None) -> Changed:
    """What is to be done, from the files alone."""
    if before is None:
        return Changed(True, True, tuple((member, None) for member in now.plan))
    new_version = str(now.state.version) != str(before.state.version)
    members: list[tuple[Member, tuple[Change, ...] | None]] = []
    for member in now.plan:
        old = _counterpart(member, before)
        if old is None:
            members.append((member, None))
            continue
        changes = tuple(changes_between(old.document.value, member.document.value))
        if changes or new_version:
            members.append((member, changes))
    filters = any(_filters(now, before))
    reasons, gone = tuple(_reasons(now, before)), tuple(_gone(now, before))
    return Changed(False, new_version, tuple(members), reasons, filters, gone)


def _gone(now: Session, before: Session) -> Iterator[Member]:
    """Only where both plans name their clusters: a file given alone says nothing on the others."""
    if MANAGEMENT not in now.plan or not read_header(now.plan[MANAGEMENT].document.header()).chart:
        return
    for member in before.plan:
        named = member.role is Role.WORKLOAD and member.cluster in before.facts.workloads
        if named and member.key not in now.plan and member.cluster not in now.facts.workloads:
            yield member


def _counterpart(member: Member, before: Session) -> Member | None:
    if member.key in before.plan:
        return before.plan[member.key]
    alike = [one for one in before.plan if one.role is member.role]
    only = len(alike) == 1 and sum(True for _ in before.plan) == 1
    return alike[0] if only and not member.cluster else None


def _reasons(now: Session, before: Session) -> Iterator[str]:
    new, old = _tree(now), _tree(before)
    if new is None or old is None:
        return
    if now.state.version >= READ_FROM:
        if _mode(now, new) != _mode(before, old) or _window(new) != _window(old):
            yield "safe mode changes"
        if _threads(new) != _threads(old):
            yield "Redis' I/O threads change"
    yield from _filters(now, before)


def _filters(now: Session, before: Session) -> Iterator[str]:
    """From 2.5 on filters are always split; before, where the variable says so."""
    new, old = _tree(now), _tree(before)
    if new is None or old is None:
        return
    if _segmented(now, new) != _segmented(before, old):
        yield "the Envoy filters are made anew"


def _segmented(session: Session, tree: Any) -> bool:
    if session.guide.chart != "gloo-platform" or session.state.version >= ALWAYS_SEGMENTED:
        return True
    as_map = _get(tree, parse_path(f"glooMgmtServer.extraEnvs.{SEGMENT}"))
    listed = _get(tree, parse_path("glooMgmtServer.env"))
    named = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    found = next((one for one in named if one.get("name") == SEGMENT), as_map)
    return isinstance(found, dict) and str(found.get("value")).lower() == "true"


def _mode(session: Session, tree: Any) -> bool:
    given = _get(tree, MODE)
    return bool(look_up(session.state.defaults, MODE) is True if given is None else given)


def _window(tree: Any) -> Any:
    return _get(tree, WINDOW)


def _threads(tree: Any) -> Any:
    return _get(tree, THREADS) or 1


def _tree(session: Session) -> Any:
    server = session.view().management
    return server.tree if server is not None else None


def _get(tree: Any, path: Path) -> Any:
    found = look_up(tree, path)
    return None if found is MISSING else found


def replicas(session: Session | None) -> Any:
    """The replicas that a plan's management file sets; None where it sets none."""
    tree = _tree(session) if session is not None else None
    return _get(tree, REPLICAS) if tree is not None else None


def agent_replicas(session: Session | None, key: str) -> Any:
    """The agent's replicas that a file sets; None where it sets none, or there is no such file."""
    known = session is not None and key in session.plan
    return _get(session.plan[key].document.value, AGENT_REPLICAS) if session and known else None
