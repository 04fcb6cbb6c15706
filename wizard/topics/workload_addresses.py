"""The two addresses that lead from a workload cluster to the management cluster."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from schema.finding import Fix, Put, Severity
from schema.path import parse_path
from wizard.topic import Mark, Rule, mark
from wizard.view import FileView, PlanView

RELAY = "glooAgent.relay.serverAddress"
ENDPOINT = "telemetryCollector.config.exporters.otlp.endpoint"
SERVER, GATEWAY = "gloo-mesh-mgmt-server", "gloo-telemetry-gateway"


def split_address(address: str) -> tuple[str, str, str]:
    """Scheme, host and port of a written address, each "" where it is missing."""
    scheme, separator, rest = address.rpartition("://")
    rest = rest.split("/", 1)[0]
    host, colon, port = rest.rpartition(":")
    if not colon or (host.startswith("[") and not host.endswith("]")):
        host, port = rest, ""
    return (scheme if separator else ""), host, port


def address_trouble(address: Any, service: str, port: int) -> str:
    """What is wrong with a workload cluster's address of a service; "" if it will do."""
    if not isinstance(address, str) or not address:
        return f"There is no address: give host and port of the service {service}."
    scheme, host, told = split_address(address)
    if "$" in address or "<" in address:
        return (
            f"{address} is a placeholder. Helm does not replace it: unless something else does "
            "before, the text goes to the pod as it stands."
        )
    if scheme:
        return f"{address} begins with {scheme}://, but host and port alone are expected."
    if not host:
        return (
            f"{address} has no host. The load balancer probably had no address yet when it was "
            "copied."
        )
    if host == service or host.startswith(f"{service}."):
        return (
            f"{host} is a name inside the management cluster; from this cluster it leads nowhere. "
            f"Give the address at which {service} is reached from outside."
        )
    if not told:
        return f"{address} has no port: write {host}:{port}."
    return ""


def _weight(view: PlanView, address: Any) -> Severity | None:
    """A placeholder may be filled in by other means; and an agent's file seen alone may belong to
    the management cluster, where the name inside is right."""
    text = address if isinstance(address, str) else ""
    inside = text.startswith((SERVER, GATEWAY)) and view.management is None
    return Severity.WARNING if inside or "$" in text or "<" in text else None


def port_of_relay(view: PlanView) -> int:
    server = view.management
    port = server.effective("glooMgmtServer.ports.grpc", 9900) if server else 9900
    return port if isinstance(port, int) else 9900


def _mended(address: Any, service: str, port: int) -> str:
    """The address without scheme and with a port, or "" where that does not mend it."""
    if not isinstance(address, str):
        return ""
    _, host, told = split_address(address)
    better = f"{host}:{told or port}" if host else ""
    return better if better != address and not address_trouble(better, service, port) else ""


def relay_address(view: PlanView) -> Iterator[Mark]:
    port = port_of_relay(view)
    for file in view.workloads:
        address = file.get(RELAY)
        if file.effective("glooAgent.enabled") is True:
            yield from _address(view, file, RELAY, address, SERVER, port)


def telemetry_endpoint(view: PlanView) -> Iterator[Mark]:
    for file in view.workloads:
        if file.effective("telemetryCollector.enabled") is True:
            yield from _address(view, file, ENDPOINT, file.get(ENDPOINT), GATEWAY, 4317)


def _address(
    view: PlanView, file: FileView, path: str, address: Any, service: str, port: int
) -> Iterator[Mark]:
    trouble = address_trouble(address, service, port)
    if trouble:
        better = _mended(address, service, port)
        change = Put(parse_path(path), better)
        fix = Fix(f"write {better}", (change,), safe=True) if better else None
        yield mark(file.key, path, trouble, fix, _weight(view, address))


def relay_port(view: PlanView) -> Iterator[Mark]:
    server, port = view.management, port_of_relay(view)
    if server is None or server.effective("glooMgmtServer.serviceType") == "NodePort":
        return
    for file in view.workloads:
        address = file.get(RELAY)
        told = split_address(address)[2] if isinstance(address, str) else ""
        if told.isdecimal() and int(told) != port:
            right = f"{split_address(address)[1]}:{port}"
            yield mark(
                file.key,
                RELAY,
                f"The agents connect to port {told}, but the management server's service listens "
                f"on {port} (glooMgmtServer.ports.grpc). Right only if something between them "
                "changes the port.",
                Fix(f"write {right}", (Put(parse_path(RELAY), right),)),
            )


def same_address_for_both(view: PlanView) -> Iterator[Mark]:
    for file in view.workloads:
        relay, telemetry = file.get(RELAY), file.get(ENDPOINT)
        if isinstance(relay, str) and isinstance(telemetry, str) and "$" not in relay:
            host = split_address(relay)[1]
            if host and host == split_address(telemetry)[1]:
                yield mark(
                    file.key,
                    ENDPOINT,
                    f"Agent and collector use the same host {host}. The management server and the "
                    "telemetry gateway have a load balancer each, usually with an address each.",
                )


ADDRESS_RULES = (
    Rule(
        "GM1201",
        Severity.ERROR,
        "The agent cannot find the management server",
        "relay.serverAddress is host and port of the service gloo-mesh-mgmt-server as seen from "
        "the workload cluster, without a scheme. The chart does not check it: an agent with an "
        "empty or wrong address starts and never connects.",
        relay_address,
        question="workload-clusters.relay-address",
    ),
    Rule(
        "GM1202",
        Severity.WARNING,
        "The agent asks at another port",
        "The port in relay.serverAddress is the one of the management server's service, "
        "glooMgmtServer.ports.grpc, 9900 unless set.",
        relay_port,
        question="workload-clusters.relay-address",
    ),
    Rule(
        "GM1203",
        Severity.ERROR,
        "The collector cannot find the telemetry gateway",
        "config.exporters.otlp.endpoint is host and port of the service gloo-telemetry-gateway "
        "as seen from the workload cluster. The name inside the management cluster is right there "
        "only. In 2.3 a missing endpoint stops Helm with a nil pointer, a misspelt one renders "
        "empty without a word; the graph in the UI stays empty.",
        telemetry_endpoint,
        question="workload-clusters.telemetry-endpoint",
    ),
    Rule(
        "GM1204",
        Severity.NOTE,
        "One address for two services",
        "The relay and the telemetry gateway are two services. Pass over this where one load "
        "balancer or DNS name serves both.",
        same_address_for_both,
        question="workload-clusters.telemetry-endpoint",
    ),
)
