"""`set` changes what was asked for and no other byte, and says what it cannot do."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from tests.commands import Run
from wizard.commands.assignment import UnreadableValue, read_value, split
from wizard.exit_codes import ExitCode

VALUES = b"""\
# mine
glooMgmtServer:
    enabled:   true  # keep
    "a.b": 1
    env:
    - name: LEVEL
      value: info
redis: {deployment: {enabled: true}}
"""


@pytest.fixture
def values(tmp_path: Path) -> Path:
    file = tmp_path / "values.yaml"
    file.write_bytes(VALUES)
    return file


def lines_that_differ(before: bytes, after: bytes) -> list[str]:
    old, new = before.decode().splitlines(), after.decode().splitlines()
    return [line for line in new if line not in old]


@pytest.mark.parametrize(
    ("assignment", "line"),
    [
        ("glooMgmtServer.enabled=false", "    enabled:   false  # keep"),
        ('glooMgmtServer."a.b"=2', '    "a.b": 2'),
        ("glooMgmtServer.a\\.b=2", '    "a.b": 2'),
        ("glooMgmtServer.env[0].value=debug", "      value: debug"),
        ("glooMgmtServer.env[name=LEVEL].value=a=b", '      value: "a=b"'),
        ("redis.deployment.enabled=false", "redis: {deployment: {enabled: false}}"),
        ("glooMgmtServer.tag=1.10", "    tag: 1.1"),
    ],
)
def test_one_line_changes(assignment: str, line: str, values: Path, gloo_wizard: Run) -> None:
    ended = gloo_wizard("set", values, assignment)
    assert ended.code == 0
    assert lines_that_differ(VALUES, ended.data) == [line]
    assert values.read_bytes() == VALUES


def test_in_place(values: Path, gloo_wizard: Run) -> None:
    if os.name == "posix":
        values.chmod(0o640)
    ended = gloo_wizard("set", values, "glooMgmtServer.enabled=false", "-i")
    assert (ended.code, ended.data, ended.told) == (0, b"", "")
    assert values.read_bytes() == VALUES.replace(b"true  #", b"false  #")
    if os.name == "posix":
        assert stat.S_IMODE(values.stat().st_mode) == 0o640


def test_nothing_to_change_leaves_the_file_alone(values: Path, gloo_wizard: Run) -> None:
    before = values.stat()
    assert gloo_wizard("set", values, "glooMgmtServer.enabled=true", "--in-place").code == 0
    assert values.stat().st_mtime_ns == before.st_mtime_ns
    assert values.stat().st_ino == before.st_ino


def test_back_and_forth_gives_the_same_bytes(gloo_wizard: Run) -> None:
    given = b"\xef\xbb\xbfa: 'x'\r\nb:\r\n  c: 1"
    there = gloo_wizard("set", "-", "b.c=2", given=given).data
    assert there == given.replace(b"c: 1", b"c: 2")
    assert gloo_wizard("set", "-", "b.c=1", given=there).data == given


def test_several_changes_at_once(values: Path, gloo_wizard: Run) -> None:
    ended = gloo_wizard(
        "set", values, "glooUi.enabled=true", "--unset", "redis.deployment.enabled",
        "--comment", "glooUi.enabled=For the team.", "glooMgmtServer.enabled=false",
    )  # fmt: skip
    assert ended.code == 0
    assert b"redis" not in ended.data
    assert b"#: For the team.\n" in ended.data
    found = json.loads(gloo_wizard("show", "-", "--format=json", given=ended.data).data)
    assert found["glooUi"] == {"enabled": True}
    assert found["glooMgmtServer"]["enabled"] is False


def test_comments_alone(values: Path, gloo_wizard: Run) -> None:
    path = "glooMgmtServer.enabled"
    ended = gloo_wizard("set", values, "--comment", f"{path}=The server.")
    assert lines_that_differ(VALUES, ended.data) == ["    #: The server."]
    gone = gloo_wizard("set", "-", "--comment", f"{path}=", given=ended.data)
    assert gone.data == VALUES
    nowhere = gloo_wizard("set", values, "--comment", "a.b=text")
    assert (nowhere.code, nowhere.data) == (ExitCode.USAGE, b"")


def test_empty_sections_stay_where_asked(values: Path, gloo_wizard: Run) -> None:
    unset = ("--unset", "redis.deployment.enabled")
    assert b"redis" not in gloo_wizard("set", values, *unset).data
    assert b"redis: {deployment: {}}" in gloo_wizard("set", values, *unset, "--keep-empty").data


def test_unset_of_what_is_not_there_is_said(values: Path, gloo_wizard: Run) -> None:
    ended = gloo_wizard("set", values, "--unset", "no.such")
    assert (ended.code, ended.data) == (0, VALUES)
    assert "nothing stands at no.such" in ended.told


def test_an_alias_is_refused_or_written_out(gloo_wizard: Run) -> None:
    given = b"a: &x {b: 1}\nc: *x\n"
    refused = gloo_wizard("set", "-", "c.b=2", given=given)
    assert (refused.code, refused.data) == (ExitCode.USAGE, b"")
    copied = gloo_wizard("set", "-", "c.b=2", "--copy-aliases", given=given)
    found = json.loads(gloo_wizard("show", "-", "--format=json", given=copied.data).data)
    assert found == {"a": {"b": 1}, "c": {"b": 2}}


def test_new_keys_take_the_chart_s_order(gloo_wizard: Run) -> None:
    given = b"glooMgmtServer:\n  enabled: true\n  serviceType: ClusterIP\n"
    ended = gloo_wizard("set", "-", "common.cluster=mgmt", given=given)
    assert ended.data.startswith(b"common:\n")
    other = gloo_wizard("set", "-", "common.cluster=mgmt", "--chart", "other", given=given)
    assert other.code == 0


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        ([], "nothing to do"),
        (["glooMgmtServer"], "no equals sign"),
        (["=1"], "no equals sign"),
        (["a="], "--unset"),
        (["a..b=1"], "two dots"),
        (["a=[1"], "--string"),
        (["a={b: 1} c"], "--string"),
        (["a=.inf"], "refuses"),
        (["glooMgmtServer.enabled.deeper=1"], "glooMgmtServer.enabled"),
        (["--comment", "text"], "no equals sign"),
        (["--unset", "a["], "bracket"),
    ],
)
def test_bad_input_is_one_line(
    arguments: list[str], part: str, values: Path, gloo_wizard: Run
) -> None:
    ended = gloo_wizard("set", values, *arguments, "--in-place")
    assert (ended.code, ended.data) == (ExitCode.USAGE, b"")
    assert part in ended.told
    assert ended.told.count("\n") == 1
    assert values.read_bytes() == VALUES


def test_standard_input_has_no_place(gloo_wizard: Run) -> None:
    assert gloo_wizard("set", "-", "a=1", "-i", given=b"").code == ExitCode.USAGE


def test_sops_is_left_alone(gloo_wizard: Run) -> None:
    ended = gloo_wizard("set", "-", "a=1", given=b"a: ENC\nsops: {mac: x}\n")
    assert (ended.code, ended.data) == (ExitCode.USAGE, b"")
    assert "sops" in ended.told


def test_a_file_that_cannot_be_written(
    values: Path, gloo_wizard: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    ended = gloo_wizard("set", values, "a=1", "-i")
    assert ended.code == ExitCode.UNREADABLE
    assert "read-only" in ended.told
    assert values.read_bytes() == VALUES


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True), ("2", 2), ("-1.5", -1.5), ("null", None), ("text", "text"),
        ("a: b", "a: b"), ("- x", "- x"), ("x #y", "x #y"), ("*x", "*x"),
        (" a ", " a "), ('"yes"', "yes"), ("'1'", "1"), ('""', ""),
        ("10.0.0.1", "10.0.0.1"), ('{"a": [1, null]}', {"a": [1, None]}), ("[a, b]", ["a", "b"]),
        ("2.4.16", "2.4.16"), ("ü", "ü"),
    ],
)  # fmt: skip
def test_values_without_a_doubt(text: str, value: Any) -> None:
    assert read_value(text) == (value, "")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("yes", True),
        ("0644", 420),
        ("1e3", 1000),
        ("1.0", 1),
        ("~", None),
        ("9007199254740993", 2**53),
    ],
)
def test_values_that_look_otherwise_are_told(text: str, value: Any) -> None:
    found, note = read_value(text)
    assert found == value
    assert type(found) is type(value)
    assert text in note
    assert read_value(text, as_text=True) == (text, "")


@pytest.mark.parametrize("text", ["", "  ", ".nan", "[", "{a", '"x', '"a" b', '"a"\nother: 1'])
def test_values_that_are_none(text: str) -> None:
    with pytest.raises(UnreadableValue):
        read_value(text)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a.b=c=d", ("a.b", "c=d")),
        ("a[x=y].b=c", ("a[x=y].b", "c")),
        ('"a=b".c=d', ('"a=b".c', "d")),
        ('"a\\"=b"=d', ('"a\\"=b"', "d")),
        ("a=", ("a", "")),
        ("=a", None),
        ("a", None),
        ("", None),
        ("a[x=y]", None),
    ],
)
def test_path_and_value_part(text: str, parts: tuple[str, str] | None) -> None:
    assert split(text) == parts
