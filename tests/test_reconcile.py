"""The guide held against a chart that is not what it was made for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from schema.chart import Chart
from schema.charted import ChartSchema
from schema.source import Source, load
from tests.reference import needs_reference, real_chart
from wizard.checks import findings
from wizard.guides import guide_for
from wizard.opening import new
from wizard.outline import LEFT, option_rows
from wizard.reconcile import gaps, why_not
from wizard.session import Session
from wizard.state import State

GUIDE = guide_for("gloo-platform")


def state(schema: ChartSchema, version: str) -> State:
    return replace(new(GUIDE, Path("values.yaml"), version).state, schema=schema)


def chart(**components: dict[str, Any]) -> ChartSchema:
    properties = {name: {"type": "object", **below} for name, below in components.items()}
    return ChartSchema(
        Chart("gloo-platform", "2.4.16", schema={"properties": properties}), "a test"
    )


def test_the_bundled_schema_is_what_the_guide_goes_by() -> None:
    assert gaps(new(GUIDE, Path("values.yaml"), "2.4.16").state) == []


@needs_reference
def test_guide_and_real_chart_agree() -> None:
    schema = load(Source(str(real_chart())))
    assert isinstance(schema, ChartSchema)
    assert gaps(state(schema, "2.3.3")) == []


def test_what_the_chart_lacks_or_types_otherwise_is_said() -> None:
    schema = chart(
        glooMgmtServer={"properties": {"safeMode": {"type": "string"}}},
        common={"properties": {"cluster": {"type": "string"}}},
    )
    here = state(schema, "2.4.16")
    strict = "glooMgmtServer.safeMode is of type string in gloo-platform 2.4.16."
    window = "glooMgmtServer.safeStartWindow is not a value of gloo-platform 2.4.16."
    assert why_not(here, "safe-mode.behaviour", "strict") == strict
    assert why_not(here, "safe-mode.behaviour", "nothing") == ""
    told = [one for one in findings(here) if one.code == "SC014"]
    assert f"{strict} The answer cannot be given." in [one.message for one in told]
    assert {one.severity.value for one in told} == {"note"}
    assert window in [gap.why for gap in gaps(here)]


def test_an_answer_of_another_version_is_no_gap() -> None:
    here = state(chart(glooMgmtServer={"properties": {}}), "2.3.3")
    assert not [gap for gap in gaps(here) if gap.question.startswith("safe-mode")]


def test_an_option_the_chart_lacks_says_so_where_it_is_offered() -> None:
    server = {"properties": {"safeMode": {"type": "boolean"}}}
    session = Session(state(chart(glooMgmtServer=server), "2.4.16"))
    rows = {row.id: row for row in option_rows(session, GUIDE.asked["safe-mode.behaviour"])}
    assert rows["off"].why_not == (
        "glooMgmtServer.safeStartWindow is not a value of gloo-platform 2.4.16"
    )
    assert rows["strict"].why_not == ""
    assert rows[LEFT].why_not == ""
