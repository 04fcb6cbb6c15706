"""Merging as Helm merges; `tests/test_differential.py` asks Helm itself."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from schema.coalesce import coalesce, merge

DEFAULTS: dict[str, Any] = {"a": 1, "none": None, "m": {"x": 1, "none": None}, "l": [1, 2]}


@pytest.mark.parametrize(
    ("layer", "expected"),
    [
        ({}, DEFAULTS),
        ({"a": 2}, {**DEFAULTS, "a": 2}),
        ({"l": [3]}, {**DEFAULTS, "l": [3]}),
        ({"m": {"y": 2}}, {**DEFAULTS, "m": {"x": 1, "none": None, "y": 2}}),
        ({"m": 5}, {**DEFAULTS, "m": 5}),
        ({"a": {"x": 1}}, {**DEFAULTS, "a": {"x": 1}}),
        ({"m": {"x": None}}, {**DEFAULTS, "m": {"none": None}}),
        ({"new": None}, {**DEFAULTS, "new": None}),
        ({"m": {"new": None}}, {**DEFAULTS, "m": {"x": 1, "none": None, "new": None}}),
        ({"l": {"a": None}}, {**DEFAULTS, "l": {"a": None}}),
    ],
)
@pytest.mark.parametrize("helm", [3, 4])
def test_one_layer(layer: dict[str, Any], expected: dict[str, Any], helm: int) -> None:
    assert coalesce(DEFAULTS, layer, helm=helm) == expected


@pytest.mark.parametrize("helm", [3, 4])
def test_null_takes_a_default_away(helm: int) -> None:
    assert "a" not in coalesce(DEFAULTS, {"a": None}, helm=helm)
    assert "m" not in coalesce(DEFAULTS, {"m": None}, helm=helm)
    assert "none" not in coalesce(DEFAULTS, {"none": None}, helm=helm)


def test_a_null_over_a_null_below_the_top_goes_in_helm_3_and_stays_in_helm_4() -> None:
    layer: dict[str, Any] = {"m": {"none": None}}
    assert coalesce(DEFAULTS, layer, helm=3)["m"] == {"x": 1}
    assert coalesce(DEFAULTS, layer, helm=4)["m"] == {"x": 1, "none": None}


def test_the_last_layer_wins_and_a_null_may_be_taken_back() -> None:
    assert coalesce(DEFAULTS, {"a": 2}, {"a": 3})["a"] == 3
    assert coalesce(DEFAULTS, {"a": None}, {"a": 3})["a"] == 3
    assert coalesce(DEFAULTS, {"m": None}, {"m": {"y": 1}})["m"] == {"x": 1, "none": None, "y": 1}


def test_arguments_are_left_alone() -> None:
    defaults = copy.deepcopy(DEFAULTS)
    layer: dict[str, Any] = {"m": {"x": None, "y": {"z": 1}}}
    given = copy.deepcopy(layer)
    result = coalesce(defaults, layer, {"m": {"y": {"z": 2}}})
    assert result["m"] == {"none": None, "y": {"z": 2}}
    assert (defaults, layer) == (DEFAULTS, given)


def test_no_depth_is_too_deep() -> None:
    below: dict[str, Any] = {}
    above: dict[str, Any] = {"x": 1}
    for _ in range(20_000):
        below, above = {"a": below}, {"a": above}
    for merged in (coalesce(below, above), merge(below, above)):
        depth = 0
        while "a" in merged:
            merged, depth = merged["a"], depth + 1  # type: ignore[assignment]
        assert (depth, merged) == (20_000, {"x": 1})


def test_documents_merge_with_null_as_a_value() -> None:
    assert merge({"a": {"b": 1}, "c": 1}, {"a": {"b": None}, "c": None}) == {
        "a": {"b": None},
        "c": None,
    }
