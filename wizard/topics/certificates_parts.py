"""What the questions on certificates share: paths, conditions, and the forms of each mode."""

from __future__ import annotations

from itertools import combinations

from wizard.condition import (
    WORKLOAD_CLUSTERS,
    Condition,
    any_of,
    chosen,
    not_chosen,
)
from wizard.sets import On, Sets
from wizard.topics.env import environment

DOCS = "https://docs.solo.io/gloo-mesh-enterprise/2.5.x/setup/prod/certs/relay/setup-options"
ROTATION = "https://docs.solo.io/gloo-mesh-enterprise/latest/setup/prod/certs/relay/rotation/"

SERVER = "glooMgmtServer.relay"
AGENT = "glooAgent.relay"
GATEWAY = "telemetryGatewayCustomization"
COLLECTOR = "telemetryCollectorCustomization"

NAME = r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?"
NAME_LOOKS = "a Kubernetes name: lower-case letters, digits, hyphens and dots"
HOST = r"(\*\.)?[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?"

ENCRYPTED = not_chosen(
    "certificates.mode", "insecure", because="an insecure relay uses no certificate"
)
AGENTS = any_of(WORKLOAD_CLUSTERS, chosen("deployment.model", "single", "shared"))
OWN_CERTIFICATE = any_of(
    chosen("certificates.mode", "own-cas", "own-client-certs"),
    chosen("certificates.server-certificate", "own"),
)


def mode_is(*modes: str, because: str) -> Condition:
    return chosen("certificates.mode", *modes, because=because)


def forms(always: tuple[Sets, ...], *optional: tuple[Sets, ...]) -> tuple[tuple[Sets, ...], ...]:
    """The ways in which a file may say the same: with all, or without some of the rest."""
    return tuple(
        always + tuple(one for part in parts for one in part)
        for count in range(len(optional) - 1, -1, -1)
        for parts in combinations(optional, count)
    )


COMMON_INSECURE = (Sets("common.insecure", True, on=On.ALL),)
OWN_INSECURE = (
    Sets("glooMgmtServer.insecure", True),
    Sets("glooAgent.insecure", True, on=On.AGENT),
)
ENCRYPTION_STATED = (
    Sets("common.insecure", False, on=On.ALL),
    Sets("glooMgmtServer.insecure", False),
    Sets("glooAgent.insecure", False, on=On.AGENT),
)
NO_CA = (Sets(f"{SERVER}.disableCa", True),)
NO_CA_CERTIFICATES = (Sets(f"{SERVER}.disableCaCertGeneration", True),)
NO_TOKEN = (Sets(f"{SERVER}.disableTokenGeneration", True),)
OWN_GATEWAY_CERTIFICATE = (
    Sets(
        f"{GATEWAY}.disableCertGeneration",
        True,
        note="You bring gloo-telemetry-gateway-tls-secret, from a CA that the collectors trust.",
    ),
)
ANY_TOKEN_SECRET = tuple(
    Sets(f"{AGENT}.tokenSecret.{key}", "{value}", on=On.AGENT)
    for key in ("name", "key", "namespace")
)
NO_TOKEN_SECRET = (
    Sets(
        f"{AGENT}.tokenSecret.name",
        None,
        on=On.AGENT,
        note="No token: this agent shows its own certificate.",
    ),
    Sets(f"{AGENT}.tokenSecret.key", None, on=On.AGENT),
    Sets(f"{AGENT}.tokenSecret.namespace", None, on=On.AGENT),
)
NO_CLIENT_CERTIFICATES = environment(
    "glooMgmtServer", "RELAY_DISABLE_CLIENT_CERTIFICATE_AUTHENTICATION", {"value": "true"}
)
