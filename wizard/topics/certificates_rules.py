"""What goes wrong between the two ends of the relay: modes that differ, tokens, missing secrets."""

from __future__ import annotations

from collections.abc import Iterator

from schema.finding import Drop, Fix, Put, Severity
from schema.path import Path, parse_path
from wizard.facts import Facts
from wizard.topic import Mark, Rule, mark
from wizard.topics.env import SEEDS
from wizard.view import FileView, PlanView

SERVER = "glooMgmtServer.relay"
AGENT = "glooAgent.relay"
NO_CLIENT_CERTIFICATES = "RELAY_DISABLE_CLIENT_CERTIFICATE_AUTHENTICATION"
NO_SERVER_CHECK = "RELAY_DISABLE_SERVER_CERTIFICATE_VALIDATION"
CLIENT_SECRET = "gloo-mesh-agent-{cluster}-tls-cert"


def put(title: str, path: str | Path, value: object, *, safe: bool = False) -> Fix:
    return Fix(title, (Put(parse_path(path) if isinstance(path, str) else path, value),), safe)


def drop(title: str, *paths: str, safe: bool = False) -> Fix:
    return Fix(title, tuple(Drop(parse_path(path)) for path in paths), safe)


def is_on(file: FileView, path: str) -> bool:
    return file.effective(path) is True


def insecure(file: FileView, component: str) -> bool:
    return is_on(file, "common.insecure") or is_on(file, f"{component}.insecure")


def components(view: PlanView) -> Iterator[tuple[FileView, str]]:
    """The ends of the relay: the management server and each agent, with their files."""
    if view.management:
        yield view.management, "glooMgmtServer"
    for file in view.agents():
        yield file, "glooAgent"


def in_production(view: PlanView) -> bool:
    return bool(view.facts.effective("deployment.purpose") == "production")


def variable(file: FileView, facts: Facts, component: str, name: str) -> tuple[str, object]:
    """Where this version reads an environment variable of the component, and what stands there."""
    if facts.within(until="2.3"):
        path = f"{component}.env[name={name}]"
    else:
        path = f"{component}.extraEnvs.{name}"
    return path, file.get(path)


def simple_tls(view: PlanView) -> bool:
    server = view.management
    if server is None:
        return False
    _, body = variable(server, view.facts, "glooMgmtServer", NO_CLIENT_CERTIFICATES)
    return isinstance(body, dict) and body.get("value") == "true"


def makes_relay_secrets(server: FileView) -> bool:
    """Whether the chart generates root, server and signing secrets."""
    return not is_on(server, f"{SERVER}.disableCa") and not is_on(
        server, f"{SERVER}.disableCaCertGeneration"
    )


def makes_token(server: FileView) -> bool:
    return makes_relay_secrets(server) and not is_on(server, f"{SERVER}.disableTokenGeneration")


# --- insecure


