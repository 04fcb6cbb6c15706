"""How a session begins: with an empty plan, or with the files somebody wrote."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from schema.path import parse_path
from schema.version import Version
from wizard.answering import opened
from wizard.document import Document
from wizard.guide import Guide
from wizard.guides import chart_of, guide_for
from wizard.header import Header, read_header
from wizard.plan import MANAGEMENT, Member, Plan, workload_file, workload_key
from wizard.session import Session
from wizard.sets import Role
from wizard.state import State

if TYPE_CHECKING:
    from schema.model import Schema


def new(guide: Guide, file: FilePath, version: str = "", helm: int = 4) -> Session:
    """A plan with one empty management file, to be written to `file`."""
    member = Member(MANAGEMENT, Role.MANAGEMENT, "", file, Document.parse("", helm))
    chart_version = Version.parse(version or guide.default_version)
    return Session(State(guide, chart_version, Plan({MANAGEMENT: member})))


Reader = Callable[[FilePath], Document]


def open_files(
    guide: Guide,
    files: Sequence[FilePath],
    version: str = "",
    helm: int = 4,
    reader: Reader | None = None,
    schema: Schema | None = None,
) -> Session:
    """A session over existing files and the siblings that their headers name, with the bundled
    schema or another one.

    Raises OSError for a file that cannot be read, HelmYamlError for one that Helm would refuse;
    a `reader` of one's own may raise something else.
    """
    read_one = reader or (lambda file: Document.parse(file.read_bytes(), helm))
    read = [(file, read_one(file)) for file in files]
    for file, document in list(read):
        for sibling in _siblings(file, read_header(document.header()), read_one):
            if all(sibling.resolve() != known.resolve() for known, _ in read) and sibling.is_file():
                read.append((sibling, read_one(sibling)))
    return open_documents(guide, read, version, schema)


def open_documents(
    guide: Guide,
    read: Sequence[tuple[FilePath, Document]],
    version: str = "",
    schema: Schema | None = None,
) -> Session:
    """A session over documents that are already read."""
    members = sorted(
        (_member(guide, file, document) for file, document in read),
        key=lambda member: list(Role).index(member.role),
    )
    plan = Plan({})
    for member in members:
        key = member.key
        while key in plan:
            key += "'"
        plan = plan.with_member(replace(member, key=key))
    told = version or told_version(read, guide)
    state = State(
        guide,
        Version.parse(told or guide.default_version),
        plan,
        assumed_version=not told,
        schema=schema,
    )
    return Session(opened(state))


def _member(guide: Guide, file: FilePath, document: Document) -> Member:
    header = read_header(document.header())
    said = guide.planes and header.role in set(Role)
    role = Role(header.role) if said else guide.role_of(document.value)
    named = document.get(parse_path(guide.cluster_at)) if guide.cluster_at else ""
    cluster = header.cluster or (named if isinstance(named, str) else "")
    if role is Role.MANAGEMENT:
        key = MANAGEMENT
    elif role is Role.WORKLOAD:
        cluster = cluster or file.stem.removeprefix("values-")
        key = workload_key(cluster)
    else:
        key = role.value
    return Member(key, role, cluster, file, document, saved=document)


def _siblings(file: FilePath, header: Header, read_one: Reader) -> list[FilePath]:
    siblings = [workload_file(file, cluster) for cluster in header.workloads]
    if header.part_of:
        main = file.with_name(header.part_of)
        siblings.append(main)
        if main.is_file():
            lines = read_one(main).header()
            siblings += [workload_file(main, name) for name in read_header(lines).workloads]
    return siblings


def told_version(read: Sequence[tuple[FilePath, Document]], guide: Guide | None = None) -> str:
    """The chart version that the files tell: their header, an image tag, a comment.

    `guide` knows what to look for; without one it is that of the chart that the files are for.
    """
    for _, document in read:
        version = read_header(document.header()).version
        if version:
            return version
    if guide is None:
        guide = guide_for(chart_of(document for _, document in read))
    marks = guide.version_marks
    if not marks.tag:
        return ""
    for _, document in read:
        for path in marks.tags_at:
            tag: Any = document.get(parse_path(path))
            found = re.fullmatch(marks.tag, tag) if isinstance(tag, str) else None
            if found:
                return found.group(1)
    for _, document in read:
        comment = re.search(marks.comment, document.text) if marks.comment else None
        found = re.fullmatch(marks.tag, comment.group(1)) if comment else None
        if found:
            return found.group(1)
    return ""
