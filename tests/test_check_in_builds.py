"""`check` in a build: other formats, accepted findings, layers, safe fixes, codes explained."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands import Ended, Run
from tests.reference import corpus, needs_reference, some
from tests.sarif import check_sarif
from wizard.exit_codes import ExitCode

VALUES = """\
#: chart: gloo-platform 2.4.16
# Ours.
common:
  cluster: mgmt   # ours, too
glooMgmtServer:
  enabled: true
  safeMod: true
redis: {deployment: {enabled: on}}
licensing:
  licenseSecretName: license-keys
"""
SECRET = "hunter2hunter2"


@pytest.fixture
def values(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    file = tmp_path / "values.yaml"
    file.write_text(VALUES, encoding="utf-8")
    return file


def codes(ended: Ended) -> list[str]:
    return [line.split(": ", 1)[1].split()[1] for line in ended.text.splitlines()]


# --- formats


def test_sarif(values: Path, gloo_wizard: Run) -> None:
    ended = gloo_wizard("check", values, "--format", "sarif")
    assert ended.code == ExitCode.FINDINGS
    report = json.loads(ended.data)
    check_sarif(report)
    (misspelt,) = [one for one in report["runs"][0]["results"] if one["ruleId"] == "SC010"]
    place = misspelt["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == values.as_uri()
    assert place["region"] == {"startLine": 7, "startColumn": 3}
    assert misspelt["level"] == "warning"


def test_sarif_of_a_pipe_with_nothing_to_say(gloo_wizard: Run) -> None:
    report = json.loads(gloo_wizard("check", "-", "--format=sarif", given=b"{}\n").data)
    check_sarif(report)


def test_a_fingerprint_does_not_know_the_line(values: Path, gloo_wizard: Run) -> None:
    def fingerprints() -> list[str]:
        report = json.loads(gloo_wizard("check", values, "--format", "sarif").data)
        return [str(one["partialFingerprints"]) for one in report["runs"][0]["results"]]

    before = fingerprints()
    values.write_text(VALUES.replace("# Ours.", "# Ours.\n# And more."), encoding="utf-8")
    assert fingerprints() == before


def test_github(values: Path, gloo_wizard: Run) -> None:
    ended = gloo_wizard("check", values, "--format", "github")
    (line,) = [line for line in ended.text.splitlines() if "SC010" in line]
    assert line.startswith(
        f"::warning file={values},line=7,col=3,title=SC010 glooMgmtServer.safeMod::"
    )


def test_github_escapes_what_would_end_a_command(gloo_wizard: Run) -> None:
    given = b'glooMgmtServer: {"a,b:c%d": 1}\n'
    ended = gloo_wizard("check", "-", "--format", "github", given=given)
    assert "title=SC010 glooMgmtServer.a%2Cb%3Ac%25d::" in ended.text


@pytest.mark.parametrize("format_", ["sarif", "github"])
def test_no_secret_is_printed(format_: str, gloo_wizard: Run) -> None:
    given = f"licensing: {{glooMeshLicenseKey: [{SECRET}]}}\nextra: {{password: {SECRET}}}\n"
    ended = gloo_wizard("check", "-", "--format", format_, given=given.encode())
    assert ended.code == ExitCode.FINDINGS
    assert SECRET not in ended.text + ended.told


@needs_reference
def test_every_real_file_gives_sarif(gloo_wizard: Run) -> None:
    for entry in some(corpus(), 20):
        ended = gloo_wizard("check", entry.path, "--format", "sarif")
        if ended.code != ExitCode.UNREADABLE:
            check_sarif(json.loads(ended.data))


# --- what was accepted


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("safeMod: true", "safeMod: true  # gloo-wizard: ignore=SC010"),
        ("  safeMod: true", "  # gloo-wizard: ignore=SC010\n  safeMod: true"),
        ("  safeMod: true", "  # gloo-wizard: ignore = HY001, sc010\n\n  # why\n  safeMod: true"),
        ("# Ours.", "# Ours. # gloo-wizard: ignore-file=SC010"),
    ],
)
def test_a_comment_accepts(before: str, after: str, values: Path, gloo_wizard: Run) -> None:
    assert codes(gloo_wizard("check", values)) == ["SC010", "HY001"]
    values.write_text(VALUES.replace(before, after), encoding="utf-8")
    assert codes(gloo_wizard("check", values)) == ["HY001"]
    assert "SC010" in codes(gloo_wizard("check", values, "--no-suppressions"))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("safeMod: true", "safeMod: true  # gloo-wizard: ignore=GM802"),
        ("safeMod: true", 'safeMod: "x # gloo-wizard: ignore=SC010"'),
        ("safeMod: true", "safeMod: |\n    # gloo-wizard: ignore=SC010"),
        ("safeMod: true", "safeMod: true\n  # gloo-wizard: ignore=SC010"),
        ("safeMod: true", "safeMod: true  # gloo-wizard: ignore"),
    ],
)
def test_another_comment_does_not(before: str, after: str, values: Path, gloo_wizard: Run) -> None:
    values.write_text(VALUES.replace(before, after), encoding="utf-8")
    assert "SC010" in codes(gloo_wizard("check", values))


def test_a_code_that_does_not_exist_is_told(values: Path, gloo_wizard: Run) -> None:
    values.write_text(VALUES + "# gloo-wizard: ignore=GM9999\n", encoding="utf-8")
    assert f"{values}:11: no finding has the code GM9999" in gloo_wizard("check", values).told


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (".gloo-wizard.toml", 'ignore = ["sc010"]'),
        ("pyproject.toml", '[tool.gloo-wizard]\nignore = ["SC010"]'),
        (".gloo-wizard.toml", '[per-file-ignores]\n"val*.yaml" = ["SC010"]'),
    ],
)
def test_a_setting_accepts(name: str, text: str, values: Path, gloo_wizard: Run) -> None:
    (values.parent / name).write_text(text, encoding="utf-8")
    assert codes(gloo_wizard("check", values)) == ["HY001"]
    assert codes(gloo_wizard("check", values, "--no-suppressions")) == ["SC010", "HY001"]


def test_settings_of_another_project_do_not_count(values: Path, gloo_wizard: Run) -> None:
    inner = values.parent / "inner"
    (inner / ".git").mkdir(parents=True)
    file = inner / "values.yaml"
    file.write_text(VALUES, encoding="utf-8")
    settings = values.parent / ".gloo-wizard.toml"
    settings.write_text('ignore = ["SC010"]\nfail-on = "never"\n', encoding="utf-8")
    assert gloo_wizard("check", file).code == ExitCode.FINDINGS
    assert gloo_wizard("check", values).code == ExitCode.CLEAN
    assert gloo_wizard("check", file, "--config", settings).code == ExitCode.CLEAN
    assert gloo_wizard("check", values, "--fail-on", "warning").code == ExitCode.FINDINGS


@pytest.mark.parametrize(
    "text",
    ["ignore = SC010", 'ignore = "SC010"', "ignores = []", 'fail-on = "all"', "per-file-ignores=1"],
)
def test_a_wrong_setting_is_wrong_usage(text: str, values: Path, gloo_wizard: Run) -> None:
    (values.parent / ".gloo-wizard.toml").write_text(text, encoding="utf-8")
    ended = gloo_wizard("check", values)
    assert ended.code == ExitCode.USAGE
    assert ".gloo-wizard.toml" in ended.told


# --- layers


def test_layers_are_merged_as_helm_merges_them(tmp_path: Path, gloo_wizard: Run) -> None:
    base, over = tmp_path / "base.yaml", tmp_path / "over.yaml"
    base.write_text(VALUES.replace("mgmt ", "mgmt_1 "), encoding="utf-8")
    over.write_text("# x\nglooMgmtServer:\n  serviceType: Loadbalancer\n", encoding="utf-8")
    ended = gloo_wizard("check", "-f", base, "-f", over)
    assert f"{base}:4:3: error GM104" in ended.text
    assert f"{base}:7:3: warning SC010" in ended.text
    assert f"{base}:8:" in ended.text  # what reading the layer by itself says
    assert f"{over}:3:3: error GM301" in ended.text
    assert "no chart version" not in ended.told


def test_a_layer_mends_what_stands_below_it(tmp_path: Path, gloo_wizard: Run) -> None:
    base, over = tmp_path / "base.yaml", tmp_path / "over.yaml"
    base.write_text(VALUES.replace("mgmt ", "mgmt_1 "), encoding="utf-8")
    over.write_text("common: {cluster: good}\nglooMgmtServer: {safeMod: null}\n", encoding="utf-8")
    ended = gloo_wizard("check", "-f", base, "-f", over)
    assert "GM104" not in ended.text
    assert f"{over}:2:18: warning SC010" in ended.text  # the last layer that holds the key


def test_a_comment_in_a_layer_accepts(tmp_path: Path, gloo_wizard: Run) -> None:
    base, over = tmp_path / "base.yaml", tmp_path / "over.yaml"
    base.write_text(VALUES.replace("safeMod: true", "safeMod: true # gloo-wizard: ignore=SC010"))
    over.write_text("{}\n", encoding="utf-8")
    assert "SC010" not in gloo_wizard("check", "-f", base, "-f", over).text


def test_layers_are_not_mended(values: Path, gloo_wizard: Run) -> None:
    assert gloo_wizard("check", "-f", values, "--fix").code == ExitCode.USAGE
    assert gloo_wizard("check").code == ExitCode.USAGE
    assert values.read_text(encoding="utf-8") == VALUES


# --- safe fixes


def test_safe_fixes_are_surgical(values: Path, gloo_wizard: Run) -> None:
    ended = gloo_wizard("check", values, "--fix")
    assert "mended SC010" in ended.told
    text = values.read_text(encoding="utf-8")
    wanted = VALUES.replace("safeMod:", "safeMode:").replace("enabled: on", "enabled: true")
    assert sorted(text.splitlines()) == sorted(wanted.splitlines())
    assert "HY001" not in codes(ended)
    again = gloo_wizard("check", values, "--fix")
    assert "mended" not in again.told
    assert values.read_text(encoding="utf-8") == text


def test_what_was_accepted_is_not_mended(values: Path, gloo_wizard: Run) -> None:
    text = VALUES.replace("safeMod: true", "safeMod: true # gloo-wizard: ignore=SC010")
    values.write_text(text, encoding="utf-8")
    gloo_wizard("check", values, "--fix")
    mended = text.replace("enabled: on", "enabled: true")
    assert values.read_text(encoding="utf-8") == mended


def test_a_pipe_and_an_encrypted_file_are_not_mended(values: Path, gloo_wizard: Run) -> None:
    assert gloo_wizard("check", "-", "--fix", given=VALUES.encode()).code == ExitCode.USAGE
    text = VALUES + "sops: {mac: x}\n"
    values.write_text(text, encoding="utf-8")
    assert "was not mended" in gloo_wizard("check", values, "--fix").told
    assert values.read_text(encoding="utf-8") == text


def test_a_file_that_a_header_names_is_not_written(values: Path, gloo_wizard: Run) -> None:
    values.write_text(VALUES.replace(".16\n", ".16\n#: workload clusters: one\n"), "utf-8")
    sibling = values.with_name("values-one.yaml")
    text = "common: {cluster: one}\nglooAgent: {enabledd: true}\n"
    sibling.write_text(text, encoding="utf-8")
    gloo_wizard("check", values, "--fix")
    assert sibling.read_text(encoding="utf-8") == text


# --- codes


def test_the_rules_are_listed(gloo_wizard: Run) -> None:
    ended = gloo_wizard("check", "--list-rules")
    assert ended.code == ExitCode.CLEAN
    listed = [line.split()[0] for line in ended.text.splitlines()]
    assert {"GM802", "HY001", "SC010"} <= set(listed)
    assert len(set(listed)) == len(listed)
    for rule in json.loads(gloo_wizard("check", "--list-rules", "--format", "json").data):
        assert rule["title"]
        assert rule["explain"]


@pytest.mark.parametrize("code", ["GM802", "hy001", "SC010"])
def test_a_code_is_explained(code: str, gloo_wizard: Run) -> None:
    assert gloo_wizard("check", "--explain", code).text.startswith(code.upper())


def test_an_unknown_code_is_wrong_usage(gloo_wizard: Run) -> None:
    assert gloo_wizard("check", "--explain", "GM9999").code == ExitCode.USAGE
