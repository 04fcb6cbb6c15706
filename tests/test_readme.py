"""The README's examples: each `$ command` is run, in order, and must print what stands below it."""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from wizard import cli

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
DATA = ROOT / "tests" / "data" / "readme"
_PLAIN_CALL = re.compile(r"gloo-wizard [^|<>;&$*]*")
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def examples(text: str) -> list[tuple[str, str]]:
    """Each command of the console blocks with the output that follows it."""
    found: list[tuple[str, str]] = []
    for block in _BLOCK.findall(text):
        for part in re.split(r"(?m)^\$ ", block)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output))
    return found


def run_all(
    commands: list[str], folder: Path, data: Path = DATA, always_anew: bool = False
) -> list[str]:
    """What the commands print, standard error included, in a folder with the example files.

    A plain call of the wizard runs in this process, which spares its start, but not `always_anew`.
    """
    for file in data.iterdir():
        shutil.copy(file, folder)
    shims = folder / ".bin"
    shims.mkdir()
    shim = shims / "gloo-wizard"
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m wizard "$@"\n')
    shim.chmod(0o755)
    environment = {**os.environ, "PATH": f"{shims}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    return [
        _run_in_a_shell(command, folder, environment)
        if always_anew or not _PLAIN_CALL.fullmatch(command)
        else _run_here(shlex.split(command)[1:], folder)
        for command in commands
    ]


def _run_in_a_shell(command: str, folder: Path, environment: dict[str, str]) -> str:
    return subprocess.run(
        command, shell=True, cwd=folder, env=environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
    ).stdout  # fmt: skip


def _run_here(arguments: list[str], folder: Path) -> str:
    written = io.BytesIO()
    both = io.TextIOWrapper(written, encoding="utf-8", newline="", write_through=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
        patch.setattr(sys, "stdout", both)
        patch.setattr(sys, "stderr", both)
        cli.main(arguments)
    return written.getvalue().decode("utf-8")


def written_anew(text: str, folder: Path, data: Path = DATA) -> str:
    """A page with the output of each command as it is now."""
    pairs = examples(text)
    outputs = iter(run_all([command for command, _ in pairs], folder, data))

    def block(match: re.Match[str]) -> str:
        commands = [part.partition("\n")[0] for part in re.split(r"(?m)^\$ ", match.group(1))[1:]]
        return "```console\n" + "".join(f"$ {c}\n{_ended(next(outputs))}" for c in commands) + "```"

    return _BLOCK.sub(block, text)


def _ended(output: str) -> str:
    return output if not output or output.endswith("\n") else output + "\n"


@pytest.mark.skipif(shutil.which("diff") is None, reason="the examples need diff")
def test_the_examples_print_what_the_readme_says(tmp_path: Path) -> None:
    text = README.read_text(encoding="utf-8")
    assert len(examples(text)) > 6
    assert written_anew(text, tmp_path) == text


def test_what_the_readme_links_to_is_there() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README.read_text(encoding="utf-8")):
        assert (ROOT / target).exists(), target


if __name__ == "__main__":  # writes the README's outputs anew: python -m tests.test_readme
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        README.write_text(written_anew(README.read_text(encoding="utf-8"), Path(folder)), "utf-8")
