"""Every values fragment of the production guide is reached by some answers, leaf by leaf.

A leaf that is not reached as the guide prints it stands in DEVIATIONS with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from schema.path import parse_path
from wizard.gloo_platform import GUIDE
from wizard.opening import new
from wizard.session import Session
from wizard.tree import MISSING, look_up, same

AWS = 'glooMgmtServer.serviceOverrides.metadata.annotations."service.beta.kubernetes.io/{}"'


@dataclass(frozen=True)
class Fragment:
    """A fragment of the guide: the answers that give it, and its leaves in one file of the plan."""

    name: str
    answers: dict[str, Any]
    leaves: dict[str, Any]
    version: str = "2.4.16"
    file: str = "management"
    clusters: tuple[str, ...] = field(default=())


FRAGMENTS = (
    Fragment(
        "AWS annotations",
        {
            "deployment.model": "dedicated",
            "service.mgmt-type": "load-balancer",
            "service.cloud": "aws-lbc",
            "service.mgmt-scheme": "internal",
            "service.mgmt-target-type": "ip",
            "service.mgmt-subnets": "subnet-0478784f04c486de5, subnet-09d0cf74c0117fcf3",
            "service.mgmt-private-addresses": "10.0.50.50, 10.0.64.50",
            "service.mgmt-health-check-port": "9900",
            "service.mgmt-health-check-protocol": "tcp",
            "service.mgmt-healthy-threshold": 2,
            "service.mgmt-unhealthy-threshold": 2,
            "service.mgmt-health-check-interval": 10,
            "service.mgmt-backend-protocol": "tcp",
            "service.mgmt-target-group-attributes": "deregistration_delay.connection_termination"
            ".enabled=true,deregistration_delay.timeout_seconds=1",
        },
        {
            AWS.format("aws-load-balancer-healthcheck-healthy-threshold"): "2",
            AWS.format("aws-load-balancer-healthcheck-unhealthy-threshold"): "2",
            AWS.format("aws-load-balancer-healthcheck-interval"): "10",
            AWS.format("aws-load-balancer-healthcheck-port"): "9900",
            AWS.format("aws-load-balancer-healthcheck-protocol"): "tcp",
            AWS.format("aws-load-balancer-type"): "external",
            AWS.format("aws-load-balancer-scheme"): "internal",
            AWS.format("aws-load-balancer-nlb-target-type"): "ip",
            AWS.format("aws-load-balancer-backend-protocol"): "TCP",
            AWS.format("aws-load-balancer-private-ipv4-addresses"): "10.0.50.50, 10.0.64.50",
            AWS.format("aws-load-balancer-subnets"): "subnet-0478784f04c486de5, "
            "subnet-09d0cf74c0117fcf3",
            AWS.format("aws-load-balancer-target-group-attributes"): "deregistration_delay."
            "connection_termination.enabled=true,deregistration_delay.timeout_seconds=1",
            "glooMgmtServer.serviceType": "LoadBalancer",
        },
    ),
    Fragment(
        "a config map as a volume",
        {
            "deployment.model": "dedicated",
            "overrides.mgmt-deployment": {
                "spec": {
                    "template": {
                        "spec": {
                            "volumes": [
                                {
                                    "name": "envoy-config",
                                    "configMap": {"name": "my-custom-envoy-config"},
                                }
                            ]
                        }
                    }
                }
            },
        },
        {
            "glooMgmtServer.deploymentOverrides.spec.template.spec.volumes"
            "[name=envoy-config].configMap.name": "my-custom-envoy-config"
        },
    ),
    Fragment(
        "FIPS image of the management server",
        {
            "deployment.model": "dedicated",
            "images.fips": "yes",
            "images.registry": "gcr.io/gloo-mesh",
            "images.mgmt-repository": "gloo-mesh-mgmt-server",
            "images.pull-policy": "if-not-present",
        },
        {
            "glooMgmtServer.image.pullPolicy": "IfNotPresent",
            "glooMgmtServer.image.registry": "gcr.io/gloo-mesh",
            "glooMgmtServer.image.repository": "gloo-mesh-mgmt-server",
            "glooMgmtServer.image.tag": "2.4.16-fips",
        },
    ),
    Fragment(
        "FIPS image of the agent",
        {
            "deployment.model": "dedicated",
            "images.fips": "yes",
            "images.registry": "gcr.io/gloo-mesh",
            "images.agent-repository": "gloo-mesh-agent",
            "images.pull-policy": "if-not-present",
        },
        {
            "glooAgent.image.pullPolicy": "IfNotPresent",
            "glooAgent.image.registry": "gcr.io/gloo-mesh",
            "glooAgent.image.repository": "gloo-mesh-agent",
            "glooAgent.image.tag": "2.4.16-fips",
        },
        file="workload:eu-1",
        clusters=("eu-1",),
    ),
    Fragment(
        "licence secret by the guide's name",
        {"licensing.how": "other-secret", "licensing.secret-name": "license-secret"},
        {"licensing.licenseSecretName": "license-secret"},
    ),
    Fragment(
        "licence keys in the values",
        {"licensing.how": "keys", "licensing.key-mesh": "the-key"},
        {"licensing.glooMeshLicenseKey": "the-key"},
    ),
    Fragment("safe mode", {"safe-mode.behaviour": "strict"}, {"glooMgmtServer.safeMode": True}),
    Fragment(
        "safe start window",
        {"safe-mode.behaviour": "window", "safe-mode.window": 90},
        {"glooMgmtServer.safeMode": False, "glooMgmtServer.safeStartWindow": 90},
    ),
    Fragment(
        "Redis I/O threads with safe mode",
        {"safe-mode.behaviour": "strict", "redis.where": "builtin", "redis.io-threads": 2},
        {
            "glooMgmtServer.safeMode": True,
            "redis.deployment.ioThreads": 2,
            "redis.deployment.resources.requests.cpu": 3,
            "redis.deployment.resources.limits.cpu": 3,
        },
    ),
    Fragment(
        "large Envoy filters",
        {"envoy-filters.segment": "yes"},
        {"glooMgmtServer.extraEnvs.EXPERIMENTAL_SEGMENT_ENVOY_FILTERS_BY_MATCHER.value": "true"},
    ),
    Fragment(
        "UI sign-in, as the chart of that time reads it",
        {
            "ui.enabled": "yes",
            "ui.sign-in": "oidc",
            "ui.app-url": "https://gloo.example.com",
            "ui.provider": "other",
            "ui.issuer": "https://login.example.com/",
            "ui.client-id": "gloo-ui",
            "ui.client-secret": "value",
            "ui.client-secret-value": "from-the-provider",
            "ui.secret-name": "dashboard",
        },
        {
            "glooUi.enabled": True,
            "glooUi.auth.enabled": True,
            "glooUi.auth.backend": "oidc",
            "glooUi.auth.oidc.appUrl": "https://gloo.example.com",
            "glooUi.auth.oidc.clientId": "gloo-ui",
            "glooUi.auth.oidc.clientSecret": "from-the-provider",
            "glooUi.auth.oidc.clientSecretName": "dashboard",
            "glooUi.auth.oidc.issuerUrl": "https://login.example.com/",
        },
        version="2.3.3",
    ),
    Fragment(
        "relay with own client certificates",
        {
            "deployment.model": "dedicated",
            "certificates.mode": "own-client-certs",
            "certificates.stated": "yes",
            "certificates.authority": "gloo-mesh-mgmt-server.gloo-mesh",
            "certificates.client-secret": "gloo-mesh-agent-{cluster}-tls-cert",
            "certificates.client-secret-namespace": "gloo-mesh",
            "certificates.root-secret": "relay-root-tls-secret",
            "certificates.root-secret-namespace": "gloo-mesh",
            "workload-clusters.relay-address": "relay.example.com:9900",
        },
        {
            "common.insecure": False,
            "glooAgent.insecure": False,
            "glooAgent.relay.authority": "gloo-mesh-mgmt-server.gloo-mesh",
            "glooAgent.relay.clientTlsSecret.name": "gloo-mesh-agent-eu-1-tls-cert",
            "glooAgent.relay.clientTlsSecret.namespace": "gloo-mesh",
            "glooAgent.relay.rootTlsSecret.name": "relay-root-tls-secret",
            "glooAgent.relay.rootTlsSecret.namespace": "gloo-mesh",
            "glooAgent.relay.serverAddress": "relay.example.com:9900",
        },
        file="workload:eu-1",
        clusters=("eu-1",),
    ),
)

DEVIATIONS = {
    "glooMgmServer.extraEnvs": (
        "A misspelt key, which the chart passes over in silence; written under glooMgmtServer.",
        {"envoy-filters.segment": "yes"},
        ("glooMgmServer", MISSING),
    ),
    "--set insecure=true": (
        "The key of an older chart. Here it leaves TLS on; common.insecure is what counts.",
        {"certificates.mode": "insecure"},
        ("insecure", MISSING),
    ),
    "empty clientSecret and appUrl": (
        "The guide prints them without a value; an empty value breaks the chart, so none is ever "
        "written.",
        {"ui.enabled": "yes", "ui.sign-in": "oidc"},
        ("glooUi.auth.oidc.appUrl", MISSING),
    ),
    "clientSecret beside clientSecretName from 2.4 on": (
        "Right for 2.3 only; later charts take the name of a secret that you create.",
        {"ui.enabled": "yes", "ui.sign-in": "oidc", "ui.client-secret": "secret",
         "ui.secret-name": "dashboard"},
        ("glooUi.auth.oidc.clientSecret", MISSING),
    ),
}  # fmt: skip


def plan_for(version: str, answers: dict[str, Any], clusters: tuple[str, ...] = ()) -> Session:
    session = new(GUIDE, Path("values.yaml"), version)
    if clusters:
        session.answer("deployment.model", "dedicated")
        session.answer("deployment.workloads", clusters)
    for id, answer in answers.items():
        assert not session.why_hidden(id), f"{id} is not asked: {session.why_hidden(id)}"
        session.answer(id, answer)
    return session


@pytest.mark.parametrize("fragment", FRAGMENTS, ids=lambda fragment: fragment.name)
def test_the_fragment_is_reached(fragment: Fragment) -> None:
    session = plan_for(fragment.version, fragment.answers, fragment.clusters)
    tree = session.plan[fragment.file].document.value
    for path, value in fragment.leaves.items():
        found = look_up(tree, parse_path(path))
        assert same(found, value), f"{path}: {found!r} instead of {value!r}"


@pytest.mark.parametrize("name", DEVIATIONS)
def test_the_deviation_is_kept_to(name: str) -> None:
    reason, answers, (path, value) = DEVIATIONS[name]
    assert reason
    session = plan_for("2.4.16", answers)
    found = look_up(session.plan.first.document.value, parse_path(path))
    assert found is value or same(found, value)
