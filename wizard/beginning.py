"""What a start collects, whichever front end asks, and how a session comes of it."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from schema.bundle import UnknownChart, charts, default_version, newest, versions
from schema.helmyaml import HelmYamlError
from schema.model import Schema
from schema.version import Version
from wizard import draft, well_known
from wizard.document import Document
from wizard.explain import Comments
from wizard.guide import Guide
from wizard.guides import DEFAULT_CHART, NoGuide, bare_guide, chart_of, guide_for
from wizard.opening import new, open_files
from wizard.plan import workload_file
from wizard.question import DNS_LABEL
from wizard.session import Session
from wizard.upgrading.targets import one_of_each_line

if TYPE_CHECKING:
    from schema.source import Fetched, Source


@dataclass
class Beginning:
    """What is asked before the first question.

    `told` is the version that an existing file tells, "" if none. `schema` is another schema than
    the bundled one; it holds for its own version only. `source`: where the chart's own schema was
    fetched from, if not from the guide's repository. `offered`: the versions that this place has,
    newest first, once it was asked. `comments`: how much is written above what is
    answered. `draft` follows the session once begun.
    """

    file: Path
    version: str = ""
    helm: int = 4
    product: str = ""
    purpose: str = "production"
    management: str = ""
    workloads: tuple[str, ...] = ()
    schema: Schema | None = None
    source: Source | None = None
    offered: tuple[str, ...] = ()
    comments: Comments = Comments.FULL
    told: str = field(default="", init=False)
    draft: draft.Draft | None = field(default=None, init=False)
    left_out: tuple[str, ...] = field(default=(), init=False)

    def __post_init__(self) -> None:
        asked = self.version or (self.schema.version if self.schema else "")
        self.product = self.product or (self.schema.chart if self.schema else "")
        self.version = asked
        self.look()
        self.version = asked or self.told or self._usual_version()

    def choose_file(self, file: Path) -> None:
        """Another file to write to; one that exists says itself what it is."""
        self.file = file
        before = self.product
        if self.exists and self.schema is None:
            self.product = ""
        self.look()
        if self.told or self.product != before:
            self.version = self.told or self._usual_version()

    def look(self) -> None:
        """Read the file, if it exists, for what it tells."""
        self.told = ""
        if not self.exists:
            self.product = self.product or DEFAULT_CHART
            return
        try:
            if not self.product:
                self.product = chart_of([Document.parse(self.file.read_bytes(), self.helm)])
            session = open_files(self.guide, [self.file], "", self.helm, schema=self.schema)
        except (HelmYamlError, OSError, UnknownChart):
            self.product = self.product or DEFAULT_CHART
            return
        self.told = "" if session.state.assumed_version else str(session.state.version)
        self.management = session.facts.management
        self.workloads = session.facts.workloads

    @property
    def guide(self) -> Guide:
        """The guide to the product; one without questions where there is none."""
        try:
            return guide_for(self.product)
        except NoGuide:
            return bare_guide(self.product, self.version or self._usual_version())

    def _usual_version(self) -> str:
        if self.product in charts():
            return default_version(self.product)
        return self.guide.default_version

    @property
    def exists(self) -> bool:
        try:
            return self.file.is_file()
        except OSError:  # a name that no file can have; `place_trouble` says why
            return False

    # --- the version

    def choose_product(self, product: str) -> None:
        """Another product: its own versions, and its own usual one."""
        if product != self.product:
            self.product = product
            self.schema, self.source, self.offered = None, None, ()
            self.version = self.told or self._usual_version()

    def versions(self) -> list[str]:
        """The versions that are known, newest first."""
        if self.offered:
            return list(self.offered)
        return list(versions(self.product)) if self.product in charts() else []

    def newest(self) -> list[str]:
        """The newest known version of each line, newest first."""
        if self.offered:
            return one_of_each_line(self.offered)
        return list(newest(self.product).values()) if self.product in charts() else []

    @property
    def fetched_from(self) -> Source | None:
        """Where the chart's own schema can be fetched from, if that is known."""
        if self.source is not None:
            return self.source
        from schema.source import Source

        repository = self.guide.repository
        return Source(self.product, repo=repository) if repository else None

    def take(self, fetched: Fetched) -> None:
        """Go by what was fetched, and offer the versions that are there."""
        self.schema, self.version = fetched.schema, fetched.schema.version
        self.offered = fetched.versions

    @property
    def own_schema(self) -> Schema | None:
        """The other schema, if it is of the version that is set."""
        schema = self.schema
        return schema if schema is not None and schema.version == self.version else None

    def origin(self) -> str:
        """Where the schema of the version comes from."""
        return (self.own_schema or self.guide.schema_of(self.version)).origin

    def version_trouble(self) -> str:
        """Why the version cannot be taken; "" if it can."""
        try:
            Version.parse(self.version)
            self.origin()
        except (ValueError, UnknownChart) as error:
            return str(error)
        return ""

    # --- the file

    def file_note(self, version_is: str = "above") -> str:
        """What is known about the file to write, and which others come with it. `version_is`:
        where the version is asked for."""
        if os.path.isdir(self.file):
            return "This is a folder; name a file in it."
        if not self.exists:
            more = ", ".join(workload_file(self.file, name).name for name in self.workloads)
            return "It does not exist yet." + (f" With it: {more}" if more else "")
        try:
            lines = self.file.read_bytes().count(b"\n")
        except OSError as error:
            return f"It cannot be read: {error.strerror}."
        version = (
            f"it says it is for {self.told}"
            if self.told
            else f"it does not say its chart version: please set that {version_is}"
        )
        return f"It exists: {lines} lines, and {version}. Only what you change is touched."

    def trouble(self) -> str:
        """What keeps the session from beginning; "" if nothing does."""
        return (
            self.names_trouble()
            or self.place_trouble()
            or self.version_trouble()
            or self.unreadable()
        )

    def names_trouble(self) -> str:
        """What is wrong with the names of the clusters; "" if nothing is. An existing file's stand,
        odd as they may be."""
        if self.exists:
            return ""
        for name in (self.management, *self.workloads):
            if name and not re.fullmatch(DNS_LABEL, name):
                return f"{name!r} is no cluster name: lower-case letters, digits and hyphens only"
        if len({self.management, *self.workloads}) < len(self.workloads) + 1:
            return "two clusters have the same name"
        return ""

    def place_trouble(self) -> str:
        """Why the file cannot be written where it is named; "" if it can."""
        try:
            if self.file.is_dir():
                return f"{self.file} is a folder; name a file in it"
            if not self.file.parent.is_dir():
                return f"{self.file} is not in a folder that exists"
        except OSError as error:
            return f"{self.file.name}: {error.strerror}"
        return ""

    def unreadable(self) -> str:
        """Why the existing file cannot be opened: file, line, column, reason; "" if it can."""
        if not self.exists:
            return ""
        try:
            open_files(self.guide, [self.file], self.version, self.helm, schema=self.own_schema)
        except HelmYamlError as error:
            return f"{self.file}:{error.line}:{error.column}: {error.what} {error.hint}".strip()
        except OSError as error:
            return f"{self.file}: {error.strerror}"
        return ""

    # --- the draft

    def draft_note(self) -> str:
        """What is known about a draft for the file; "" if there is none."""
        found = draft.find(self.file)
        if found is None:
            return ""
        if found.busy:
            return "Another wizard seems to be at work on this file."
        changes = f"{found.count} unsaved change{'s' if found.count != 1 else ''}"
        note = f"A draft with {changes} is kept, the last {found.age} ago."
        if found.target_changed:
            note += " The file has changed since."
        if found.secrets:
            note += " What was secret has to be given again."
        return note

    def discard_draft(self) -> None:
        """Remove what is kept for the file."""
        if self.draft is not None:
            self.draft.close()
        draft.discard(self.file)

    def keep_draft(self) -> None:
        """Leave the draft for the next start."""
        if self.draft is not None:
            self.draft.close(keep=True)

    # --- the session

    def session(self, from_draft: bool = False) -> Session:
        """The session that these fields begin, the draft's changes made again if wanted."""
        found = draft.find(self.file) if from_draft else None
        session = self._fresh(with_answers=found is None)
        if found is not None:
            self.left_out = draft.replay(found, session).left_out
        self.draft = draft.Draft.attach(session)
        return session

    def _fresh(self, with_answers: bool) -> Session:
        guide, schema = self.guide, self.own_schema
        if self.exists:
            session = open_files(guide, [self.file], self.version, self.helm, schema=schema)
            return Session(replace(session.state, comments=self.comments))
        session = new(guide, self.file, self.version, self.helm)
        schema = schema or session.state.schema
        session = Session(replace(session.state, schema=schema, comments=self.comments))
        answers = {
            well_known.PURPOSE: self.purpose,
            "deployment.model": "dedicated" if self.workloads else None,
            well_known.CLUSTER: self.management or None,
            well_known.WORKLOADS: self.workloads or None,
        }
        for id, answer in answers.items() if with_answers else ():
            if answer is not None and id in guide.asked:
                session.answer(id, answer)
        return session
