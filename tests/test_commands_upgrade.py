"""`upgrade` and the versions of `diff`, as a shell runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands import Run
from wizard.exit_codes import ExitCode

VALUES = """\
# ours
common:
  cluster: mgmt   # the name
glooMgmtServer:
  enabled: true
  image: {tag: 2.5.13}
licensing:
  glooMeshLicenseKey: abcdef-secret
"""
STEP = ("--from", "2.5.13", "--to", "2.6.12")


@pytest.fixture
def values(tmp_path: Path) -> Path:
    file = tmp_path / "values.yaml"
    file.write_text(VALUES, encoding="utf-8")
    return file


def test_the_report_changes_nothing(values: Path, gloo_wizard: Run) -> None:
    ended = gloo_wizard("upgrade", values, *STEP)
    assert ended.code == ExitCode.FINDINGS
    assert "glooMgmtServer.safeMode" in ended.text
    assert f"{values}:6: glooMgmtServer.image.tag" in ended.text
    assert values.read_text(encoding="utf-8") == VALUES


def test_in_place_makes_what_is_safe(values: Path, gloo_wizard: Run) -> None:
    ended = gloo_wizard("upgrade", values, *STEP, "--in-place")
    assert ended.code == ExitCode.FINDINGS  # safe mode waits for a person
    after = values.read_text(encoding="utf-8")
    assert after == VALUES.replace("  image: {tag: 2.5.13}\n", "")
    again = gloo_wizard("upgrade", values, *STEP, "--in-place")
    assert "image.tag  (" not in again.text
    assert values.read_text(encoding="utf-8") == after


def test_another_file_and_nothing_applied(values: Path, tmp_path: Path, gloo_wizard: Run) -> None:
    out = tmp_path / "out.yaml"
    gloo_wizard("upgrade", values, *STEP, "-o", out, "--apply", "none")
    assert out.read_text(encoding="utf-8") == VALUES
    gloo_wizard("upgrade", "-", *STEP, "-o", out, given=VALUES.encode())
    assert "2.5.13" not in out.read_text(encoding="utf-8")
    assert values.read_text(encoding="utf-8") == VALUES


def test_nothing_for_a_person_is_exit_code_0(gloo_wizard: Run) -> None:
    given = b"glooAgent:\n  enabled: true\n  image: {tag: 2.6.5}\n"
    ended = gloo_wizard("upgrade", "-", "--from", "2.6.5", "--to", "2.6.12", given=given)
    assert ended.code == ExitCode.CLEAN
    assert "can be applied together: 1" in ended.text
    same = gloo_wizard("upgrade", "-", "--from", "2.6.5", "--to", "2.6.5", given=given)
    assert "nothing changes for this file" in same.text


def test_the_file_may_tell_its_version(gloo_wizard: Run) -> None:
    given = b"# --version 2.5.13\nglooAgent:\n  enabled: true\n"
    told = gloo_wizard("upgrade", "-", "--to", "2.6.12", given=given)
    assert "2.5.13 to 2.6.12" in told.text
    mute = gloo_wizard("upgrade", "-", "--to", "2.6.12", given=b"glooAgent: {enabled: true}\n")
    assert (mute.code, mute.data) == (ExitCode.USAGE, b"")
    assert "--from" in mute.told


def test_json(values: Path, gloo_wizard: Run) -> None:
    (report,) = json.loads(gloo_wizard("upgrade", values, *STEP, "--format", "json").data)
    assert (report["from"], report["to"], report["needsPerson"]) == ("2.5.13", "2.6.12", True)
    (tag,) = [row for row in report["rows"] if row["path"] == "glooMgmtServer.image.tag"]
    assert tag["safe"] is True
    assert tag["changes"] == [{"path": "glooMgmtServer.image.tag", "unset": True}]
    assert (tag["line"], tag["proposal"]) == (6, "take")


def test_markdown(values: Path, gloo_wizard: Run) -> None:
    text = gloo_wizard("upgrade", values, *STEP, "--format", "md").text
    assert "## Needs a person" in text
    assert "```diff" in text
    assert text.count("```") % 2 == 0


@pytest.mark.parametrize("form", ["text", "json", "md"])
def test_no_report_shows_a_secret(form: str, gloo_wizard: Run) -> None:
    given = b"licensing:\n  licenseKey: abcdef-secret\nglooMgmtServer: {enabled: true}\n"
    options = ("--from", "2.3.3", "--to", "2.6.12", "--format", form)
    ended = gloo_wizard("upgrade", "-", *options, given=given)
    assert "licensing.licenseKey" in ended.text
    assert "abcdef" not in ended.text + ended.told


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--from", "2.6.12", "--to", "2.5.13"), "older"),
        (("--from", "x", "--to", "2.5.13"), "--from"),
        (("--from", "2.5.13"), "--to"),
        ((*STEP, "-o", "-"), "standard output"),
        ((*STEP, "-i", "-o", "x"), "two places"),
        (("--from", "1.0.0", "--to", "2.5.13"), "older"),
    ],
)
def test_wrong_calls(options: tuple[str, ...], said: str, values: Path, gloo_wizard: Run) -> None:
    ended = gloo_wizard("upgrade", values, *options)
    assert (ended.code, ended.data, ended.told.count("\n")) == (ExitCode.USAGE, b"", 1)
    assert said in ended.told


def test_what_cannot_be_edited_is_told(gloo_wizard: Run, tmp_path: Path) -> None:
    file = tmp_path / "values.yaml"
    text = "legacyMetricsPipeline:\n  enabled: false\nsops:\n  version: 3\n"
    file.write_text(text, encoding="utf-8")
    ended = gloo_wizard("upgrade", file, "--from", "2.3.3", "--to", "2.4.16", "-i")
    assert ended.code == ExitCode.FINDINGS
    assert "sops" in ended.told
    assert file.read_text(encoding="utf-8") == text


# --- diff


def test_diff_includes_the_charts_own_values(values: Path, gloo_wizard: Run) -> None:
    versions = ("--version-a", "2.5.13", "--version-b", "2.6.12")
    ended = gloo_wizard("diff", values, values, *versions)
    assert ended.code == ExitCode.FINDINGS
    assert "= glooMgmtServer.safeMode: false -> true\n" in ended.text
    assert "unreachable cluster" in ended.text
    assert "restarts: gloo-mesh-mgmt-server" in ended.text
    assert "glooAgent" not in ended.text  # it is not installed
    same = gloo_wizard("diff", values, values, "--version", "2.5.13")
    assert (same.code, same.data) == (ExitCode.CLEAN, b"")


def test_diff_says_what_counts_where_a_key_is_gone(values: Path, gloo_wizard: Run) -> None:
    given = VALUES.encode().replace(b"  image: {tag: 2.5.13}\n", b"")
    ended = gloo_wizard("diff", values, "-", "--version", "2.5.13", given=given)
    assert "- glooMgmtServer.image" in ended.text
    on = b"glooMgmtServer:\n  safeMode: true\n"
    off = gloo_wizard("diff", "-", values, "--version", "2.5.13", given=on)
    assert "- glooMgmtServer.safeMode: true (the chart's own: false)\n" in off.text


def test_diff_as_data(values: Path, gloo_wizard: Run) -> None:
    versions = ("--version-a", "2.5.13", "--version-b", "2.6.12", "--format", "json")
    report = json.loads(gloo_wizard("diff", "-", values, *versions, given=b"{}\n").data)
    assert (report["versionA"], report["versionB"]) == ("2.5.13", "2.6.12")
    kinds = {one["path"]: one["kind"] for one in report["differences"]}
    assert kinds["glooMgmtServer.safeMode"] == "default"
    assert kinds["licensing"] == "added"
    assert "abcdef" not in json.dumps(report)
