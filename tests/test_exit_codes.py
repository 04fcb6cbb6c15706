"""Every command ends with the exit codes of one table, which docs/commands.md shows."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.commands import Run
from wizard import cli
from wizard.commands import SUMMARIES
from wizard.exit_codes import ExitCode

PAGE = Path(__file__).parent.parent / "docs" / "commands.md"
VALUES = """\
common:
  cluster: mgmt
glooMgmtServer:
  enabled: true
licensing:
  licenseSecretName: license-keys
"""
FILES = {
    "values.yaml": VALUES.encode(),
    "wrong.yaml": VALUES.encode() + b"  safeMod: true\n",
    "answers.yaml": b"answers:\n  deployment.cluster: mgmt\n",
    "not-yaml.yaml": b"a: [b\n",
    "not-utf-8.yaml": b"a: \xff\xfe\n",
}
UNREADABLE = ("no-such-file.yaml", "not-yaml.yaml", "not-utf-8.yaml", "folder")


@dataclass(frozen=True)
class Calls:
    """How a command is called: with nothing to find, with something (None: it finds nothing ever),
    with a file FILE to read; `given` is its standard input. `reads` is what a fault is put into."""

    clean: str
    reading: str
    findings: str | None = None
    given: bytes = b""
    reads: str = "wizard.document.Document.parse"


KNOWN = "schema.bundle.load"
COMMANDS = {
    "--plain": Calls("", "FILE", given=b"q\n"),
    "generate": Calls(
        "--answers answers.yaml -o new.yaml", "--answers FILE -o new.yaml",
        findings="--answers answers.yaml -o new.yaml --strict",
    ),
    "answers": Calls("values.yaml", "FILE"),
    "show": Calls("values.yaml", "FILE"),
    "set": Calls("values.yaml a=1", "FILE a=1"),
    "check": Calls("values.yaml", "FILE", findings="wrong.yaml"),
    "annotate": Calls("wrong.yaml", "FILE"),
    "diff": Calls("values.yaml values.yaml", "values.yaml FILE", findings="values.yaml wrong.yaml"),
    "upgrade": Calls(
        "values.yaml --from 2.4.16 --to 2.4.16", "FILE --from 2.4.16 --to 2.5.0",
        findings="values.yaml --from 2.4.16 --to 2.5.0",
    ),
    "runbook": Calls("values.yaml", "values.yaml --previous FILE"),
    "companions": Calls("values.yaml", "FILE"),
    "explain": Calls("common.cluster", "common.cluster --schema FILE", reads=KNOWN),
    "schema": Calls("show", "show --schema FILE", reads=KNOWN),
}  # fmt: skip


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, data in FILES.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "folder").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def cases() -> Iterator[tuple[str, str, ExitCode]]:
    """A command, its arguments, and how it must end."""
    for name, calls in COMMANDS.items():
        yield name, calls.clean, ExitCode.CLEAN
        if calls.findings is not None:
            yield name, calls.findings, ExitCode.FINDINGS
        yield name, f"{calls.clean} --no-such-option", ExitCode.USAGE
        yield name, f"{calls.clean} --version nonsense", ExitCode.USAGE
        for file in UNREADABLE:
            if (name, file) != ("--plain", "no-such-file.yaml"):  # which would be a new file
                yield name, calls.reading.replace("FILE", file), ExitCode.UNREADABLE
        if name not in ("--plain", "schema"):
            yield name, "", ExitCode.USAGE


@pytest.mark.parametrize(("name", "arguments", "code"), cases(), ids=str)
def test_a_command_ends_as_the_table_says(
    name: str, arguments: str, code: ExitCode, gloo_wizard: Run
) -> None:
    ended = gloo_wizard(name, *arguments.split(), given=COMMANDS[name].given)
    assert ended.code == code, ended.told
    if code >= ExitCode.USAGE:
        assert ended.told.splitlines()[-1].startswith(f"{cli.PROGRAM}"), ended.told
        assert not ended.data


@pytest.mark.parametrize("name", COMMANDS)
def test_a_fault_of_the_program_is_told_apart(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fault(*_: object, **__: object) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr(COMMANDS[name].reads, fault)
    arguments = "values.yaml" if name == "--plain" else COMMANDS[name].clean
    assert cli.main([name, *arguments.split()]) == ExitCode.INTERNAL
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 1
    assert told[0].startswith("gloo-wizard: internal error: ")


def test_what_is_nested_too_deeply_is_unreadable(folder: Path, gloo_wizard: Run) -> None:
    (folder / "deep.yaml").write_text(f"a: {'[' * 3000}{']' * 3000}\n", encoding="utf-8")
    assert gloo_wizard("annotate", "deep.yaml").code == ExitCode.UNREADABLE


@pytest.mark.parametrize("stream", ["stdin", "stdout", "stderr"])
def test_a_closed_stream_is_no_fault_of_the_program(
    stream: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for arguments, code in (
        (["show", "values.yaml"], ExitCode.CLEAN),
        (["show", "no-such-file.yaml"], ExitCode.UNREADABLE),
        ([], ExitCode.USAGE),
    ):
        with monkeypatch.context() as closed:
            closed.setattr(sys, stream, None)
            assert cli.main(arguments) == code
            getattr(sys, stream).close()
        assert "gloo-wizard: " not in capsys.readouterr().out


def test_every_command_is_tried() -> None:
    assert [name for name in COMMANDS if name != "--plain"] == list(SUMMARIES)


def test_the_documentation_has_the_table() -> None:
    rows = re.findall(r"^\| (\d+) \| (\w+)", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert [(int(code), word) for code, word in rows] == [
        (code.value, code.name.lower()) for code in ExitCode
    ]
