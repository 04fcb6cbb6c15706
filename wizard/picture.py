"""What is about to be built, as a small drawing in text."""

from __future__ import annotations

from wizard.session import Session
from wizard.view import FileView, PlanView


def picture(session: Session) -> list[str]:
    """A box for the management cluster and a line for each workload cluster."""
    view = session.view()
    server = view.management
    lines: list[str] = []
    if server is not None:
        inside = _inside(server, view)
        width = max(len(line) for line in inside) + 2
        lines.append(f"    {server.cluster or 'management cluster'}")
        lines.append(f"    ┌{'─' * width}┐")
        links = _links(view)
        for number, text in enumerate(inside):
            link = links[number] if number < len(links) else ""
            lines.append(f"    │ {text:<{width - 1}}│{link}")
        lines.append(f"    └{'─' * width}┘")
        lines += [f"    {' ' * (width + 2)}{link}" for link in links[len(inside) :]]
    else:
        lines += [f"    {file.cluster or file.key}: {_agent(file)}" for file in view.files]
    return lines


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
    lines.append("Redis, your own" if own_redis else "Redis, built in" + (
        f", {threads} I/O threads" if threads else ""
    ))
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
