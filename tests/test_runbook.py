"""The runbook for typical changes, kept as files that were checked by hand; as a script, checked
by shellcheck and run against programs that only note what they were asked."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.commands import Run
from tests.reference import corpus, needs_reference, some
from tests.test_readme import ROOT
from wizard.exit_codes import ExitCode

DATA = ROOT / "tests" / "data" / "runbook"
CASES = sorted(folder.name for folder in DATA.iterdir())
EXTENSIONS = ("md", "sh")
SHELLCHECK = Path(sys.executable).with_name("shellcheck")  # a tool of the development install


def given(folder: Path) -> list[str]:
    """The arguments for a case, its files named as seen from its folder."""
    old = ["--previous", "old.yaml"] if (folder / "old.yaml").exists() else []
    return ["runbook", "new.yaml", *old]


@pytest.mark.parametrize("form", EXTENSIONS)
@pytest.mark.parametrize("case", CASES)
def test_the_runbook_is_as_it_was_checked(
    case: str, form: str, gloo_wizard: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(DATA / case)
    ended = gloo_wizard(*given(DATA / case), "--format", form)
    assert ended.code == ExitCode.CLEAN, ended.told
    assert ended.text == (DATA / case / f"expected.{form}").read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES)
def test_the_script_passes_shellcheck(case: str) -> None:
    found = subprocess.run(
        [SHELLCHECK, "--severity", "style", str(DATA / case / "expected.sh")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert not found.stdout + found.stderr


def run_script(
    script: Path, folder: Path, kubectl: str, given: Mapping[str, str] | None = None
) -> tuple[int, list[str], str]:
    """Exit code, the calls of helm and kubectl, and what was printed."""
    calls = folder / "calls"
    (folder / "c").write_text("secret")
    asked = re.findall(r': "\$\{(\w+):\?', script.read_text(encoding="utf-8"))
    for name, answer in (("helm", ""), ("meshctl", ""), ("kubectl", kubectl)):
        program = folder / name
        program.write_text(f'#!/bin/sh\necho "{name} $*" >>"{calls}"\n{answer}\n')
        program.chmod(0o755)
    ended = subprocess.run(
        ["sh", str(script)], cwd=folder,
        env={**os.environ, "PATH": f"{folder}:{os.environ['PATH']}",
             **dict.fromkeys(asked, "c"), **(given or {})},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return ended.returncode, calls.read_text().splitlines(), ended.stdout + ended.stderr


def script(case: str) -> Path:
    return DATA / case / "expected.sh"


GETS = (
    'case "$*" in scale*) touch "scaled-$3";; '
    'get*replicas*) if test -e "scaled-$3"; then printf 0; else printf 2; fi;; '
    "*go-template*) printf there;; *jsonpath*) printf eA==;; esac"
)


@pytest.mark.parametrize("case", CASES)
def test_the_script_runs_from_end_to_end(case: str, tmp_path: Path) -> None:
    code, calls, printed = run_script(script(case), tmp_path, GETS)
    assert code == 0, printed
    upgrades = [call for call in calls if call.startswith("helm upgrade")]
    assert upgrades
    crds = [place for place, call in enumerate(upgrades) if "gloo-platform-crds" in call]
    assert not crds or crds[0] == 0
    management = [n for n, call in enumerate(upgrades) if "--values new.yaml" in call]
    workloads = [n for n, call in enumerate(upgrades) if "--values new-" in call]
    assert not management or not workloads or max(management) < min(workloads)


def test_the_script_stops_where_a_secret_is_missing(tmp_path: Path) -> None:
    code, calls, printed = run_script(script("first-installation"), tmp_path, "")
    assert code != 0
    assert "missing: secret" in printed
    assert not [call for call in calls if call.startswith("helm")]


ODD = """e`touch pwned`$(touch${IFS}pwned)'\\"};touch${IFS}pwned;"""
ODD_FILES = {
    "values.yaml": f"""\
common:
  cluster: "{ODD}"
glooMgmtServer:
  enabled: true
licensing:
  licenseSecretName: "{ODD}"
""",
    "values-eu-1.yaml": f"""\
common:
  cluster: "w{ODD.replace("touch ", "touch${IFS}")}"
  clusterDomain: "{ODD}"
glooAgent:
  enabled: true
  relay:
    serverAddress: "relay.example.com:9900"
    rootTlsSecret: {{name: "{ODD}", namespace: "{ODD}"}}
    tokenSecret: {{name: "{ODD}", key: "k.{ODD}", namespace: "{ODD}"}}
""",
}


