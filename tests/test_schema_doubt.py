"""The first look over values clears nothing that jsonschema would find fault with."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import schema.validate
from schema import bundle, helmyaml
from schema.doubt import doubtful
from schema.facts import ANY, ITEM
from schema.finding import Finding
from schema.model import Branch, Schema
from schema.validate import validate
from tests.reference import corpus, needs_reference, some

VERSIONS = ("2.3.3", "2.4.4", "2.4.16", "2.5.0", "2.6.0")
_ANYTHING: tuple[Any, ...] = (
    True, False, 0, 1, -3, 2.5, 10**15, "", "text", "true", "5", "100m", None, {}, [], {"a": 1},
    {"a": "b"}, ["x"], [None], [{}], [{"name": "A", "value": "b"}], {"A": {"value": "b"}},
    {"a": None},
)  # fmt: skip
_USUAL: dict[str, tuple[Any, ...]] = {
    "boolean": (True, False),
    "integer": (0, 3),
    "number": (1, 0.5),
    "string": ("text", ""),
    "quantity": ("1Gi", 2, 0.5),
    "int-or-string": ("50%", 3),
    "string-or-integer": ("a", 7),
    "any": _ANYTHING,
}


def test_an_ordinary_file_is_cleared() -> None:
    value = helmyaml.read(
        "common: {cluster: mgmt}\n"
        "glooMgmtServer: {enabled: true, deploymentOverrides: {spec: {replicas: 2}}}\n"
        "telemetryGateway: {enabled: true, resources: {limits: {memory: 1Gi}}}\n"
        "prometheus: {enabled: true, server: {retention: 1d}}\n"
        "myOwn: {key: [1, 2]}\n"
    ).value
    assert doubtful(value, bundle.load()) == set()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("glooUi: {enabled: 'true'}", "SC001"),
        ("glooUi: {enabled: 1}", "SC001"),
        ("glooAgent: []", "SC001"),
        ("glooUi: {sidecars: {a: {env: [{name: 5}]}}}", "SC001"),
        ("telemetryGateway: {enabled: true, command: [x]}", "SC001"),
        ("common: {cluster: ''}", "SC002"),
        ("common: {insecure: true}", "SC002"),
        ("telemetryGateway: {enabled: true, unknown: 1}", "SC003"),
        ("telemetryGateway: {enabled: true, service: {type: None}}", "SC004"),
        ("glooAgent: {enabled: null}", ""),
    ],
)
def test_what_is_not_plain_is_doubted(text: str, code: str) -> None:
    value = {"common": {"cluster": "c"}, **helmyaml.read(text).value}
    assert doubtful(value, bundle.load()) == set(helmyaml.read(text).value)
    compare(value, "2.4.16")
    assert code in ["", *(finding.code for finding in validate(value, None, bundle.load()))]


def test_a_section_that_is_demanded_is_doubted_when_it_is_missing() -> None:
    assert doubtful({"redis": {"deployment": {"enabled": True}}}, bundle.load()) == {"common"}


@pytest.mark.parametrize("version", VERSIONS)
@settings(max_examples=60)
@given(seed=st.integers(0, 2**32))
def test_jsonschema_finds_nothing_in_what_is_cleared(version: str, seed: int) -> None:
    chance = random.Random(seed)
    compare(_made_up(bundle.load(version=version), chance), version)


@needs_reference
def test_real_files_are_judged_alike() -> None:
    fields = cleared = 0
    for file in some(corpus(), 4):
        try:
            value = helmyaml.read(file.path.read_bytes().decode()).value
        except ValueError:
            continue
        compare(value, "2.4.16")
        fields += len(value)
        cleared += len(value) - len(doubtful(value, bundle.load(version="2.4.16")))
    assert cleared > fields / 2


def compare(value: dict[str, Any], version: str) -> None:
    """With the first look, and without it, jsonschema judging everything."""
    known = bundle.load(version=version)
    found = validate(value, None, known)
    with patch.object(schema.validate, "doubtful", lambda value, known: _everything(value, known)):
        assert found == validate(value, None, known), value


def _everything(value: dict[str, Any], known: Schema) -> set[str]:
    return set(value) | set(known.root.children)


def _made_up(known: Schema, chance: random.Random) -> dict[str, Any]:
    """Sections of the chart filled with values of the right type, and a few of any other."""
    wrong = chance.choice((0.0, 0.0, 0.02, 0.1))
    names = [key for key in known.root.children if chance.random() < 0.3]
    value = {key: _filled(known.root.children[key], chance, wrong, 0) for key in names}
    return value | ({"common": {"cluster": "c"}} if chance.random() < 0.8 else {})


def _filled(branch: Branch, chance: random.Random, wrong: float, depth: int) -> Any:
    if chance.random() < wrong:
        return chance.choice(_ANYTHING)
    if branch.type in _USUAL:
        choices = branch.facts.get("choices")
        return chance.choice(choices if choices else _USUAL[branch.type])
    entry = branch.children.get(ITEM)
    if branch.type == "list":
        few = range(chance.choice((0, 1, 2)))
        return [_filled(entry, chance, wrong, depth + 1) if entry else "x" for _ in few]
    value = dict(_entries(branch, chance, wrong, depth))
    if chance.random() < wrong:
        value["surprise"] = chance.choice(_ANYTHING)
    return value


def _entries(
    branch: Branch, chance: random.Random, wrong: float, depth: int
) -> Iterator[tuple[str, Any]]:
    for key, child in branch.children.items():
        if key == ITEM or chance.random() < 0.6 + depth * 0.05:
            continue
        yield ("some" if key == ANY else key), _filled(child, chance, wrong, depth + 1)


def test_findings_of_a_doubted_section_are_those_of_the_whole() -> None:
    text = "common: {cluster: c}\nglooUi: {enabled: 'yes'}\nglooAgent: {enabled: true}\n"
    value = helmyaml.read(text).value
    found: list[Finding] = validate(value, None, bundle.load())
    assert [finding.path for finding in found] == [("glooUi", "enabled")]
    compare(value, "2.4.16")
