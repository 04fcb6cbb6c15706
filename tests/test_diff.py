"""The diff as data and as text."""

from __future__ import annotations

import difflib
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.diff import diff
from wizard.hiding import HIDDEN, mask

BEFORE = "".join(f"line{number}: {number}\n" for number in range(1, 21))


def test_one_changed_line() -> None:
    change = diff(BEFORE, BEFORE.replace("line10: 10", "line10: x"), context=1)
    assert (change.added, change.removed) == (1, 1)
    (hunk,) = change.hunks
    assert [(line.kind, line.text, line.before, line.after) for line in hunk.lines] == [
        ("context", "line9: 9", 9, 9),
        ("remove", "line10: 10", 10, 0),
        ("add", "line10: x", 0, 10),
        ("context", "line11: 11", 11, 11),
    ]
    assert hunk.header == "@@ -9,3 +9,3 @@"


def test_hunks_part_where_enough_lies_between() -> None:
    after = BEFORE.replace("line2: 2\n", "").replace("line15: 15", "line15: x")
    assert len(diff(BEFORE, after).hunks) == 2
    assert len(diff(BEFORE, after, context=6).hunks) == 1
    assert len(diff(BEFORE, after, context=-1).hunks[0].lines) == 21


def test_no_change() -> None:
    assert not diff(BEFORE, BEFORE)
    assert diff(BEFORE, BEFORE).unified() == ""


def test_a_missing_final_break_shows() -> None:
    assert diff("a: 1\n", "a: 1").unified("x", "y") == (
        "--- x\n+++ y\n@@ -1 +1 @@\n-a: 1\n+a: 1\n\\ No newline at end of file\n"
    )


def test_only_newlines_end_a_line() -> None:
    assert len(diff("a\x85b\u2028c\n", "a\x85b\u2028d\n").hunks[0].lines) == 2


_some_lines = st.lists(st.sampled_from("abcdef"), max_size=30)


@given(_some_lines, _some_lines)
def test_the_unified_text_is_that_of_difflib_in_shape(old: list[str], new: list[str]) -> None:
    before, after = "".join(f"{each}\n" for each in old), "".join(f"{each}\n" for each in new)
    change = diff(before, after, context=-1)
    lines = [line for hunk in change.hunks for line in hunk.lines]
    if before != after:
        assert [line.text for line in lines if line.kind != "add"] == old
        assert [line.text for line in lines if line.kind != "remove"] == new
    expected = "".join(difflib.unified_diff(old, new, n=3))
    assert bool(expected) == bool(change)


@pytest.mark.parametrize("context", [0, 1, 3])
def test_headers_are_those_of_difflib(context: int) -> None:
    cases = [("", BEFORE), (BEFORE, ""), (BEFORE, BEFORE + "x\n"), (BEFORE, "x\n" + BEFORE),
             (BEFORE, BEFORE.replace("line7: 7\n", ""))]  # fmt: skip
    for before, after in cases:
        expected = "".join(
            difflib.unified_diff(
                before.splitlines(True), after.splitlines(True), "before", "after", n=context
            )
        )
        assert diff(before, after, context).unified() == expected.replace(" \n", "\n", 2)


def test_far_apart_changes_in_a_long_text_are_both_small() -> None:
    lines = [f"k{number % 50}: {number // 50}" for number in range(20_000)]
    random.Random(1).shuffle(lines)
    changed = list(lines)
    changed[10] = changed[19_990] = "changed: 1"
    change = diff("\n".join(lines), "\n".join(changed))
    assert (change.added, change.removed) == (2, 2)


def test_a_line_that_moved_far_is_the_only_one_that_changes() -> None:
    lines = [f"k{number}: 1" for number in range(200)]
    moved = [*lines[1:150], lines[0], *lines[150:]]
    change = diff("\n".join(lines), "\n".join(moved))
    assert (change.added, change.removed) == (1, 1)


def test_masked_lines_take_the_place_of_the_real_ones() -> None:
    before, after = "a: secret\nb: 1\n", "a: other\nb: 1\n"
    shown = mask(before, [(3, 9)]), mask(after, [(3, 8)])
    change = diff(before, after, shown=shown)
    assert [line.text for line in change.hunks[0].lines] == [
        f"a: {HIDDEN}", f"a: {HIDDEN}", "b: 1",
    ]  # fmt: skip
    with pytest.raises(ValueError, match="line counts"):
        diff(before, after, shown=("a\n", "b\n"))


def test_a_masked_block_keeps_its_lines() -> None:
    assert mask("a: |\n  x\n  yy\nb: 1\n", [(5, 13)]) == f"a: |\n{HIDDEN}\n{HIDDEN}\nb: 1\n"
    assert mask("abc", [(0, 2), (1, 3)]) == HIDDEN * 2
