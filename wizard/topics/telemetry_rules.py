"""What goes wrong with the telemetry gateway, the collector and the insights."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from schema.finding import Drop, Fix, Put, Severity
from schema.path import parse_path
from wizard.sets import Role
from wizard.topic import Mark, Rule, mark
from wizard.tree import look_up
from wizard.view import FileView, PlanView

GATEWAY = "telemetryGateway.enabled"
COLLECTOR = "telemetryCollector.enabled"
MODE = "telemetryCollector.mode"
COLLECTOR_SERVICE = "telemetryCollector.service.type"
EXPORTER = "telemetryCollector.config.exporters.otlp"
ENDPOINT = f"{EXPORTER}.endpoint"
LEGACY = "legacyMetricsPipeline.enabled"
INSIGHTS = "glooInsightsEngine.enabled"
ANALYZER = "glooAnalyzer.enabled"

GATEWAY_NAME = "gloo-telemetry-gateway"
GATEWAY_ADDRESS = f"{GATEWAY_NAME}:4317"
GATEWAY_NEEDED_UNTIL = "2.4"  # later, the collector beside the UI has exporters of its own

CHART_ENTRIES = {
    "telemetryCollector.extraVolumes": ("root-ca", "telemetry-configmap"),
    "telemetryCollector.extraVolumeMounts": ("root-ca", "telemetry-configmap"),
    "telemetryCollector.extraEnvs": ("KUBE_NODE_NAME", "KUBE_POD_NAME"),
    "telemetryGateway.extraVolumes": ("tls-keys", "telemetry-configmap"),
    "telemetryGateway.extraVolumeMounts": ("tls-keys", "telemetry-configmap"),
}


def installs(file: FileView, path: str) -> bool:
    return file.effective(path) is True


def no_endpoint(view: PlanView) -> Iterator[Mark]:
    server = view.management
    if server is None or not installs(server, COLLECTOR):
        return
    wrong = misspelt_endpoint(server)
    endpoint = server.effective(ENDPOINT)
    if not wrong and ((isinstance(endpoint, str) and endpoint) or view.facts.within("2.4")):
        return
    put = Put(parse_path(ENDPOINT), server.get(f"{EXPORTER}.{wrong}") if wrong else GATEWAY_ADDRESS)
    if wrong:
        drop = Drop((*parse_path(EXPORTER), wrong))
        yield mark(
            server.key,
            drop.path,
            f"{wrong} is not read; the key is called endpoint. The collector does not know where "
            "to send metrics, and Helm says nothing.",
            Fix("rename it to endpoint", (put, drop)),
        )
        return
    yield mark(
        server.key,
        ENDPOINT if server.has(EXPORTER) else COLLECTOR,
        "The collector is installed without an endpoint, and this version's chart stops with a "
        f"nil pointer error. In the management cluster it is {GATEWAY_ADDRESS}.",
        Fix(f"write {GATEWAY_ADDRESS}", (put,), safe=True),
    )


def misspelt_endpoint(file: FileView) -> str:
    """A key of the exporter that was most likely meant to be endpoint; "" if there is none."""
    exporter = file.get(EXPORTER)
    if not isinstance(exporter, dict) or "endpoint" in exporter:
        return ""
    from difflib import get_close_matches

    close = get_close_matches("endpoint", [key for key in exporter if isinstance(key, str)], 1, 0.7)
    return close[0] if close else ""


def deployment_without_service(view: PlanView) -> Iterator[Mark]:
    if not view.facts.within(until="2.3"):
        return
    for file in view.files:
        if not installs(file, COLLECTOR) or file.get(MODE) != "deployment":
            continue
        if not file.get(COLLECTOR_SERVICE):
            yield mark(
                file.key,
                MODE,
                "The chart of this version stops here: as a deployment, the collector needs a "
                "service type.",
                Fix(
                    "add the service type ClusterIP",
                    (Put(parse_path(COLLECTOR_SERVICE), "ClusterIP"),),
                    safe=True,
                ),
            )


def lists_replaced(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        for path, known in CHART_ENTRIES.items():
            component = path.partition(".")[0]
            written = file.get(path)
            if not isinstance(written, list) or not installs(file, f"{component}.enabled"):
                continue
            if path.endswith("Mounts") and isinstance(file.get(component + ".extraVolumes"), list):
                continue
            chart = look_up(file.defaults, parse_path(path))
            own = names(chart) if isinstance(chart, list) else list(known)
            lost = [name for name in own if name not in names(written)]
            if lost:
                severity = Severity.WARNING if path.endswith("Envs") else None
                yield mark(
                    file.key,
                    path,
                    f"This list replaces the chart's, and {listed(lost)} "
                    f"{'are' if len(lost) > 1 else 'is'} lost. Repeat the chart's entries and add "
                    "yours.",
                    with_chart_entries(file, path, lost),
                    severity,
                )


def listed(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def names(entries: list[Any]) -> list[str]:
    return [str(entry.get("name")) for entry in entries if isinstance(entry, dict)]


def with_chart_entries(file: FileView, path: str, lost: list[str]) -> Fix | None:
    """Put the lost entries back, where the chart's own are known."""
    chart = look_up(file.defaults, parse_path(path))
    entries = chart if isinstance(chart, list) else []
    own = [entry for entry in entries if isinstance(entry, dict) and entry.get("name") in lost]
    if len(own) != len(lost):
        return None
    return Fix("repeat the chart's entries", (Put(parse_path(path), [*own, *file.get(path)]),))


