"""cert-manager's Certificates for the secrets that are certificates, and the issuers they name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from schema.nodes import Json
from wizard.companions.manifests import Manifest, as_yaml, named
from wizard.companions.secrets import secret
from wizard.topic import Need

API = "cert-manager.io/v1"
ISSUER = "gloo-mesh-relay"
SIGNING_ISSUER = "gloo-mesh-relay-signing"
CERT_MANAGER = "cert-manager"
APP_ROLE = "vault-approle-gloo-mesh-relay"
A_YEAR = "8760h0m0s"


@dataclass(frozen=True)
class Issuing:
    """A tool that issues: the kind of its issuer, and how sure it is that it goes with Gloo.

    `signing` is the name of the issuer of the signing CA, and `sure_of_ca` how sure that is.
    """

    title: str
    kind: str
    api: str
    sure: str
    signing: str
    sure_of_ca: str
    namespaced: bool = False

    @property
    def group(self) -> str:
        return self.api.partition("/")[0]


ISSUING = {
    "cert-manager-vault": Issuing(
        "HashiCorp Vault",
        "ClusterIssuer",
        API,
        "Certificates of a sign/<role> path are known from a published setup of Gloo Mesh 2.3.",
        SIGNING_ISSUER,
        "A path like <PKI mount>/root/sign-intermediate is known from Istio's CAs; for this one "
        "it is inferred.",
    ),
    "cert-manager-aws": Issuing(
        "AWS Private CA",
        "AWSPCAIssuer",
        "awspca.cert-manager.io/v1beta1",
        "Known from a published setup of Gloo Mesh 2.6.5.",
        ISSUER,
        "Not verified: the setup that is known makes no signing CA with it.",
        namespaced=True,
    ),
    "cert-manager-google": Issuing(
        "Google CAS",
        "GoogleCASClusterIssuer",
        "cas-issuer.jetstack.io/v1beta1",
        "Not verified: no example of Gloo with Google CAS was found.",
        ISSUER,
        "Not verified, as Google CAS with Gloo itself; the CA pool must allow CA certificates.",
    ),
}


def certificates_file(needs: Iterable[Need], cluster: str, issuing: Issuing) -> str:
    about = (
        f"Certificates for {cluster}. cert-manager has {issuing.title} issue and renew them, and "
        "puts them into the secrets that the values name. Each secret must have ca.crt; whether "
        "the issuer fills it in is seen in the first one. The issuers are in a file of their own."
    )
    return as_yaml(about, (_certificate(need, issuing) for need in needs))


def _certificate(need: Need, issuing: Issuing) -> Manifest:
    says = need.certificate
    assert says is not None
    spec: dict[str, Json] = {"secretName": need.name}
    comment = " ".join(part for part in (need.why, says.renewal) if part)
    if says.is_ca:
        comment += f" {issuing.sure_of_ca}\nThe duration is that of the CA in the 2.3.3 chart."
        spec["isCA"] = True
        spec["duration"] = A_YEAR
    if says.common_name:
        spec["commonName"] = says.common_name
    if says.dns_names:
        spec["dnsNames"] = list(says.dns_names)
    spec["usages"] = list(says.usages)
    name = issuing.signing if says.is_ca else ISSUER
    spec["issuerRef"] = {"name": name, "kind": issuing.kind, "group": issuing.group}
    return Manifest({**named("Certificate", API, need.name, need.namespace), "spec": spec}, comment)


def issuers_file(needs: Iterable[Need], cluster: str, issuing: Issuing) -> str:
    """The issuers that the certificates of a cluster name."""
    about = (
        f"Issuers for the certificates of {cluster}. Fill in what stands in angle brackets; "
        "until it is right, cert-manager says that the issuer is not ready. If you have an issuer "
        "already, name that one in the certificates instead.\n"
        f"{issuing.sure}"
    )
    return as_yaml(about, _issuers(list(needs), issuing))


def _issuers(needs: list[Need], issuing: Issuing) -> Iterator[Manifest]:
    wanted: dict[tuple[str, str], bool] = {}
    for need in needs:
        is_ca = need.certificate is not None and need.certificate.is_ca
        where = need.namespace if issuing.namespaced else ""
        wanted.setdefault((issuing.signing if is_ca else ISSUER, where), is_ca)
    if issuing.kind == "ClusterIssuer":
        yield secret(
            APP_ROLE,
            CERT_MANAGER,
            ("secretId",),
            "The secret id of cert-manager's AppRole in Vault.",
        )
    for (name, namespace), is_ca in wanted.items():
        content = named(issuing.kind, issuing.api, name, namespace)
        yield Manifest({**content, "spec": _spec(issuing, is_ca and name == SIGNING_ISSUER)})


def _spec(issuing: Issuing, signs_cas: bool) -> dict[str, Json]:
    if issuing.kind == "AWSPCAIssuer":
        return {"arn": "<ARN of the private CA>", "region": "<AWS region>"}
    if issuing.kind == "GoogleCASClusterIssuer":
        return {
            "project": "<Google Cloud project>",
            "location": "<location of the CA pool>",
            "caPoolId": "<CA pool>",
        }
    path = "root/sign-intermediate" if signs_cas else "sign/<role>"
    app_role: dict[str, Json] = {
        "path": "approle",
        "roleId": "<role id of cert-manager's AppRole>",
        "secretRef": {"name": APP_ROLE, "key": "secretId"},
    }
    return {
        "vault": {
            "server": "<https address of Vault>",
            "path": f"<PKI mount>/{path}",
            "auth": {"appRole": app_role},
        }
    }
