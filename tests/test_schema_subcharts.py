"""Sub-charts: when they count, and what their parent takes over of them, as Helm has it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from schema.source import Source, load
from schema.validate import validate
from tests.helm import HelmRefusal, helm_template, needs_helm


def switched(folder: Path, values: str = "own: 1\n") -> Path:
    """A chart with a strict sub-chart that conditions and tags switch, with another one within."""
    strict: dict[str, Any] = {"properties": {"size": {"type": "integer"}, "global": {}, "deep": {}},
              "additionalProperties": False}  # fmt: skip
    deep = {"name": "deep", "version": "1.0.0", "tags": ["back"], "condition": "deep.enabled"}
    dependency = {
        "name": "disk", "version": "1.0.0", "alias": "store", "condition": "a.on,b.on",
        "tags": ["front", "back"],
        "import-values": ["told", {"child": "inner", "parent": "taken.here"}],
    }  # fmt: skip
    own_values = "exports: {told: {fromDisk: x, own: 2}}\ninner:\n  # How deep\n  depth: 3\n"
    strict["properties"] |= {"exports": {}, "inner": {}}
    files: dict[str, dict[str, Any]] = {
        "Chart.yaml": {"name": "shop", "dependencies": [dependency]},
        "charts/disk/Chart.yaml": {"name": "disk", "dependencies": [deep]},
        "charts/disk/values.schema.json": strict,
        "charts/disk/charts/deep/Chart.yaml": {"name": "deep"},
        "charts/disk/charts/deep/values.schema.json": {"required": ["must"]},
    }
    for name, content in files.items():
        file = folder / "shop" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        about = {"apiVersion": "v2", "version": "1.0.0"} if name.endswith("Chart.yaml") else {}
        file.write_text(json.dumps({**about, **content}))
    (folder / "shop" / "values.yaml").write_text(values)
    (folder / "shop" / "charts" / "disk" / "values.yaml").write_text(own_values)
    (folder / "shop" / "templates").mkdir()
    return folder / "shop"


BAD: dict[str, Any] = {"store": {"size": "big", "deep": {"must": 1}}}
GOOD: dict[str, Any] = {"store": {"size": 1, "deep": {}}}


@needs_helm
@pytest.mark.parametrize(
    "values",
    [
        BAD,
        {**BAD, "a": {"on": False}},
        {**BAD, "a": {"on": True}, "b": {"on": False}, "tags": {"front": False}},
        {**BAD, "a": {"on": "false"}, "b": {"on": False}},
        {**BAD, "tags": {"front": False}},
        {**BAD, "tags": {"front": False, "back": True}},
        {**BAD, "tags": {"front": "no"}},
        GOOD,
        {**GOOD, "tags": {"back": False, "front": True}},
        {"store": {"size": 1, "deep": {"enabled": False}}},
        {"store": {"size": 1, "deep": {"enabled": True}}, "tags": {"front": True, "back": False}},
    ],
    ids=json.dumps,
)
def test_sub_charts_are_switched_as_helm_does(values: dict[str, Any], tmp_path: Path) -> None:
    chart = switched(tmp_path)
    schema = load(Source(str(chart)))
    found = [one for one in validate(values, None, schema) if one.severity.value == "error"]
    file = tmp_path / "values.yaml"
    file.write_text(json.dumps(values))
    for major in (3, 4):
        answer = helm_template(major, chart, [file])
        assert bool(found) == isinstance(answer, HelmRefusal), (found, answer)


@needs_helm
@pytest.mark.parametrize("own", ["own: 1\n", "own: 1\nb: {on: false}\n"])
def test_values_that_are_imported_from_a_sub_chart(own: str, tmp_path: Path) -> None:
    chart = switched(tmp_path, own)
    (chart / "charts/disk/charts/deep/values.schema.json").unlink()
    (chart / "templates/all.yaml").write_text("values: {{ .Values | toJson }}\n")
    schema = load(Source(str(chart)))
    for major in (3, 4):
        rendered = helm_template(major, chart)
        assert isinstance(rendered, str), rendered
        values = yaml.safe_load(rendered)["values"]
        for key in ("own", "fromDisk", "taken"):
            assert values.get(key) == schema.defaults().get(key)
    if "b:" not in own:
        depth = schema.field("taken.here.depth")
        assert depth is not None
        assert (depth.default, depth.description) == (3, "How deep")
    assert schema.known("tags.back")
    assert schema.known("tags.front")