def map_for_a_list(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        for component in ("telemetryCollector", "telemetryGateway"):
            path = f"{component}.extraEnvs"
            written = file.get(path)
            if not isinstance(written, dict) or not written:
                continue
            entries = [
                {"name": name, **(body if isinstance(body, dict) else {"value": str(body)})}
                for name, body in written.items()
            ]
            yield mark(
                file.key,
                path,
                "Here a list of entries with name and value is expected: the telemetry sections "
                "follow the OpenTelemetry chart, unlike glooMgmtServer.extraEnvs.",
                Fix("make it a list", (Put(parse_path(path), entries),)),
            )


def legacy_pipeline(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        if file.get(LEGACY) is not True:
            continue
        old = view.facts.within(until="2.3")
        yield mark(
            file.key,
            LEGACY,
            "The old way of metrics through the agents is on its way out; use the telemetry "
            "gateway and collectors instead."
            if old
            else "The old way of metrics through the agents is not supported from 2.4 on.",
            Fix("remove it", (Drop(parse_path(LEGACY)),), safe=not old),
            Severity.NOTE if old else None,
        )


def collector_without_gateway(view: PlanView) -> Iterator[Mark]:
    server = view.management
    if server is None or not view.facts.within(until=GATEWAY_NEEDED_UNTIL):
        return
    if not installs(server, COLLECTOR) or installs(server, GATEWAY):
        return
    endpoint = server.effective(ENDPOINT)
    if isinstance(endpoint, str) and endpoint.startswith(GATEWAY_NAME):
        yield mark(
            server.key,
            ENDPOINT if server.has(ENDPOINT) else COLLECTOR,
            f"The collector sends to {endpoint}, but no telemetry gateway is installed here.",
            Fix("install the gateway", (Put(parse_path(GATEWAY), True),)),
        )


def empty_graph(view: PlanView) -> Iterator[Mark]:
    server = view.management
    if server is None or not installs(server, "glooUi.enabled") or installs(server, GATEWAY):
        return
    direct = not view.facts.within(until=GATEWAY_NEEDED_UNTIL)
    if direct and (not server.has(GATEWAY) or server.effective(COLLECTOR) is not False):
        return
    yield mark(
        server.key,
        GATEWAY if server.has(GATEWAY) else "glooUi.enabled",
        "The UI is installed without a telemetry gateway: no metrics arrive, and its graph stays "
        "empty.",
        Fix("install the gateway", (Put(parse_path(GATEWAY), True),)),
    )


def insights_without_analyzer(view: PlanView) -> Iterator[Mark]:
    server = view.management
    if server is None or not view.facts.within("2.5") or server.get(INSIGHTS) is not True:
        return
    known = [file for file in view.files if file.role is not Role.ADDONS]
    if known and all(file.get(ANALYZER) is False for file in known):
        yield mark(
            server.key,
            INSIGHTS,
            "The insights engine is installed, but every analyzer is switched off: it has nothing "
            "to work on. (Inferred.)",
        )


def section_is_null(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        for section in ("telemetryGateway", "telemetryCollector"):
            if file.has((section,)) and file.get((section,)) is None:
                yield mark(
                    file.key,
                    (section,),
                    "A section without content removes the chart's own, its enabled: false with "
                    "it: the component is switched on and fails. Remove the key.",
                    Fix("remove the key", (Drop((section,)),), safe=True),
                )


RULES = (
    Rule(
        "GM1101",
        Severity.ERROR,
        "Collector without an endpoint",
        "The collector sends what it gathers to telemetryCollector.config.exporters.otlp.endpoint "
        "as host:port. 2.3.3 fails without it, and renders an empty one if the key is misspelt. "
        "From 2.4 on the chart brings an address for the management cluster along.",
        no_endpoint,
        question="telemetry.collector",
    ),
    Rule(
        "GM1102",
        Severity.ERROR,
        "Collector as a deployment without a service type",
        "In 2.3.3 the collector's service is null; the OpenTelemetry chart then fails in every "
        "mode but daemonset.",
        deployment_without_service,
        question="telemetry.collector-mode",
    ),
    Rule(
        "GM1103",
        Severity.ERROR,
        "The chart's list entries are lost",
        "Helm replaces lists whole. The collector's volumes carry the root certificate and its "
        "configuration, the gateway's its own certificate; mounts of volumes that are gone make "
        "Kubernetes refuse the pod.",
        lists_replaced,
    ),
    Rule(
        "GM1104",
        Severity.ERROR,
        "extraEnvs has two shapes",
        "The chart's own components take a map from name to body, the telemetry sections a list. "
        "2.3.3 says 'Invalid type. Expected: array, given: object'.",
        map_for_a_list,
    ),
    Rule(
        "GM1105",
        Severity.WARNING,
        "Old metrics pipeline",
        "legacyMetricsPipeline is described as unsupported from 2.4 on and is best left out.",
        legacy_pipeline,
        question="telemetry.gateway",
    ),
    Rule(
        "GM1106",
        Severity.WARNING,
        "Collector without a gateway",
        "The service gloo-telemetry-gateway exists only if the telemetry gateway is installed. "
        "From 2.5 on the management cluster's collector has ways of its own (seen in the values "
        "of 2.5), so this is not reported there.",
        collector_without_gateway,
        question="telemetry.gateway",
    ),
    Rule(
        "GM1107",
        Severity.WARNING,
        "The UI's graph stays empty",
        "Metrics reach the UI from the collectors through the telemetry gateway and Prometheus. "
        "From 2.5 on the management cluster's collector can do without the gateway, so there it "
        "is reported only if both are switched off.",
        empty_graph,
        question="telemetry.gateway",
    ),
    Rule(
        "GM1108",
        Severity.WARNING,
        "Insights without an analyzer",
        "Analyzers in the clusters report what the engine turns into advice.",
        insights_without_analyzer,
        question="telemetry.insights",
    ),
    Rule(
        "GM1109",
        Severity.ERROR,
        "Empty telemetry section",
        "With null, Helm removes the chart's defaults of a section. The switch that keeps the "
        "component out goes with them (seen in 2.3.3).",
        section_is_null,
    ),
)
