"""`generate` and `answers`: from answers to files and back, the same each time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import Run
from wizard.exit_codes import ExitCode
from wizard.gloo_platform import GUIDE

ANSWERS = """\
chart: gloo-platform
version: "2.4.16"
answers:
  deployment.purpose: production
  deployment.model: dedicated
  deployment.cluster: mgmt
  deployment.workloads:
    - eu-1
    - us-1
  licensing.how: secret
  safe-mode.behaviour: window
  safe-mode.window: 90
  workload-clusters.relay-address: "relay.example.com:9900"
"""
ONE = 'version: "2.4.16"\nanswers:\n  safe-mode.behaviour: strict\n'
TOKEN = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl"


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    file = tmp_path / "answers.yaml"
    file.write_text(ANSWERS, encoding="utf-8")
    return file


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.glob("values*"))}


def test_a_file_for_each_cluster(answers: Path, tmp_path: Path, gloo_wizard: Run) -> None:
    ended = gloo_wizard("generate", "--answers", answers, "-o", tmp_path / "values.yaml")
    assert (ended.code, ended.data) == (0, b"")
    assert ended.told.splitlines()[-1] == f"{tmp_path / 'values.yaml'}: new"
    files = contents(tmp_path)
    assert list(files) == ["values-eu-1.yaml", "values-us-1.yaml", "values.yaml"]
    assert b"safeStartWindow: 90" in files["values.yaml"]
    assert b"cluster: eu-1" in files["values-eu-1.yaml"]


def test_answers_come_back(answers: Path, tmp_path: Path, gloo_wizard: Run) -> None:
    gloo_wizard("generate", "--answers", answers, "-o", tmp_path / "values.yaml")
    back = gloo_wizard("answers", tmp_path / "values.yaml")
    assert back.code == 0
    assert sorted(back.text.splitlines()) == sorted(ANSWERS.splitlines())
    again = gloo_wizard("generate", "--answers", "-", "-o", tmp_path / "values.yaml",
                        given=back.data)  # fmt: skip
    assert again.told.count(": unchanged\n") == 3


def test_the_same_bytes_on_every_machine(answers: Path, tmp_path: Path) -> None:
    root = Path(__file__).parent.parent
    seen = set()
    for number, own in enumerate(
        (
            {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C"},
            {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8"},
        )
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        subprocess.run(
            [sys.executable, "-m", "wizard", "generate", "--answers", str(answers),
             "-o", "values.yaml"],
            cwd=folder, env={**os.environ, "PYTHONPATH": str(root), **own}, check=True,
            capture_output=True, timeout=60,
        )  # fmt: skip
        seen.add(tuple(contents(folder).items()))
    assert len(seen) == 1


def test_a_file_that_exists_stays(tmp_path: Path, gloo_wizard: Run) -> None:
    file = tmp_path / "values.yaml"
    file.write_bytes(b"mine: true\n")
    command = ("generate", "--answers", "-", "-o", file)
    ended = gloo_wizard(*command, given=ONE.encode())
    assert ended.code == ExitCode.USAGE
    assert "--overwrite" in ended.told
    assert file.read_bytes() == b"mine: true\n"
    assert gloo_wizard(*command, "--overwrite", given=ONE.encode()).code == 0
    assert b"safeMode: true" in file.read_bytes()


def test_to_standard_output(answers: Path, gloo_wizard: Run) -> None:
    ended = gloo_wizard("generate", "--answers", "-", "-o", "-", given=ONE.encode())
    assert ended.code == 0
    assert b"  safeMode: true\n" in ended.data
    several = gloo_wizard("generate", "--answers", answers, "-o", "-")
    assert (several.code, several.data) == (ExitCode.USAGE, b"")


def test_comments_are_as_many_as_wanted(gloo_wizard: Run) -> None:
    def lines(comments: str) -> int:
        command = ("generate", "--answers", "-", "-o", "-", "--comments", comments)
        given = b"answers: {deployment.cluster: mgmt}\n"
        return gloo_wizard(*command, given=given).text.count("\n  #:")

    assert lines("none") == 0
    assert lines("brief") < lines("full")


def test_what_is_advised_fills_the_gaps(tmp_path: Path, gloo_wizard: Run) -> None:
    plain = gloo_wizard("generate", "--answers", "-", "-o", "-", given=ONE.encode())
    advised = gloo_wizard("generate", "--answers", "-", "-o", "-", "--recommended",
                          given=ONE.encode())  # fmt: skip
    assert advised.code == 0
    assert len(advised.data) > len(plain.data)


def test_strict_writes_nothing_that_is_wrong(tmp_path: Path, gloo_wizard: Run) -> None:
    file = tmp_path / "values.yaml"
    ended = gloo_wizard("generate", "--answers", "-", "-o", file, "--strict", given=ONE.encode())
    assert ended.code == ExitCode.FINDINGS
    assert "needed" in ended.told
    assert not file.exists()


@pytest.mark.parametrize("preset", [preset.purpose for preset in GUIDE.presets])
def test_presets(preset: str, gloo_wizard: Run) -> None:
    given = f"preset: {preset}\nanswers: {{safe-mode.behaviour: 'off'}}\n".encode()
    ended = gloo_wizard("generate", "--answers", "-", "-o", "-", given=given)
    assert ended.code == 0
    assert b"safeMode: false" in ended.data


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("answers: {safe-mode.behavior: strict}", ["1:11", "safe-mode.behaviour"]),
        ("answers: {safe-mode.zzzzzzzzzzzzzz: 1}", ["safe-mode.behaviour, safe-mode.window"]),
        ("answers: {zzz: strict}", ["deployment", "safe-mode"]),
        ("answers: {safe-mode.behaviour: on}", ["strict, window, off"]),
        ("answers: {safe-mode.behaviour: [strict]}", ["strict, window, off"]),
        ("answers: {safe-mode.behaviour: window, safe-mode.window: soon}", ["whole number"]),
        ("answers: {safe-mode.behaviour: strict, safe-mode.window: 9}", ["not asked"]),
        ("answers: {deployment.workloads: one}", ["list of names"]),
        ("answers: {deployment.workloads: [One_]}", ["lower-case"]),
        ("answers: {deployment.cluster: [mgmt]}", ["text"]),
        ("answers: [safe-mode]", ["map of question ids"]),
        ("version: 2.4\nanswers: {}", ["version", "quotes"]),
        ("version: '2.3.3'\nanswers: {safe-mode.behaviour: strict}", ["not asked", "2.3.3"]),
        ("version: nonsense\nanswers: {safe-mode.behaviour: strict}", ["nonsense"]),
        ("preset: best\nanswers: {}", ["best", "production"]),
        ("plane: moon\nanswers: {}", ["management, workload"]),
        ("other: 1\nanswers: {}", ["'other'", "chart, version"]),
        ("chart: nginx\nanswers: {}", ["nginx"]),
        ("answers: {}", ["set nothing"]),
        ("", ["set nothing"]),
    ],
)
def test_wrong_answers_say_what_is_possible(
    text: str, parts: list[str], tmp_path: Path, gloo_wizard: Run
) -> None:
    file = tmp_path / "values.yaml"
    ended = gloo_wizard("generate", "--answers", "-", "-o", file, given=text.encode())
    assert ended.code == ExitCode.USAGE
    for part in parts:
        assert part in ended.told
    assert not file.exists()


def test_all_that_is_wrong_is_said_at_once(gloo_wizard: Run) -> None:
    given = b"answers:\n  a.b: 1\n  safe-mode.behaviour: never\n"
    ended = gloo_wizard("generate", "--answers", "-", "-o", "x.yaml", given=given)
    lines = ended.told.splitlines()
    assert [line.split(": ")[0] for line in lines] == ["standard input:2:3", "standard input:3:3"]


def test_files_of_workload_clusters_alone(tmp_path: Path, gloo_wizard: Run) -> None:
    relay = "relay: {serverAddress: 'a.b:9900'}"
    agent = f"common: {{cluster: one}}\nglooAgent:\n  enabled: true\n  {relay}\n".encode()
    answers = gloo_wizard("answers", "-", given=agent)
    assert "plane: workload\nclusters:\n  - one\n" in answers.text
    for clusters, names in (("  - one\n", ["values.yaml"]), ("  - one\n  - two\n", [
        "values-one.yaml", "values-two.yaml"])):  # fmt: skip
        folder = tmp_path / str(len(names))
        folder.mkdir()
        given = answers.text.replace("  - one\n", clusters, 1).encode()
        ended = gloo_wizard("generate", "--answers", "-", "-o", folder / "values.yaml", given=given)
        assert ended.code == 0, ended.told
        assert list(contents(folder)) == names


def test_secrets_are_no_answers(gloo_wizard: Run) -> None:
    given = (
        f"glooMgmtServer:\n  enabled: true\n  extraLabels: {{a: {TOKEN}}}\n"
        f"licensing:\n  glooMeshLicenseKey: {TOKEN}\n  glooTrialLicenseKey: hunter2\n"
    ).encode()
    ended = gloo_wizard("answers", "-", "--version", "2.4.16", given=given)
    assert ended.code == 0
    assert TOKEN not in ended.text + ended.told
    assert "hunter2" not in ended.text + ended.told
    assert "# not written here: licensing." in ended.text
    again = gloo_wizard("generate", "--answers", "-", "-o", "-", given=ended.data)
    assert again.code == 0
