"""The guides to a production installation of Gloo Edge: open source, and Enterprise."""

from __future__ import annotations

from wizard.guide import Guide, VersionMarks

VERSION_MARKS = VersionMarks()

GUIDE = Guide(
    chart="gloo",
    title="Gloo Edge (open source)",
    repository="https://storage.googleapis.com/solo-public-helm",
    default_version="1.20.20",
    topics=(),
)
ENTERPRISE = Guide(
    chart="gloo-ee",
    title="Gloo Edge Enterprise",
    repository="https://storage.googleapis.com/gloo-ee-helm",
    default_version="1.18.14",
    topics=(),
)
