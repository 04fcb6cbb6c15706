"""Plans for production and for evaluation, in each line of the chart, put before real Helm."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from schema.finding import Severity
from tests.accepting import assert_accepted, assert_accepted_by_real_chart, bundled_chart
from tests.helm import HelmRefusal, helm_template, helm_values
from tests.reference import needs_reference, real_chart, some
from wizard.gloo_platform import GUIDE
from wizard.opening import new
from wizard.save import save
from wizard.session import Session

VERSIONS = ("2.3.3", "2.4.16", "2.5.13", "2.6.12", "2.9.1")
_CLUSTERS: dict[str, Any] = {
    "deployment.model": "dedicated",
    "deployment.cluster": "mgmt",
    "deployment.workloads": ("eu-1",),
}
# What the presets cannot know: addresses, secrets, and what the cloud is.
_NAMES: dict[str, Any] = {
    "service.cloud": "aws-lbc",
    "service.mgmt-scheme": "internal",
    "service.telemetry-scheme": "internal",
    "service.mgmt-source-ranges": ("10.0.0.0/8",),
    "images.fips": "yes",
    "images.registry": "registry.example.com/gloo-mesh",
    "images.pull-secret": "registry-login",
    "prometheus.size": "50Gi",
    "redis.where": "own",
    "redis.address": "redis.example.com:6379",
    "redis.auth": "yes",
    "redis.tls": "yes",
    "redis.tls-key": "ca.crt",
    "ui.sign-in": "oidc",
    "ui.app-url": "https://gloo.example.com",
    "ui.issuer": "https://example.okta.com/oauth2/default",
    "ui.client-id": "0oa1b2c3d4",
    "workload-clusters.relay-address": "relay.example.com:9900",
    "workload-clusters.telemetry-endpoint": "telemetry.example.com:4317",
}
# Where the version lets them be named.
_SECRETS = {
    "redis.auth-secret": "redis-login",
    "redis.tls-secret": "redis-ca",
    "ui.secret-name": "dashboard-oidc",
}


def production(folder: Path, version: str) -> Session:
    """The production preset, with an answer to everything it leaves open."""
    session = new(GUIDE, folder / "values.yaml", version)
    for id, answer in _CLUSTERS.items():
        session.answer(id, answer)
    session.apply_preset("production")
    secret = "set-file" if version.startswith("2.3.") else "secret"
    for id, answer in {**_NAMES, "ui.client-secret": secret}.items():
        session.answer(id, answer)
    for id, name in _SECRETS.items():
        if not session.why_hidden(id):
            session.answer(id, name)
    return session


def evaluation(folder: Path, version: str) -> Session:
    session = new(GUIDE, folder / "values.yaml", version)
    session.apply_preset("evaluation")
    session.answer("deployment.cluster", "demo")
    return session


PLANS = {"production": production, "evaluation": evaluation}


@pytest.mark.parametrize("version", some(VERSIONS, 2))
@pytest.mark.parametrize("purpose", PLANS)
def test_helm_accepts_the_plan(helm_major: int, purpose: str, version: str, tmp_path: Path) -> None:
    session = PLANS[purpose](tmp_path, version)
    preset = GUIDE.preset(purpose)
    assert preset
    own = [id for id in session.state.answers if id not in preset.answers]  # the preset's may wait
    assert {id: session.why_hidden(id) for id in own} == dict.fromkeys(own, "")
    errors = [find for find in session.findings() if find.severity is Severity.ERROR]
    assert errors == []
    save(session)
    assert len(session.plan.members) == (2 if purpose == "production" else 1)
    for member in session.plan:
        assert_accepted(helm_major, member.file, version)


@needs_reference
@pytest.mark.parametrize("purpose", some(list(PLANS), 2))
def test_the_real_chart_accepts_the_plan(helm_major: int, purpose: str, tmp_path: Path) -> None:
    session = PLANS[purpose](tmp_path, "2.3.3")
    save(session)
    for member in session.plan:
        assert_accepted_by_real_chart(helm_major, member.file)


UNKNOWN = "common: {cluster: c}\ntelemetryGateway: {enabled: true, serviceOverrides: {spec: {}}}\n"


@needs_reference
def test_both_refuse_an_unknown_key_under_the_telemetry_gateway(
    helm_major: int, tmp_path: Path
) -> None:
    file = tmp_path / "values.yaml"
    file.write_text(UNKNOWN, encoding="utf-8")
    for answer in (
        helm_values(helm_major, file, bundled_chart("2.3.3")),
        helm_template(helm_major, real_chart(), [file]),
    ):
        assert isinstance(answer, HelmRefusal)
        assert "serviceOverrides" in answer.text
