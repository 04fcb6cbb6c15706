"""The page that lists the companions: what each is for, in which order, and what is not there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wizard.companions.model import Companion
from wizard.session import Session

LISTING = "companions.md"


def listing(session: Session, files: Iterable[Companion]) -> str:
    return "\n".join(_lines(session, list(files))) + "\n"


def _lines(session: Session, files: list[Companion]) -> Iterator[str]:
    guide, version = session.guide, session.state.version
    values = ", ".join(member.file.name for member in session.plan)
    yield f"# Companions of {values}"
    yield f"\nFor {guide.title} ({guide.chart} {version})."
    if session.state.assumed_version:
        yield f"No file says its chart version; {version} was taken."
    yield "\n| file | cluster | what |"
    yield "|---|---|---|"
    for one in files:
        yield f"| {one.name} | {one.cluster.replace('|', ' ') or '–'} | {one.what} |"
    names = [one.name for one in files]
    yield "\n## In which order\n"
    yield from (f"{number}. {step}" for number, step in enumerate(_order(names), 1))
    missing = [*_missing(session, names)]
    if missing:
        yield "\n## Not here, and why\n"
        yield from (f"- {reason}" for reason in missing)


def _order(names: list[str]) -> Iterator[str]:
    yield "Read the notes; make the namespaces as the runbook says."
    if _any(names, "issuers-"):
        yield "In each cluster: fill in and apply its issuers, then apply its certificates."
    if _any(names, "secrets-"):
        yield (
            "In each cluster: fill in and apply its secrets, or make them with the runbook's "
            "commands. What is copied from the management cluster follows after the chart is there."
        )
    registers = " It says when kubernetes-clusters.yaml is due: after the CRD chart."
    yield (
        "Follow the runbook; what you have applied from here is done already."
        + (registers if "kubernetes-clusters.yaml" in names else "")
    )


def _missing(session: Session, names: list[str]) -> Iterator[str]:
    if not _any(names, "secrets-"):
        yield "Secrets: these values ask for none that has to be made by hand."
    if session.guide.chart != "gloo-platform":
        return
    if not _any(names, "certificates-"):
        yield f"Certificates and issuers for cert-manager: {_why_no_certificates(session)}"
    if "kubernetes-clusters.yaml" not in names:
        yield (
            "KubernetesCluster objects: no file installs an agent that has to be registered by "
            "hand."
        )
    if "istio-fips.md" not in names:
        yield "A note on FIPS: these values choose no FIPS build."


def _why_no_certificates(session: Session) -> str:
    facts = session.facts
    mode = facts.effective("certificates.mode")
    if not session.view().management:
        return "these files have no management plane, where it is decided."
    if mode == "insecure":
        return "the relay is insecure and uses none."
    if session.why_hidden("certificates.issuer"):
        return "the chart makes them itself."
    if facts.answer("certificates.issuer") == "by-hand":
        return "they are made by hand, or by another tool; the secrets tell what it must deliver."
    return "nobody has said where they come from (certificates.issuer)."


def _any(names: list[str], start: str) -> bool:
    return any(name.startswith(start) for name in names)
