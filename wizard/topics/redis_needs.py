"""The secrets with which programs log in at a Redis of your own."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from typing import Any

from wizard.sets import Role
from wizard.topic import HelmOption, Need
from wizard.view import FileView, PlanView

ADDONS = "gloo-mesh-addons"
LOGIN = "redis-auth-secrets"
CERTIFICATES = "redis-certs"
EXPORTER_SECRETS = {
    "telemetryGateway": "gloo-telemetry-gateway-ca-certs",
    "telemetryCollector": "gloo-telemetry-collector-ca-certs",
}

_PASSWORD = ("file with the password for Redis", "REDIS_PASSWORD_FILE")
_USER = ("user name for Redis", "REDIS_USER")


def needs(view: PlanView) -> Iterator[Need]:
    """The login and the CA, in each namespace that runs a client of Redis."""
    namespace = view.facts.words()["namespace"]
    server = view.management
    if server:
        yield from _management(view, server, namespace)
    for file in view.files:
        stores = [f"redisStore.{name}.client" for name in ("extAuthService", "rateLimiter")]
        found = file.effective("common.addonNamespace")
        where = found if isinstance(found, str) and found else ADDONS
        cluster = "" if file.role is Role.MANAGEMENT else file.cluster
        yield from _client(file, stores, cluster, where, "External auth and rate limiter")


def _management(view: PlanView, server: FileView, namespace: str) -> Iterator[Need]:
    who = "Management server and UI"
    if view.facts.within("2.6"):
        stores = [f"redisStore.{name}.client" for name in ("snapshot", "insights")]
        yield from _client(server, stores, "", namespace, who)
    else:
        yield from _client(server, ["redis"], "", namespace, who)
    login = any(
        server.get(f"{section}.auth.enabled") is True
        for section in ("redis", "redisStore.snapshot.client")
    )
    for component, secret in EXPORTER_SECRETS.items():
        exporters = server.get(f"{component}Customization.extraExporters")
        if login and isinstance(exporters, dict):
            yield from _passwords(f"{component}Customization.extraExporters", exporters)
        if isinstance(exporters, dict) and "/etc/otel-certs/ca-redis.crt" in str(exporters):
            yield _secret(
                secret,
                "",
                namespace,
                "Redis' CA, for the telemetry streams.",
                ["ca-redis.crt"],
            )


def _passwords(path: str, exporters: dict[str, Any]) -> Iterator[Need]:
    """The login that telemetry streams take from the values alone, in plain text."""
    for name, exporter in exporters.items():
        stream = isinstance(name, str) and name.startswith("redisstream")
        if stream and isinstance(exporter, dict) and not exporter.get("password"):
            key = f"{path}.{_as_helm_takes_it(name)}"
            options = (
                HelmOption("--set-file", f"{key}.password", *_PASSWORD),
                HelmOption("--set-string", f"{key}.username", *_USER),
            )
            yield Need(
                kind="value",
                name=f"{path}.{name}.password",
                cluster="",
                namespace="",
                why="The password for this telemetry stream is read from the values alone. Give it "
                "at each helm upgrade, with the user name beside it, and keep it out of the file.",
                command=f"helm upgrade … {' '.join(one.with_blank() for one in options)}",
                options=options,
            )


def _as_helm_takes_it(key: str) -> str:
    """A key as --set reads it: some signs mean something there."""
    return re.sub(r"([\\.,=\[\]{}])", r"\\\1", key)


def _client(
    file: FileView, sections: list[str], cluster: str, namespace: str, who: str
) -> Iterator[Need]:
    for section in sections:
        if file.get(f"{section}.auth.enabled") is True:
            name = _text(file, f"{section}.auth.secretName", LOGIN)
            why = f"{who} log in at Redis with it. The user name may be default."
            yield _secret(name, cluster, namespace, why, ["username", "password"])
            break
    for section in sections:
        if file.get(f"{section}.certs.enabled") is True:
            name = _text(file, f"{section}.certs.secretName", CERTIFICATES)
            key = _text(file, f"{section}.certs.caCertKey", "ca.crt")
            why = f"{who} check Redis' certificate against this CA."
            yield _secret(name, cluster, namespace, why, [key])
            break


def _secret(name: str, cluster: str, namespace: str, why: str, keys: list[str]) -> Need:
    parts = " ".join(
        f"--from-literal={key}=<{key}>"
        if "." not in key
        else f"--from-file={shlex.quote(key)}=<{key} file>"
        for key in keys
    )
    what, where = shlex.quote(name), shlex.quote(namespace)
    command = f"kubectl create secret generic {what} --namespace {where} {parts}"
    return Need("secret", name, cluster, namespace, why, tuple(keys), command)


def _text(file: FileView, path: str, otherwise: str) -> str:
    found = file.effective(path)
    return found if isinstance(found, str) and found else otherwise
