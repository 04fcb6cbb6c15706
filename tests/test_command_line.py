"""The front door: which arguments open what, and how the program ends."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from types import ModuleType

import pytest

from wizard import __version__, cli, commands
from wizard.exit_codes import ExitCode, Stop

Run = Callable[[argparse.Namespace], int]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[argparse.Namespace]:
    """What the screens were opened with, instead of opening them."""
    calls: list[argparse.Namespace] = []

    def open_screens(args: argparse.Namespace) -> int:
        calls.append(args)
        return 0

    monkeypatch.setattr(cli, "_open_screens", open_screens)
    return calls


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> Callable[[Run], list[argparse.Namespace]]:
    """Adds the command `try-out FILE... --format F`, which does what it is given."""

    def add(run: Run) -> list[argparse.Namespace]:
        calls: list[argparse.Namespace] = []

        def add_arguments(parser: argparse.ArgumentParser) -> None:
            parser.add_argument("files", nargs="*")
            parser.add_argument("--format")

        def recorded(args: argparse.Namespace) -> int:
            calls.append(args)
            return run(args)

        module = ModuleType("wizard.commands.try_out")
        module.__dict__.update(add_arguments=add_arguments, run=recorded)
        monkeypatch.setitem(sys.modules, "wizard.commands.try_out", module)
        monkeypatch.setitem(commands.SUMMARIES, "try-out", "tries it out")
        return calls

    return add


def clean(_: argparse.Namespace) -> int:
    return ExitCode.CLEAN


def test_version_alone_is_the_program_s(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == f"gloo-wizard {__version__}\n"


def test_version_with_a_value_is_the_chart_s(opened: list[argparse.Namespace]) -> None:
    assert cli.main(["--version", "2.4.16", "values.yaml"]) == 0
    assert (opened[0].version, opened[0].file) == ("2.4.16", "values.yaml")


@pytest.mark.parametrize(
    "arguments",
    [["values.yaml", "--version"], ["--version", "values.yaml"], ["--helm", "2"], ["--colour"]],
    ids=" ".join,
)
def test_what_makes_no_sense_is_a_usage_error(
    arguments: list[str], opened: list[argparse.Namespace], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(arguments) == ExitCode.USAGE
    assert not opened
    assert "usage:" in capsys.readouterr().err


def test_no_argument_opens_a_new_file(opened: list[argparse.Namespace]) -> None:
    assert cli.main([]) == 0
    named = ("file", "chart", "version", "helm", "repo", "schema")
    expected = dict.fromkeys(named)
    switches = dict.fromkeys(("offline", "no_color", "plain"), False)
    assert vars(opened[0]) == {**expected, **switches, "comments": "full"}


def test_the_environment_says_what_the_arguments_do_not(
    opened: list[argparse.Namespace], monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {"CHART": "gloo", "VERSION": "1.17.0", "HELM": "3", "OFFLINE": "1", "PLAIN": "1"}
    for name, value in said.items():
        monkeypatch.setenv(f"GLOO_WIZARD_{name}", value)
    assert cli.main(["--chart", "gloo-platform"]) == 0
    assert (opened[0].chart, opened[0].version) == ("gloo-platform", "1.17.0")
    assert (opened[0].helm, opened[0].offline, opened[0].no_color) == (3, True, False)
    assert opened[0].plain


def test_the_common_no_color_variable_counts(
    opened: list[argparse.Namespace], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert cli.main([]) == 0
    assert opened[0].no_color


def test_a_command_may_follow_common_options(
    command: Callable[[Run], list[argparse.Namespace]],
) -> None:
    calls = command(clean)
    assert cli.main(["--helm", "3", "try-out", "a.yaml", "--format", "json", "b.yaml"]) == 0
    assert calls[0].files == ["a.yaml", "b.yaml"]
    assert (calls[0].helm, calls[0].format) == (3, "json")


def test_a_file_named_as_a_command_opens_by_its_path(
    command: Callable[[Run], list[argparse.Namespace]], opened: list[argparse.Namespace]
) -> None:
    calls = command(clean)
    assert cli.main(["./try-out"]) == 0
    assert cli.main(["--", "try-out"]) == 0
    assert [args.file for args in opened] == ["./try-out", "try-out"]
    assert not calls


def test_help_lists_the_commands(
    command: Callable[[Run], list[argparse.Namespace]], capsys: pytest.CaptureFixture[str]
) -> None:
    command(clean)
    assert cli.main(["--help"]) == 0
    assert "tries it out" in capsys.readouterr().out


def stop(_: argparse.Namespace) -> int:
    raise Stop("values.yaml: line 3 cannot be read", ExitCode.UNREADABLE)


def missing(_: argparse.Namespace) -> int:
    with open("no-such-file.yaml") as file:
        return len(file.read())


def bug(_: argparse.Namespace) -> int:
    raise RuntimeError("two\nlines")


@pytest.mark.parametrize(
    ("run", "code", "said"),
    [
        (stop, ExitCode.UNREADABLE, "values.yaml: line 3 cannot be read"),
        (missing, ExitCode.UNREADABLE, "no-such-file.yaml: No such file or directory"),
        (bug, ExitCode.INTERNAL, "internal error: RuntimeError: two lines"),
    ],
    ids=["stop", "missing file", "bug"],
)
def test_whatever_goes_wrong_is_one_line(
    run: Run,
    code: int,
    said: str,
    command: Callable[[Run], list[argparse.Namespace]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    command(run)
    assert cli.main(["try-out"]) == code
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith(f"gloo-wizard: {said}")


def test_a_traceback_is_shown_on_request(
    command: Callable[[Run], list[argparse.Namespace]],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    command(bug)
    monkeypatch.setenv("GLOO_WIZARD_DEBUG", "1")
    assert cli.main(["try-out"]) == ExitCode.INTERNAL
    assert "Traceback" in capsys.readouterr().err


def test_without_a_terminal_the_screens_stay_shut(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False)
    assert cli.main([]) == ExitCode.USAGE
    told = capsys.readouterr().err
    assert "need a terminal" in told
    assert "--plain" in told
