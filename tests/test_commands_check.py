"""`check`: what it finds, how it says so, and the exit code that a build sees."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands import Run
from tests.reference import corpus, needs_reference, some
from wizard.exit_codes import ExitCode

SECRET = "hunter2hunter2"
HEADER = """\
#: chart: gloo-platform 2.4.16
#: plane: management mgmt
"""
CLEAN = (
    HEADER
    + """
common:
  cluster: mgmt
glooMgmtServer:
  enabled: true
licensing:
  licenseSecretName: license-keys
"""
)


@pytest.fixture
def values(tmp_path: Path) -> Path:
    file = tmp_path / "values.yaml"
    file.write_text(CLEAN, encoding="utf-8")
    return file


def test_nothing_that_counts(values: Path, gloo_wizard: Run) -> None:
    ended = gloo_wizard("check", values)
    assert ended.code == ExitCode.CLEAN, ended.text
    assert " error " not in ended.text
    assert " warning " not in ended.text


def test_a_misspelt_key_is_a_line(values: Path, gloo_wizard: Run) -> None:
    values.write_text(CLEAN.replace("enabled", "enabledd"), encoding="utf-8")
    ended = gloo_wizard("check", values)
    assert ended.code == ExitCode.FINDINGS
    (line,) = [line for line in ended.text.splitlines() if " SC010 " in line]
    assert line.startswith(f"{values}:7:3: warning SC010 glooMgmtServer.enabledd: ")
    assert "enabled" in line
    assert " warning" in ended.told


@pytest.mark.parametrize(
    ("text", "fail_on", "code"),
    [
        ("enabled: true\n  replicass: 2", "warning", 1),
        ("enabled: true\n  replicass: 2", "error", 0),
        ("enabled: true\n  replicass: 2", "never", 0),
        ("enabled: [1]", "error", 1),
        ("enabled: [1]", "never", 0),
    ],
)
def test_from_which_severity_on_it_fails(
    text: str, fail_on: str, code: int, gloo_wizard: Run
) -> None:
    given = CLEAN.replace("  enabled: true\n", f"  {text}\n").encode()
    assert gloo_wizard("check", "-", "--fail-on", fail_on, given=given).code == code


def test_standard_input_has_a_name(gloo_wizard: Run) -> None:
    ended = gloo_wizard("check", "-", given=b"glooMgmtServer: {enabledd: 1}\n")
    assert "standard input:1:18: warning SC010" in ended.text
    assert gloo_wizard("check", "-", "-").code == ExitCode.USAGE


def test_an_assumed_version_is_said(gloo_wizard: Run) -> None:
    given = b"glooMgmtServer: {enabled: true}\n"
    assert "no chart version" in gloo_wizard("check", "-", given=given).told
    assert "no chart version" not in gloo_wizard("check", "-", "--version=2.5.6", given=given).told


def test_json_for_programs(values: Path, gloo_wizard: Run) -> None:
    values.write_text(CLEAN.replace("enabled", "enabledd"), encoding="utf-8")
    ended = gloo_wizard("check", values, "--format", "json")
    assert ended.told == ""
    report = json.loads(ended.data)
    assert report["files"] == [
        {
            "file": str(values),
            "role": "management",
            "cluster": "mgmt",
            "chart": "gloo-platform",
            "version": "2.4.16",
            "versionAssumed": False,
        }
    ]
    (finding,) = [one for one in report["findings"] if one["code"] == "SC010"]
    assert (finding["line"], finding["column"], finding["severity"]) == (7, 3, "warning")
    assert finding["path"] == "glooMgmtServer.enabledd"
    assert report["summary"]["warning"] >= 1


def test_no_secret_is_printed(gloo_wizard: Run) -> None:
    given = (
        f"licensing:\n  glooMeshLicenseKey: [{SECRET}]\n  glooTrialLicenseKey: {SECRET}\n"
        f"glooUi:\n  auth:\n    oidc: {{clientSecret: {{a: {SECRET}}}, clientSecretName: x}}\n"
        f"extra: {{password: {SECRET}}}\nglooMgmtServer: {{enabled: {SECRET}}}\n"
    ).replace(f"enabled: {SECRET}", "enabled: 1")
    for format_ in ("text", "json"):
        ended = gloo_wizard("check", "-", "--format", format_, given=given.encode())
        assert ended.code == ExitCode.FINDINGS
        assert SECRET not in ended.text + ended.told


def test_what_helm_reads_otherwise_is_found(gloo_wizard: Run) -> None:
    given = b"glooMgmtServer: {enabled: true, extraLabels: {a: on}}\n"
    ended = gloo_wizard("check", "-", given=given)
    assert " HY001 " in ended.text
    assert "fix:" in ended.text


def test_what_the_chart_wants_as_a_boolean_is_written_as_one(
    tmp_path: Path, gloo_wizard: Run
) -> None:
    file = tmp_path / "values.yaml"
    text = (
        "common:\n  cluster: yes # a name\nglooMgmtServer:\n  enabled: on # why\n"
        "  ports: {grpc: 0x26AC}\n  deploymentOverrides: {spec: {replicas: 1_0}}\n"
    )
    file.write_text(text, encoding="utf-8")
    said = gloo_wizard("check", file).text
    assert '(fix: Put it in quotes: "yes")' in said
    assert "(fix: write true)" in said
    gloo_wizard("check", file, "--fix")
    mended = text.replace("on #", "true #").replace("1_0", "10").replace("0x26AC", "9900")
    assert file.read_text(encoding="utf-8") == mended


def test_files_that_a_header_names_are_found(tmp_path: Path, gloo_wizard: Run) -> None:
    main = tmp_path / "values.yaml"
    main.write_text(CLEAN.replace(" mgmt\n", " mgmt\n#: workload clusters: one\n", 1), "utf-8")
    (tmp_path / "values-one.yaml").write_text(
        "common: {cluster: one}\nglooAgent: {enabledd: true}\n", encoding="utf-8"
    )
    assert "values-one.yaml:2:" in gloo_wizard("check", main).text
    (tmp_path / "values-one.yaml").write_text("a: [\n", encoding="utf-8")
    broken = gloo_wizard("check", main)
    assert broken.code == ExitCode.UNREADABLE
    assert "values-one.yaml:2:1" in broken.told


def test_several_installations_are_checked_one_by_one(tmp_path: Path, gloo_wizard: Run) -> None:
    files = [tmp_path / "a.yaml", tmp_path / "b.yaml"]
    for file in files:
        file.write_text(CLEAN.replace("enabled", "enabledd"), encoding="utf-8")
    ended = gloo_wizard("check", *files, files[0])
    assert sum(" SC010 " in line for line in ended.text.splitlines()) == 2


@needs_reference
def test_every_real_file_is_checked_and_read_back(gloo_wizard: Run) -> None:
    for entry in some(corpus(), 12):
        for command in ("check", "answers", "show"):
            ended = gloo_wizard(command, entry.path)
            assert ended.code in (ExitCode.CLEAN, ExitCode.FINDINGS, ExitCode.UNREADABLE)
            if ended.code == ExitCode.UNREADABLE:
                assert ended.told.count("\n") == 1
