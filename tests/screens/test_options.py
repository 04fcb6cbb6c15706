"""Options that this chart cannot honour are shown, and cannot be chosen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from schema.chart import Chart
from schema.charted import ChartSchema
from tests.screens.stage import begun, on_stage
from wizard.session import Session

SAFE = "safe-mode.behaviour"
REASON = "Cannot be chosen: glooMgmtServer.safeStartWindow is not a value of"


def fetched() -> Session:
    """Over a chart whose own schema knows safe mode and no window."""
    server = {"type": "object", "properties": {"safeMode": {"type": "boolean"}}}
    chart = Chart("gloo-platform", "2.4.16", schema={"properties": {"glooMgmtServer": server}})
    return Session(replace(begun().state, schema=ChartSchema(chart, "a test")))


async def test_it_reads_without_colour_and_says_why() -> None:
    async with on_stage(fetched(), SAFE) as stage:
        title = next(line for line in stage.lines if "Do not wait" in line)
        assert " –  Do not wait" in title
        assert "( ) Wait, but no longer than" in stage.text
        assert title.count("cannot be chosen") == 1
        await stage.press("down", "down")
        await stage.settle()
        sheet = stage.widget("#control").region
        drawn = " ".join(line[sheet.x : sheet.right] for line in stage.lines)
        assert REASON in " ".join(drawn.replace("▌", " ").split())


async def test_it_is_not_chosen_and_not_previewed() -> None:
    async with on_stage(fetched(), SAFE) as stage:
        await stage.press("down", "down")
        await stage.settle()
        assert stage.options.current.id == "off"
        assert "would change" not in stage.shown("#preview-title")
        await stage.press("space", "enter")
        await stage.click("Do not wait", "#control")
        assert stage.session.answer_of(SAFE) is None
        assert stage.question == SAFE


@pytest.mark.parametrize(("height", "all_told"), [(40, True), (31, False)])
async def test_all_trade_offs_are_told_where_there_is_room(height: int, all_told: bool) -> None:
    async with on_stage(size=(120, height)) as stage:
        assert ("Runs with few answers" in stage.text) == all_told
        await stage.pilot.resize_terminal(120, 71 - height)
        await stage.settle()
        assert ("Runs with few answers" in stage.text) != all_told
