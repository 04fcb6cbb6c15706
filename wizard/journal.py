"""The file behind a draft: lines of JSON, only ever appended, for nobody but their owner to read.

The first line says which files the changes are for and how they were when they were read; each
other line is one step. A line that was cut off by a crash is passed over.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path as FilePath
from secrets import token_hex
from typing import Any, ClassVar

from wizard.user_folders import private_folder, state_folder

FORMAT = 1
_SUFFIX = ".draft"


def journal_folder() -> FilePath:
    return state_folder() / "drafts"


def journals_of(target: FilePath) -> list[FilePath]:
    """The journals for a target, the one written to last first; not those being written here."""
    found = []
    for file in journal_folder().glob(f"{_stem(target)}-*{_SUFFIX}"):
        if file in Journal.written_here:
            continue
        with suppress(OSError):
            found.append((file.stat().st_mtime_ns, file))
    return [file for _, file in sorted(found, reverse=True)]


def read_journal(file: FilePath) -> tuple[dict[str, Any], list[dict[str, Any]]] | None:
    """The head and the steps; None where this is no journal that this program can use."""
    lines: list[dict[str, Any]] = []
    try:
        for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
            with suppress(json.JSONDecodeError):
                parsed = json.loads(line)
                if isinstance(parsed, dict):
                    lines.append(parsed)
    except OSError:
        return None
    if not lines or lines[0].get("draft") != FORMAT:
        return None
    return lines[0], lines[1:]


class Journal:
    """A journal that is being written; the file is made by `begin`. Methods raise OSError."""

    written_here: ClassVar[set[FilePath]] = set()

    def __init__(self, target: FilePath) -> None:
        self.file = journal_folder() / f"{_stem(target)}-{token_hex(4)}{_SUFFIX}"
        self._descriptor = -1

    @property
    def begun(self) -> bool:
        return self._descriptor >= 0

    def begin(self, head: Mapping[str, Any]) -> None:
        private_folder(self.file.parent)
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
        self._descriptor = os.open(self.file, flags, 0o600)
        self.written_here.add(self.file)
        self.append({"draft": FORMAT, **head})

    def append(self, step: Mapping[str, Any]) -> None:
        """Hand one line to the system: from there on it survives the end of the program."""
        line = json.dumps(step, ensure_ascii=True, separators=(",", ":")) + "\n"
        os.write(self._descriptor, line.encode("ascii"))

    def sync(self) -> None:
        """Bring it to the disk: from there on it survives the machine."""
        if self.begun:
            os.fsync(self._descriptor)

    def close(self) -> None:
        if self.begun:
            os.close(self._descriptor)
            self._descriptor = -1
            self.written_here.discard(self.file)

    def remove(self) -> None:
        begun = self.begun
        self.close()
        if begun:
            self.file.unlink(missing_ok=True)


def _stem(target: FilePath) -> str:
    return sha256(os.path.realpath(target).encode("utf-8", "surrogateescape")).hexdigest()[:24]
