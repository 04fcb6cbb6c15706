"""The house rules: who may import whom, what is loaded when, how long a file may be."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import pytest

from wizard.commands import SUMMARIES

ROOT = Path(__file__).parent.parent
LAYERS = ("schema", "wizard", "screens")  # each may import itself and those before it
OURS = {*LAYERS, "tests", "tools"}
SOURCES = sorted(file for layer in LAYERS for file in (ROOT / layer).rglob("*.py"))
ALLOWED_UPWARDS = {("wizard/cli.py", "screens.app")}
SCREEN_LIBRARIES = {"textual", "rich"}
HEAVY_LIBRARIES = {"httpx", "jsonschema", "ruamel"}
LONGEST_FILE = 450

VALUES = "common:\n  cluster: mgmt\nglooMgmtServer:\n  enabled: true\n"
ANSWERS = "answers:\n  safe-mode.behaviour: strict\n"
# A call of each command that does its work; one that is not listed is asked for its help.
CALLS = {
    "annotate": ["values.yaml"],
    "answers": ["values.yaml"],
    "check": ["values.yaml"],
    "companions": ["values.yaml"],
    "diff": ["values.yaml", "values.yaml"],
    "explain": ["glooMgmtServer.enabled"],
    "generate": ["--answers", "answers.yaml", "-o", "new.yaml"],
    "runbook": ["values.yaml"],
    "set": ["values.yaml", "common.cluster=other"],
    "show": ["values.yaml"],
    "upgrade": ["values.yaml", "--from", "2.4.16", "--to", "2.5.0"],
}


class Import(NamedTuple):
    """One import of a source file; `at_load` when it is carried out as soon as the file is."""

    file: str
    module: str
    at_load: bool

    @property
    def package(self) -> str:
        return self.module.split(".")[0]

    @property
    def layer(self) -> str:
        return self.file.split("/")[0]


@cache
def imports() -> Sequence[Import]:
    """Every import of every source file."""
    return [one for file in SOURCES for one in _imports(file)]


def _imports(file: Path) -> Iterator[Import]:
    name = file.relative_to(ROOT).as_posix()
    open_nodes: list[tuple[ast.AST, bool]] = [(ast.parse(file.read_text(encoding="utf-8")), True)]
    while open_nodes:
        node, at_load = open_nodes.pop()
        if isinstance(node, ast.Import):
            yield from (Import(name, alias.name, at_load) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield Import(name, node.module, at_load)
        elif not isinstance(node, ast.expr):
            inside = at_load and not _waits(node)
            open_nodes += [(child, inside) for child in ast.iter_child_nodes(node)]


def _waits(node: ast.AST) -> bool:
    """Whether what stands inside is not carried out when the file is loaded."""
    if isinstance(node, ast.If):
        return "TYPE_CHECKING" in ast.unparse(node.test)
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)


def test_imports_go_downwards() -> None:
    below = {layer: {*LAYERS[: LAYERS.index(layer) + 1]} for layer in LAYERS}
    upwards = {
        (found.file, found.module, found.at_load)
        for found in imports()
        if found.package in OURS and found.package not in below[found.layer]
    }
    assert upwards <= {(*allowed, False) for allowed in ALLOWED_UPWARDS}


def test_only_screens_know_the_screen_libraries() -> None:
    assert not [
        found
        for found in imports()
        if found.package in SCREEN_LIBRARIES and found.layer != "screens"
    ]


def test_heavy_libraries_are_imported_when_first_needed() -> None:
    assert not [found for found in imports() if found.package in HEAVY_LIBRARIES and found.at_load]


def test_no_file_is_longer_than_one_can_keep_in_mind() -> None:
    lines = {
        file.relative_to(ROOT).as_posix(): len(file.read_text(encoding="utf-8").splitlines())
        for file in SOURCES
    }
    assert not {name: count for name, count in lines.items() if count > LONGEST_FILE}


@pytest.mark.parametrize("name", SUMMARIES)
def test_each_command_has_its_file(name: str) -> None:
    module = import_module(f"wizard.commands.{name.replace('-', '_')}")
    assert callable(module.add_arguments)
    assert callable(module.run)


def run_and_list_modules(arguments: list[str], folder: Path) -> tuple[int, set[str], str]:
    """Exit code, top-level modules loaded at the end and standard error of `gloo-wizard ...`."""
    program = (
        "import sys, runpy\n"
        "sys.argv = ['gloo-wizard', *sys.argv[1:]]\n"
        "try:\n"
        "    runpy.run_module('wizard', run_name='__main__')\n"
        "except SystemExit as end:\n"
        "    code = end.code\n"
        "print('\\nMODULES', code, *sorted({name.split('.')[0] for name in sys.modules}))\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "GLOO_WIZARD_DEBUG": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
    )
    _, code, *modules = answer.stdout.splitlines()[-1].split()
    return int(code), set(modules), answer.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "values.yaml").write_text(VALUES, encoding="utf-8")
    (tmp_path / "answers.yaml").write_text(ANSWERS, encoding="utf-8")
    return tmp_path


def test_version_loads_next_to_nothing(folder: Path) -> None:
    code, modules, _ = run_and_list_modules(["--version"], folder)
    assert code == 0
    assert not modules & (SCREEN_LIBRARIES | HEAVY_LIBRARIES | {"yaml", "argparse", "schema"})


def test_help_loads_no_heavy_library(folder: Path) -> None:
    code, modules, _ = run_and_list_modules(["--help"], folder)
    assert code == 0
    assert not modules & (SCREEN_LIBRARIES | HEAVY_LIBRARIES | {"yaml"})


@pytest.mark.parametrize("name", SUMMARIES)
def test_a_command_loads_no_screen_library(name: str, folder: Path) -> None:
    code, modules, complaints = run_and_list_modules([name, *CALLS.get(name, ["--help"])], folder)
    assert code in (0, 1), complaints
    assert not modules & SCREEN_LIBRARIES
    assert "Traceback" not in complaints


def test_the_front_end_of_lines_loads_no_screen_library(folder: Path) -> None:
    code, modules, complaints = run_and_list_modules(["--plain", "values.yaml"], folder)
    assert code == 2
    assert "the input ended" in complaints
    assert not modules & (SCREEN_LIBRARIES | HEAVY_LIBRARIES)


@pytest.mark.parametrize("name", SUMMARIES)
def test_the_help_of_a_command_loads_no_heavy_library(name: str, folder: Path) -> None:
    code, modules, _ = run_and_list_modules([name, "--help"], folder)
    assert code == 0
    assert not modules & (SCREEN_LIBRARIES | HEAVY_LIBRARIES)
