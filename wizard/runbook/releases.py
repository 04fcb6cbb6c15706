"""The helm commands: repository, CRD chart, each file's release, and the way back."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Mapping

from wizard.needs import kept_out
from wizard.plan import Member
from wizard.runbook.model import Contexts, Step
from wizard.session import Session
from wizard.sets import Role

ADDONS = ("gloo-agent-addons", "gloo-mesh-addons")


class Releases:
    """The releases of a plan, each with its name, namespace and cluster."""

    def __init__(self, session: Session, contexts: Contexts) -> None:
        self.guide = session.guide
        self.source = session.guide.repository_name or session.guide.chart
        self.version = str(session.state.version)
        self.words = session.facts.words()
        self.contexts = contexts
        self.kept_out = kept_out(session.needs())

    def name(self, member: Member) -> tuple[str, str]:
        """Release and namespace."""
        return release_of(member, self.words)

    def cluster(self, member: Member) -> str:
        """As needs name it: "" is the management cluster."""
        return "" if member.role is Role.MANAGEMENT else member.cluster

    def title(self, member: Member) -> str:
        return member.cluster or self.words["management"]

    def repository(self, members: Iterable[Member]) -> Iterator[Step]:
        if self.guide.repository and list(members):
            yield Step(
                "The chart's repository",
                "",
                (
                    f"helm repo add {self.source} {self.guide.repository} --force-update",
                    f"helm repo update {self.source}",
                ),
            )

    def crds(self, members: Iterable[Member]) -> Iterator[Step]:
        """The CRD chart, always before the chart that uses it; once for each cluster."""
        if not self.guide.crd_chart:
            return
        for cluster in dict.fromkeys(map(self.cluster, members)):
            where = cluster or self.words["management"]
            yield Step(
                f"CRDs in {where}",
                "The same version as the chart, and before it: Helm does not upgrade CRDs by "
                "itself.",
                (
                    _lines(
                        f"helm upgrade --install {self.guide.crd_chart} "
                        f"{self.source}/{self.guide.crd_chart}",
                        f"--kube-context {self.contexts.of(cluster)}",
                        f"--namespace {self.words['namespace']} --create-namespace",
                        f"--version {self.version}",
                    ),
                ),
            )

    def upgrade(self, member: Member, options: tuple[str, ...] = (), why: str = "") -> Step:
        """The command that applies a file."""
        return Step(
            f"Apply {member.file.name} to {self.title(member)}",
            why,
            (
                self.command(
                    member, str(member.file), self.version, (*self._given(member), *options)
                ),
            ),
        )

    def inputs(self) -> dict[str, str]:
        """The variables with what is kept out of the files, and what each holds."""
        return {one.variable: one.what for given in self.kept_out.values() for one in given}

    def _given(self, member: Member) -> tuple[str, ...]:
        found = self.kept_out.get(self.cluster(member), ())
        return tuple(one.from_variable() for one in found) if member.role is not Role.ADDONS else ()

    def command(
        self, member: Member, file: str, version: str, options: tuple[str, ...] = ()
    ) -> str:
        release, namespace = self.name(member)
        return _lines(
            f"helm upgrade --install {release} {self.source}/{self.guide.chart}",
            f"--kube-context {self.contexts.of(self.cluster(member))}",
            f"--namespace {namespace}{'' if self.guide.crd_chart else ' --create-namespace'}",
            f"--version {version}",
            f"--values {shlex.quote(file)}",
            *options,
        )

    def back(self, old: Member, member: Member, version: str, more: str, before: Session) -> Step:
        """The old file and version once more."""
        options = Releases(before, self.contexts)._given(old)
        return Step(
            f"Apply the file before to {self.title(member)}",
            f"CRDs stay as they are: newer ones serve the older version.{more}",
            (self.command(member, str(old.file), version, options),),
        )

    def uninstall(self, member: Member) -> Step:
        release, namespace = self.name(member)
        context = self.contexts.of(self.cluster(member))
        return Step(
            f"Take the release away from {self.title(member)}",
            "CRDs, secrets and volumes that you made stay.",
            (f"helm uninstall {release} --kube-context {context} --namespace {namespace}",),
        )


def release_of(member: Member, words: Mapping[str, str]) -> tuple[str, str]:
    """Release and namespace of a file."""
    if member.role is Role.ADDONS:
        return ADDONS
    return words["release"], words["namespace"]


def _lines(*parts: str) -> str:
    return " \\\n  ".join(parts)