def test_names_in_a_file_are_no_commands(gloo_wizard: Run, tmp_path: Path) -> None:
    for name, text in ODD_FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    ended = gloo_wizard(
        "runbook", *(tmp_path / name for name in ODD_FILES), "--version", "2.4.16", "--format", "sh"
    )
    written = tmp_path / "runbook.sh"
    written.write_bytes(ended.data)
    code, calls, printed = run_script(written, tmp_path, GETS)
    assert code == 0, printed
    assert not (tmp_path / "pwned").exists()
    assert any("touch" in call for call in calls)  # the names are what is asked for


def test_what_is_kept_out_of_the_file_comes_with_each_upgrade(tmp_path: Path) -> None:
    code, calls, printed = run_script(script("sign-in"), tmp_path, GETS)
    assert code == 0, printed
    (upgrade,) = [call for call in calls if call.startswith("helm upgrade")]
    assert "--set-file glooUi.auth.oidc.clientSecret=c" in upgrade
    calls_before = len(calls)
    code, calls, _ = run_script(script("sign-in"), tmp_path, GETS, {"CLIENT_SECRET_FILE": "gone"})
    assert code != 0
    assert not [call for call in calls[calls_before:] if call.startswith("helm upgrade")]


def test_a_secret_that_is_not_there_is_not_copied(tmp_path: Path) -> None:
    gets = GETS.replace("*jsonpath*) printf eA==;; ", "")
    code, calls, _ = run_script(script("first-installation"), tmp_path, gets)
    assert code != 0
    assert "get secret relay-identity-token-secret" in calls[-1]


def test_a_new_cluster_has_no_history(tmp_path: Path) -> None:
    _, calls, _ = run_script(script("new-cluster"), tmp_path, GETS)
    assert not [call for call in calls if "helm history" in call]


def test_the_script_stops_where_helm_brings_the_server_back(tmp_path: Path) -> None:
    gets = GETS.replace("printf 0", "printf 2")
    code, calls, _ = run_script(script("safe-mode"), tmp_path, gets)
    assert code != 0
    assert len([call for call in calls if call.startswith("helm upgrade")]) == 1


def changed_by(gloo_wizard: Run, tmp_path: Path, case: str, *changes: tuple[str, str, str]) -> str:
    """The script for a case with other files: each change a file, a text in it, what instead."""
    for file in (DATA / case).glob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        for name, found, instead in changes:
            assert name != file.name or found in text
            text = text.replace(found, instead) if name == file.name else text
        (tmp_path / file.name).write_text(text, encoding="utf-8")
    new, old = tmp_path / "new.yaml", tmp_path / "old.yaml"
    return gloo_wizard("runbook", new, "--previous", old, "--format", "sh").text


def test_agents_with_replicas_stay_down_until_istiod_is_back(
    gloo_wizard: Run, tmp_path: Path
) -> None:
    two = "glooAgent:\n  deploymentOverrides: {spec: {replicas: 2}}"
    text = changed_by(gloo_wizard, tmp_path, "envoy-filters", ("new-eu-1.yaml", "glooAgent:", two))
    zero = "--set glooAgent.deploymentOverrides.spec.replicas=0"
    assert (
        text.index(zero) < text.index("istiod back in eu-1") < text.index("Without the agent's 0")
    )
    assert text.count(zero) == 1
    assert "AGENT_EU_1=" not in text


def test_what_2_3_does_not_read_scales_nothing(gloo_wizard: Run, tmp_path: Path) -> None:
    ends = [(name, "2.4.16", "2.3.3") for name in ("old.yaml", "new.yaml")]
    for case in ("safe-mode", "io-threads"):
        assert "--replicas 0" in changed_by(gloo_wizard, tmp_path, case)
        assert "--replicas 0" not in changed_by(gloo_wizard, tmp_path, case, *ends)


def test_what_restarts_is_not_guessed(gloo_wizard: Run, tmp_path: Path) -> None:
    more = ("new.yaml", "glooMgmtServer:", "glooInsightsEngine: {enabled: true}\nglooMgmtServer:")
    text = changed_by(gloo_wizard, tmp_path, "sign-in", more)
    assert "what reads glooInsightsEngine is not known here" in text.replace("\n#", "")


