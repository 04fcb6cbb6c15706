"""Safe mode: what is written, what is recognised, what is said."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from schema.finding import Put
from tests.topics.trees import marks, mended, odd_trees, plan, read_back, session, value_of
from wizard.topics import safe_mode
from wizard.topics.safe_mode_rules import RULES

KNOWN = ("2.4.12", "2.4.16", "2.5.4", "2.6.8", "2.12.0")
UNKNOWN = ("2.3.3", "2.4.11", "2.5.3")


def server(**values: Any) -> dict[str, Any]:
    return {"glooMgmtServer": {"enabled": True, **values}}


@pytest.mark.parametrize("version", KNOWN)
@pytest.mark.parametrize(
    ("answers", "written"),
    [
        ({"behaviour": "strict"}, {"safeMode": True}),
        ({"behaviour": "off"}, {"safeMode": False, "safeStartWindow": 0}),
        ({"behaviour": "window", "window": 90}, {"safeMode": False, "safeStartWindow": 90}),
        ({"behaviour": "window"}, {"safeMode": False}),
    ],
)
def test_every_choice_comes_back(
    version: str, answers: dict[str, Any], written: dict[str, Any]
) -> None:
    one = session(safe_mode.TOPIC, version=version)
    for id, answer in answers.items():
        one.answer(f"safe-mode.{id}", answer)
    assert value_of(one) == {"glooMgmtServer": written}
    again = read_back(one)
    assert {id: again.answer_of(f"safe-mode.{id}") for id in answers} == answers


@pytest.mark.parametrize("version", UNKNOWN)
def test_it_is_not_asked_where_nothing_reads_it(version: str) -> None:
    one = session(safe_mode.TOPIC, version=version)
    assert f"this is {version}" in one.why_hidden("safe-mode.behaviour")
    tree = server(safeMode=True, safeStartWindow=90)
    found = marks(RULES, "GM804", plan(tree, version=version))
    assert len(found) == 2
    assert mended(tree, found[0])["glooMgmtServer"] == {"enabled": True, "safeStartWindow": 90}
    assert not marks(RULES, "GM801", plan(tree, version=version))


def test_a_finding_of_a_topic_that_is_not_asked_still_shows() -> None:
    one = session(safe_mode.TOPIC, version="2.3.3")
    one.edit("management", [Put(("glooMgmtServer", "safeMode"), True)], "by hand")
    assert "GM804" in {finding.code for finding in one.findings()}


def test_a_window_beside_strict_mode() -> None:
    [found] = marks(RULES, "GM801", plan(server(safeMode=True, safeStartWindow=90)))
    assert found.fix
    assert found.fix.safe
    assert not marks(RULES, "GM801", plan(server(safeMode=False, safeStartWindow=90)))
    assert not marks(RULES, "GM801", plan(server(safeStartWindow=90)))


def test_a_window_alone_counts_for_nothing_from_2_6_on() -> None:
    tree = server(safeStartWindow=90)
    [found] = marks(RULES, "GM801", plan(tree, version="2.6.8"))
    assert mended(tree, found)["glooMgmtServer"]["safeMode"] is False


def test_replicas_undo_scaling_to_zero() -> None:
    replicas = {"deploymentOverrides": {"spec": {"replicas": 2}}}
    for tree in (
        server(safeMode=True, **replicas),
        {**server(**replicas), "redis": {"deployment": {"ioThreads": 2}}},
        server(env=[{"name": "EXPERIMENTAL_SEGMENT_ENVOY_FILTERS_BY_MATCHER"}], **replicas),
    ):
        assert marks(RULES, "GM802", plan(tree))
    assert not marks(RULES, "GM802", plan(server(**replicas)))
    assert not marks(RULES, "GM802", plan(server(safeMode=True)))


def test_zero_replicas() -> None:
    tree = server(deploymentOverrides={"spec": {"replicas": 0}})
    [found] = marks(RULES, "GM803", plan(tree))
    assert not marks(RULES, "GM803", plan(mended(tree, found)))


def test_a_stale_cluster_freezes_only_2_4_and_2_5() -> None:
    tree = server(safeMode=True)
    assert marks(RULES, "GM805", plan(tree))
    assert not marks(RULES, "GM805", plan(tree, version="2.6.8"))
    assert not marks(RULES, "GM805", plan(server(safeMode=False)))


def test_no_wait_in_production() -> None:
    tree = server(safeMode=False, safeStartWindow=0)
    assert marks(RULES, "GM806", plan(tree, deployment_purpose="production"))
    assert not marks(RULES, "GM806", plan(tree, deployment_purpose="evaluation"))
    bounded = server(safeMode=False, safeStartWindow=90)
    assert not marks(RULES, "GM806", plan(bounded, deployment_purpose="production"))


@given(
    odd_trees(
        "glooMgmtServer.safeMode",
        "glooMgmtServer.safeStartWindow",
        "glooMgmtServer.deploymentOverrides.spec.replicas",
        "glooMgmtServer.env",
        "redis.deployment.ioThreads",
    )
)
def test_no_rule_trips_over_odd_trees(tree: dict[str, Any]) -> None:
    for version in ("2.3.3", "2.4.16", "2.6.8"):
        for rule in RULES:
            list(rule.check(plan(tree, version=version, deployment_purpose="production")))
