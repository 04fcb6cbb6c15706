"""Files with the mistakes that rendering the complete chart 2.3.3 has shown."""

from __future__ import annotations

from tests.mistakes import SERVER, Mistake, agent, server

# What the complete chart 2.3.3 shows: nothing reads the key.
DEAD = (
    "common.adminNamespace",
    "glooUi.licenseSecretName",
    "sidecarAccel.namespace",
    "glooMgmtServer.sidecars",
    "glooAgent.sidecars",
)
LATER = (
    "glooMgmtServer.safeStartWindow",
    "glooMgmtServer.createGlobalWorkspace",
    "glooAgent.runAsSidecar",
    "redis.deployment.ioThreads",
    "redisStore",
    "featureGates",
    "glooInsightsEngine",
    "glooAnalyzer",
    "clickhouse",
    "jaeger",
    "glooUi.tls",
    "common.image.registry",
    "telemetryCollectorCustomization.skipVerify",
    "telemetryCollectorCustomization.pipelines",
    "licensing.glooCoreLicenseKey",
    "extAuthService.extAuth.replicas",
    "glooMgmtServer.imagePullSecrets",
    "glooMgmtServer.extraEnvs",
)
# A section with nothing after its colon: the chart's whole section is gone, templates fail.
SECTIONS = (
    "common",
    "redis",
    "redis.deployment",
    "glooUi",
    "glooAgent",
    "glooMgmtServer",
    "licensing",
    "experimental",
    "demo",
    "prometheus",
    "telemetryGateway",
    "telemetryCollector",
    "glooAgent.relay",
    "glooAgent.relay.tokenSecret",
    "glooAgent.relay.clientTlsSecret",
    "glooMgmtServer.relay",
    "glooMgmtServer.relay.tlsSecret",
    "glooMgmtServer.relay.tokenSecret",
)
RENDERED = (
    Mistake(
        "a key of the previous component", "SC011", "common.adminNamespace",
        (server("common:\n  cluster: mgmt\n  adminNamespace: gloo\n"),), "2.3.3",
    ),
    Mistake(
        "a false that undoes nothing", "GM116", "glooMgmtServer.leaderElection",
        (server("glooMgmtServer:\n  enabled: true\n  leaderElection: false\n"),), "2.3.3",
    ),
    Mistake(
        "insecure: false against common", "GM204", "glooAgent.insecure",
        (
            server("common:\n  cluster: mgmt\n  insecure: true\n"),
            agent(
                "common:\n  cluster: eu-1\n  insecure: true\nglooAgent:\n  enabled: true\n"
                "  insecure: false\n  relay: {serverAddress: relay.example.com:9900}\n"
            ),
        ),
        "2.3.3",
    ),
    Mistake(
        "an empty image tag", "GM404", "glooMgmtServer.image.tag",
        (server("glooMgmtServer:\n  enabled: true\n  image: {tag: ''}\n"),), "2.3.3",
    ),
    Mistake(
        "a licence secret that no pod mounts", "GM502", "licensing.licenseSecretName",
        (server("licensing:\n  licenseSecretName: my-licence\n"),), "2.3.3",
    ),
    Mistake(
        "no licence, as its key is misspelt", "GM505", "licensing",
        (server("licensing:\n  licenceSecretName: license-keys\n"),),
    ),
    Mistake(
        "a renamed certificate that nobody makes", "GM220", "glooMgmtServer.relay.tlsSecret.name",
        (
            server(
                "glooMgmtServer:\n  enabled: true\n  relay:\n    tlsSecret: {name: my-server-tls}\n"
            ),
        ),
        "2.3.3",
    ),
    Mistake(
        "a reload interval that is printed as a map", "GM230",
        "telemetryGatewayCustomization.reloadTlsCertificate",
        (server("telemetryGatewayCustomization:\n  reloadTlsCertificate: {seconds: 30}\n"),),
        "2.3.3",
    ),
    Mistake(
        "own secrets under the chart's names", "GM705", "redis.auth.secretName",
        (server("redis:\n  auth: {enabled: true, secretName: redis-auth-secrets}\n"),), "2.3.3",
    ),
    Mistake(
        "key names of the login", "GM704", "redis.auth.passwordKey",
        (
            server(
                "redis:\n  auth:\n    enabled: true\n    secretName: my-redis\n"
                "    passwordKey: redis-password\n"
            ),
        ),
        "2.3.3",
    ),
    Mistake(
        "an annotation that turns into a boolean", "GM304",
        'glooAgent.serviceAccount.extraAnnotations."a.b/c"',
        (
            agent(
                "glooAgent:\n  enabled: true\n  relay: {serverAddress: relay.example.com:9900}\n"
                "  serviceAccount: {extraAnnotations: {a.b/c: 'true'}}\n"
            ),
        ),
        "2.3.3",
    ),
    Mistake(
        "overrides on the telemetry gateway", "GM305", "telemetryGateway.serviceOverrides",
        (server("telemetryGateway:\n  enabled: true\n  serviceOverrides: {spec: {}}\n"),), "2.3.3",
    ),
    Mistake(
        "a map of variables on the telemetry gateway", "GM1104", "telemetryGateway.extraEnvs",
        (server("telemetryGateway:\n  enabled: true\n  extraEnvs: {A: {value: b}}\n"),), "2.3.3",
    ),
    Mistake(
        "a collector without an endpoint", "GM1101",
        "telemetryCollector.config.exporters.otlp.endpont",
        (
            server(
                "telemetryCollector:\n  enabled: true\n  config:\n    exporters:\n      otlp:\n"
                "        endpont: gloo-telemetry-gateway:4317\n"
            ),
        ),
        "2.3.3",
    ),
    Mistake(
        "a collector as a deployment", "GM1102", "telemetryCollector.mode",
        (
            agent(
                "telemetryCollector:\n  enabled: true\n  mode: deployment\n  config:\n"
                "    exporters: {otlp: {endpoint: gateway.example.com:4317}}\n"
            ),
        ),
        "2.3.3",
    ),
    Mistake(
        "a boolean that Kubernetes refuses", "GM716", "rateLimiter.redis.clustered",
        (server("rateLimiter:\n  enabled: true\n  redis: {clustered: true}\n"),), "2.3.3",
    ),
    Mistake(
        "sign-in with another backend", "GM1001", "glooUi.auth.backend",
        (
            server(
                "prometheus: {enabled: true}\nglooUi:\n  enabled: true\n"
                "  auth: {enabled: true, backend: OIDC}\n"
            ),
        ),
        "2.3.3",
    ),
    Mistake(
        "an empty client secret", "GM1008", "glooUi.auth.oidc.clientSecret",
        (
            server(
                "prometheus: {enabled: true}\nglooUi:\n  enabled: true\n  auth:\n"
                "    enabled: true\n    backend: oidc\n    oidc:\n"
                "      appUrl: https://gloo.example.com\n      clientId: gloo\n"
                "      clientSecret:\n      issuerUrl: https://login.example.com/\n"
            ),
        ),
        "2.3.3",
    ),
    Mistake(
        "a client id of digits", "GM1007", "glooUi.auth.oidc.clientId",
        (
            server(
                "prometheus: {enabled: true}\nglooUi:\n  enabled: true\n  auth:\n"
                "    enabled: true\n    backend: oidc\n    oidc:\n"
                "      appUrl: https://gloo.example.com\n      clientId: '12345'\n"
                "      clientSecret: not-a-real-one\n      issuerUrl: https://login.example.com/\n"
            ),
        ),
        "2.3.3",
    ),
    Mistake(
        "a service type that is none", "GM301", "glooMgmtServer.serviceType",
        (server("glooMgmtServer:\n  enabled: true\n  serviceType: Loadbalancer\n"),), "2.3.3",
    ),
    Mistake(
        "an override that is empty", "GM353",
        "glooMgmtServer.deploymentOverrides.spec.template.spec.volumes",
        (
            server(
                "glooMgmtServer:\n  enabled: true\n"
                "  deploymentOverrides: {spec: {template: {spec: {volumes: []}}}}\n"
            ),
        ),
        "2.3.3",
    ),
    Mistake(
        "replicas where nothing reads them", "GM112", "glooMgmtServer.replicas",
        (server("glooMgmtServer:\n  enabled: true\n  replicas: 2\n"),), "2.3.3",
    ),
    Mistake(
        "a section given twice", "HY004", "glooMgmtServer",
        (SERVER + "glooMgmtServer:\n  enabled: true\n",), "2.3.3",
    ),
    Mistake(
        "a chart of the past", "SC013", "glooMeshMgmtServer",
        ("mgmtClusterName: mgmt\nlegacyMetricsPipeline: {enabled: false}\n"
         "glooMeshMgmtServer: {enabled: true}\n",),
        "2.3.3",
    ),
    Mistake(
        "Gloo Edge's keys", "SC010", "gatewayProxies",
        (server("gatewayProxies: {gatewayProxy: {podTemplate: {disableNetBind: true}}}\n"),),
        "2.3.3",
    ),
)  # fmt: skip
