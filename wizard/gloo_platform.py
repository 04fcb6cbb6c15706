"""The guide to a production installation of Gloo Mesh Enterprise."""

from __future__ import annotations

from wizard.condition import chosen
from wizard.gloo_platform_files import VERSION_MARKS, picture, role_of
from wizard.guide import Guide, Preset
from wizard.topics import (
    certificates,
    deployment,
    envoy_filters,
    images,
    licensing,
    overrides,
    prometheus,
    redis,
    safe_mode,
    service,
    telemetry,
    ui,
    workload_clusters,
)

PRODUCTION = Preset(
    purpose="production",
    title="Production",
    answers={
        "deployment.purpose": "production",
        "deployment.model": "dedicated",
        "deployment.replicas": 2,
        "deployment.server-size": "moderate",
        "deployment.agent-size": "moderate",
        "deployment.apart": "preferred",
        "deployment.zones": "preferred",
        "certificates.mode": "own-cas",
        "service.mgmt-type": "load-balancer",
        "service.telemetry-type": "load-balancer",
        "service.ui-type": "cluster-ip",
        "licensing.how": "secret",
        "prometheus.where": "builtin-storage",
        "safe-mode.behaviour": "strict",
        "envoy-filters.segment": "yes",
        "ui.enabled": "yes",
        "telemetry.gateway": "yes",
        "telemetry.collector": "yes",
        "telemetry.insights": "yes",
        "workload-clusters.collector": "yes",
    },
    gives=(
        "A management cluster of its own, and two replicas of its server on different nodes and in "
        "different zones where there is room.",
        "Requests and memory limits for server and agents.",
        "Certificates from your own CAs; Gloo signs and renews those of the agents.",
        "Load balancers for the management server and the telemetry gateway, none for the UI.",
        "No translation from half of the clusters' state, where the version knows safe mode.",
        "The UI, metrics from every cluster, and a Prometheus that keeps them over a restart.",
        "The licence in a secret, not in the values.",
    ),
    lacks=(
        "Names of clusters, and the addresses at which the workload clusters reach this one.",
        "The certificates and the licence themselves: you create the secrets beforehand.",
        "A Redis that survives the loss of its pod: the built-in one keeps nothing. Bring your own "
        "in the topic Redis.",
        "A Prometheus outside the cluster; the built-in one has one replica.",
        "Your cloud's settings for the load balancers. Without them most clouds give them public "
        "addresses (inferred).",
        "Sign-in to the UI: it has none until you set up OIDC.",
        "Sizes that fit your load, FIPS images, an image registry of your own.",
        "Backups, alerts, and renewal of the CA and server certificates.",
    ),
)
EVALUATION = Preset(
    purpose="evaluation",
    title="Evaluation",
    answers={
        "deployment.purpose": "evaluation",
        "deployment.model": "single",
        "deployment.register": "chart",
        "deployment.workspace": "yes",
        "certificates.mode": "self-signed",
        "service.mgmt-type": "cluster-ip",
        "service.telemetry-type": "cluster-ip",
        "service.ui-type": "cluster-ip",
        "licensing.how": "secret",
        "prometheus.where": "builtin",
        "ui.enabled": "yes",
        "telemetry.gateway": "yes",
        "telemetry.collector": "yes",
        "telemetry.insights": "yes",
        "telemetry.analyzer": "yes",
    },
    gives=(
        "One cluster with everything in it, registered with itself.",
        "One workspace over all namespaces, so that configuration works at once.",
        "Certificates, Redis and Prometheus that the chart brings along.",
        "The UI and its graph; nothing is reachable from outside the cluster.",
    ),
    lacks=(
        "Anything that outlives a lost node: one replica of each, Redis and metrics without a "
        "disk.",
        "Renewed certificates: the CA's key lies in the cluster, and in 2.3 all certificates end "
        "after a year.",
        "More clusters: for those, begin with the other preset or change the model.",
        "Sign-in to the UI.",
        "The licence itself: you create its secret.",
    ),
)

GUIDE = Guide(
    chart="gloo-platform",
    title="Gloo Mesh Enterprise",
    repository="https://storage.googleapis.com/gloo-platform/helm-charts",
    crd_chart="gloo-platform-crds",
    default_version="2.4.16",
    namespace="gloo-mesh",
    signs=(
        "glooMgmtServer",
        "glooAgent",
        "glooUi",
        "telemetryGateway",
        "telemetryCollector",
        "common.cluster",
        "licensing",
        "glooInsightsEngine",
        "redisStore",
    ),
    version_marks=VERSION_MARKS,
    planes=True,
    role_of=role_of,
    cluster_at="common.cluster",
    picture=picture,
    topics=(
        deployment.TOPIC,
        certificates.TOPIC,
        service.TOPIC,
        overrides.TOPIC,
        images.TOPIC,
        licensing.TOPIC,
        prometheus.TOPIC,
        redis.TOPIC,
        safe_mode.TOPIC,
        envoy_filters.TOPIC,
        ui.TOPIC,
        telemetry.TOPIC,
        workload_clusters.TOPIC,
    ),
    presets=(PRODUCTION, EVALUATION),
    agent_in_management=chosen("deployment.model", "single", "shared"),
)
