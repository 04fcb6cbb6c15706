"""`show`, `diff` and `explain`: what they print, and what they say of bad input."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.commands import Run
from wizard.exit_codes import ExitCode
from wizard.gloo_platform import GUIDE

VALUES = """\
common:
  cluster: mgmt   # ours
glooMgmtServer:
  enabled: yes
  mode: 0644
  ratio: 1e3
  label: "yes"
  list: [1, two]
---
glooMgmtServer:
  enabled: off
"""


@pytest.fixture
def values(tmp_path: Path) -> Path:
    file = tmp_path / "values.yaml"
    file.write_text(VALUES, encoding="utf-8")
    return file


def test_show_prints_what_helm_reads(values: Path, gloo_wizard: Run) -> None:
    server = {"mode": 420, "ratio": 1000, "label": "yes", "list": [1, "two"]}
    for helm, enabled in (("3", True), ("4", False)):
        shown = gloo_wizard("show", values, "--format", "json", "--helm", helm)
        assert shown.code == 0
        assert shown.told == ""
        found = json.loads(shown.data)
        assert found["glooMgmtServer"] == {"enabled": enabled, **server}


def test_show_yaml_reads_the_same_for_everyone(values: Path, gloo_wizard: Run) -> None:
    shown = gloo_wizard("show", values)
    assert 'label: "yes"' in shown.text
    assert "mode: 420" in shown.text
    again = gloo_wizard("show", "-", "--format", "json", given=shown.data)
    assert again.data == gloo_wizard("show", values, "--format", "json").data


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n"])
def test_show_of_nothing(text: str, gloo_wizard: Run) -> None:
    assert gloo_wizard("show", "-", given=text.encode()).text == "{}\n"
    assert gloo_wizard("show", "-", "--format=json", given=text.encode()).text == "{}\n"


def test_show_one_path(values: Path, gloo_wizard: Run) -> None:
    assert gloo_wizard("show", values, "glooMgmtServer.list[1]").text == "two\n"
    assert gloo_wizard("show", values, "glooMgmtServer.list").text == "- 1\n- two\n"
    missing = gloo_wizard("show", values, "a.b")
    assert (missing.code, missing.data) == (ExitCode.FINDINGS, b"")
    assert "nothing at a.b" in missing.told


def test_show_an_entry_by_the_number_it_has(gloo_wizard: Run) -> None:
    given = b"ports: [{port: 80, name: http}, {port: 443, name: https}]\n"
    assert gloo_wizard("show", "-", "ports[port=443].name", given=given).text == "https\n"


def test_show_keeps_what_is_no_ascii(gloo_wizard: Run) -> None:
    shown = gloo_wizard("show", "-", "--format=json", given="a: é\n".encode())
    assert json.loads(shown.data) == {"a": "é"}


def test_show_shows_secrets(gloo_wizard: Run) -> None:
    """Data for a pipe is real."""
    given = b"licensing:\n  glooMeshLicenseKey: abc\n"
    assert "abc" in gloo_wizard("show", "-", given=given).text


def test_show_effective_has_the_defaults_beneath(gloo_wizard: Run) -> None:
    given = b"glooUi: null\nglooMgmtServer:\n  enabled: true\n"

    def effective(version: str) -> Any:
        options = ("--effective", "--format", "json", "--version", version)
        return json.loads(gloo_wizard("show", "-", *options, given=given).data)

    assert effective("2.5.6")["glooMgmtServer"]["enabled"] is True
    assert effective("2.5.6")["glooMgmtServer"]["safeMode"] is False
    assert effective("2.6.4")["glooMgmtServer"]["safeMode"] is True
    assert "glooUi" not in effective("2.6.4")


def test_show_effective_says_which_defaults(gloo_wizard: Run) -> None:
    shown = gloo_wizard("show", "-", "--effective", given=b"a: 1\n")
    assert "does not say its chart version" in shown.told
    unknown = gloo_wizard("show", "-", "--effective", "--chart", "other", given=b"a: 1\n")
    assert unknown.code == ExitCode.USAGE
    assert "other" in unknown.told


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (b"a: [1\n", ":2:1: "),
        (b"a:\n\tb: 1\n", ":2:1: "),
        (b"- 1\n", ":1:1: "),
        (b"a: \xff\n", ":1:4: "),
        (b"a: &a [*a]\n", ":"),
    ],
)
def test_what_helm_refuses_is_one_line(
    text: bytes, place: str, tmp_path: Path, gloo_wizard: Run
) -> None:
    file = tmp_path / "bad.yaml"
    file.write_bytes(text)
    for command in (["show"], ["set", "b=1"], ["check"], ["answers"]):
        name, *rest = command
        ended = gloo_wizard(name, file, *rest)
        assert (ended.code, ended.data) == (ExitCode.UNREADABLE, b"")
        assert ended.told.startswith(f"gloo-wizard: {file}{place}")
        assert ended.told.count("\n") == 1


@pytest.mark.parametrize("command", ["show", "check", "answers"])
def test_a_file_that_is_not_there(command: str, tmp_path: Path, gloo_wizard: Run) -> None:
    for file in (tmp_path / "none.yaml", tmp_path):
        ended = gloo_wizard(command, file)
        assert ended.code == ExitCode.UNREADABLE
        assert ended.told.startswith(f"gloo-wizard: {file}: ")
        assert ended.told.count("\n") == 1


def test_a_wrong_path_is_one_line(values: Path, gloo_wizard: Run) -> None:
    ended = gloo_wizard("show", values, "a..b")
    assert (ended.code, ended.told.count("\n")) == (ExitCode.USAGE, 1)


def test_diff_tells_what_changes_for_helm(values: Path, gloo_wizard: Run) -> None:
    given = (
        b"common: {cluster: mgmt}\n"
        b"licensing: {glooMeshLicenseKey: abcdef}\n"
        b"glooMgmtServer: {enabled: false, mode: 420, ratio: 1000, label: on, list: [1, two]}\n"
    )
    ended = gloo_wizard("diff", values, "-", given=given)
    assert ended.code == ExitCode.FINDINGS
    lines = [line for line in ended.text.splitlines() if not line.startswith(" ")]
    assert '~ glooMgmtServer.label: "yes" -> true' in lines
    assert any(line.startswith("+ licensing") for line in lines)
    assert "abcdef" not in ended.text
    assert len(lines) == 2


def test_diff_of_the_same(values: Path, gloo_wizard: Run) -> None:
    ended = gloo_wizard("diff", values, values)
    assert (ended.code, ended.data) == (ExitCode.CLEAN, b"")
    assert gloo_wizard("diff", "-", "-").code == ExitCode.USAGE


def test_explain_a_path(gloo_wizard: Run) -> None:
    ended = gloo_wizard("explain", "glooMgmtServer.safeMode", "--version", "2.6.4")
    assert ended.code == 0
    for part in ("2.6.4", "type: boolean", "default: true", "how sure:", "safe-mode.behaviour"):
        assert part in ended.text
    assert all(len(line) <= 80 for line in ended.text.splitlines())


def test_explain_a_path_of_another_version(gloo_wizard: Run) -> None:
    ended = gloo_wizard("explain", "glooMgmtServer.safeMode", "--version", "2.3.3")
    assert "not in 2.3.3" in ended.text


def test_explain_a_secret_hides_its_default(gloo_wizard: Run) -> None:
    ended = gloo_wizard("explain", "glooPortalServer.apiKeyStorage.secretKey")
    assert ended.code == 0
    assert "change this" not in ended.text


def test_explain_topics_questions_and_codes(gloo_wizard: Run) -> None:
    for topic in GUIDE.topics:
        assert topic.title in gloo_wizard("explain", topic.id).text
    for id in GUIDE.asked:
        assert gloo_wizard("explain", id).text.startswith(id)
    for code in [rule.code for rule in GUIDE.rules()] + ["SC010", "HY001", "sc001"]:
        assert gloo_wizard("explain", code).text.startswith(code.upper())


@pytest.mark.parametrize(
    ("what", "perhaps"),
    [
        ("glooMgmtServer.saveMode", "safeMode"),
        ("safe-mode.behavior", "safe-mode.behaviour"),
        ("a..b", "a path of the chart"),
    ],
)
def test_explain_what_is_unknown(what: str, perhaps: str, gloo_wizard: Run) -> None:
    ended = gloo_wizard("explain", what)
    assert (ended.code, ended.data, ended.told.count("\n")) == (ExitCode.USAGE, b"", 1)
    assert perhaps in ended.told


@pytest.mark.parametrize("command", [["explain", "safe-mode"], ["check", "-"], ["answers", "-"]])
def test_other_charts_have_no_guide(command: list[str], gloo_wizard: Run) -> None:
    other = gloo_wizard(*command, "--chart", "nginx")
    assert other.code == ExitCode.USAGE
    assert "nginx" in other.told
