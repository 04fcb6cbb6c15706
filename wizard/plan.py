"""A plan: the values files that together make one installation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path as FilePath

from wizard.document import Document
from wizard.sets import Role

MANAGEMENT = "management"


@dataclass(frozen=True)
class Member:
    """One file of the plan.

    `key` is "management", "workload:NAME" or "add-ons"; `file` where it is (to be) written.
    `saved` is the document as it stands on disk, None while there is no file.
    """

    key: str
    role: Role
    cluster: str
    file: FilePath
    document: Document
    saved: Document | None = None

    @property
    def changed(self) -> bool:
        before = self.saved.text if self.saved else ""
        return self.document.text != before

    @property
    def base(self) -> Document:
        """What a diff starts from."""
        return self.saved if self.saved is not None else Document.parse("", self.document.helm)


@dataclass(frozen=True)
class Plan:
    """The members by key, the management plane's first."""

    members: Mapping[str, Member]

    def __iter__(self) -> Iterator[Member]:
        return iter(self.members.values())

    def __getitem__(self, key: str) -> Member:
        return self.members[key]

    def __contains__(self, key: str) -> bool:
        return key in self.members

    @property
    def first(self) -> Member:
        return next(iter(self.members.values()))

    def with_document(self, key: str, document: Document) -> Plan:
        member = replace(self.members[key], document=document)
        return Plan({**self.members, key: member})

    def with_member(self, member: Member) -> Plan:
        return Plan({**self.members, member.key: member})

    def without(self, key: str) -> Plan:
        return Plan({k: member for k, member in self.members.items() if k != key})


def workload_key(cluster: str) -> str:
    return f"workload:{cluster}"


def workload_file(management: FilePath, cluster: str) -> FilePath:
    """Where the file of a workload cluster goes: values.yaml -> values-eu-1.yaml."""
    return management.with_name(f"{management.stem}-{cluster}{management.suffix or '.yaml'}")


def is_management(member: Member) -> bool:
    return member.role is Role.MANAGEMENT
