"""The guide to a production installation of Gloo Mesh Enterprise."""

from __future__ import annotations

from wizard.condition import chosen
from wizard.guide import Guide
from wizard.topics import (
    certificates,
    deployment,
    envoy_filters,
    images,
    licensing,
    overrides,
    prometheus,
    safe_mode,
    service,
    telemetry,
    ui,
    workload_clusters,
)

GUIDE = Guide(
    chart="gloo-platform",
    title="Gloo Mesh Enterprise",
    repository="https://storage.googleapis.com/gloo-platform/helm-charts",
    crd_chart="gloo-platform-crds",
    default_version="2.4.16",
    topics=(
        deployment.TOPIC,
        certificates.TOPIC,
        service.TOPIC,
        overrides.TOPIC,
        images.TOPIC,
        licensing.TOPIC,
        prometheus.TOPIC,
        safe_mode.TOPIC,
        envoy_filters.TOPIC,
        ui.TOPIC,
        telemetry.TOPIC,
        workload_clusters.TOPIC,
    ),
    agent_in_management=chosen("deployment.model", "single", "shared"),
)
