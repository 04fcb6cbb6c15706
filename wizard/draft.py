"""A draft: what was decided and not saved yet, kept where a closed terminal cannot take it.

Each command that a session carries out is written to a journal in the user's state folder. The next
start finds it, says how old it is and whether the files changed since, and carries the commands out
again if it is asked to. Secrets are never among them: of such an answer only that it was given.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from schema.version import Version
from wizard import steps
from wizard.atomic import NO_FILE, fingerprint
from wizard.journal import Journal, journals_of, read_journal
from wizard.refused import EditRefused
from wizard.session import Entry, Session

_UNITS = ((86400, "day"), (3600, "hour"), (60, "minute"))


@dataclass(frozen=True)
class DraftInfo:
    """A draft that was found. `steps` are the changes in force; `count` is their number.

    `began` and `changed` are seconds since 1970. `changed_files` are those of the plan that
    changed on disk since the draft was begun. `busy`: the program that wrote it seems to run still.
    """

    target: FilePath
    journal: FilePath
    chart: str
    version: str
    began: float
    changed: float
    steps: Sequence[Mapping[str, Any]]
    changed_files: tuple[FilePath, ...] = ()
    busy: bool = False

    @property
    def count(self) -> int:
        return len(self.steps)

    @property
    def target_changed(self) -> bool:
        return bool(self.changed_files)

    @property
    def age(self) -> str:
        """How long ago the last change was, in words: "2 hours"."""
        seconds = max(0.0, time.time() - self.changed)
        for length, unit in _UNITS:
            if seconds >= length:
                number = int(seconds // length)
                return f"{number} {unit}{'s' if number > 1 else ''}"
        return "less than a minute"

    @property
    def secrets(self) -> int:
        """How many of the changes held a secret, which must be given again."""
        return sum(steps.is_secret(step) for step in self.steps)


@dataclass(frozen=True)
class Replayed:
    """How many changes were made again, and for those that could not be, why."""

    made: int
    left_out: tuple[str, ...] = ()


def find(target: FilePath) -> DraftInfo | None:
    """The newest draft for a file; None where there is none with any change in it."""
    for file in journals_of(target):
        read = read_journal(file)
        if read is None:
            continue
        head, lines = read
        in_force = steps.in_force(lines)
        if in_force:
            return _info(target, file, head, lines, in_force)
    return None


def replay(info: DraftInfo, session: Session) -> Replayed:
    """Carry the draft's changes out on a session, also where its files have changed since."""
    made = 0
    left_out: list[str] = []
    first: list[Mapping[str, Any]] = []
    if info.version and info.version != str(session.state.version):
        first = [{"kind": "version", "version": info.version}]
    for step in (*first, *info.steps):
        try:
            reason = steps.carry_out(step, session)
        except (EditRefused, ValueError, LookupError) as error:
            reason = str(error.args[0] if isinstance(error, KeyError) else error)
        if reason:
            left_out.append(f"{steps.say(step, session)}: {reason}")
        else:
            made += step not in first
    return Replayed(made, tuple(left_out))


def discard(target: FilePath) -> None:
    """Remove every draft for a file, but those of programs that seem to run still."""
    for file in journals_of(target):
        read = read_journal(file)
        if read is None or not _is_running(read[0]):
            with suppress(OSError):
                file.unlink()


