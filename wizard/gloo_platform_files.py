"""The files of a gloo-platform installation: which part each is for, its version, a drawing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wizard.guide import VersionMarks
from wizard.picture import boxed
from wizard.sets import Role
from wizard.view import FileView, PlanView

VERSION_MARKS = VersionMarks(
    tag=r"v?(2\.\d+\.\d+(?:-(?:beta|rc)\d+)?)(?:-fips)?",
    tags_at=("glooMgmtServer.image.tag", "glooAgent.image.tag", "glooUi.image.tag"),
    comment=r"(?:gloo-platform-|--version[ =]v?|helm\.sh/chart.*?)(2\.\d+\.\d+\S*)",
)


def role_of(value: Mapping[str, Any]) -> Role:
    """Which part of an installation a gloo-platform values file is for, by what it switches on."""
    server = value.get("glooMgmtServer")
    switched_on = _enabled(value, "glooMgmtServer")
    unsaid = isinstance(server, dict) and server.get("enabled") is None
    if switched_on or (unsaid and "glooAgent" not in value):
        return Role.MANAGEMENT
    agent = value.get("glooAgent")
    if isinstance(agent, dict) and agent.get("enabled") is not False:
        return Role.WORKLOAD
    addons = any(_enabled(value, key) for key in ("extAuthService", "rateLimiter"))
    collector_only = _enabled(value, "telemetryCollector") and not any(
        key in value for key in ("glooUi", "telemetryGateway", "redis", "licensing", "prometheus")
    )
    if addons and not _enabled(value, "glooUi"):
        return Role.ADDONS
    return Role.WORKLOAD if collector_only else Role.MANAGEMENT


def _enabled(value: Mapping[str, Any], key: str) -> bool:
    section = value.get(key)
    return isinstance(section, dict) and section.get("enabled") is True


def picture(view: PlanView) -> list[str]:
    """A box for the management cluster and a line for each workload cluster."""
    server = view.management
    if server is None:
        return [f"    {file.cluster or file.key}: {_agent(file)}" for file in view.files]
    title = server.cluster or "management cluster"
    return boxed(title, _inside(server, view), _links(view))


def _inside(server: FileView, view: PlanView) -> list[str]:
    replicas = server.get("glooMgmtServer.deploymentOverrides.spec.replicas") or 1
    fips = " · FIPS" if _fips(server, "glooMgmtServer") else ""
    lines = [f"management server ×{replicas}{fips}"]
    safe = server.effective("glooMgmtServer.safeMode")
    if safe is not None and view.facts.within(("2.4.12", "2.5.4")):
        window = server.get("glooMgmtServer.safeStartWindow")
        mode = "strict" if safe else (f"at most {window} s" if window else "off")
        lines.append(f"safe mode {mode}")
    if server.effective("glooUi.enabled") is True:
        signed = server.get("glooUi.auth.enabled") is True
        lines.append("UI, sign-in by OIDC" if signed else "UI, open to whoever reaches it")
    own_redis = server.get("redis.address") or server.get("redisStore.snapshot.client.address")
    threads = server.get("redis.deployment.ioThreads")
    lines.append(
        "Redis, your own"
        if own_redis
        else "Redis, built in" + (f", {threads} I/O threads" if threads else "")
    )
    if server.effective("prometheus.enabled") is True:
        lines.append("Prometheus, built in")
    elif server.get("common.prometheusUrl") or server.get("glooUi.prometheusUrl"):
        lines.append("Prometheus, your own")
    if server.effective("telemetryGateway.enabled") is True:
        lines.append("telemetry gateway")
    if server.effective("glooAgent.enabled") is True:
        lines.append("agent" + (" · FIPS" if _fips(server, "glooAgent") else ""))
    return lines


def _links(view: PlanView) -> list[str]:
    plain = any(file.effective("common.insecure") is True for file in view.files)
    relay = "plain text" if plain else "mTLS"
    return [f"◄── {relay} ── {file.cluster}{_suffix(file)}" for file in view.workloads]


def _suffix(file: FileView) -> str:
    return " · FIPS" if _fips(file, "glooAgent") else ""


def _agent(file: FileView) -> str:
    return f"agent to {file.get('glooAgent.relay.serverAddress') or 'no address yet'}"


def _fips(file: FileView, component: str) -> bool:
    return str(file.get(f"{component}.image.tag") or "").endswith("-fips")