def top_level_insecure(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        value = file.get("insecure")
        if value is True:
            what = (
                "It does not switch TLS off; it only stops the chart from making the relay "
                "secrets, so that pods wait for certificates that nobody makes."
                if view.facts.within(until="2.3")
                else "This chart does not read it: TLS stays on. It belongs to the old agent chart."
            )
            yield mark(
                file.key,
                "insecure",
                f"{what} Remove it; for an insecure relay set common.insecure in all files.",
                drop("remove the top-level insecure", "insecure"),
            )
        elif value is not None:
            yield mark(
                file.key,
                "insecure",
                "A top-level insecure does nothing in this chart; common.insecure is the one that "
                "counts.",
                drop("remove the top-level insecure", "insecure", safe=True),
                Severity.NOTE,
            )


def modes_differ(view: PlanView) -> Iterator[Mark]:
    """Within the management file; that the other files agree, the workload clusters' rules see."""
    server = view.management
    if server is None or server not in view.agents():
        return
    if insecure(server, "glooMgmtServer") != insecure(server, "glooAgent"):
        yield mark(
            server.key,
            "glooAgent.insecure",
            "Management server and agent of this file do not agree on encryption: they cannot "
            "connect. Decide it once, with common.insecure.",
        )


def insecure_beside_secrets(view: PlanView) -> Iterator[Mark]:
    for file, component in components(view):
        if not insecure(file, component):
            continue
        for key in (
            "tlsSecret",
            "signingTlsSecret",
            "clientTlsSecret",
            "rootTlsSecret",
            "disableCa",
            "disableCaCertGeneration",
        ):
            path = f"{component}.relay.{key}"
            if file.get(path):
                yield mark(
                    file.key,
                    path,
                    "The relay is insecure here, and this says which certificate it uses: one of "
                    "the two is not meant. With insecure, no relay certificate is looked at.",
                )


def false_cannot_undo(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        if file.get("common.insecure") is not True:
            continue
        for component in ("glooMgmtServer", "glooAgent"):
            if file.get(f"{component}.insecure") is False:
                yield mark(
                    file.key,
                    f"{component}.insecure",
                    "common.insecure is true, and a false of one component does not undo it: the "
                    "relay is insecure.",
                    drop("remove the false that has no effect", f"{component}.insecure", safe=True),
                )


def insecure_in_production(view: PlanView) -> Iterator[Mark]:
    if not in_production(view):
        return
    for file, component in components(view):
        if insecure(file, component):
            where = "common" if is_on(file, "common.insecure") else component
            yield mark(
                file.key,
                f"{where}.insecure",
                "The purpose is production, and the relay is neither encrypted nor authenticated.",
            )


# --- tokens


def simple_tls_without_token(view: PlanView) -> Iterator[Mark]:
    if not simple_tls(view):
        return
    for file, component in components(view):
        path, body = variable(file, view.facts, component, "RELAY_TOKEN")
        if body is None:
            entry: dict[str, object] = {
                "valueFrom": {"secretKeyRef": {"name": "relay-token", "key": "token"}}
            }
            yield mark(
                file.key,
                path,
                "Simple TLS without the shared token: no agent can prove that it belongs here. Set "
                "RELAY_TOKEN from the same secret for the server and every agent.",
                _token_fix(view, file, component, path, entry),
            )


def _token_fix(
    view: PlanView, file: FileView, component: str, path: str, entry: dict[str, object]
) -> Fix:
    title = "read the token from the secret relay-token"
    if not view.facts.within(until="2.3"):
        return put(title, path, entry, safe=True)
    named = {"name": "RELAY_TOKEN", **entry}
    if file.has(f"{component}.env"):
        return put(title, path, named)
    return put(title, f"{component}.env", [*map(dict, SEEDS[component]), named])


def token_without_simple_tls(view: PlanView) -> Iterator[Mark]:
    server = view.management
    if server is None or simple_tls(view):
        return
    for file in view.agents():
        path, body = variable(file, view.facts, "glooAgent", "RELAY_TOKEN")
        if body is not None:
            yield mark(
                file.key,
                path,
                "This agent uses simple TLS, while the management server still asks for a client "
                f"certificate. Set {NO_CLIENT_CERTIFICATES} there, or remove the token here.",
            )


def token_in_clear_text(view: PlanView) -> Iterator[Mark]:
    for file, component in components(view):
        path, body = variable(file, view.facts, component, "RELAY_TOKEN")
        if isinstance(body, dict) and body.get("value"):
            yield mark(
                file.key,
                f"{path}.value",
                "The token that admits any agent stands in this file in clear text. Read it from a "
                "secret instead (valueFrom.secretKeyRef).",
                put("read it from the secret relay-token", path, _without_value(body)),
            )


def _without_value(body: dict[str, object]) -> dict[str, object]:
    kept = {key: value for key, value in body.items() if key != "value"}
    return {**kept, "valueFrom": {"secretKeyRef": {"name": "relay-token", "key": "token"}}}


def any_server_trusted(view: PlanView) -> Iterator[Mark]:
    for file in view.agents():
        path, body = variable(file, view.facts, "glooAgent", NO_SERVER_CHECK)
        if isinstance(body, dict) and body.get("value") == "true":
            yield mark(
                file.key,
                path,
                "This agent hands its token to any server that answers. For tests only: put the "
                "CA into relay-root-tls-secret and remove the variable.",
                drop("let the agent check the server", path),
            )


def token_changes_at_upgrade(view: PlanView) -> Iterator[Mark]:
    server = view.management
    if server is None or not view.facts.within(until="2.3") or not view.workloads:
        return
    if makes_token(server) and not insecure(server, "glooMgmtServer"):
        yield mark(
            server.key,
            f"{SERVER}.disableTokenGeneration",
            "The 2.3 chart changes the identity token at every helm upgrade. The copies in the "
            "workload clusters then no longer fit, and new agents may be refused. Bring a token "
            "of your own.",
            put(
                "bring the token yourself (create relay-identity-token-secret first)",
                f"{SERVER}.disableTokenGeneration",
                True,
            ),
        )


def token_secret_incomplete(view: PlanView) -> Iterator[Mark]:
    server = view.management
    if server and makes_token(server):
        for key in ("name", "key"):
            path = f"{SERVER}.tokenSecret.{key}"
            if server.has(path) and not server.get(path):
                yield mark(
                    server.key,
                    path,
                    "The chart makes the token and needs this field: empty, the chart does not "
                    "render in 2.3. Remove the line, or set disableTokenGeneration.",
                    drop("leave it to the chart", path),
                )
    for file in view.agents():
        name = file.get(f"{AGENT}.tokenSecret.name")
        path = f"{AGENT}.tokenSecret.key"
        if name and file.has(path) and not file.get(path):
            yield mark(
                file.key,
                path,
                "The token's secret is named, but not the key in it: the agent finds no token.",
                put("use the key token", path, "token"),
            )


# --- own client certificates


def no_client_certificate(view: PlanView) -> Iterator[Mark]:
    server = view.management
    if server is None or not is_on(server, f"{SERVER}.disableCa") or simple_tls(view):
        return
    for file in view.agents():
        path = f"{AGENT}.clientTlsSecret.name"
        if not insecure(file, "glooAgent") and not file.get(path):
            name = view.facts.expand(CLIENT_SECRET, file.cluster)
            yield mark(
                file.key,
                path,
                "The relay's CA is off, so nobody signs a certificate for this agent, and no "
                "secret with one is named here. Name the secret and create it beforehand.",
                put(f"name the secret {name}", path, name),
            )


def end_of_certificates(view: PlanView) -> Iterator[Mark]:
    server = view.management
    if server is None or not in_production(view) or insecure(server, "glooMgmtServer"):
        return
    if makes_relay_secrets(server):
        ends = " All of them end after one year." if view.facts.within(until="2.3") else ""
        yield mark(
            server.key,
            f"{SERVER}.disableCaCertGeneration",
            "The purpose is production, and the chart makes the CA: its key lies in the management "
            "cluster, and nothing renews the root and server certificates." + ends,
        )


RULES = (
    Rule(
        "GM201",
        Severity.ERROR,
        "insecure at the top level",
        "This chart has no top-level insecure. In 2.3 a true there stops the relay secrets from "
        "being made while TLS stays on. Use common.insecure, in all files alike.",
        top_level_insecure,
        question="certificates.mode",
    ),
    Rule(
        "GM202",
        Severity.ERROR,
        "One end encrypted, the other not",
        "Management server and agents must both be secure or both be insecure, or they cannot "
        "connect.",
        modes_differ,
        question="certificates.mode",
    ),
    Rule(
        "GM203",
        Severity.WARNING,
        "Insecure, and yet certificates",
        "An insecure relay looks at no certificate. Settings for certificates beside it tell that "
        "one of the two is not meant.",
        insecure_beside_secrets,
        question="certificates.mode",
    ),
    Rule(
        "GM204",
        Severity.WARNING,
        "A false that undoes nothing",
        "common.insecure: true holds for every component; a component cannot undo it. Seen in the "
        "2.3.3 chart, inferred for later ones.",
        false_cannot_undo,
        question="certificates.mode",
    ),
    Rule(
        "GM205",
        Severity.WARNING,
        "Insecure relay in production",
        "Anybody who reaches the relay can pose as a cluster or read the configuration.",
        insecure_in_production,
        question="certificates.mode",
    ),
    Rule(
        "GM206",
        Severity.ERROR,
        "Simple TLS without a token",
        "Without client certificates the shared token is all that an agent has. Server and agents "
        "need RELAY_TOKEN from a secret with the same content.",
        simple_tls_without_token,
        question="certificates.relay-token",
    ),
    Rule(
        "GM207",
        Severity.ERROR,
        "Simple TLS on one end only",
        "The agent shows a token, the server wants a certificate. All files must follow one mode.",
        token_without_simple_tls,
        question="certificates.mode",
    ),
    Rule(
        "GM208",
        Severity.WARNING,
        "Token in clear text",
        "Whoever reads the values file can register an agent. Keep the token in a secret.",
        token_in_clear_text,
        question="certificates.relay-token",
    ),
    Rule(
        "GM209",
        Severity.WARNING,
        "Agent trusts any server",
        "Without the check, the token goes to whoever answers at the address.",
        any_server_trusted,
        question="certificates.agent-checks",
    ),
    Rule(
        "GM210",
        Severity.WARNING,
        "Token changes at each upgrade",
        "Seen in the 2.3.3 chart: the stored token is encoded once more at each helm upgrade.",
        token_changes_at_upgrade,
        question="certificates.own-token",
    ),
    Rule(
        "GM211",
        Severity.ERROR,
        "Token secret incomplete",
        "Name and key belong together. On agents all three fields may be empty only where own "
        "client certificates make the token needless.",
        token_secret_incomplete,
        question="certificates.token-key",
    ),
    Rule(
        "GM212",
        Severity.ERROR,
        "Agent without a certificate",
        "With the relay's CA off, each agent needs a certificate of its own, in a secret that its "
        "file names.",
        no_client_certificate,
        question="certificates.client-secret",
    ),
    Rule(
        "GM213",
        Severity.WARNING,
        "Self-signed CA in production",
        "The chart's own CA is meant for trials. Bring your own CAs, or at least plan the renewal.",
        end_of_certificates,
        question="certificates.mode",
    ),
)
