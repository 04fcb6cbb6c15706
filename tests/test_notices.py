"""Notices: what Helm does in silence is said, with a way out where there is one."""

from __future__ import annotations

from typing import Any

import pytest

from schema.finding import Fix, Put, Severity
from schema.helmyaml import HelmYamlError, decode, read
from schema.notices import CODES, written_by_helm
from tests.reference import corpus, needs_reference


def codes(text: str, helm: int = 4) -> list[str]:
    """The codes of a text's notices, in order."""
    return [notice.code for notice in read(text, helm).notices]


@pytest.mark.parametrize(
    ("text", "code", "fixed"),
    [
        ("a: on\n", "HY001", "on"),
        ("a: NO\n", "HY001", "NO"),
        ("a: 0644\n", "HY002", "0644"),
        ("a: 08\n", "HY002", "08"),
        ("a: 0x1F\n", "HY002", "0x1F"),
        ("a: 1e3\n", "HY003", "1e3"),
        ("a: 9007199254740993\n", "HY006", "9007199254740993"),
        ("a: 0.12345678901234567890123\n", "HY006", "0.12345678901234567890123"),
        ("a: 1.10\n", "HY008", "1.10"),
        ("a: 1_000\n", "HY009", "1_000"),
    ],
)
def test_a_scalar_that_is_better_quoted(text: str, code: str, fixed: str) -> None:
    (notice,) = read(text).notices
    assert (notice.code, notice.line, notice.column, notice.path) == (code, 1, 4, ("a",))
    assert notice.fix is not None
    assert notice.fix.changes == (Put(("a",), fixed),)
    assert not notice.fix.safe


@pytest.mark.parametrize(
    ("text", "helm", "code"),
    [
        ("a: 1\na: 2\n", 4, "HY004"),
        ("a: 1\n---\nb: 1\n", 4, "HY005"),
        ("a: 1\n---\nb: 1\n", 3, "HY005"),
        ("a: 1\n...\nb: 1\n", 4, "HY005"),
        ("a: 1000000\n", 4, "HY007"),
        ('a: "{{ x }}"\n', 4, "HY010"),
        ("a:\t1\n", 4, "HY011"),
        ("on: 1\n", 4, "HY012"),
        ("1.10: x\n", 4, "HY012"),
        ("a: 'x\x85y'\n", 4, "HY013"),
        ("a: 1\nb: " + "x" * 4093, 4, "HY014"),
        ("a: 1\n<<: {a: 2}\n", 4, "HY015"),
        ("a: !vault x\n", 4, "HY016"),
    ],
)
def test_other_notices(text: str, helm: int, code: str) -> None:
    found = read(text, helm).notices
    assert [notice.code for notice in found] == [code]
    assert found[0].line >= 1
    assert found[0].fix is None


@pytest.mark.parametrize(
    "text",
    [
        "a: true\nb: false\nc: ~\nd: 5\ne: 0\nf: 1.5\ng: 999999\nh: -1\n",
        "a: 'on'\nb: \"0644\"\nc: !!str 1e3\nd: |\n  yes\n",
        "a: 2024-01-02\nb: 12:30:45\n8080: x\n",
        "a: |\n  x\ty\nb: x # a\ttab\nc: 'x\ty'\n",
        "<<: {a: 2}\na: 1\n",
        "# c\n---\na: 1\n---\n# end\n",
        "a: 1\n...\n# end\n",
        "a: !!binary aGVsbG8=\nb: ! x\n",
    ],
)
def test_nothing_to_say(text: str) -> None:
    assert codes(text) == []


def test_a_duplicate_names_both_lines_and_offers_no_fix_for_the_lost_one() -> None:
    first, second, third = read("a: on\nb: 1\na: off\n").notices
    assert (first.code, first.fix) == ("HY001", None)
    assert second.code == "HY004"
    assert "line 1 and in line 3" in second.message
    assert isinstance(third.fix, Fix)


def test_a_key_in_two_kinds_is_left_to_chance() -> None:
    (notice,) = read("1: a\n'1': b\n").notices
    assert "run to run" in notice.message


def test_a_key_that_equals_nothing_is_left_to_chance_too() -> None:
    (notice,) = [one for one in read(".nan: 1\n.NaN: 2\n").notices if one.code == "HY004"]
    assert "run to run" in notice.message
    assert "quotes" not in notice.message


def test_notices_come_in_the_order_of_the_text_and_reach_into_lists() -> None:
    found = read("a:\n  - b: yes\n  - [no]\nc: 010\n").notices
    assert [notice.path for notice in found] == [("a", 0, "b"), ("a", 1, 0), ("c",)]
    assert [notice.severity for notice in found] == [Severity.WARNING] * 3


def test_notices_are_found_once() -> None:
    reading = read("a: on\n")
    assert reading.notices is reading.notices


@pytest.mark.parametrize(
    ("value", "shown"),
    [(420, "420"), (0.5, "0.5"), (1e21, "1e+21"), (1e-7, "1e-07"), (1.5e300, "1.5e+300")],
)
def test_numbers_as_helm_writes_them(value: Any, shown: str) -> None:
    assert written_by_helm(value) == shown


@needs_reference
def test_real_files_give_known_codes_only() -> None:
    for file in corpus():
        try:
            found = read(decode(file.path.read_bytes())).notices
        except HelmYamlError:
            continue
        assert {notice.code for notice in found} <= CODES.keys()
