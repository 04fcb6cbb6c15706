"""Names and namespaces of the relay's secrets, and the names in its certificates."""

from __future__ import annotations

from wizard.condition import MANAGEMENT_PLANE, Condition, all_of, any_of, chosen
from wizard.facts import Word
from wizard.question import PerCluster, Text
from wizard.sets import On, Sets
from wizard.topics.certificates_parts import (
    AGENT,
    AGENTS,
    ENCRYPTED,
    HOST,
    NAME,
    NAME_LOOKS,
    OWN_CERTIFICATE,
    ROTATION,
    SERVER,
    mode_is,
)
from wizard.topics.env import environment


def secret_name(
    id: str,
    ask: str,
    paths: tuple[Sets, ...],
    chart: str,
    asked_when: Condition,
    why: str,
    comment: str,
) -> Text:
    return Text(
        id=id,
        ask=ask,
        why=why,
        sets=paths,
        asked_when=asked_when,
        left=f"Leave it to the chart: {chart}",
        leave_for=("production", "evaluation"),
        suggests=chart,
        pattern=NAME,
        looks_like=NAME_LOOKS,
        group="Names of the secrets",
        advanced=True,
        comment=comment,
    )


def secret_namespace(id: str, ask: str, paths: tuple[Sets, ...], asked_when: Condition) -> Text:
    return Text(
        id=id,
        ask=ask,
        why="Only if another tool keeps the secret elsewhere.",
        sets=paths,
        asked_when=asked_when,
        left="Leave it to the chart: the release's own namespace",
        leave_for=("production", "evaluation"),
        suggests="{namespace}",
        pattern=NAME,
        looks_like=NAME_LOOKS,
        group="Names of the secrets",
        advanced=True,
    )


SERVER_ASKED = all_of(MANAGEMENT_PLANE, OWN_CERTIFICATE)
SIGNING_ASKED = all_of(
    MANAGEMENT_PLANE, mode_is("own-cas", because="only Gloo's own signing needs a signing CA")
)
TOKEN_ASKED = any_of(
    mode_is("own-cas", because="this mode needs no identity token"),
    chosen("certificates.own-token", "own", because="the chart makes it under a fixed name"),
)
ROOT_ASKED = all_of(ENCRYPTED, AGENTS)
CLIENT_ASKED = all_of(
    AGENTS,
    mode_is("own-client-certs", because="only with own client certificates do you bring this one"),
)
SIMPLE_ASKED = mode_is("simple-tls", because="only simple TLS has this token")

SECRETS = (
    secret_name(
        "server-secret",
        "Which secret holds the management server's certificate?",
        (Sets(f"{SERVER}.tlsSecret.name"),),
        "relay-server-tls-secret",
        SERVER_ASKED,
        "It has the keys tls.crt, tls.key and ca.crt. The certificate is for the DNS name "
        "gloo-mesh-mgmt-server.{namespace}.",
        "The certificate that the management server shows on port 9900.",
    ),
    secret_namespace(
        "server-secret-namespace",
        "In which namespace is the server's certificate?",
        (Sets(f"{SERVER}.tlsSecret.namespace"),),
        SERVER_ASKED,
    ),
    secret_name(
        "signing-secret",
        "Which secret holds the CA that signs the agents' certificates?",
        (Sets(f"{SERVER}.signingTlsSecret.name"),),
        "relay-tls-signing-secret",
        SIGNING_ASKED,
        "It has the keys tls.crt, tls.key and ca.crt. It must be a CA certificate, below the root "
        "that the agents trust.",
        "The CA with which Gloo signs the agents' certificates.",
    ),
    secret_namespace(
        "signing-secret-namespace",
        "In which namespace is the signing CA?",
        (Sets(f"{SERVER}.signingTlsSecret.namespace"),),
        SIGNING_ASKED,
    ),
    secret_name(
        "token-secret",
        "Which secret holds the identity token?",
        (
            Sets(f"{SERVER}.tokenSecret.name"),
            Sets(f"{AGENT}.tokenSecret.name", on=On.AGENT),
        ),
        "relay-identity-token-secret",
        TOKEN_ASKED,
        "The same text in every cluster, or a new agent is refused.",
        "The token with which an agent introduces itself before it has a certificate.",
    ),
    Text(
        id="token-key",
        ask="Under which key does the token stand in that secret?",
        why="A secret holds texts, each under a key. All clusters use the same one.",
        sets=(
            Sets(f"{SERVER}.tokenSecret.key"),
            Sets(f"{AGENT}.tokenSecret.key", on=On.AGENT),
        ),
        asked_when=TOKEN_ASKED,
        left="Leave it to the chart: token",
        leave_for=("production", "evaluation"),
        suggests="token",
        pattern=r"[A-Za-z0-9._-]+",
        looks_like="letters, digits, dots, hyphens and underscores",
        group="Names of the secrets",
        advanced=True,
    ),
    secret_namespace(
        "token-secret-namespace",
        "In which namespace is the identity token?",
        (
            Sets(f"{SERVER}.tokenSecret.namespace"),
            Sets(f"{AGENT}.tokenSecret.namespace", on=On.AGENT),
        ),
        TOKEN_ASKED,
    ),
    secret_name(
        "root-secret",
        "Which secret in the workload clusters holds the root certificate?",
        (Sets(f"{AGENT}.rootTlsSecret.name", on=On.AGENT),),
        "relay-root-tls-secret",
        ROOT_ASKED,
        "It has the key ca.crt, with which agents check the server. Telemetry collectors mount "
        "relay-root-tls-secret whatever stands here.",
        "The root certificate with which the agent checks the management server.",
    ),
    secret_namespace(
        "root-secret-namespace",
        "In which namespace is the root certificate?",
        (Sets(f"{AGENT}.rootTlsSecret.namespace", on=On.AGENT),),
        ROOT_ASKED,
    ),
    PerCluster(
        id="client-secret",
        ask="Which secret holds each agent's certificate?",
        why="It has the keys tls.crt, tls.key and ca.crt, and the certificate's DNS name is "
        "exactly the name of the cluster. What stands in curly brackets becomes that name in each "
        "file.",
        sets=(Sets(f"{AGENT}.clientTlsSecret.name", on=On.AGENT),),
        asked_when=CLIENT_ASKED,
        left="Leave it to the chart: relay-client-tls-secret in every cluster",
        suggests="gloo-mesh-agent-{cluster}-tls-cert",
        pattern=r"([a-z0-9]|\{cluster\})([a-z0-9.-]|\{cluster\})*",
        looks_like="a Kubernetes name, in which {cluster} may stand for the cluster",
        group="Names of the secrets",
        comment="The certificate that this agent shows; its DNS name must be {cluster}.",
    ),
    secret_namespace(
        "client-secret-namespace",
        "In which namespace is the agent's certificate?",
        (Sets(f"{AGENT}.clientTlsSecret.namespace", on=On.AGENT),),
        CLIENT_ASKED,
    ),
)

