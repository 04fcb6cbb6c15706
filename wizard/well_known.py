"""The questions that the engine itself looks at: any guide may have them, under these ids.

A guide that lacks one loses only what it serves: see docs/guides.md.
"""

from __future__ import annotations

PURPOSE = "deployment.purpose"
RELEASE = "deployment.release"
NAMESPACE = "deployment.namespace"
HELM = "deployment.helm"
CLUSTER = "deployment.cluster"
WORKLOADS = "deployment.workloads"
