"""Saving a session: what would be written where, what stands in the way, and the writing itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path as FilePath

from schema.helmyaml import HelmYamlError
from wizard.atomic import (
    NO_FILE,
    ChangedOnDisk,
    How,
    Output,
    WriteFailed,
    Written,
    fingerprint,
    write_files,
)  # fmt: skip
from wizard.document import Document
from wizard.plan import Member, Plan
from wizard.session import Session
from wizard.sets import Role
from wizard.tree import same

__all__ = [
    "ChangedOnDisk", "Conflict", "How", "Saved", "Saving", "WhatHappened", "WriteFailed", "Written",
    "conflicts", "fingerprint", "save", "saving",
]  # fmt: skip


class WhatHappened(StrEnum):
    """To a file, since it was read or since the plan was begun."""

    CHANGED = "changed on disk since it was read"
    REMOVED = "removed from disk since it was read"
    APPEARED = "exists already"
    UNREADABLE = "cannot be read"


@dataclass(frozen=True)
class Conflict:
    """A file (by its key) that is not as the session knows it; `now` is what it holds."""

    key: str
    file: FilePath
    what: WhatHappened
    now: bytes | None = None

    def __str__(self) -> str:
        return f"{self.file} {self.what.value}"


@dataclass(frozen=True)
class Saving:
    """What will be written: the bytes by the files' keys in the plan, the main file last."""

    plan: Plan
    files: Mapping[str, bytes]

    def outputs(self, overwrite: bool) -> list[Output]:
        """As the writing takes it; `overwrite` takes whatever stands there now."""
        return [
            Output(
                self.plan[key].file,
                data,
                None if overwrite else _expected(self.plan[key]),
            )
            for key, data in self.files.items()
        ]


@dataclass(frozen=True)
class Saved:
    """What happened to each file, by its key in the plan, in the order of writing; `beside` what
    happened to the files that are not of the plan."""

    written: Mapping[str, Written]
    beside: tuple[Written, ...] = ()

    @property
    def notes(self) -> list[str]:
        """What a person should know: a sentence for each file that was not simply replaced."""
        every = (*self.beside, *self.written.values())
        return [f"{one.file}: {one.how}: {one.note}" for one in every if one.note]


def saving(session: Session, only: Collection[str] | None = None) -> Saving:
    """The files that differ from what is on disk, or those of them named in `only`."""
    chosen = [
        member for member in session.plan if member.changed and (only is None or member.key in only)
    ]
    chosen.sort(key=lambda member: member.role is Role.MANAGEMENT)
    return Saving(session.plan, {one.key: one.document.to_bytes() for one in chosen})


def conflicts(session: Session) -> list[Conflict]:
    """The files on disk that are not as the session knows them, compared byte by byte."""
    found = []
    for member in session.plan:
        conflict = _conflict(member)
        if conflict is not None:
            found.append(conflict)
    return found


def save(
    session: Session,
    overwrite: bool = False,
    only: Collection[str] | None = None,
    beside: Sequence[Output] = (),
) -> Saved:
    """Write the changed files (those in `only`), each whole or not at all, and tell the session.

    `beside` are further files, which are written together with these or not at all. `overwrite`:
    also over what somebody else changed. Raises ChangedOnDisk and WriteFailed, both OSErrors that
    say what was written before; the session then knows those as saved.
    """
    what = saving(session, only)
    for key, data in what.files.items():
        _check(session.plan[key], data)
    try:
        written = write_files([*beside, *what.outputs(overwrite)])
    except WriteFailed as failure:
        done = [key for key in what.files if session.plan[key].file in failure.replaced]
        if done:
            session.saved(_documents(session, done))
        raise
    if what.files:
        session.saved(_documents(session, what.files))
    ours = written[len(beside) :]
    return Saved(dict(zip(what.files, ours, strict=True)), tuple(written[: len(beside)]))


def _documents(session: Session, keys: Collection[str]) -> dict[str, Document]:
    return {key: session.plan[key].document for key in keys}


def _check(member: Member, data: bytes) -> None:
    """Read what will be written once more: Helm must find in it what the session shows."""
    try:
        found = Document.parse(data, member.document.helm).value
    except HelmYamlError as error:
        raise WriteFailed(member.file, f"Helm would refuse it: {error}") from error
    if not same(found, member.document.value):
        raise WriteFailed(member.file, "Helm would read other values in it than are meant")


def _expected(member: Member) -> str:
    return NO_FILE if member.saved is None else fingerprint(member.saved.to_bytes())


def _conflict(member: Member) -> Conflict | None:
    now: bytes | None = None
    try:
        if member.file.exists() and not member.file.is_file():
            return None  # a pipe or a device holds nothing to compare
        now = member.file.read_bytes()
    except FileNotFoundError:
        pass
    except OSError:
        return Conflict(member.key, member.file, WhatHappened.UNREADABLE)
    if fingerprint(now) == _expected(member) or now == member.document.to_bytes():
        return None
    if now is None:
        return Conflict(member.key, member.file, WhatHappened.REMOVED)
    what = WhatHappened.APPEARED if member.saved is None else WhatHappened.CHANGED
    return Conflict(member.key, member.file, what, now)
