"""The front end of lines: `gloo-wizard --plain`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands import Run
from tests.plain import Reader, talk
from wizard import draft

START = ["", "", "", "", "prod-mgmt", "eu-1, us-1", ""]
"""File, product, version, purpose, management cluster, workload clusters, no advice."""
TYPED = {
    "certificates.mode": "own-client-certs",
    "service.mgmt-type": "1",
    "service.mgmt-source-ranges": "10.0.0.0/8 192.168.0.0/16",
    "images.fips": "yes",
    "licensing.how": "secret",
    "licensing.products": "mesh, gateway",
    "safe-mode.behaviour": "no longer than",
    "safe-mode.window": "+",
    "deployment.node-labels": "pool: infra\nzone: 'yes'\n",
    "workload-clusters.relay-address": "relay.example.com:9900",
}
ANSWERS = """\
chart: gloo-platform
version: "2.4.16"
answers:
  deployment.purpose: production
  deployment.model: dedicated
  deployment.cluster: prod-mgmt
  deployment.workloads: [eu-1, us-1]
  deployment.node-labels: {pool: infra, zone: "yes"}
  certificates.mode: own-client-certs
  service.mgmt-type: load-balancer
  service.mgmt-source-ranges: [10.0.0.0/8, 192.168.0.0/16]
  images.fips: "yes"
  licensing.how: secret
  licensing.products: [mesh, gateway]
  safe-mode.behaviour: window
  safe-mode.window: 90
  workload-clusters.relay-address: "relay.example.com:9900"
"""
MINE = """\
# Mine, do not touch.
common:
  cluster: mgmt   # ours
glooMgmtServer:
  enabled: true
  safeMode: true
licensing:
  licenseSecretName: license-keys
"""


def files(folder: Path) -> dict[str, str]:
    return {file.name: file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.yaml"))}


def test_from_an_empty_folder_to_what_generate_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gloo_wizard: Run
) -> None:
    (by_hand := tmp_path / "by-hand").mkdir()
    person = Reader(TYPED, START, end=["s", "y", "q"])
    talked = talk(monkeypatch, by_hand, person)
    assert (talked.code, talked.told) == (0, "")
    assert len(person.asked) == len(set(person.asked)) > 30
    assert set(TYPED) <= set(person.asked)
    (generated := tmp_path / "generated").mkdir()
    gloo_wizard(
        "generate", "--answers", "-", "-o", generated / "values.yaml", given=ANSWERS.encode()
    )
    assert list(files(by_hand)) == ["values-eu-1.yaml", "values-us-1.yaml", "values.yaml"]
    assert files(by_hand) == files(generated)
    assert draft.find(by_hand / "values.yaml") is None
