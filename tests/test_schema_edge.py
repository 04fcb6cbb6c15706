"""What is bundled of the charts gloo and gloo-ee."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from schema import bundle
from schema.facts import CONTAINERS, join_pattern, split_pattern
from schema.validate import validate
from schema.version import Version

FOLDER = Path(bundle.__file__).parent / "bundled"
CHARTS = ("gloo", "gloo-ee")


def data(chart: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((FOLDER / f"{chart}.json").read_text(encoding="utf-8"))
    return read


@pytest.mark.parametrize("chart", CHARTS)
def test_entries_are_well_formed(chart: str) -> None:
    held, shapes = data(chart), data("gloo")["shapes"]
    types = {"boolean", "integer", "string", "quantity", "int-or-string", *CONTAINERS, *shapes}
    shaped = [entry for shape in held.get("shapes", {}).values() for entry in shape["fields"]]
    for entry in [*held["fields"], *shaped]:
        assert "type" not in entry or entry["type"] in types, entry
        assert join_pattern(split_pattern(entry["path"])) == entry["path"]
        assert re.fullmatch(r"(\d+\.\d+(\.\d+)?)?", entry.get("until", ""))
        if entry.get("since"):
            Version.parse(entry["since"])
        for tag in entry.get("source", "").split():
            assert tag in held["sources"], entry
    paths = [entry["path"] for entry in held["fields"]]
    assert len(set(paths)) == len(paths)


@pytest.mark.parametrize("chart", CHARTS)
@pytest.mark.parametrize("version", ["1.4.4", "1.11.19", "1.18.14", "1.22.0"])
def test_every_field_is_described(chart: str, version: str) -> None:
    schema = bundle.load(chart, version)
    assert [field.path for field in schema.walk() if not field.description] == []


@pytest.mark.parametrize("chart", CHARTS)
def test_meant_keys_exist(chart: str) -> None:
    schema = bundle.load(chart, bundle.default_version(chart))
    for meant in schema.knowledge.mistakes.values():
        assert schema.known(meant), meant
    assert bundle.default_version(chart) in bundle.versions(chart)


@pytest.mark.parametrize("chart", CHARTS)
def test_it_says_that_the_chart_has_no_schema_of_its_own(chart: str) -> None:
    schema = bundle.load(chart, "1.18.14")
    assert "values.schema.json" in schema.origin
    assert schema.knowledge.schemaless
    assert schema.confidence


def test_defaults_follow_the_version() -> None:
    def default(path: str, version: str) -> Any:
        return bundle.load("gloo", version).default(path)

    proxy = "gatewayProxies.gatewayProxy.podTemplate"
    assert [default(f"{proxy}.disableNetBind", v) for v in ("1.3.0", "1.3.31", "1.20.0")] == [
        False, True, True,
    ]  # fmt: skip
    assert [default("discovery.enabled", v) for v in ("1.19.2", "1.20.0")] == [True, False]
    assert default("discovery.fdsMode", "1.18.0") == "WHITELIST"
    assert default(f"{proxy}.image.tag", "1.18.3") == "1.18.3"
    assert default(f"{proxy}.fsGroup", "1.18.3") == 10101


def test_every_proxy_has_the_fields_of_a_proxy() -> None:
    schema = bundle.load("gloo", "1.20.20")
    named = schema.field("gatewayProxies.publicGw.podTemplate.runUnprivileged")
    own = schema.field("gatewayProxies.gatewayProxy.podTemplate.runUnprivileged")
    assert named
    assert own
    assert named.description == own.description
    assert (named.has_default, own.default) == (False, True)


def test_enterprise_has_the_same_values_one_level_down() -> None:
    inner, outer = bundle.load("gloo", "1.18.14"), bundle.load("gloo-ee", "1.18.14")
    for field in inner.walk():
        if field.path == "global.extensions" or "[]" in field.path or "*" in field.path:
            continue
        beside = field.path.split(".")[0] == "global"
        moved = outer.field(field.path if beside else f"gloo.{field.path}")
        assert moved is not None, field.path
        assert (moved.type, moved.default) == (field.type, field.default), field.path
    assert outer.field("settings.create") is None
    assert outer.field("gloo.global") is None
    licence = outer.field("license_key")
    assert licence is not None
    assert licence.sensitive
    assert [one.path for one in inner.children()][:2] == ["namespace", "kubeGateway"]
    assert "license_key" not in [one.path for one in inner.children()]


def test_helm_refuses_nothing_but_what_it_passes_in_silence_is_said() -> None:
    tree = {
        "gatewayProxies": {"gatewayProxy": {"service": {"extraAnnotations": {"a": 10}}}},
        "settings": {"gloo": {"disableKubernetesDestinations": True}, "create": "yes"},
        "discovery": {"fdsMode": "whitelist"},
    }
    found = validate(tree, None, bundle.load("gloo", "1.20.20"))
    assert {(one.code, one.path[-1]) for one in found} == {
        ("SC006", "a"),
        ("SC006", "create"),
        ("SC008", "fdsMode"),
        ("SC010", "gloo"),
    }


def test_values_of_the_open_source_chart_are_told_apart() -> None:
    tree = {"gatewayProxies": {"gatewayProxy": {"disabled": True}}}
    assert not validate(tree, None, bundle.load("gloo", "1.18.14"))
    (found,) = validate(tree, None, bundle.load("gloo-ee", "1.18.14"))
    assert (found.code, found.path) == ("SC010", ("gatewayProxies",))
    assert "gloo.gatewayProxies" in found.message


def test_values_of_enterprise_are_told_apart() -> None:
    tree = {"gloo": {"settings": {"create": True}}}
    assert not validate(tree, None, bundle.load("gloo-ee", "1.18.14"))
    (found,) = validate(tree, None, bundle.load("gloo", "1.18.14"))
    assert (found.code, found.path) == ("SC010", ("gloo", "settings"))
    assert found.fix is not None
