"""The newer stores of Redis (redisStore), the telemetry streams, and the add-ons' clients."""

from __future__ import annotations

from collections.abc import Iterator

from schema.finding import Drop, Fix, Put, Severity
from schema.path import parse_path
from wizard.topic import Mark, Rule, mark
from wizard.view import FileView, PlanView

CUSTOMIZATIONS = {
    "telemetryGatewayCustomization": "telemetryGateway.enabled",
    "telemetryCollectorCustomization": "telemetryCollector.enabled",
}
STREAMS = ("basic", "ui")


def _own(file: FileView) -> bool:
    return (
        file.effective("glooMgmtServer.enabled") is True
        and file.effective("redis.deployment.enabled") is False
    )


def form_of_another_version(view: PlanView) -> Iterator[Mark]:
    server = view.management
    if server is None:
        return
    if not view.facts.within("2.6"):
        if server.get("redisStore"):
            yield mark(
                server.key,
                "redisStore",
                "redisStore is known from 2.6 on; 2.3 does not read it, and it was not seen in 2.4 "
                "and 2.5. Set the chart's version if it is newer; before 2.6 the client's settings "
                "stand in redis.",
            )
    elif _own(server) and not server.get("redisStore.snapshot.client.address"):
        for key in ("address", "auth.enabled", "certs.enabled"):
            if server.get(f"redis.{key}"):
                yield mark(
                    server.key,
                    f"redis.{key}",
                    "Not verified that from 2.6 on redis.* still tells the clients where Redis "
                    "is; the form known to work is redisStore.snapshot.client.",
                )
                return


def insights_left_behind(view: PlanView) -> Iterator[Mark]:
    server = view.management
    if server is None or not view.facts.within("2.6") or not _own(server):
        return
    on = server.effective("glooInsightsEngine.enabled") is True
    path = "redisStore.insights.client.address"
    own_store = server.effective("redisStore.insights.deployment.enabled") is True
    if on and not own_store and not server.get(path):
        address = server.get("redisStore.snapshot.client.address")
        yield mark(
            server.key,
            path,
            "The insights engine is on and the built-in Redis is off, but its store has no address "
            "of its own. Give it the same Redis.",
            Fix("use the same address", (Put(parse_path(path), address),))
            if isinstance(address, str)
            else None,
        )


def streams_to_the_built_in(view: PlanView) -> Iterator[Mark]:
    server = view.management
    if server is None or not view.facts.within("2.5") or not _own(server):
        return
    if view.facts.within("2.6") and server.effective("redisStore.snapshot.deployment.enabled"):
        return
    for section, switch in CUSTOMIZATIONS.items():
        streams = [f"{section}.extraExporters.redisstream/{name}.endpoint" for name in STREAMS]
        left = [path for path in streams if _built_in(server.get(path))]
        if left and server.effective(switch) is True:
            yield mark(
                server.key,
                left[0],
                "Redis is your own, but telemetry still sends its streams to the built-in one, "
                "which is off: logs and insights in the UI stay empty. Set the endpoints to your "
                "Redis. A password there is plain text: give it at the installation.",
                _streams_fix(server, left),
            )


def _built_in(endpoint: object) -> bool:
    return not endpoint or str(endpoint).startswith("gloo-mesh-redis.")


def _streams_fix(server: FileView, paths: list[str]) -> Fix | None:
    address = server.get("redisStore.snapshot.client.address") or server.get("redis.address")
    if not isinstance(address, str) or not address:
        return None
    changes = tuple(Put(parse_path(path), address) for path in paths)
    return Fix(f"send the streams to {address}", changes)


def password_in_clear_text(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        for section in CUSTOMIZATIONS:
            exporters = file.get(f"{section}.extraExporters")
            if not isinstance(exporters, dict):
                continue
            for name, exporter in exporters.items():
                stream = isinstance(name, str) and name.startswith("redisstream")
                if stream and isinstance(exporter, dict) and exporter.get("password"):
                    path = (*parse_path(f"{section}.extraExporters"), name, "password")
                    yield mark(
                        file.key,
                        path,
                        "Redis' password stands here in plain text, and ends in a config map. Keep "
                        "it out of the file and give it at the installation.",
                        Fix("take it out of the file", (Drop(path),)),
                    )


def addons_without_tls(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        for store in ("extAuthService", "rateLimiter"):
            client = f"redisStore.{store}.client"
            path = f"{client}.socketType"
            if file.get(f"{client}.certs.enabled") is True and file.get(path) != "tls":
                yield mark(
                    file.key,
                    path,
                    "Certificates are given, but the connection is only encrypted with socketType "
                    "tls.",
                    Fix("set socketType to tls", (Put(parse_path(path), "tls"),)),
                )


def unquoted_boolean(view: PlanView) -> Iterator[Mark]:
    path = "rateLimiter.redis.clustered"
    for file in view.files:
        if view.facts.within(until="2.3") and file.get(path) is True:
            yield mark(
                file.key,
                path,
                "The 2.3 chart prints this as a bare true into an environment variable, which "
                "Kubernetes refuses.",
                Fix("remove it", (Drop(parse_path(path)),)),
            )


STORE_RULES = (
    Rule(
        "GM711",
        Severity.WARNING,
        "Redis settings of another version",
        "The client's settings stand in redis up to 2.5 and in redisStore from 2.6 on.",
        form_of_another_version,
        question="redis.where",
    ),
    Rule(
        "GM712",
        Severity.WARNING,
        "Insights without a store",
        "Snapshots and insights have a client each from 2.6 on.",
        insights_left_behind,
        question="redis.insights",
    ),
    Rule(
        "GM713",
        Severity.WARNING,
        "Telemetry streams to a Redis that is off",
        "From 2.5 on, gateway and collector send logs and insights through Redis streams; their "
        "exporters have an endpoint of their own, by default the built-in Redis.",
        streams_to_the_built_in,
        question="redis.exporters",
    ),
    Rule(
        "GM714",
        Severity.WARNING,
        "Password in plain text",
        "The exporters take the password only as plain text in the values.",
        password_in_clear_text,
        question="redis.exporters",
    ),
    Rule(
        "GM715",
        Severity.WARNING,
        "Add-on client without TLS",
        "External auth and rate limiter encrypt only with socketType tls beside the certificates.",
        addons_without_tls,
    ),
    Rule(
        "GM716",
        Severity.ERROR,
        "Boolean that Kubernetes refuses",
        "rateLimiter.redis.clustered cannot be used with the 2.3.3 chart.",
        unquoted_boolean,
    ),
)
