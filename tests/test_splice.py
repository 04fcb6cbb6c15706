"""Replacements of text, alone and together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.splice import OverlapError, Splice, apply_all, combine, undo_all

TEXT = "0123456789"


def test_a_splice_and_its_inverse() -> None:
    splice = Splice(2, "23", "xyz")
    assert splice.apply(TEXT) == "01xyz456789"
    assert splice.inverse().apply("01xyz456789") == TEXT
    with pytest.raises(ValueError, match="offset 2"):
        splice.apply("0000000")


def test_splices_that_touch_are_joined_and_trimmed() -> None:
    assert combine(TEXT, [Splice(2, "2", "a"), Splice(3, "3", "b")]) == (Splice(2, "23", "ab"),)
    assert combine(TEXT, [Splice(2, "234", "2x4")]) == (Splice(3, "3", "x"),)
    assert combine(TEXT, [Splice(2, "23", "23")]) == ()


def test_insertions_at_one_place_keep_their_order() -> None:
    splices = combine(TEXT, [Splice(2, "", "a"), Splice(2, "", "b"), Splice(2, "2", "c")])
    assert apply_all(TEXT, splices) == "01abc3456789"


def test_an_overlap_is_an_error() -> None:
    with pytest.raises(OverlapError):
        combine(TEXT, [Splice(2, "234", ""), Splice(3, "3", "x")])


@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.integers(0, 2), st.text("ab", max_size=2)),
        max_size=5,
        unique_by=lambda each: each[0] // 3,
    )
)
def test_all_at_once_one_by_one_and_back(places: list[tuple[int, int, str]]) -> None:
    splices = [
        Splice(start, TEXT[start : min(start + length, start // 3 * 3 + 3)], inserted)
        for start, length, inserted in places
    ]
    combined = combine(TEXT, splices)
    after = apply_all(TEXT, combined)
    one_by_one = TEXT
    for splice in combined:
        one_by_one = splice.apply(one_by_one)
    assert one_by_one == after
    assert undo_all(after, combined) == TEXT
