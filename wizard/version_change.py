"""What another chart version would change: in the files, and in what is asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from schema.version import Version
from wizard import answering
from wizard.session import Session
from wizard.state import State


@dataclass(frozen=True)
class FileChange:
    """How many lines of a file come and go."""

    name: str
    added: int
    removed: int


@dataclass(frozen=True)
class VersionChange:
    """`parked` are answers that are no longer asked for, with the reason; `woken` are answers that
    count again, or questions that come up; `asked_anew` is how many questions are new."""

    files: tuple[FileChange, ...]
    parked: tuple[str, ...]
    woken: tuple[str, ...]
    asked_anew: int


def version_change(session: Session, version: str) -> VersionChange:
    """Work it out without doing it. Raises ValueError, UnknownChart and EditRefused."""
    before = session.state
    after = answering.change_version(before, Version.parse(version))
    return VersionChange(
        tuple(_files(session, after)),
        tuple(_parked(before, after)),
        tuple(_woken(before, after)),
        len(before.settled.hidden.keys() - after.settled.hidden.keys()),
    )


def _files(session: Session, after: State) -> Iterator[FileChange]:
    for member in session.plan:
        if member.key in after.plan:
            compared = session.compare(member.document, after.plan[member.key].document)
            yield FileChange(member.file.name, compared.added, compared.removed)


def _parked(before: State, after: State) -> Iterator[str]:
    for id, why in after.settled.hidden.items():
        if before.settled.facts.answer(id) is not None:
            yield f"{before.guide.asked[id].question.ask} Not asked any more: {why}."


def _woken(before: State, after: State) -> Iterator[str]:
    for id in before.settled.hidden.keys() - after.settled.hidden.keys():
        if after.settled.facts.answer(id) is not None:
            yield f"{before.guide.asked[id].question.ask} Your answer counts again."