RELAY_TOKEN = Text(
    id="relay-token",
    ask="Which secret holds the token that all agents share?",
    why="It has the key token, with the same bytes in every cluster, and is in the namespace "
    "{namespace}. You create it beforehand.",
    sets=tuple(
        one
        for component, where in (("glooMgmtServer", On.MANAGEMENT), ("glooAgent", On.AGENT))
        for one in environment(
            component,
            "RELAY_TOKEN",
            {"valueFrom": {"secretKeyRef": {"name": "{value}", "key": "token"}}},
            on=where,
        )
    ),
    asked_when=SIMPLE_ASKED,
    required=True,
    left="Not set: no agent can connect",
    suggests="relay-token",
    pattern=NAME,
    looks_like=NAME_LOOKS,
    comment="The token that all agents share, read from a secret; it never stands in this file.",
    sure=(Word("Not verified before 2.5, as simple TLS itself.", until="2.4"),),
)

ROTATION_RATIO = Text(
    id="rotation",
    ask="When should agents renew their certificates?",
    why="A share of the certificate's lifetime, such as 0.2. Gloo renews only the agents' "
    "certificates, and only where it holds the signing CA.",
    sets=(Sets(f"{AGENT}.clientTlsSecretRotationGracePeriodRatio", on=On.AGENT),),
    asked_when=all_of(
        AGENTS,
        mode_is("self-signed", "own-cas", because="only Gloo's own signing renews certificates"),
    ),
    left="Leave it to the chart: not set",
    leave_for=("production", "evaluation"),
    pattern=r"0\.\d*[1-9]\d*",
    looks_like="a number between 0 and 1, such as 0.2",
    example="0.2",
    advanced=True,
    comment="When in its lifetime the agent's certificate is renewed. A text, not a number: the "
    "chart refuses a number.",
    sure="The chart's default is empty; what the agent then does is not known.",
    link=ROTATION,
)

AUTHORITY = Text(
    id="authority",
    ask="Which name do the agents expect in the server's certificate?",
    why="It must be among the DNS names of the certificate. The load balancer's own name need not "
    "be. Outside the namespace gloo-mesh the chart's default does not fit.",
    sets=(Sets(f"{AGENT}.authority", on=On.AGENT),),
    asked_when=ROOT_ASKED,
    left="Leave it to the chart: gloo-mesh-mgmt-server.gloo-mesh",
    suggests="gloo-mesh-mgmt-server.{namespace}",
    pattern=HOST,
    looks_like="a host name",
    group="Names in certificates",
    advanced=True,
    comment="The name that the agent expects in the management server's certificate.",
)
