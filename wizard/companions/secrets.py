"""Secrets with their names, types and keys, and no material."""

from __future__ import annotations

from collections.abc import Iterable

from schema.nodes import Json
from wizard.companions.manifests import Manifest, as_yaml, named
from wizard.topic import Need

TLS = frozenset(("tls.crt", "tls.key"))
LOGIN = ".dockerconfigjson"


def secret_type(keys: Iterable[str]) -> str:
    """The type that Kubernetes has for a secret with these keys."""
    held = frozenset(keys)
    if held >= TLS:
        return "kubernetes.io/tls"
    return "kubernetes.io/dockerconfigjson" if held == {LOGIN} else "Opaque"


def secret(name: str, namespace: str, keys: Iterable[str], why: str) -> Manifest:
    """A secret whose blanks no API server takes for material: they are not base64."""
    listed = tuple(keys) or ("<key>",)
    data: dict[str, Json] = {key: f"<base64 of {key}>" for key in listed}
    content = named("Secret", "v1", name, namespace)
    return Manifest({**content, "type": secret_type(listed), "data": data}, why)


def secrets_file(needs: Iterable[Need], cluster: str, release: str) -> str:
    return as_yaml(
        f"Secrets that must exist in {cluster} before the release {release} is installed there.\n"
        "\n"
        "They hold no material. What stands in angle brackets is not base64, so the API server "
        "refuses each secret until all of its blanks are filled in, each with what "
        "`base64 < FILE | tr -d '\\n'` prints. Or leave this file as it is, and make the secrets "
        "with the commands of the runbook. Filled in, it is as secret as what it holds: keep it "
        "out of git.",
        (secret(one.name, one.namespace, one.keys, one.why) for one in needs),
    )
