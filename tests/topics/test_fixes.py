"""Fixes that are plain once the finding is: applied, they silence it, and keep what is beside."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from schema.path import parse_path
from tests.topics.trees import marks, mended, plan
from wizard.gloo_platform import GUIDE
from wizard.tree import MISSING, look_up

RULES = [rule for topic in GUIDE.topics for rule in topic.rules]
SERVER = "glooMgmtServer: {enabled: true%s}\nglooUi: {enabled: true%s}\n"
AWS = "service.beta.kubernetes.io/aws-load-balancer-"
AZURE = "service.beta.kubernetes.io/azure-load-balancer-"
ANNOTATED = "glooMgmtServer: {enabled: true, serviceOverrides: {metadata: {annotations: {%s}}}}"
TOKEN = ", extraEnvs: {RELAY_TOKEN: {value: s3cret}}"

CASES: list[tuple[str, str, str, str, Any]] = [
    ("GM208", SERVER % (TOKEN, ""), "2.6.5", "glooMgmtServer.extraEnvs.RELAY_TOKEN",
     {"valueFrom": {"secretKeyRef": {"name": "relay-token", "key": "token"}}}),
    ("GM222", "glooMgmtServer: {enabled: true, relay: {disableCaCertGeneration: true}}\n"
     "telemetryCollector: {enabled: true}", "2.3.3",
     "telemetryCollector.extraVolumes[0].secret.secretName", "gloo-telemetry-gateway-tls-secret"),
    ("GM231", SERVER % (", relay: {additionalSans: [a]}", ""), "2.3.3",
     "glooMgmtServer.relay.additionalSans", MISSING),
    ("GM304", SERVER % (", serviceAccount: {extraAnnotations: {a: '5', b: c}}", ""), "2.4.16",
     "glooMgmtServer.serviceAccount.extraAnnotations", {"b": "c"}),
    ("GM313", ANNOTATED % f"{AWS}name: {'a-' * 20}", "2.4.16",
     f'glooMgmtServer.serviceOverrides.metadata.annotations."{AWS}name"', "a-" * 15 + "a"),
    ("GM318", ANNOTATED % f"{AZURE}tcp-idle-timeout: '60'", "2.4.16",
     f'glooMgmtServer.serviceOverrides.metadata.annotations."{AZURE}tcp-idle-timeout"', "30"),
    ("GM503", "licensing: {glooMeshLicenseKey: s3cret, glooGatewayLicenseKey: other}", "2.4.16",
     "licensing", {"licenseSecretName": "license-keys"}),
    ("GM702", "redis: {address: 'rediss://me:s3cret@r.example.com:6380/1'}", "2.4.16",
     "redis.address", "r.example.com:6380"),
    ("GM702", "redis: {address: r.example.com}", "2.4.16", "redis.address", "r.example.com:6379"),
    ("GM714", "telemetryGatewayCustomization: {extraExporters: {redisstream/ui: "
     "{endpoint: 'r:6379', password: s3cret}}}", "2.6.5",
     "telemetryGatewayCustomization.extraExporters.redisstream/ui", {"endpoint": "r:6379"}),
    ("GM722", "redis: {deployment: {ioThreads: 16}}", "2.4.16",
     "redis.deployment.resources.limits.cpu", 9),
    ("GM722", "redis: {deployment: {ioThreads: 0}}", "2.4.16", "redis.deployment.ioThreads",
     MISSING),
    ("GM1006", "glooUi: {auth: {oidc: {clientSecret: s3cret}}}", "2.6.5", "glooUi.auth.oidc",
     {"clientSecretName": "dashboard"}),
    ("GM1006", "glooUi: {auth: {oidc: {clientSecret: s3cret, clientId: me}}}", "2.3.3",
     "glooUi.auth.oidc", {"clientId": "me"}),
    ("GM1010", SERVER % ("", ", tls: {enabled: true}"), "2.6.5", "glooUi.tls.secretName",
     "gloo-mesh-ui-tls"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "text", "version", "path", "after"), CASES)
def test_a_fix_silences_its_finding(
    code: str, text: str, version: str, path: str, after: Any
) -> None:
    tree = yaml.safe_load(text)
    found = marks(RULES, code, plan(tree, version=version))
    assert found
    assert all("s3cret" not in f"{one.message} {one.fix and one.fix.title}" for one in found)
    tree = mended(tree, found[0])
    assert not marks(RULES, code, plan(tree, version=version))
    assert look_up(tree, parse_path(path)) == after


def test_agents_need_no_licence() -> None:
    workload = {"licensing": {"glooMeshLicenseKey": "s3cret"}}
    (found,) = marks(RULES, "GM503", plan({}, {"eu": workload}))
    assert mended(workload, found) == {"licensing": {}}


def test_the_collectors_name_of_the_root_is_kept() -> None:
    relay = {"rootTlsSecret": {"name": "other"}}
    workload = {
        "glooAgent": {"enabled": True, "relay": relay},
        "telemetryCollector": {"enabled": True},
    }
    (found,) = marks(RULES, "GM223", plan({}, {"eu": workload}))
    assert not marks(RULES, "GM223", plan({}, {"eu": mended(workload, found)}))