def test_a_cluster_that_is_no_longer_named_is_taken_away(gloo_wizard: Run, tmp_path: Path) -> None:
    for new, old in (("old", "new"), ("old-eu-1", "new-eu-1"), (None, "new-us-1")):
        if new:
            text = (DATA / "new-cluster" / f"{new}.yaml").read_text(encoding="utf-8")
            (tmp_path / f"{new}.yaml").write_text(text, encoding="utf-8")
        text = (DATA / "new-cluster" / f"{old}.yaml").read_text(encoding="utf-8")
        (tmp_path / f"{old}.yaml").write_text(text, encoding="utf-8")
    now, before = tmp_path / "old.yaml", tmp_path / "new.yaml"
    written = tmp_path / "runbook.sh"
    ended = gloo_wizard("runbook", now, "--previous", before, "--format", "sh")
    written.write_bytes(ended.data)
    code, calls, printed = run_script(written, tmp_path, GETS)
    assert code == 0, printed
    (away,) = [place for place, call in enumerate(calls) if call.startswith("helm uninstall")]
    (gone,) = [place for place, call in enumerate(calls) if " delete " in call]
    assert away < gone
    assert "us-1" in calls[gone]
    assert not [call for call in calls if call.startswith("helm upgrade")]
    bare = before.read_text(encoding="utf-8").replace("#: ", "# ")
    now.write_text(bare, encoding="utf-8")
    told = gloo_wizard("runbook", now, "--previous", before, "--version", "2.4.16").text
    assert "uninstall" not in told  # a file without a header says nothing on other clusters


def test_one_cluster_is_registered_before_its_agent_comes(gloo_wizard: Run, tmp_path: Path) -> None:
    file = tmp_path / "values.yaml"
    file.write_text(
        "common: {cluster: one}\nglooMgmtServer: {enabled: true}\nglooAgent: {enabled: true}\n"
        "licensing: {licenseSecretName: license-keys}\n"
    )
    text = gloo_wizard("runbook", file, "--version", "2.4.16").text
    crds, registered, applied = (
        text.index(what) for what in ("CRDs in one", ". KubernetesCluster one", "Apply values")
    )
    assert crds < registered < applied


def test_a_secret_with_another_key_in_it_is_asked_for_again(
    gloo_wizard: Run, tmp_path: Path
) -> None:
    line = "    disableTokenGeneration: true\n"
    keyed = ("new.yaml", line, f"{line}    tokenSecret: {{key: tok}}\n")
    text = changed_by(gloo_wizard, tmp_path, "sign-in", keyed)
    assert "relay-identity-token-secret tok\n" in text
    assert "relay-server-tls-secret" not in text


def test_nothing_is_done_where_helm_reads_the_same(
    gloo_wizard: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(DATA / "safe-mode")
    ended = gloo_wizard("runbook", "new.yaml", "--previous", "new.yaml")
    assert "nothing to do" in ended.text
    assert "helm" not in ended.text.replace("Helm", "")


def test_a_change_of_a_service_restarts_nothing(gloo_wizard: Run, tmp_path: Path) -> None:
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    text = (
        (DATA / "io-threads" / "old.yaml").read_text().replace("#: workload clusters: eu-1\n", "")
    )
    old.write_text(text)
    new.write_text(text.replace("serviceType: LoadBalancer", "serviceType: NodePort"))
    ended = gloo_wizard("runbook", new, "--previous", old)
    assert "- prod-mgmt: no pods" in ended.text
    assert "scale" not in ended.text
    assert "crds" not in ended.text


def test_no_secret_is_printed(gloo_wizard: Run, tmp_path: Path) -> None:
    file = tmp_path / "values.yaml"
    text = (DATA / "safe-mode" / "new.yaml").read_text()
    file.write_text(text.replace("licenseSecretName: license-keys", "glooMeshLicenseKey: hunter22"))
    for form in EXTENSIONS:
        assert "hunter22" not in gloo_wizard("runbook", file, "--format", form).text


def test_gloo_edge_is_one_release(gloo_wizard: Run) -> None:
    given = b"gatewayProxies: {gatewayProxy: {podTemplate: {disableNetBind: true}}}\n"
    ended = gloo_wizard("runbook", "-", "--chart", "gloo", given=given)
    assert ended.code == ExitCode.CLEAN
    assert "--namespace gloo-system --create-namespace" in ended.text
    assert "kubectl get pods" in ended.text
    assert "mgmt-server" not in ended.text


@needs_reference
def test_every_real_file_has_a_runbook(gloo_wizard: Run) -> None:
    for entry in some(corpus(), 12):
        for form in EXTENSIONS:
            ended = gloo_wizard("runbook", entry.path, "--format", form)
            assert ended.code in (ExitCode.CLEAN, ExitCode.UNREADABLE)


def _write_anew() -> None:
    for case in CASES:
        for form in EXTENSIONS:
            ended = subprocess.run(
                [sys.executable, "-m", "wizard", *given(DATA / case), "--format", form],
                cwd=DATA / case, env={**os.environ, "PYTHONPATH": str(ROOT)},
                capture_output=True, text=True, check=True,
            )  # fmt: skip
            (DATA / case / f"expected.{form}").write_text(ended.stdout, encoding="utf-8")


if __name__ == "__main__":  # writes the expected files anew: python -m tests.test_runbook
    _write_anew()
