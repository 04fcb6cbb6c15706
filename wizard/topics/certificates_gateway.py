"""The telemetry gateway's certificate, and how collectors check it."""

from __future__ import annotations

from wizard.condition import MANAGEMENT_PLANE, all_of, versions
from wizard.question import Choice, Option, Text
from wizard.sets import On, Sets
from wizard.topics.certificates_parts import (
    COLLECTOR,
    GATEWAY,
    HOST,
    OWN_CERTIFICATE,
    OWN_GATEWAY_CERTIFICATE,
    mode_is,
)

GATEWAY_CERTIFICATE = Choice(
    id="gateway-certificate",
    ask="Whose certificate does the telemetry gateway show?",
    why="Collectors in the workload clusters send metrics to the gateway on port 4317 and check it "
    "against relay-root-tls-secret.",
    asked_when=all_of(
        MANAGEMENT_PLANE,
        mode_is("self-signed", "simple-tls", because="with this mode it follows from the mode"),
    ),
    left="Leave it to the chart: it makes one",
    group="Telemetry gateway",
    advanced=True,
    options=(
        Option(
            "own",
            "A certificate of yours",
            sets=OWN_GATEWAY_CERTIFICATE,
            gains="Your PKI issues and renews it.",
            costs="The secret gloo-telemetry-gateway-tls-secret must be there before the "
            "installation, or the gateway does not start.",
            choose_when="The management server's certificate is yours too.",
        ),
        Option(
            "generated",
            "The chart's",
            gains="Nothing to create.",
            costs="It is signed by the chart's own CA, and nothing renews it.",
            choose_when="The chart makes the other certificates as well.",
            recommended=("production", "evaluation"),
            default=True,
        ),
    ),
)

GATEWAY_NAME = Text(
    id="gateway-name",
    ask="Which name do the collectors expect in the gateway's certificate?",
    why="Outside the namespace gloo-mesh the chart's default does not fit.",
    sets=(
        Sets(f"{GATEWAY}.serverName"),
        Sets(f"{COLLECTOR}.serverName", on=On.ALL),
    ),
    left="Leave it to the chart: gloo-telemetry-gateway.gloo-mesh",
    suggests="gloo-telemetry-gateway.{namespace}",
    pattern=HOST,
    looks_like="a host name",
    group="Telemetry gateway",
    advanced=True,
    comment="The name in the telemetry gateway's certificate, the same for gateway and collectors.",
)

SKIP_VERIFY = Choice(
    id="skip-verify",
    ask="Do the collectors check the gateway's certificate?",
    why="Metrics and logs tell a lot about your services. The check keeps them from going to a "
    "stranger.",
    asked_when=versions("2.5", because="the switch exists from 2.5 on; before, they always check"),
    left="Leave it to the chart: they check it",
    group="Telemetry gateway",
    advanced=True,
    options=(
        Option(
            "check",
            "Yes",
            sets=(Sets(f"{COLLECTOR}.skipVerify", False, on=On.ALL),),
            gains="Metrics go to the real gateway only.",
            costs="The gateway's CA must be in relay-root-tls-secret.",
            choose_when="Always, apart from trials.",
            comment="Collectors check the gateway's certificate.",
            recommended=("production", "evaluation"),
            default=True,
        ),
        Option(
            "skip",
            "No, send to any gateway",
            sets=(Sets(f"{COLLECTOR}.skipVerify", True, on=On.ALL),),
            gains="Works with a certificate that nobody can check.",
            costs="Whoever answers at the address gets your metrics and logs.",
            choose_when="A trial, or while a certificate is being replaced.",
            comment="Collectors send to any gateway that answers, whatever its certificate.",
        ),
    ),
)

ROOT_FROM_GATEWAY = {
    "name": "root-ca",
    "secret": {"defaultMode": 420, "secretName": "gloo-telemetry-gateway-tls-secret"},
}
COLLECTOR_CONFIG = {
    "name": "telemetry-configmap",
    "configMap": {
        "name": "gloo-telemetry-collector-config",
        "items": [{"key": "relay", "path": "relay.yaml"}],
    },
}
CILIUM = {
    "name": "cilium-run",
    "hostPath": {"path": "/var/run/cilium", "type": "DirectoryOrCreate"},
}

COLLECTOR_ROOT = Choice(
    id="collector-root",
    ask="Where does the management cluster's own collector find the CA?",
    why="It mounts relay-root-tls-secret, which you would have to make here too. In 2.3 such a "
    "secret with ca.crt alone stops the chart from rendering.",
    asked_when=all_of(MANAGEMENT_PLANE, OWN_CERTIFICATE),
    left="Leave it to the chart: relay-root-tls-secret",
    group="Telemetry gateway",
    advanced=True,
    options=(
        Option(
            "gateway",
            "In the gateway's own secret",
            sets=(
                Sets(
                    "telemetryCollector.extraVolumes",
                    [ROOT_FROM_GATEWAY, COLLECTOR_CONFIG],
                    until="2.3",
                ),
                Sets(
                    "telemetryCollector.extraVolumes",
                    [ROOT_FROM_GATEWAY, COLLECTOR_CONFIG, CILIUM],
                    since="2.4",
                ),
            ),
            gains="One secret less in the management cluster, and no clash in 2.3.",
            costs="The list replaces the chart's own, which later charts may extend.",
            choose_when="A collector runs in the management cluster and the CAs are yours.",
            comment="The collector takes the CA from the gateway's secret. This list replaces the "
            "chart's own, so the chart's other entries are repeated.",
        ),
        Option(
            "root",
            "In relay-root-tls-secret",
            gains="The chart's way; its list of volumes stays its own.",
            costs="The secret must exist here, with ca.crt.",
            choose_when="From 2.4 on, or without a collector here.",
            recommended=("production", "evaluation"),
            default=True,
        ),
    ),
)
