"""The secrets of the relay that must exist beforehand: names, keys, DNS names, clusters.

Which secrets those are follows from the mode; who makes each by default, and what is in it, is
known from the 2.3.3 chart and the documentation's setup pages.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from schema.nodes import Json
from wizard.facts import Facts
from wizard.topic import Certificate, Need
from wizard.topics.certificates_rules import (
    AGENT,
    SERVER,
    insecure,
    is_on,
    makes_relay_secrets,
    variable,
)
from wizard.view import FileView, PlanView

ROOT_SECRET = "relay-root-tls-secret"
TOKEN_SECRET = "relay-identity-token-secret"
GATEWAY_SECRET = "gloo-telemetry-gateway-tls-secret"
CERTIFICATE_KEYS = ("tls.crt", "tls.key", "ca.crt")
SIGNING_CA = Certificate(
    common_name="gloo-mesh-relay-signing-ca",
    usages=("digital signature", "cert sign", "crl sign"),
    is_ca=True,
    renewal="Gloo does not watch this one: after it was renewed, restart the management server "
    "(inferred).",
)

ISSUERS = {
    "cert-manager-vault": ("<issuer>", "ClusterIssuer", "cert-manager.io"),
    "cert-manager-aws": ("<issuer>", "AWSPCAIssuer", "awspca.cert-manager.io"),
    "cert-manager-google": ("<issuer>", "GoogleCASClusterIssuer", "cas-issuer.jetstack.io"),
}
SET_UP = {
    "cert-manager-vault": (
        "cert-manager, with a ClusterIssuer for HashiCorp Vault",
        "It issues and renews the certificates: a sign/<role> path in Vault, and the secret with "
        "its AppRole secret id in cert-manager's namespace.",
    ),
    "cert-manager-aws": (
        "cert-manager and aws-privateca-issuer, with an issuer for AWS Private CA",
        "It issues and renews the certificates. Its IAM role needs DescribeCertificateAuthority, "
        "GetCertificate and IssueCertificate.",
    ),
    "cert-manager-google": (
        "cert-manager and google-cas-issuer, with an issuer for Google CAS",
        "It issues and renews the certificates. Not verified with Gloo.",
    ),
}


def needs(view: PlanView) -> Iterator[Need]:
    """Every secret that the files at hand rely on and the chart does not make."""
    mode = view.facts.effective("certificates.mode")
    yield from _issuer(view)
    if view.management:
        yield from _management(view, view.management, mode)
    for file in view.agents():
        own = file is view.management
        yield from _agent(view, file, mode, "" if own else file.cluster)


def _issuer(view: PlanView) -> Iterator[Need]:
    set_up = SET_UP.get(str(view.facts.answer("certificates.issuer")))
    if set_up:
        for cluster in ("", *view.facts.workloads):
            yield Need("issuer", set_up[0], cluster, "cert-manager", set_up[1])


def _management(view: PlanView, server: FileView, mode: object) -> Iterator[Need]:
    facts = view.facts
    brought = not makes_relay_secrets(server) and not insecure(server, "glooMgmtServer")
    if brought:
        yield _leaf(
            facts,
            _text(server, f"{SERVER}.tlsSecret.name", "relay-server-tls-secret"),
            "",
            _text(server, f"{SERVER}.tlsSecret.namespace", _namespace(facts)),
            f"gloo-mesh-mgmt-server.{_namespace(facts)}",
            "The management server's certificate.",
            "Gloo reads it anew when it changes.",
        )
    if mode == "own-cas":
        name = _text(server, f"{SERVER}.signingTlsSecret.name", "relay-tls-signing-secret")
        namespace = _text(server, f"{SERVER}.signingTlsSecret.namespace", _namespace(facts))
        why = "The CA (a certificate with CA:TRUE) with which Gloo signs the agents' certificates."
        yield _issued(facts, name, "", namespace, why, SIGNING_CA)
    if mode == "own-cas" or facts.answer("certificates.own-token") == "own":
        yield _token(view, server, SERVER, "")
    if mode == "simple-tls":
        yield from _shared_token(facts, server, "glooMgmtServer", "")
    if is_on(server, "telemetryGateway.enabled") and (
        is_on(server, "telemetryGatewayCustomization.disableCertGeneration")
        or is_on(server, f"{SERVER}.disableCa")
    ):
        chart = "gloo-telemetry-gateway.gloo-mesh"
        yield _leaf(
            facts,
            GATEWAY_SECRET,
            "",
            _namespace(facts),
            _text(server, "telemetryGatewayCustomization.serverName", chart),
            "The telemetry gateway's certificate. The gateway does not start without it.",
            "Whether the gateway takes a renewed one without a restart is not verified.",
        )
    mounts = server.effective("telemetryCollector.extraVolumes")
    if brought and is_on(server, "telemetryCollector.enabled") and ROOT_SECRET in str(mounts):
        yield _root(facts, server, "", ROOT_SECRET, _namespace(facts), made_by_chart=False)


def _agent(view: PlanView, file: FileView, mode: object, cluster: str) -> Iterator[Need]:
    facts = view.facts
    server = view.management
    made = server is not None and makes_relay_secrets(server)
    namespace = _namespace(facts)
    if mode == "own-client-certs":
        yield _leaf(
            facts,
            _text(file, f"{AGENT}.clientTlsSecret.name", "relay-client-tls-secret"),
            cluster,
            _text(file, f"{AGENT}.clientTlsSecret.namespace", namespace),
            str(file.effective("common.cluster") or file.cluster),
            "The agent's certificate, for client authentication. Its DNS name is the cluster's.",
            "Whether the agent takes a renewed one without a restart is not verified.",
        )
    if mode == "simple-tls":
        yield from _shared_token(facts, file, "glooAgent", cluster)
    if not cluster:
        return
    roots: dict[tuple[str, str], None] = {}
    if not insecure(file, "glooAgent"):
        name = _text(file, f"{AGENT}.rootTlsSecret.name", ROOT_SECRET)
        roots[name, _text(file, f"{AGENT}.rootTlsSecret.namespace", namespace)] = None
    if is_on(file, "telemetryCollector.enabled"):
        roots[ROOT_SECRET, namespace] = None
    for name, where in roots:
        yield _root(facts, file, cluster, name, where, made_by_chart=made)
    if mode in ("self-signed", "own-cas"):
        yield _token(view, file, AGENT, cluster)


def _leaf(
    facts: Facts, name: str, cluster: str, namespace: str, dns_name: str, why: str, renewal: str
) -> Need:
    certificate = Certificate(dns_names=(dns_name,), renewal=renewal)
    return _issued(facts, name, cluster, namespace, f"{why} DNS name: {dns_name}.", certificate)


def _issued(
    facts: Facts, name: str, cluster: str, namespace: str, why: str, certificate: Certificate
) -> Need:
    issuer = ISSUERS.get(str(facts.answer("certificates.issuer")))
    command = _from_files(name, namespace, CERTIFICATE_KEYS)
    if issuer:
        command = _certificate(name, namespace, certificate, issuer)
    return Need(
        "secret", name, cluster, namespace, why, CERTIFICATE_KEYS, command, certificate
    )  # fmt: skip


def _root(
    facts: Facts, file: FileView, cluster: str, name: str, namespace: str, made_by_chart: bool
) -> Need:
    why = "The root certificate with which the agent and the telemetry collector check the server."
    command = _from_files(name, namespace, ("ca.crt",))
    issuer = ISSUERS.get(str(facts.answer("certificates.issuer")))
    # In 2.3 the chart reads the secret of this name in the management cluster, and its key.
    mine = bool(cluster) or facts.within("2.4")
    if issuer and mine and not made_by_chart:
        why += " Only the ca.crt of this certificate is used."
        certificate = Certificate(dns_names=(f"relay-root.{namespace}",))
        command = _certificate(name, namespace, certificate, issuer)
        return Need(
            "secret", name, cluster, namespace, why, ("ca.crt",), command, certificate
        )  # fmt: skip
    if not mine and not is_on(file, f"{SERVER}.disableCa"):
        why += (
            " With ca.crt alone in it the 2.3 chart does not render: better let the collector take "
            "the CA from the gateway's secret (certificates.collector-root)."
        )
    if made_by_chart:
        why += " Copy the certificate from the management cluster, never its key."
        command = _copied(facts, cluster, ROOT_SECRET, name, namespace, "ca.crt")
    return Need("secret", name, cluster, namespace, why, ("ca.crt",), command)


def _token(view: PlanView, file: FileView, base: str, cluster: str) -> Need:
    facts = view.facts
    name = _text(file, f"{base}.tokenSecret.name", TOKEN_SECRET)
    key = _text(file, f"{base}.tokenSecret.key", "token")
    namespace = _text(file, f"{base}.tokenSecret.namespace", _namespace(facts))
    command = _from_files(name, namespace, (key,))
    if cluster and view.management:
        origin = _text(view.management, f"{SERVER}.tokenSecret.name", TOKEN_SECRET)
        command = _copied(facts, cluster, origin, name, namespace, key)
    return Need(
        "secret",
        name,
        cluster,
        namespace,
        "The token with which a new agent introduces itself; the same in every cluster.",
        (key,),
        command,
    )


def _shared_token(facts: Facts, file: FileView, component: str, cluster: str) -> Iterator[Need]:
    _, body = variable(file, facts, component, "RELAY_TOKEN")
    source = body.get("valueFrom") if isinstance(body, dict) else None
    reference = source.get("secretKeyRef") if isinstance(source, dict) else None
    if isinstance(reference, dict):
        name, key = str(reference.get("name")), str(reference.get("key"))
        yield Need(
            "secret",
            name,
            cluster,
            _namespace(facts),
            "The token that all agents share; the same bytes in every cluster.",
            (key,),
            _from_files(name, _namespace(facts), (key,)),
        )


# --- commands


def _from_files(name: str, namespace: str, keys: tuple[str, ...]) -> str:
    files = " ".join(f"--from-file={shlex.quote(key)}=<{key} file>" for key in keys)
    typed = "--type=kubernetes.io/tls " if {"tls.crt", "tls.key"} <= set(keys) else ""
    return (
        f"kubectl create secret generic {shlex.quote(name)} --namespace {shlex.quote(namespace)} "
        f"{typed}{files}"
    )


def _copied(facts: Facts, cluster: str, origin: str, name: str, namespace: str, key: str) -> str:
    """Looked at before it is passed on, or a secret that is not there yet is copied as nothing."""
    data = f"{{.data.{key.replace('.', chr(92) + '.')}}}"
    return (
        "copied=$("
        f"kubectl get secret {shlex.quote(origin)} --context '<context of the management cluster>' "
        f"--namespace {_namespace(facts)} -o jsonpath={shlex.quote(data)})\n"
        'test -n "$copied"\n'
        'printf %s "$copied" | base64 -d | '
        f"kubectl create secret generic {shlex.quote(name)} --context '<context of {cluster}>' "
        f"--namespace {shlex.quote(namespace)} --from-file={shlex.quote(key)}=/dev/stdin"
    )


def _certificate(
    name: str, namespace: str, certificate: Certificate, issuer: tuple[str, str, str]
) -> str:
    """A cert-manager Certificate that puts the secret in place and renews it."""
    from wizard.render import flow

    issuer_name, kind, group = issuer
    says: dict[str, Json] = {}
    if certificate.common_name:
        says["commonName"] = certificate.common_name
    if certificate.dns_names:
        says["dnsNames"] = list(certificate.dns_names)
    if certificate.is_ca:
        says["isCA"] = True
    says["usages"] = list(certificate.usages)
    return "\n".join(
        (
            "kubectl apply -f - <<'END'",
            "apiVersion: cert-manager.io/v1",
            "kind: Certificate",
            f"metadata: {flow({'name': name, 'namespace': namespace})}",
            "spec:",
            f"  secretName: {flow(name)}",
            *(f"  {key}: {flow(value)}" for key, value in says.items()),
            f"  issuerRef: {{name: {issuer_name}, kind: {kind}, group: {group}}}",
            "END",
        )
    )


def _namespace(facts: Facts) -> str:
    return facts.words()["namespace"]


def _text(file: FileView, path: str, otherwise: str) -> str:
    found = file.effective(path)
    return found if isinstance(found, str) and found else otherwise
