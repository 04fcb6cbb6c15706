"""Small files with the mistakes known from issues and from files in use, by their number."""

from __future__ import annotations

from dataclasses import dataclass

SERVER = """\
common:
  cluster: mgmt
glooMgmtServer:
  enabled: true
  serviceType: LoadBalancer
licensing:
  licenseSecretName: license-keys
"""
AGENT = """\
common:
  cluster: eu-1
glooAgent:
  enabled: true
  relay:
    serverAddress: relay.example.com:9900
"""


@dataclass(frozen=True)
class Mistake:
    """Files with a mistake; the code that catches it, and the path where it is told."""

    name: str
    code: str
    path: str
    files: tuple[str, ...]
    version: str = "2.4.16"


def server(text: str) -> str:
    """The management plane's file with these lines in the place of its sections of that name."""
    return _with(SERVER, text)


def agent(text: str) -> str:
    return _with(AGENT, text)


def _with(base: str, text: str) -> str:
    replaced = {line.partition(":")[0] for line in text.splitlines() if line[:1].isalpha()}
    kept, keep = [], True
    for line in base.splitlines():
        if line[:1].isalpha():
            keep = line.partition(":")[0] not in replaced
        if keep:
            kept.append(line)
    return "\n".join(kept) + "\n" + text


LISTED = (
    Mistake(
        "1 a misspelt section", "GM901", "glooMgmServer",
        (server("glooMgmServer:\n  extraEnvs: {A: {value: 'true'}}\n"),),
    ),
    Mistake(
        "1 a misspelt key", "SC010", "glooMgmtServer.safeModee",
        (server("glooMgmtServer:\n  enabled: true\n  safeModee: true\n"),),
    ),
    Mistake(
        "1 a misplaced key", "SC010", "glooMgmtServer.registry",
        (server("glooMgmtServer:\n  enabled: true\n  registry: registry.example.com\n"),),
    ),
    Mistake(
        "1 a misspelt key that Helm refuses", "SC003", "telemetryGateway.serviceTypo",
        (server("telemetryGateway:\n  enabled: true\n  serviceTypo: {type: LoadBalancer}\n"),),
        "2.3.3",
    ),
    Mistake(
        "2 a chart too large for Helm", "GM102", "",
        ("#: chart: gloo-platform 2.6.9\n#: decided: deployment.helm = 3\n\n" + SERVER,), "2.6.9",
    ),
    Mistake(
        "3 another name than the certificate's", "GM1206", "common.cluster",
        (
            "#: plane: management mgmt\n#: workload clusters: eu-1\n\n" + SERVER,
            "#: plane: workload eu-1\n\n" + agent("common:\n  cluster: eu1\n"),
        ),
    ),
    Mistake(
        "5 an underscore in a name", "GM104", "common.cluster",
        (server("common:\n  cluster: mgmt_eu\n"),),
    ),
    Mistake(
        "6 a token secret without a key", "GM211", "glooAgent.relay.tokenSecret.key",
        (
            agent(
                "glooAgent:\n  enabled: true\n  relay:\n    serverAddress: relay.example.com:9900\n"
                "    tokenSecret: {name: relay-identity-token-secret, key: ''}\n"
            ),
        ),
    ),
    Mistake(
        "8 no server address", "GM1201", "glooAgent.relay.serverAddress",
        (SERVER, agent("glooAgent:\n  enabled: true\n  relay: {serverAddress: ''}\n")),
    ),
    Mistake(
        "8 an address that is a port alone", "GM1201", "glooAgent.relay.serverAddress",
        (SERVER, agent("glooAgent:\n  enabled: true\n  relay: {serverAddress: ':9900'}\n")),
    ),
    Mistake(
        "9 a telemetry gateway that nobody reaches", "GM307", "telemetryGateway.service.type",
        (
            server("telemetryGateway:\n  enabled: true\n  service: {type: ClusterIP}\n"),
            AGENT,
        ),
    ),
    Mistake(
        "9 the gateway's local name in a workload cluster", "GM1203",
        "telemetryCollector.config.exporters.otlp.endpoint",
        (
            SERVER,
            agent(
                "telemetryCollector:\n  enabled: true\n  config:\n    exporters:\n      otlp:\n"
                "        endpoint: gloo-telemetry-gateway:4317\n"
            ),
        ),
    ),
    Mistake(
        "10 annotations on one of two load balancers", "GM306", "telemetryGateway.service",
        (
            server(
                "glooMgmtServer:\n  enabled: true\n  serviceType: LoadBalancer\n"
                "  serviceOverrides:\n    metadata:\n      annotations:\n"
                "        service.beta.kubernetes.io/aws-load-balancer-scheme: internal\n"
                "telemetryGateway:\n  enabled: true\n  service: {type: LoadBalancer}\n"
            ),
        ),
    ),
    Mistake(
        "10b an agent's key on the server", "SC010", "glooMgmtServer.relay.serverAddress",
        (server("glooMgmtServer:\n  enabled: true\n  relay: {serverAddress: x:9900}\n"),),
    ),
    Mistake(
        "11 volumes in an override", "GM350",
        "glooMgmtServer.deploymentOverrides.spec.template.spec.volumes",
        (
            server(
                "glooMgmtServer:\n  enabled: true\n  deploymentOverrides:\n    spec:\n"
                "      template:\n        spec:\n          volumes:\n"
                "            - name: envoy-config\n              configMap: {name: mine}\n"
            ),
        ),
    ),
    Mistake(
        "11 containers in an override", "GM351",
        "glooMgmtServer.deploymentOverrides.spec.template.spec.containers",
        (
            server(
                "glooMgmtServer:\n  enabled: true\n  deploymentOverrides:\n    spec:\n"
                "      template:\n        spec:\n          containers:\n"
                "            - name: gloo-mesh-mgmt-server\n"
                "              resources: {limits: {memory: 2Gi}}\n"
            ),
        ),
    ),
    Mistake(
        "12 the list of variables replaced", "GM708", "glooMgmtServer.env",
        (
            server(
                "glooMgmtServer:\n  enabled: true\n  env:\n    - name: LOG_LEVEL\n"
                "      value: debug\n"
            ),
        ),
    ),
    Mistake(
        "13 a number in an annotation", "GM303",
        'glooMgmtServer.serviceOverrides.metadata.annotations."a.b/interval"',
        (
            server(
                "glooMgmtServer:\n  enabled: true\n  serviceOverrides:\n    metadata:\n"
                "      annotations: {a.b/interval: 10}\n"
            ),
        ),
    ),
    Mistake(
        "13 one that Helm does not refuse", "GM303",
        'telemetryGateway.service.annotations."a.b/internal"',
        (
            server(
                "telemetryGateway:\n  enabled: true\n  service:\n"
                "    annotations: {a.b/internal: true}\n"
            ),
        ),
        "2.3.3",
    ),
    Mistake(
        "14 a Redis of one's own, streams to the built-in one", "GM713",
        "telemetryGatewayCustomization.extraExporters.redisstream/basic.endpoint",
        (
            server(
                "redis:\n  deployment: {enabled: false}\n"
                "redisStore:\n  snapshot: {client: {address: redis.example.com:6379}}\n"
                "  insights: {client: {address: redis.example.com:6379}}\n"
                "glooInsightsEngine: {enabled: true}\nglooUi: {enabled: true}\n"
                "prometheus: {enabled: true}\n"
                "telemetryGateway: {enabled: true, service: {type: LoadBalancer}}\n"
            ),
        ),
        "2.6.6",
    ),
    Mistake(
        "15 no Prometheus and no address of one", "GM601", "prometheus.enabled",
        (server("glooUi: {enabled: true}\nprometheus: {enabled: false}\n"),),
    ),
    Mistake(
        "16 a FIPS tag of another version", "GM401", "glooMgmtServer.image.tag",
        (
            server(
                "glooMgmtServer:\n  enabled: true\n  serviceType: LoadBalancer\n"
                "  image: {tag: 2.4.10-fips}\n"
            ),
        ),
    ),
    Mistake(
        "17 two sources of the client secret", "GM1004", "glooUi.auth.oidc.clientSecret",
        (
            server(
                "prometheus: {enabled: true}\nglooUi:\n  enabled: true\n  auth:\n"
                "    enabled: true\n    backend: oidc\n    oidc:\n"
                "      appUrl: https://gloo.example.com\n      clientId: gloo\n"
                "      clientSecret: not-a-real-one\n      clientSecretName: dashboard\n"
                "      issuerUrl: https://login.example.com/\n"
            ),
        ),
    ),
    Mistake(
        "18 a licence key in the values", "GM503", "licensing.glooMeshLicenseKey",
        (server("licensing:\n  glooMeshLicenseKey: eyJleHAiOjE3MDAwMDAwMDB9\n"),),
    ),
    Mistake(
        "19 safe mode and clusters that are gone", "GM805", "glooMgmtServer.safeMode",
        (server("glooMgmtServer:\n  enabled: true\n  safeMode: true\n"),),
    ),
    Mistake(
        "20 replicas while the server is scaled down", "GM802",
        "glooMgmtServer.deploymentOverrides.spec.replicas",
        (
            server(
                "glooMgmtServer:\n  enabled: true\n  safeMode: true\n"
                "  deploymentOverrides: {spec: {replicas: 2}}\n"
            ),
        ),
    ),
    Mistake(
        "21 a limit of 512Gi", "GM114", "glooUi.resources.limits.memory",
        (
            server(
                "prometheus: {enabled: true}\nglooUi:\n  enabled: true\n"
                "  resources: {limits: {memory: 512Gi}}\n"
            ),
        ),
    ),
    Mistake("22 insecure at the top", "GM201", "insecure", (server("insecure: true\n"),)),
    Mistake("22 the same in 2.3", "GM201", "insecure", (server("insecure: true\n"),), "2.3.3"),
)  # fmt: skip
