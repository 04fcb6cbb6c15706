"""What goes wrong with the secrets: names, namespaces, the telemetry gateway's certificate."""

from __future__ import annotations

from collections.abc import Iterator

from schema.finding import Drop, Fix, Put, Severity
from schema.path import parse_path
from wizard.topic import Mark, Rule, mark
from wizard.topics.certificates_gateway import COLLECTOR_CONFIG, ROOT_FROM_GATEWAY
from wizard.topics.certificates_rules import (
    AGENT,
    SERVER,
    drop,
    insecure,
    is_on,
    makes_relay_secrets,
    makes_token,
    put,
    simple_tls,
)
from wizard.view import FileView, PlanView

GATEWAY = "telemetryGatewayCustomization"
COLLECTOR = "telemetryCollectorCustomization"
ROOT_SECRET = "relay-root-tls-secret"
FIRST_SERVER = "enterprise-networking"
FIXED_NAMES = {
    "tlsSecret": "relay-server-tls-secret",
    "signingTlsSecret": "relay-tls-signing-secret",
    "tokenSecret": "relay-identity-token-secret",
}
OLD_KEYS = {
    f"{SERVER}.serverTlsSecretName": f"{SERVER}.tlsSecret.name",
    f"{SERVER}.signingTlsSecretName": f"{SERVER}.signingTlsSecret.name",
    f"{AGENT}.clientTlsSecretName": f"{AGENT}.clientTlsSecret.name",
    f"{AGENT}.rootTlsSecretName": f"{AGENT}.rootTlsSecret.name",
}
SECTIONS = (
    *(f"{SERVER}.{key}" for key in FIXED_NAMES),
    *(f"{AGENT}.{key}" for key in ("tokenSecret", "clientTlsSecret", "rootTlsSecret")),
)


def renamed_without_flag(view: PlanView) -> Iterator[Mark]:
    server = view.management
    if server is None:
        return
    for key, fixed in FIXED_NAMES.items():
        path = f"{SERVER}.{key}.name"
        name = server.get(path)
        made = makes_token(server) if key == "tokenSecret" else makes_relay_secrets(server)
        if isinstance(name, str) and name and name != fixed and made:
            flag = "disableTokenGeneration" if key == "tokenSecret" else "disableCaCertGeneration"
            yield mark(
                server.key,
                path,
                f"The chart still makes this secret, always as {fixed}; the server would look for "
                f"{name}, which nobody makes. If {name} is yours, set {flag}.",
                put(f"I bring the secrets: set {flag}", f"{SERVER}.{flag}", True),
            )


def gateway_certificate_of_the_chart(view: PlanView) -> Iterator[Mark]:
    server = view.management
    if server is None or insecure(server, "glooMgmtServer") or makes_relay_secrets(server):
        return
    gateway_on = is_on(server, "telemetryGateway.enabled")
    if not gateway_on or is_on(server, f"{GATEWAY}.disableCertGeneration"):
        return
    path = f"{GATEWAY}.disableCertGeneration"
    if is_on(server, f"{SERVER}.disableCa"):
        message = (
            "With the relay's CA off, the chart may make no certificate for the telemetry gateway "
            "(2.3 makes none), and looks at an existing relay-root-tls-secret all the same. Say "
            "that the gateway's certificate is yours."
        )
    else:
        message = (
            "The relay's CA is yours, but the chart still makes the telemetry gateway's "
            "certificate; in 2.3 it signs it with a CA that is thrown away. Collectors that trust "
            "your root cannot check it."
        )
    yield mark(
        server.key,
        path,
        message,
        put("bring gloo-telemetry-gateway-tls-secret yourself", path, True),
    )


def root_secret_breaks_the_render(view: PlanView) -> Iterator[Mark]:
    server = view.management
    if server is None or not view.facts.within(until="2.3"):
        return
    skips_look_up = (
        is_on(server, f"{SERVER}.disableCa")
        and is_on(server, f"{SERVER}.disableCaCertGeneration")
        and is_on(server, f"{GATEWAY}.disableCertGeneration")
    )
    needs_copy = is_on(server, "telemetryCollector.enabled") and _mounts_root(server)
    if skips_look_up or makes_relay_secrets(server) or not needs_copy:
        return
    yield mark(
        server.key,
        "telemetryCollector.extraVolumes",
        "The collector here mounts relay-root-tls-secret, which is yours to make; with ca.crt "
        "alone in it, the 2.3 chart does not render (it looks for tls.key). Let the collector take "
        "the CA from the gateway's secret, under Certificates.",
        None
        if server.has("telemetryCollector.extraVolumes")
        else put(
            "take the CA from the gateway's secret",
            "telemetryCollector.extraVolumes",
            [ROOT_FROM_GATEWAY, COLLECTOR_CONFIG],
        ),
    )


