"""The commands that bring values files into clusters, in order, and only those that are needed."""

from __future__ import annotations

from wizard.runbook.build import build
from wizard.runbook.model import Part, Runbook, Step

__all__ = ["Part", "Runbook", "Step", "build"]
