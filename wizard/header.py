"""The lines at the top of a file: what no value can carry, and the command that applies it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from shlex import quote
from typing import Any

from wizard.facts import Facts
from wizard.guide import Guide
from wizard.plan import Member
from wizard.sets import Role
from wizard.topic import HelmOption

OWNERSHIP = (
    'gloo-wizard keeps the lines that begin with "#:"; it replaces them when an answer changes. '
    "Every other comment is yours and is never touched."
)
WIDTH = 77


@dataclass(frozen=True, eq=False, repr=False)
class Header:
    """What a header says: chart and version, the file's part in the plan, decisions by question."""

    chart: str = ""
    version: str = ""
    role: str = ""
    cluster: str = ""
    workloads: tuple[str, ...] = ()
    part_of: str = ""
    decided: Mapping[str, str] = field(default_factory=dict)


def read_header(lines: Iterable[str]) -> Header:
    """Read the lines back; a line that says nothing known is passed over."""
    found: dict[str, str] = {}
    decided: dict[str, str] = {}
    for line in lines:
        name, colon, rest = line.partition(":")
        if not colon:
            continue
        if name == "decided":
            question, equals, answer = rest.partition("=")
            if equals:
                decided[question.strip()] = answer.strip()
        else:
            found.setdefault(name.strip(), rest.strip())
    chart, _, version = found.get("chart", "").partition(" ")
    role, _, cluster = found.get("plane", "").partition(" ")
    names = found.get("workload clusters", "")
    return Header(
        chart=chart,
        version=version.strip(),
        role=role,
        cluster=cluster.strip(),
        workloads=tuple(name.strip() for name in names.split(",") if name.strip()),
        part_of=found.get("part of", ""),
        decided=decided,
    )


def write_header(
    guide: Guide,
    facts: Facts,
    member: Member,
    management_file: str,
    decided: Mapping[str, str],
    options: Iterable[HelmOption] = (),
) -> list[str]:
    """The lines of the header, without the leading `#: `. `options` are for its helm command."""
    words = facts.words(member.cluster)
    source = guide.repository_name or guide.chart
    lines = [*_ownership(), ""]
    lines.append(f"chart: {guide.chart} {facts.version}")
    if guide.planes:
        lines.append(f"plane: {member.role.value} {member.cluster or facts.management}".rstrip())
    if member.role is Role.MANAGEMENT and facts.workloads:
        lines.append(f"workload clusters: {', '.join(facts.workloads)}")
    if member.role is not Role.MANAGEMENT and management_file:
        lines.append(f"part of: {management_file}")
    lines += [f"decided: {question} = {answer}" for question, answer in decided.items()]
    parts = [
        f"helm upgrade --install {words['release']} {source}/{guide.chart}",
        f"  --version {facts.version} --namespace {words['namespace']}",
        f"  --values {quote(member.file.name)}",
        *(f"  {option.with_blank()}" for option in options),
    ]
    return [*lines, "", *(f"{part} \\" for part in parts[:-1]), parts[-1]]


@lru_cache(maxsize=1)
def _ownership() -> list[str]:
    import textwrap

    return textwrap.wrap(OWNERSHIP, WIDTH)


def encode_all(guide: Guide, answers: Mapping[str, Any]) -> dict[str, str]:
    """Answers as header lines hold them; secrets and free forms have no place there."""
    encoded: dict[str, str] = {}
    for id, answer in answers.items():
        question = guide.asked[id].question
        if not question.secret and not isinstance(answer, dict):
            encoded[id] = question.encode(answer)
    return encoded


def decode_all(guide: Guide, decided: Mapping[str, str]) -> dict[str, Any]:
    """The answers that a header holds; what this version of the guide does not know is dropped."""
    answers: dict[str, Any] = {}
    for id, written in decided.items():
        asked = guide.asked.get(id)
        if asked is None:
            continue
        try:
            answer = asked.question.decode(written)
        except ValueError:
            continue
        if not asked.question.trouble(answer):
            answers[id] = answer
    return answers
