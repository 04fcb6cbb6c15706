"""What the Start screen collects, and how a session comes of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from schema.bundle import load, versions
from schema.helmyaml import HelmYamlError
from schema.version import Version
from wizard.gloo_platform import GUIDE
from wizard.opening import new, open_files
from wizard.question import DNS_LABEL
from wizard.session import Session


@dataclass
class Beginning:
    """The fields of the Start screen. `told` is the version that an existing file tells, "" if
    none."""

    file: Path
    version: str = ""
    helm: int = 4
    product: str = "gloo-platform"
    purpose: str = "production"
    management: str = ""
    workloads: tuple[str, ...] = ()
    told: str = field(default="", init=False)

    def __post_init__(self) -> None:
        if self.exists:
            self._look()
        self.version = self.version or self.told or GUIDE.default_version

    def _look(self) -> None:
        """Read the existing file for what it tells."""
        try:
            session = open_files(GUIDE, [self.file], self.version, self.helm)
        except (HelmYamlError, OSError):
            return
        state = session.state
        self.told = "" if state.assumed_version else str(state.version)
        self.management = session.facts.management
        self.workloads = session.facts.workloads

    @property
    def exists(self) -> bool:
        return self.file.is_file()

    @property
    def has_draft(self) -> bool:
        from wizard import draft

        return draft.find(self.file) is not None

    def versions(self) -> list[str]:
        return list(versions(self.product))

    def origin(self) -> str:
        """Where the schema of the version comes from."""
        return load(self.product, self.version).origin

    def version_trouble(self) -> str:
        try:
            Version.parse(self.version)
        except ValueError as error:
            return str(error)
        return ""

    def file_note(self) -> str:
        """What is known about the file to write."""
        if self.file.is_dir():
            return "This is a folder; name a file in it."
        if not self.exists:
            return "It does not exist yet."
        lines = self.file.read_bytes().count(b"\n")
        version = (
            f"says it is for {self.told}"
            if self.told
            else ("does not say its chart version: please set it above")
        )
        return f"It exists, {lines} lines, and {version}. Only what you change is touched."

    def trouble(self) -> str:
        """What keeps the session from beginning; "" if nothing does."""
        for name in (self.management, *self.workloads):
            if name and not re.fullmatch(DNS_LABEL, name):
                return f"{name!r} is no cluster name: lower-case letters, digits and hyphens only"
        if len({self.management, *self.workloads}) < len(self.workloads) + 1:
            return "two clusters have the same name"
        if self.file.is_dir() or not self.file.parent.is_dir():
            return f"{self.file} is not in a folder that exists"
        if self.version_trouble():
            return self.version_trouble()
        return self.unreadable()

    def unreadable(self) -> str:
        """Why the existing file cannot be opened: file, line, column, reason; "" if it can."""
        if not self.exists:
            return ""
        try:
            open_files(GUIDE, [self.file], self.version, self.helm)
        except HelmYamlError as error:
            return f"{self.file}:{error.line}:{error.column}: {error.what} {error.hint}".strip()
        except OSError as error:
            return f"{self.file}: {error.strerror}"
        return ""

    def discard_draft(self) -> None:
        from wizard import draft

        draft.discard(self.file)

    def session(self, from_draft: bool = False) -> Session:
        """The session that these fields begin, the draft's changes made again if wanted."""
        from wizard import draft

        session = self._fresh()
        found = draft.find(self.file) if from_draft else None
        if found is not None:
            draft.replay(found, session)
        draft.Draft.attach(session)
        return session

    def _fresh(self) -> Session:
        if self.exists:
            return open_files(GUIDE, [self.file], self.version, self.helm)
        session = new(GUIDE, self.file, self.version, self.helm)
        answers = {
            "deployment.purpose": self.purpose,
            "deployment.model": "dedicated" if self.workloads else None,
            "deployment.cluster": self.management or None,
            "deployment.workloads": self.workloads or None,
        }
        for id, answer in answers.items():
            if answer is not None and id in session.guide.asked:
                session.answer(id, answer)
        return session
