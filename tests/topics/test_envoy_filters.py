"""Large Envoy filters: what is written, what is recognised, what is said."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from schema.path import Item
from tests.topics.trees import marks, mended, odd_trees, plan, read_back, session, value_of
from wizard.topics import envoy_filters
from wizard.topics.env import SEEDS
from wizard.topics.envoy_filters_rules import RULES, SEGMENT


def server(**values: Any) -> dict[str, Any]:
    return {"glooMgmtServer": values}


def test_the_variable_is_a_map_entry_in_2_4() -> None:
    one = session(envoy_filters.TOPIC)
    one.answer("envoy-filters.segment", "yes")
    assert value_of(one) == server(extraEnvs={SEGMENT: {"value": "true"}})
    assert read_back(one).answer_of("envoy-filters.segment") == "yes"


def test_the_whole_list_stands_in_2_3_and_goes_with_the_answer() -> None:
    one = session(envoy_filters.TOPIC, version="2.3.3")
    one.answer("envoy-filters.segment", "yes")
    entries = value_of(one)["glooMgmtServer"]["env"]
    assert [entry["name"] for entry in entries] == [
        "POD_NAMESPACE",
        "POD_UID",
        "LICENSE_KEY",
        "REDIS_USERNAME",
        "REDIS_PASSWORD",
        SEGMENT,
    ]
    assert read_back(one).answer_of("envoy-filters.segment") == "yes"
    one.answer("envoy-filters.segment", "no")
    assert value_of(one) == {}
    assert read_back(one).answer_of("envoy-filters.segment") == "no"


@pytest.mark.parametrize("version", ["2.5.0", "2.6.8"])
def test_it_is_not_asked_later(version: str) -> None:
    one = session(envoy_filters.TOPIC, version=version)
    assert "always split" in one.why_hidden("envoy-filters.segment")


def test_the_answer_goes_when_the_version_moves_on() -> None:
    one = session(envoy_filters.TOPIC)
    one.answer("envoy-filters.segment", "yes")
    one.change_version("2.5.6")
    assert value_of(one) == {}


def test_the_misspelt_section_is_renamed() -> None:
    variable = {SEGMENT: {"value": "true"}}
    tree = {"glooMgmServer": {"extraEnvs": variable}, "glooMgmtServer": {"enabled": True}}
    [found] = marks(RULES, "GM901", plan(tree))
    assert mended(tree, found) == {"glooMgmtServer": {"enabled": True, "extraEnvs": variable}}
    assert not marks(RULES, "GM901", plan(server(enabled=True)))


@pytest.mark.parametrize(
    "tree",
    [
        server(extraEnvs={SEGMENT: {"value": "true"}}),
        server(env=[{"name": SEGMENT, "value": "true"}]),
    ],
)
def test_the_variable_left_behind(tree: dict[str, Any]) -> None:
    [found] = marks(RULES, "GM902", plan(tree, version="2.5.6"))
    assert found.fix
    assert found.fix.safe
    assert not marks(RULES, "GM902", plan(tree))


@pytest.mark.parametrize("body", [{"value": True}, True, "true", {"value": 1}, None, {}])
def test_the_value_must_be_a_text(body: Any) -> None:
    tree = server(extraEnvs={SEGMENT: body})
    [found] = marks(RULES, "GM903", plan(tree))
    after = mended(tree, found)
    assert after == server(extraEnvs={SEGMENT: {"value": "true"}})
    assert not marks(RULES, "GM903", plan(after))


def test_extra_envs_are_not_read_in_2_3() -> None:
    tree = server(extraEnvs={SEGMENT: {"value": "true"}})
    [found] = marks(RULES, "GM904", plan(tree, version="2.3.3"))
    entries = mended(tree, found)["glooMgmtServer"]["env"]
    assert entries[:-1] == [dict(entry) for entry in SEEDS["glooMgmtServer"]]
    assert entries[-1] == {"name": SEGMENT, "value": "true"}
    listed = server(env=[{"name": "A", "value": "b"}], extraEnvs={SEGMENT: {"value": "true"}})
    [found] = marks(RULES, "GM904", plan(listed, version="2.3.3"))
    assert found.fix
    assert found.fix.changes[0].path == (
        "glooMgmtServer",
        "env",
        Item("name", SEGMENT),
    )
    assert not marks(RULES, "GM904", plan(tree))


@given(odd_trees("glooMgmServer.extraEnvs", f"glooMgmtServer.extraEnvs.{SEGMENT}.value", "env"))
def test_no_rule_trips_over_odd_trees(tree: dict[str, Any]) -> None:
    for version in ("2.3.3", "2.4.16", "2.6.8"):
        for rule in RULES:
            list(rule.check(plan(tree, version=version)))
