"""Puts the companions of a plan together."""

from __future__ import annotations

from collections.abc import Iterator

from wizard.companions.certificates import ISSUING, Issuing, certificates_file, issuers_file
from wizard.companions.clusters import KIND, clusters_file
from wizard.companions.fips import fips_note
from wizard.companions.listing import LISTING, listing
from wizard.companions.model import Companion, file_names, signed
from wizard.companions.permissions import permissions_note
from wizard.companions.secrets import secrets_file
from wizard.needs import once_each
from wizard.session import Session
from wizard.topic import Need


def companions(session: Session) -> list[Companion]:
    """All files that go with a plan's values: the list of them first, the runbook last."""
    found = [*_Builder(session).files()]
    listed = Companion(LISTING, listing(session, found), "", "these files, and how to use them")
    return [
        Companion(one.name, signed(one.name, one.text), one.cluster, one.what)
        for one in (listed, *found)
    ]


class _Builder:
    def __init__(self, session: Session) -> None:
        self.session = session
        self.view = session.view()
        self.words = session.facts.words()
        self.management = self.words["management"]
        self.needs = once_each(session.needs())
        self.clusters = list(dict.fromkeys(map(self._where, self.needs)))
        self.names = file_names(self.clusters)

    def files(self) -> Iterator[Companion]:
        issuing = ISSUING.get(str(self.session.facts.answer("certificates.issuer")))
        for cluster in self.clusters:
            yield from self._for_cluster(cluster, issuing)
        registered = [need for need in self.needs if need.kind == KIND]
        if registered:
            text = clusters_file(registered, self.view)
            what = f"{_count(registered, 'cluster')} to register"
            yield Companion("kubernetes-clusters.yaml", text, self.management, what)
        if self.session.guide.chart == "gloo-platform":
            yield from self._notes()
        yield self._runbook()

    def _for_cluster(self, cluster: str, issuing: Issuing | None) -> Iterator[Companion]:
        here = [one for one in self.needs if self._where(one) == cluster and one.kind == "secret"]
        issued = [one for one in here if issuing and one.certificate]
        secrets = [one for one in here if one not in issued]
        name = self.names[cluster]
        if secrets:
            text = secrets_file(secrets, cluster, self.words["release"])
            what = f"{_count(secrets, 'secret')}, without material"
            yield Companion(f"secrets-{name}.yaml", text, cluster, what)
        if issued and issuing:
            text = issuers_file(issued, cluster, issuing)
            what = f"issuers for {issuing.title}, to be filled in"
            yield Companion(f"issuers-{name}.yaml", text, cluster, what)
            text = certificates_file(issued, cluster, issuing)
            what = f"{_count(issued, 'certificate')} from {issuing.title}"
            yield Companion(f"certificates-{name}.yaml", text, cluster, what)

    def _notes(self) -> Iterator[Companion]:
        note = fips_note(self.view)
        if note:
            yield Companion("istio-fips.md", note, "", "what FIPS asks of Istio and the rest")
        guide = self.session.guide
        source = f"{guide.repository_name or guide.chart}/{guide.chart}"
        schema = self.session.state.chart_schema
        text = permissions_note(self.view, self.session.plan, schema, self.needs, source)
        yield Companion("permissions.md", text, "", "roles and secrets to review")

    def _runbook(self) -> Companion:
        from wizard.runbook import build
        from wizard.runbook.markdown import as_markdown

        text = as_markdown(build(self.session))
        return Companion("runbook.md", text, "", "all commands, in order")

    def _where(self, need: Need) -> str:
        return need.cluster or self.management


def _count(listed: list[Need], word: str) -> str:
    return f"{len(listed)} {word}{'' if len(listed) == 1 else 's'}"
