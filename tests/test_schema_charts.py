"""What is known of a chart that is at hand: schema, values, sub-charts, comments."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from schema.chart import Chart, SubChart
from schema.charted import ChartSchema
from schema.derive import derive, read_values
from schema.facts import ANY, ITEM
from schema.plain import line, plain
from schema.semver import Wanted, newest_first
from schema.source import Source, load
from schema.validate import validate
from schema.valuescomments import read_comment
from tests.charts import write_chart
from tests.commands import Run
from tests.helm import HelmRefusal, helm_template, needs_helm
from tests.reference import needs_reference, real_chart, reference_folder


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> ChartSchema:
    return loaded(write_chart(tmp_path_factory.mktemp("shop")))


def loaded(folder: Path) -> ChartSchema:
    schema = load(Source(str(folder)))
    assert isinstance(schema, ChartSchema)
    return schema


def told(schema: ChartSchema, path: str) -> tuple[str, Any, str]:
    field = schema.field(path)
    assert field is not None, path
    return field.type, field.default, field.description


def codes(schema: ChartSchema, value: dict[str, Any]) -> list[str]:
    return [finding.code for finding in validate(value, None, schema)]


def test_types_come_from_the_schema_and_the_rest_from_the_values(shop: ChartSchema) -> None:
    assert told(shop, "replicas") == ("integer", 2, "How many pods serve")
    assert told(shop, "image.tag") == ("string", None, "The tag, `latest` is none")
    assert told(shop, "image.registry")[2] == "Where it is pulled from."
    level = shop.field("level")
    assert level is not None
    assert (level.choices, level.enforced) == (("debug", "info", "warn"), True)
    password = shop.field("password")
    assert password is not None
    assert password.sensitive
    assert shop.known("labels.anything")
    assert told(shop, "hosts")[2] == "Names that it answers to"
    assert [field.key for field in shop.children()][:3] == ["replicas", "image", "level"]
    assert shop.rank("image") == 1
    assert shop.confidence == "The chart's own schema and values."


def test_values_of_a_sub_chart_stand_under_its_key(shop: ChartSchema) -> None:
    assert told(shop, "store.size") == ("string", "5Gi", "How large the disk is")
    assert shop.default("store.class") == "fast"
    assert shop.known("global.anything")
    assert shop.search("disk large")[0].path == "store.size"
    assert shop.nearest("store.sise") == ("store", "size")


@needs_helm
@pytest.mark.parametrize(
    "values",
    [
        {},
        {"replicas": -1},
        {"replicas": None},
        {"level": "loud"},
        {"labels": {"a": 1}},
        {"store": {"size": "big"}},
        {"store": {"size": "big", "enabled": False}},
        {"store": {"sise": "1Gi"}},
        {"image": {"tag": 1}},
        {"unknown": 1},
    ],
    ids=json.dumps,
)
def test_helm_refuses_what_is_an_error_here(
    values: dict[str, Any], shop: ChartSchema, tmp_path: Path
) -> None:
    file = tmp_path / "values.yaml"
    file.write_text(json.dumps(values))
    for major in (3, 4):
        answer = helm_template(major, write_chart(tmp_path), [file])
        found = [one for one in validate(values, None, shop) if one.severity.value == "error"]
        assert bool(found) == isinstance(answer, HelmRefusal), (found, answer)


def test_without_a_schema_all_comes_from_the_values(tmp_path: Path) -> None:
    schema = loaded(write_chart(tmp_path, schema=None, sub_chart=False))
    assert schema.confidence.startswith("Types are derived")
    assert told(schema, "replicas") == ("integer", 2, "How many pods serve")
    assert told(schema, "image.tag") == ("string", None, "The tag, `latest` is none")
    assert told(schema, "port")[0] == "integer"
    assert told(schema, "hosts[0].port")[0] == "integer"
    assert schema.open("labels")
    assert codes(schema, {"replicas": "two"}) == ["SC006"]
    assert codes(schema, {"level": "loud"}) == ["SC004"]
    assert codes(schema, {"replica": 2}) == ["SC010"]
    assert all(
        one.severity.value != "error" for one in validate({"level": "x", "port": 0}, None, schema)
    )


@pytest.mark.parametrize(
    ("comment", "text", "rules"),
    [
        ("A plain one.\nIn two lines.", "A plain one. In two lines.", {}),
        ("-- Of helm-docs", "Of helm-docs", {}),
        ("old talk\n-- (int) Of helm-docs\n@default -- 3", "Of helm-docs", {"type": ["integer"]}),
        ("@schema\ntype: [string, 'null']\n@schema\n-- Both", "Both", {"type": ["string", "null"]}),
        ("@schema type:[string, null];minimum:1", "", {"type": ["string", "null"], "minimum": 1}),
        ("@schema\nbroken: [\n@schema\ntext", "text", {}),
        ("Set it:\n  key: value\nkey: value\n- a", "Set it:", {}),
        ("=====\nTitle\n=====", "Title", {}),
    ],
)  # fmt: skip
def test_comments(comment: str, text: str, rules: dict[str, Any]) -> None:
    found = read_comment(comment.split("\n"))
    assert (found.text, found.rules) == (text, rules)


def test_comments_that_name_their_path() -> None:
    reading = read_values(
        "## @param image.tag [string] The tag\n# image.pull -- (string) When\n\n"
        "image:\n  tag: 1\n  pull:\n"
    )
    image = derive(reading)["properties"]["image"]["properties"]
    assert image["tag"] == {"type": "integer", "description": "The tag"}
    assert image["pull"] == {"type": ["string"], "description": "When"}


def test_a_comment_belongs_to_the_key_right_below_it() -> None:
    reading = read_values("# far\n\na: 1\nb:\n# outer\n  # inner\n  c: 2\n")
    schema = derive(reading)["properties"]
    assert "description" not in schema["a"]
    assert schema["b"]["properties"]["c"]["description"] == "inner"


def test_references_go_round_in_circles_and_lead_nowhere() -> None:
    document = {
        "properties": {
            "tree": {"$ref": "#/$defs/tree"},
            "away": {"$ref": "https://charts.test/schema.json"},
            "lost": {"$ref": "#/nowhere"},
            "self": {"$ref": "#"},
        },
        "$defs": {
            "tree": {"properties": {"name": {"type": "string"}, "next": {"$ref": "#/$defs/tree"}}}
        },
    }
    schema = ChartSchema(Chart("shop", "1.0.0", schema=document), "a test")
    assert [field.path for field in schema.walk("tree")] == ["tree", "tree.name", "tree.next"]
    assert told(schema, "away")[0] == "any"
    assert told(schema, "lost")[0] == "any"
    assert codes(schema, {"away": {"a": 1}, "tree": {"name": "a"}}) == ["SC009"]


def test_a_schema_that_multiplies_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("schema.jsonschema_read.MOST_FIELDS", 1000)
    definitions = {
        str(n): {"properties": {key: {"$ref": f"#/$defs/{n + 1}"} for key in "abcd"}}
        for n in range(12)
    }
    document = {"$ref": "#/$defs/0", "$defs": {**definitions, "12": {}}}
    schema = ChartSchema(Chart("shop", "1.0.0", schema=document), "a test")
    assert schema.count < 1100
    assert "more than 1,000 values" in schema.notes[-1]
    assert schema.known("d.a.b.c")


def test_a_sub_chart_within_a_sub_chart_and_older_schemas() -> None:
    old = {
        "$schema": "http://json-schema.org/draft-04/schema#",
        "id": "http://charts.test/x",
        "properties": {"count": {"$ref": "#/definitions/count"}},
        "definitions": {"count": {"type": "integer"}},
    }
    inner = Chart("inner", "1.0.0", "count: 1\n", old)
    middle = Chart("middle", "1.0.0", "inner: {count: 2}\n", None, (SubChart("inner", inner),))
    schema = ChartSchema(
        Chart("outer", "1.0.0", "a: 1\n", None, (SubChart("m", middle),)), "a test"
    )
    assert schema.default("m.inner.count") == 2
    assert codes(schema, {"m": {"inner": {"count": "x"}}}) == ["SC001"]
    assert codes(schema, {"m": {"inner": {"count": 3}}}) == []


def test_nothing_is_said_of_the_values_of_a_sub_chart_that_is_not_there(tmp_path: Path) -> None:
    about = {"apiVersion": "v2", "name": "shop", "version": "1.0.0"}
    dependencies = [{"name": "disk", "version": "1.0.0", "alias": "store"}]
    (tmp_path / "Chart.yaml").write_text(json.dumps({**about, "dependencies": dependencies}))
    (tmp_path / "values.yaml").write_text("own: 1\n")
    schema = loaded(tmp_path)
    assert codes(schema, {"store": {"size": 1}, "global": {"a": 1}}) == []
    assert codes(schema, {"shelf": {"size": 1}}) == ["SC010"]
    assert schema.notes == ("The sub-chart store is not in the package.",)


def test_text_of_a_chart_does_nothing_to_a_terminal() -> None:
    nasty = "\x1b]0;title\x07\x1b[31mred\x1b[0m\x9b2J \u202eback [bold]x[/]\r\n\x00end"
    assert plain(nasty) == "red back [bold]x[/]\nend"
    assert line("a\n\x1b[2Jb") == "a b"
    document = {"properties": {"a": {"description": nasty}, "b\x1b[2J": {}}}
    schema = ChartSchema(Chart("shop", "1.0.0", 'a: "\\e[2Jx"\n', document), "from \x1b[1mhere")
    assert told(schema, "a") == ("any", "x", plain(nasty))
    assert schema.origin == "from here"
    assert schema.default("a") == "\x1b[2Jx"
    assert [field.key for field in schema.walk()] == ["a"]


@pytest.mark.parametrize(
    ("wanted", "fitting"),
    [
        ("", ["1.10.0", "1.2.3", "0.2.5", "0.2.0"]),
        ("*", ["1.10.0", "1.2.3", "0.2.5", "0.2.0"]),
        ("1.x", ["1.10.0", "1.2.3"]),
        ("^0.2.1", ["0.2.5"]),
        ("~0.2", ["0.2.5", "0.2.0"]),
        ("1.2.3 - 1.9", ["1.2.3"]),
        (">= 1.2.3, != 1.10.0", ["1.2.3"]),
        ("!=1.x", ["0.2.5", "0.2.0"]),
        (">1", []),
        ("<=1.2", ["1.2.3", "0.2.5", "0.2.0"]),
        ("^2.0.0-0", ["2.0.0-rc.2", "2.0.0-rc.10"]),
        ("=0.2.5 || 1.2.3", ["1.2.3", "0.2.5"]),
    ],
)
def test_ranges(wanted: str, fitting: list[str]) -> None:
    from schema.semver import Semver

    every = ["0.2.0", "1.10.0", "0.2.5", "2.0.0-rc.2", "1.2.3", "2.0.0-rc.10"]
    range_ = Wanted(wanted)
    assert sorted(v for v in every if range_.fits(Semver.parse(v))) == sorted(fitting)
    assert newest_first(every)[:2] == ["2.0.0-rc.10", "2.0.0-rc.2"]


@pytest.mark.parametrize("text", ["one", "1.2.3.4", ">", "1 ||", "^^1", "1.2.3 -"])
def test_what_is_no_range(text: str) -> None:
    with pytest.raises(ValueError, match=r"version|alternative"):
        Wanted(text)


# Charts of the world


@needs_reference
def test_the_real_chart(gloo_wizard: Run, tmp_path: Path) -> None:
    folder = real_chart()
    bare = load(Source(schema=str(folder / "values.schema.json")), "2.3.3")
    assert isinstance(bare, ChartSchema)
    assert bare.count == 7105
    whole = loaded(folder)
    assert whole.count > bare.count
    assert {field.path for field in bare.walk()} <= {field.path for field in whole.walk()}
    described = sum(1 for field in whole.children("glooMgmtServer") if field.description)
    assert described > 20
    gateway = whole.field("telemetryGateway.replicaCount")
    assert gateway is not None
    assert whole.field("prometheus.server.retention") is not None
    assert codes(
        whole, {"common": {"cluster": "a"}, "telemetryGateway": {"enabled": True, "x": 1}}
    ) == ["SC003"]
    assert codes(whole, {"common": {"cluster": "a"}}) == []
    values = tmp_path / "values.yaml"
    values.write_text("common:\n  cluster: a\n  insecur: true\n")
    ended = gloo_wizard("check", values, "--chart", folder)
    assert "SC010 common.insecur" in ended.text
    assert ended.code == 1
    assert "2.3.3" in gloo_wizard("explain", "glooMgmtServer.image.tag", "--chart", folder).text
    shown = gloo_wizard("show", values, "common.addonNamespace", "--effective", "--chart", folder)
    assert shown.text == "gloo-mesh-addons\n"


@needs_reference
def test_all_values_of_the_real_chart() -> None:
    from dataclasses import replace

    from wizard.fields import field_rows
    from wizard.guides import guide_for
    from wizard.opening import new
    from wizard.session import Session

    schema = loaded(real_chart())
    session = new(guide_for("gloo-platform"), Path("values.yaml"), "2.3.3")
    session = Session(replace(session.state, schema=schema))
    (key,) = [member.key for member in session.plan]
    assert len(field_rows(session, key, frozenset())) == len(schema.children())
    every = frozenset(
        tuple(field.path.split("."))
        for field in schema.walk()
        if not {ANY, ITEM} & set(field.path.split(".")) and '"' not in field.path
    )
    assert len(field_rows(session, key, every)) > 1_000


@needs_reference
@pytest.mark.parametrize(
    ("name", "path", "least"),
    [
        ("prometheus-community-helm-charts--charts-kube-prometheus-stack-values.yaml",
         "prometheus.prometheusSpec.retention", 1000),
        ("hashicorp-consul-k8s--charts-consul-values.yaml", "global.tls.enabled", 400),
    ],
)  # fmt: skip
def test_large_charts_without_a_schema(
    name: str, path: str, least: int, gloo_wizard: Run, tmp_path: Path
) -> None:
    folder = reference_folder()
    assert folder is not None
    file = folder / "corpus" / name
    schema = load(Source("large", schema=str(file)), "1.0.0")
    assert isinstance(schema, ChartSchema)
    assert schema.count > least
    field = schema.field(path)
    assert field is not None
    assert field.description
    assert [one for one in validate(schema.defaults(), None, schema) if one.code != "SC007"] == []
    values = tmp_path / "values.yaml"
    values.write_text("notAKey: 1\n")
    options = ("--chart", "large", "--schema", file)
    assert "SC010 notAKey" in gloo_wizard("check", values, *options).text
    assert field.description.split()[0] in gloo_wizard("explain", path, *options).text
    assert gloo_wizard("set", values, f"{path}=x", *options).text.startswith("notAKey: 1\n")
