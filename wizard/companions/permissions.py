"""Who may do what: what to look at before the values are applied."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator
from typing import Any

from schema.model import Schema
from wizard.plan import Plan
from wizard.render import flow
from wizard.runbook.releases import release_of
from wizard.topic import Need
from wizard.view import FileView, PlanView

COMPONENTS = {
    "glooMgmtServer": "glooMgmtServer.enabled",
    "glooUi": "glooUi.enabled",
    "glooAgent": "glooAgent.enabled",
    "prometheus": "prometheus.enabled",
    "telemetryGateway": "telemetryGateway.enabled",
    "telemetryCollector": "telemetryCollector.enabled",
}
DECIDING = (
    "{}.namespacedRbac",
    "{}.serviceAccount.extraAnnotations",
    "{}.relay.pushRbac",
    "{}.istiodSidecar.createRoleBinding",
    "{}.rbac.create",
    "{}.clusterRole.create",
)
OTHERWISE = {
    "glooAgent.istiodSidecar.createRoleBinding": "Rights for the agent's container beside istiod, "
    "where Istio's CA is kept in Vault.",
}


def permissions_note(
    view: PlanView, plan: Plan, schema: Schema, needs: Iterable[Need], source: str
) -> str:
    """A page on roles and secrets. `source` is the chart as helm takes it."""
    needs = list(needs)
    return "\n".join(_lines(view, plan, schema, needs, source)) + "\n"


def _lines(
    view: PlanView, plan: Plan, schema: Schema, needs: list[Need], source: str
) -> Iterator[str]:
    words = view.facts.words()
    yield "# Permissions to review"
    yield "\n## Roles that the chart makes\n"
    yield (
        "The chart makes service accounts and roles for what it installs; what is in them is best "
        "read\nin what it renders in your version:\n"
    )
    yield "```sh"
    for member in plan:
        release, namespace = release_of(member, words)
        values = shlex.quote(str(member.file))
        name = shlex.quote(f"rendered-{member.file.stem}.yaml")
        yield (
            f"helm template {release} {source} --version {words['version']} "
            f"--namespace {namespace} --values {values} > {name}"
        )
        yield f"grep -nE '^kind: (Cluster)?Role(Binding)?$' {name}"
    yield "```"
    yield "\nThese values decide on roles:\n"
    yield "| cluster | path | here | what it does |"
    yield "|---|---|---|---|"
    for file in view.files:
        yield from _decides(file, schema)
    yield (
        "\nWhoever installs needs the right to make CRDs, cluster roles and their bindings "
        "(inferred from\nwhat charts of this kind contain)."
    )
    yield from _secrets(needs, words["management"])
    issuers = [need for need in needs if need.kind == "issuer"]
    if issuers:
        yield "\n## Outside the clusters\n"
        yield f"- {issuers[0].name}. {issuers[0].why}"


def _decides(file: FileView, schema: Schema) -> Iterator[str]:
    for component, enabled in COMPONENTS.items():
        if file.effective(enabled) is not True:
            continue
        for pattern in DECIDING:
            path = pattern.format(component)
            field = schema.field(path)
            if field is not None and field.description:
                cells = (
                    file.cluster,
                    path,
                    _said(file, path),
                    OTHERWISE.get(path, field.description),
                )
                yield f"| {' | '.join(map(_cell, cells))} |"


def _said(file: FileView, path: str) -> str:
    """What holds in the file, and whether that is the chart's doing."""
    if file.has(path):
        return flow(file.get(path))
    default = file.effective(path)
    return "not set" if default is None else f"{flow(default)} (default)"


def _secrets(needs: list[Need], management: str) -> Iterator[str]:
    secrets = [need for need in needs if need.kind == "secret"]
    if not secrets:
        return
    yield "\n## Secrets\n"
    yield (
        "Whoever may read secrets in these namespaces, or start pods there, has what is in them. A "
        "signing\nCA's key makes agents of any name; a token or an agent's key poses as an agent.\n"
    )
    yield "| cluster | namespace | secret | what for |"
    yield "|---|---|---|---|"
    for need in secrets:
        cells = (need.cluster or management, need.namespace, need.name, need.why)
        yield f"| {' | '.join(map(_cell, cells))} |"
    yield "\nWho may? For a person or a service account, in each cluster and namespace:\n"
    yield "```sh"
    yield "kubectl auth can-i get secrets --namespace <namespace> --as <who> --context <context>"
    yield "```"


def _cell(value: Any) -> str:
    return " ".join(str(value).split()).replace("|", "\\|").replace("`", "'")
