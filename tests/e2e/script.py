"""What is answered, from the Start screen to the saved files: data that any player can play."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wizard.gloo_platform import GUIDE
from wizard.opening import new, open_files
from wizard.session import Session

FILES = ("values.yaml", "values-eu-1.yaml", "values-us-1.yaml")


@dataclass(frozen=True)
class Script:
    """The Start screen's fields by label, what they answer, and the other answers by question."""

    version: str
    fields: dict[str, str]
    begun: Mapping[str, Any]
    answers: Mapping[str, Any]

    def all_answers(self) -> dict[str, Any]:
        return {**self.begun, **self.answers}

    def without_a_screen(self, folder: Path) -> Session:
        """The session that the same answers lead to."""
        session = new(GUIDE, folder / FILES[0], self.version)
        for id, answer in self.all_answers().items():
            session.answer(id, answer)
        return session


def read_back(folder: Path, script: Script) -> dict[str, Any]:
    """The script's questions with the answers that the saved files embody."""
    session = open_files(GUIDE, [folder / FILES[0]])
    assert str(session.state.version) == script.version
    assert not session.state.assumed_version
    return {id: session.answer_of(id) for id in script.all_answers()}


def _script(version: str, answers: Mapping[str, Any]) -> Script:
    return Script(
        version,
        {
            "Chart version": version,
            "Management cluster": "mgmt",
            "Workload clusters": "eu-1, us-1",
        },
        {
            "deployment.purpose": "production",
            "deployment.model": "dedicated",
            "deployment.cluster": "mgmt",
            "deployment.workloads": ("eu-1", "us-1"),
        },
        answers,
    )


_BEFORE = {
    "deployment.replicas": 2,
    "certificates.mode": "own-cas",
    "service.mgmt-type": "load-balancer",
    "service.cloud": "aws-lbc",
    "overrides.mgmt-deployment": {"metadata": {"labels": {"team": "mesh", "on-call": "yes"}}},
    "images.fips": "yes",
    "licensing.how": "secret",
    "licensing.products": ("mesh", "gateway"),
    "prometheus.where": "builtin",
    "redis.where": "own",
    "redis.address": "redis.example.com:6379",
}
_SAFE_MODE = {"safe-mode.behaviour": "window", "safe-mode.window": 120}
_AFTER = {
    "envoy-filters.segment": "yes",
    "ui.enabled": "yes",
    "telemetry.gateway": "yes",
    "workload-clusters.relay-address": "relay.example.com:9900",
}
DEFAULT = _script("2.4.16", {**_BEFORE, **_SAFE_MODE, **_AFTER})
"""At least one answer in each topic."""
WITH_REAL_SCHEMA = _script("2.3.3", {**_BEFORE, **_AFTER})
"""At least one answer in each topic; safe mode did not exist then."""