def _mounts_root(file: FileView) -> bool:
    volumes = file.effective("telemetryCollector.extraVolumes")
    if not isinstance(volumes, list):
        return True
    for volume in volumes:
        if isinstance(volume, dict) and volume.get("name") == "root-ca":
            secret = volume.get("secret")
            return isinstance(secret, dict) and secret.get("secretName") == ROOT_SECRET
    return False


def root_renamed_for_collectors(view: PlanView) -> Iterator[Mark]:
    for file in view.agents():
        path = f"{AGENT}.rootTlsSecret.name"
        name = file.get(path)
        collector = is_on(file, "telemetryCollector.enabled")
        renamed = isinstance(name, str) and name not in ("", ROOT_SECRET)
        if collector and renamed and _mounts_root(file):
            yield mark(
                file.key,
                path,
                f"The agent reads {name}, but the telemetry collector of this cluster mounts "
                f"{ROOT_SECRET} and does not start without it. Create both, or keep the name.",
                drop(f"keep the name {ROOT_SECRET}", path),
            )


def nulled_section(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        for path in SECTIONS:
            if file.has(path) and file.get(path) is None:
                yield mark(
                    file.key,
                    path,
                    "A whole section without a value stops the chart (seen in 2.3) from rendering. "
                    "Remove the line, or empty the fields below it one by one.",
                    drop("remove the empty section", path),
                )


def old_key_names(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        for old, new in OLD_KEYS.items():
            name = file.get(old)
            if name is None:
                continue
            moved = (Drop(parse_path(old)), Put(parse_path(new), name))
            fix = Fix(f"write it as {new}", moved)
            if file.has(new):
                fix = drop("remove it", old, safe=True)
            yield mark(
                file.key,
                old,
                f"This is the name of the chart before gloo-platform and does nothing; it is {new} "
                "now.",
                fix,
            )


def authority_not_in_certificate(view: PlanView) -> Iterator[Mark]:
    server = view.management
    namespace = view.facts.words()["namespace"]
    name = f"gloo-mesh-mgmt-server.{namespace}"
    generated = (
        server is not None
        and makes_relay_secrets(server)
        and not insecure(server, "glooMgmtServer")
    )
    for file in view.agents():
        path = f"{AGENT}.authority"
        authority = file.get(path)
        if not isinstance(authority, str) or authority in ("", name, f"{name}.svc"):
            continue
        if authority.startswith(FIRST_SERVER):
            yield mark(
                file.key,
                path,
                f"{FIRST_SERVER} was the server's name in Gloo Mesh 1; the server of this chart is "
                "gloo-mesh-mgmt-server, and so says its certificate.",
                put(f"set it to {name}", path, name),
                None if generated else Severity.WARNING,
            )
        elif generated:
            yield mark(
                file.key,
                path,
                f"The server's certificate is made by the chart, for {name} and {name}.svc only; "
                "the agent expects another name and refuses it.",
                put(f"set it to {name}", path, name),
            )


def gateway_names_differ(view: PlanView) -> Iterator[Mark]:
    server = view.management
    if server is None or not is_on(server, "telemetryGateway.enabled"):
        return
    chart = "gloo-telemetry-gateway.gloo-mesh"
    name = server.effective(f"{GATEWAY}.serverName", chart)
    if is_on(server, f"{GATEWAY}.disableCertGeneration"):
        return
    path = f"{COLLECTOR}.serverName"
    for file in view.files:
        expected = file.effective(path, chart)
        checks = is_on(file, "telemetryCollector.enabled") and not is_on(
            file, f"{COLLECTOR}.skipVerify"
        )
        if checks and isinstance(expected, str) and expected.removesuffix(".svc") != name:
            yield mark(
                file.key,
                path,
                f"The gateway's certificate is made for {name}; this collector expects "
                f"{expected} and cannot send.",
                put(f"set it to {name}", path, name),
            )


def gateway_not_checked(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        path = f"{COLLECTOR}.skipVerify"
        if file.get(path) is True and is_on(file, "telemetryCollector.enabled"):
            if view.facts.within(until="2.4"):
                yield mark(
                    file.key,
                    path,
                    "Charts before 2.5 do not read it: the collector checks the gateway all the "
                    "same.",
                    drop("remove it", path, safe=True),
                )
            else:
                yield mark(
                    file.key,
                    path,
                    "The collector sends to any gateway that answers. Put the gateway's CA into "
                    f"{ROOT_SECRET} and remove this line.",
                )


def reload_interval(view: PlanView) -> Iterator[Mark]:
    server = view.management
    path = f"{GATEWAY}.reloadTlsCertificate"
    if server and view.facts.within(until="2.3") and server.get(path):
        yield mark(
            server.key,
            path,
            "The 2.3 chart prints this object as text that the gateway cannot read. Leave it out.",
            drop("remove it", path),
        )


def additional_names(view: PlanView) -> Iterator[Mark]:
    server = view.management
    path = f"{SERVER}.additionalSans"
    if server and server.has(path) and view.facts.within(until="2.3"):
        yield mark(
            server.key,
            path,
            "The 2.3 chart does not read it: the certificate that it makes has no further names. "
            "Bring a certificate of your own.",
            drop("remove it", path, safe=True),
        )


def rotation_ratio(view: PlanView) -> Iterator[Mark]:
    path = f"{AGENT}.clientTlsSecretRotationGracePeriodRatio"
    for file in view.agents():
        ratio = file.get(path)
        if isinstance(ratio, str) and ratio and not _is_share(ratio):
            yield mark(
                file.key, path, "A share of the lifetime is expected, between 0 and 1, as a text."
            )


def _is_share(text: str) -> bool:
    try:
        return 0 < float(text) < 1
    except ValueError:
        return False


def signing_secret_unused(view: PlanView) -> Iterator[Mark]:
    server = view.management
    path = f"{SERVER}.signingTlsSecret"
    if server and server.get(path) and (is_on(server, f"{SERVER}.disableCa") or simple_tls(view)):
        yield mark(
            server.key,
            path,
            "Nothing is signed in this mode: the relay's CA is off or not used. The signing secret "
            "is not looked at.",
            drop("remove it", path),
        )


SECRET_RULES = (
    Rule(
        "GM220",
        Severity.ERROR,
        "Secret renamed, but not brought",
        "The chart makes its secrets under fixed names. A name changes only where the server "
        "looks; with another name, the chart's own generation has to be off.",
        renamed_without_flag,
        question="certificates.server-secret",
    ),
    Rule(
        "GM221",
        Severity.WARNING,
        "Gateway certificate from another CA",
        "With own CAs, the telemetry gateway's certificate has to come from them as well.",
        gateway_certificate_of_the_chart,
        question="certificates.mode",
    ),
    Rule(
        "GM222",
        Severity.WARNING,
        "Root secret stops the render",
        "The 2.3 chart looks up relay-root-tls-secret in its own namespace and fails if it holds "
        "no tls.key. A copy with ca.crt alone must not be there, unless all generation is off.",
        root_secret_breaks_the_render,
        question="certificates.collector-root",
    ),
    Rule(
        "GM223",
        Severity.WARNING,
        "Collectors miss the root secret",
        "Telemetry collectors mount relay-root-tls-secret, whatever name the agent is given.",
        root_renamed_for_collectors,
        question="certificates.root-secret",
    ),
    Rule(
        "GM224",
        Severity.ERROR,
        "Section without a value",
        "Helm takes an empty section as null, which removes the chart's defaults below it; the "
        "templates then fail.",
        nulled_section,
    ),
    Rule(
        "GM225",
        Severity.WARNING,
        "Key of the previous chart",
        "The relay's secret names have moved since the charts before gloo-platform. The old keys "
        "are ignored without a word.",
        old_key_names,
    ),
    Rule(
        "GM227",
        Severity.ERROR,
        "Name not in the certificate",
        "The chart's own server certificate has two names, from the service and the namespace. "
        "Examples for Gloo Mesh 1 name enterprise-networking, also in certificates to issue: that "
        "is wrong for this chart.",
        authority_not_in_certificate,
        question="certificates.authority",
    ),
    Rule(
        "GM228",
        Severity.ERROR,
        "Gateway and collector disagree",
        "Collectors expect the name that stands in the gateway's certificate.",
        gateway_names_differ,
        question="certificates.gateway-name",
    ),
    Rule(
        "GM229",
        Severity.WARNING,
        "Gateway not checked",
        "skipVerify sends metrics and logs to whoever answers at the gateway's address.",
        gateway_not_checked,
        question="certificates.skip-verify",
    ),
    Rule(
        "GM230",
        Severity.ERROR,
        "Reload interval that breaks the gateway",
        "Seen in the 2.3.3 chart: schema and template disagree on its form.",
        reload_interval,
    ),
    Rule(
        "GM231",
        Severity.WARNING,
        "Further names that nobody reads",
        "relay.additionalSans has no effect in the 2.3.3 chart.",
        additional_names,
    ),
    Rule(
        "GM232",
        Severity.WARNING,
        "Rotation share out of range",
        "When to renew is given as a share of the certificate's lifetime.",
        rotation_ratio,
        question="certificates.rotation",
    ),
    Rule(
        "GM233",
        Severity.NOTE,
        "Signing secret not used",
        "Only where Gloo signs the agents' certificates is the signing secret looked at.",
        signing_secret_unused,
        question="certificates.mode",
    ),
)
