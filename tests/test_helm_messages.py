"""What Helm says of this chart, and what `explain` says that it means."""

from __future__ import annotations

import pytest

from tests.commands import Run
from wizard.exit_codes import ExitCode

OWNED = (
    'Error: INSTALLATION FAILED: Unable to continue with install: {} in namespace "gloo-mesh" '
    "exists and cannot be imported into the current release: invalid ownership metadata; label "
    'validation error: missing key "app.kubernetes.io/managed-by": must be set to "Helm"'
)
MESSAGES = [
    ("- common.cluster: String length must be greater than or equal to 1", "no name"),
    ("- at '/common/cluster': minLength: got 0, want 1", "no name"),
    ("- common.cluster: Invalid type. Expected: string, given: boolean", "common.cluster"),
    ("- at '/common/cluster': got boolean, want string", "common.cluster"),
    (
        "Error: execution error at (gloo-platform/templates/licenses.yaml:24:10): A Gloo Mesh "
        "Enterprise license key is required",
        "licensing.licenseSecretName",
    ),
    (
        "- glooMgmtServer.serviceOverrides.metadata.annotations.service.beta.kubernetes.io/x-y: "
        "Invalid type. Expected: string, given: integer",
        'annotations."service.beta.kubernetes.io/x-y"',
    ),
    (
        "- at '/glooMgmtServer/serviceOverrides/metadata/annotations/service.beta.kubernetes.io"
        "~1x-threshold': got number, want string",
        'annotations."service.beta.kubernetes.io/x-threshold"',
    ),
    ("- glooMgmtServer.enabled: Invalid type. Expected: boolean, given: string", "quotes away"),
    ("- at '/glooMgmtServer/enabled': got string, want boolean", "quotes away"),
    ("- (root): Additional property serviceOverrides is not allowed", "OpenTelemetry"),
    ("- at '': additional properties 'serviceOverrides' not allowed", "OpenTelemetry"),
    (
        "Error: template: gloo-platform/templates/metrics-collector-configmap.yaml:525:28: "
        'executing "gloo-platform/templates/metrics-collector-configmap.yaml" at '
        "<.Values.telemetryCollector.config.exporters.otlp.endpoint>: nil pointer evaluating "
        "interface {}.endpoint",
        "4317",
    ),
    (
        "Error: YAML parse error on gloo-platform/templates/deployment.yaml: error converting "
        "YAML to JSON: yaml: line 46: mapping values are not allowed in this context",
        "image tag",
    ),
    (OWNED.format('Secret "redis-auth-secrets"'), "redis.auth.secretName"),
    (OWNED.format('Secret "relay-root-tls-secret"'), "disableCaCertGeneration"),
    (OWNED.format('ConfigMap "mine"'), "ConfigMap mine"),
    (
        'Error: template: gloo-platform/templates/cert.yaml:14:41: executing "gloo-platform/'
        'templates/cert.yaml" at <$existingCAKey>: invalid value; expected string',
        "tls.key",
    ),
    (
        'Error: template: gloo-platform/templates/ui-auth.yaml:15:51: executing "x" at <b64enc>: '
        "invalid value; expected string",
        "clientSecret",
    ),
    (
        'executing "x" at <$.Values.glooAgent.relay.tokenSecret.name>: nil pointer evaluating '
        "interface {}.name",
        "glooAgent.relay.tokenSecret is not there",
    ),
    ("- telemetryGateway.extraEnvs: Invalid type. Expected: array, given: object", "dashes"),
    ("Error: yaml: line 3: found character that cannot start any token", "tab"),
    (
        "Error: decompressed chart file is larger than the maximum file size 5242880",
        "3.17.2",
    ),
]


@pytest.mark.parametrize(("message", "said"), MESSAGES)
def test_a_message_is_explained(message: str, said: str, gloo_wizard: Run) -> None:
    ended = gloo_wizard("explain", message)
    assert ended.code == ExitCode.CLEAN, ended.told
    assert said in " ".join(ended.text.split())


def test_every_line_of_a_message_is_explained(gloo_wizard: Run) -> None:
    message = (
        "Error: values don't meet the specifications of the schema(s) in the following chart(s):\n"
        "gloo-platform:\n- at '/common/cluster': got boolean, want string\n"
        "- at '/glooMgmtServer/enabled': got string, want boolean\n"
    )
    ended = gloo_wizard("explain", "-", given=message.encode())
    assert "common.cluster" in ended.text
    assert "glooMgmtServer.enabled" in ended.text


def test_an_unknown_message_is_said_to_be_so(gloo_wizard: Run) -> None:
    ended = gloo_wizard("explain", "Error: something else went wrong")
    assert ended.code == ExitCode.USAGE
    assert "not known" in ended.told
