"""The guide to a production installation of Gloo Mesh Enterprise."""

from __future__ import annotations

from wizard.condition import chosen
from wizard.guide import Guide
from wizard.topics import safe_mode

GUIDE = Guide(
    chart="gloo-platform",
    title="Gloo Mesh Enterprise",
    repository="https://storage.googleapis.com/gloo-platform/helm-charts",
    crd_chart="gloo-platform-crds",
    default_version="2.4.16",
    topics=(safe_mode.TOPIC,),
    agent_in_management=chosen("deployment.model", "single", "shared"),
)