class Draft:
    """Follows a session. Saving everything ends the draft; the next change begins another.

    `trouble` says why nothing is kept, "" while all is well: a draft never stops the work.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.target = session.plan.first.file
        self.trouble = ""
        self._journal = Journal(self.target)
        self._seen: tuple[Entry, ...] = ()
        self._base = 0
        self._unsubscribe = session.subscribe(self._follow)

    @classmethod
    def attach(cls, session: Session) -> Draft:
        """Keep what is done in the session from now on, and what was done in it already."""
        draft = cls(session)
        draft._follow()
        return draft

    @property
    def file(self) -> FilePath | None:
        """The journal; None while there is nothing to keep."""
        return self._journal.file if self._journal.begun else None

    def sync(self) -> None:
        """Bring the journal to the disk; to be called in a pause."""
        with suppress(OSError):
            self._journal.sync()

    def close(self, keep: bool = False) -> None:
        """Stop following; the draft goes, unless the work is to be taken up again."""
        self._unsubscribe()
        self._unsubscribe = lambda: None
        if keep:
            self.sync()
            self._journal.close()
        else:
            self._remove()

    def _follow(self) -> None:
        log, seen, base = self.session.log, self._seen, self._base
        common = _common(seen, log)
        saved = any(new is not old for new, old in zip(log[:common], seen, strict=False))
        self._seen = log
        if not self.session.changed and (saved or len(log) <= base):
            self._base = len(log)
            self._remove()
            return
        if saved:  # in part: begin anew with the files as they are now
            self._remove()
            self._keep([steps.record(entry) for entry in log[base:]])
            return
        lines = [
            steps.undo() if place >= base else steps.reverse(entry)
            for place, entry in reversed(list(enumerate(seen[common:], common)))
        ]
        self._base = min(base, common)
        self._keep([*lines, *(steps.record(entry) for entry in log[common:])])

    def _keep(self, lines: list[dict[str, Any]]) -> None:
        if not lines or self.trouble:
            return
        try:
            if not self._journal.begun:
                self._journal.begin(self._head())
            for line in lines:
                self._journal.append({"at": round(time.time()), **line})
        except OSError as error:
            self.trouble = f"no draft is kept: {error.strerror or error}"

    def _head(self) -> dict[str, Any]:
        state = self.session.state
        files = {
            os.path.realpath(member.file): fingerprint(
                None if member.saved is None else member.saved.to_bytes()
            )
            for member in state.plan
        }
        return {
            "target": os.path.realpath(self.target),
            "files": files,
            "chart": state.guide.chart,
            "version": str(self._first_version()),
            "began": round(time.time()),
            "process": os.getpid(),
            "host": socket.gethostname(),
        }

    def _first_version(self) -> Version:
        """The chart version before the first change that the journal holds."""
        if self._base < len(self._seen):
            return self._seen[self._base].before.version
        return self.session.state.version

    def _remove(self) -> None:
        with suppress(OSError):
            self._journal.remove()
        self._journal = Journal(self.target)


def _common(before: Sequence[Entry], after: Sequence[Entry]) -> int:
    """How many entries both logs begin with. Saving makes entries anew, but keeps their details."""
    count = 0
    for left, right in zip(before, after, strict=False):
        if left is not right and left.detail is not right.detail:
            break
        count += 1
    return count


def _info(
    target: FilePath,
    file: FilePath,
    head: Mapping[str, Any],
    lines: Sequence[Mapping[str, Any]],
    in_force: Sequence[Mapping[str, Any]],
) -> DraftInfo:
    began = float(head.get("began") or 0)
    files = head.get("files") or {}
    changed = tuple(FilePath(name) for name, known in files.items() if _now(name) != known)
    return DraftInfo(
        target=target,
        journal=file,
        chart=str(head.get("chart", "")),
        version=str(head.get("version", "")),
        began=began,
        changed=float(lines[-1].get("at") or began),
        steps=in_force,
        changed_files=changed,
        busy=_is_running(head),
    )


def _now(file: str) -> str:
    try:
        return fingerprint(FilePath(file).read_bytes())
    except FileNotFoundError:
        return NO_FILE
    except OSError:
        return ""


def _is_running(head: Mapping[str, Any]) -> bool:
    """Whether the program that wrote a journal seems to be alive; this one does not count."""
    process = head.get("process")
    if os.name != "posix" or not isinstance(process, int) or process in (0, os.getpid()):
        return False
    if head.get("host") != socket.gethostname():
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
