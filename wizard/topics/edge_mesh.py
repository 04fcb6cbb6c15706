"""Encryption between the parts: mutual TLS inside Gloo, and certificates from Istio."""

from __future__ import annotations

from collections.abc import Iterator

from schema.finding import Fix, Put, Severity
from schema.path import parse_path
from wizard.condition import chosen
from wizard.question import Choice, Option, yes_or_no
from wizard.sets import Sets
from wizard.topic import Mark, Rule, Topic, mark
from wizard.view import PlanView

MTLS = "global.glooMtls.enabled"
SDS = "global.istioSDS.enabled"
INTEGRATION = "global.istioIntegration.enabled"
AUTO = "global.istioIntegration.enableAutoMtls"
MTLS_PAGE = "https://docs.solo.io/gloo-edge/latest/guides/security/tls/mtls/"
ISTIO_PAGE = "https://docs.solo.io/gloo-edge/latest/guides/integrations/service_mesh/istio/"


def automatic_without_certificates(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        lacking = [path for path in (SDS, INTEGRATION) if file.effective(path) is not True]
        if file.get(AUTO) is True and lacking:
            yield mark(
                file.key,
                AUTO,
                "Mutual TLS is to be used for all upstreams, but "
                f"{' and '.join(lacking)} {'is' if len(lacking) == 1 else 'are'} off, so the "
                "proxy has no certificate of the mesh (inferred).",
                Fix(
                    "fetch certificates from Istio",
                    tuple(Put(parse_path(p), True) for p in lacking),
                ),
            )


TOPIC = Topic(
    id="mesh",
    title="Mutual TLS and Istio",
    why="Two connections are plain text unless you say otherwise: from the proxy to the control "
    "plane, and from the proxy to the services behind it.",
    link=MTLS_PAGE,
    questions=(
        yes_or_no(
            "control-plane",
            "Encrypt the connection between control plane and proxies?",
            MTLS,
            why="Over it the proxies get their configuration. With mutual TLS both sides show a "
            "certificate.",
            yes=Option(
                "yes",
                "Yes, with mutual TLS",
                gains="Configuration, which holds private keys of your hosts, crosses the cluster "
                "encrypted, and only known proxies get it.",
                costs="Two sidecars more, and certificates that a Job makes and you have to renew.",
                choose_when="Others can listen on the cluster's network.",
                comment="Control plane and proxies speak mutual TLS.",
                link=MTLS_PAGE,
            ),
            no=Option(
                "no",
                "No",
                gains="Nothing to renew.",
                costs="Configuration crosses the cluster as plain text.",
                choose_when="The network itself encrypts, or nobody else is on it.",
                default=True,
                comment="Control plane and proxies speak plain text.",
            ),
            since="1.3.6",
            left="Leave it to the chart: no",
            leave_for=("production", "evaluation"),
            link=MTLS_PAGE,
        ),
        Choice(
            id="istio",
            ask="Do services behind the proxy belong to an Istio mesh?",
            why="Then the proxy needs certificates of that mesh, which it gets with its service "
            "account's token.",
            left="Leave it to the chart: no",
            leave_for=("production", "evaluation"),
            since="1.17.0",
            link=ISTIO_PAGE,
            options=(
                Option(
                    "no",
                    "No",
                    sets=(Sets(SDS, False), Sets(INTEGRATION, False)),
                    gains="No sidecars in the proxy's pod, and no token either.",
                    costs="Services with strict mutual TLS refuse the proxy.",
                    choose_when="No mesh, or one that lets plain text in.",
                    default=True,
                    comment="The proxy takes no part in a mesh.",
                ),
                Option(
                    "yes",
                    "Yes, and it fetches Istio's certificates",
                    sets=(Sets(SDS, True), Sets(INTEGRATION, True)),
                    gains="The proxy speaks mutual TLS with services of the mesh.",
                    costs="Two sidecars in the proxy's pod, and its token has to be mounted.",
                    choose_when="The mesh wants mutual TLS.",
                    comment="The proxy fetches certificates from Istio and speaks mutual TLS with "
                    "services of the mesh.",
                    link=ISTIO_PAGE,
                ),
            ),
        ),
        yes_or_no(
            "auto-mtls",
            "Mutual TLS to all upstreams without naming them?",
            AUTO,
            why="An Upstream is where a route leads. Either each one says for itself that it "
            "belongs to the mesh, or all are taken to.",
            yes=Option(
                "yes",
                "Yes",
                gains="No Upstream needs a TLS setting of its own.",
                costs="Services outside the mesh have to be excepted.",
                choose_when="Nearly everything is in the mesh.",
                comment="All upstreams are spoken to with mutual TLS, unless excepted.",
            ),
            no=Option(
                "no",
                "No",
                gains="Each Upstream says for itself.",
                costs="A forgotten one is refused by a strict mesh.",
                choose_when="Few services are in the mesh.",
                default=True,
                comment="Each Upstream says for itself whether mutual TLS is used.",
            ),
            since="1.17.0",
            asked_when=chosen("mesh.istio", "yes", because="the proxy takes no part in a mesh"),
            left="Leave it to the chart: no",
            leave_for=("production", "evaluation"),
        ),
    ),
    rules=(
        Rule(
            "GE901",
            Severity.WARNING,
            "Mutual TLS without certificates",
            "enableAutoMtls uses certificates that the Istio containers fetch; without them there "
            "are none.",
            automatic_without_certificates,
            question="mesh.auto-mtls",
        ),
    ),
)
