"""All values: the tree, the search, and an editor for each type."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.widgets import TextArea

from schema.path import Path, parse_path
from screens.widgets.field_list import FieldList
from tests.screens.stage import NARROW, Stage, begun, on_stage
from wizard.session import Session


@asynccontextmanager
async def at_field(
    path: str, session: Session | None = None, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[Stage]:
    async with on_stage(session, size=size) as stage:
        stage.app.go_to_field(parse_path(path))
        await stage.settle()
        yield stage


def here(stage: Stage) -> Path:
    row = stage.screen.query_one(FieldList).current
    assert row is not None
    return row.path


def value(stage: Stage, path: str) -> object:
    return stage.session.plan.first.document.get(parse_path(path))


async def test_a_opens_all_values() -> None:
    async with on_stage() as stage:
        await stage.press("a")
        assert stage.dialog == "ValuesScreen"


async def test_branches_open_and_close() -> None:
    async with on_stage() as stage:
        await stage.press("a", "down")
        before = len(stage.screen.query_one(FieldList).rows)
        await stage.press("right")
        assert len(stage.screen.query_one(FieldList).rows) > before
        await stage.press("left")
        assert len(stage.screen.query_one(FieldList).rows) == before


async def test_a_click_opens_a_branch() -> None:
    async with on_stage() as stage:
        await stage.press("a")
        await stage.click("common", "#fields")
        assert "adminNamespace" in stage.text


async def test_a_search_finds_by_name_and_meaning() -> None:
    async with on_stage() as stage:
        await stage.press("a", "slash")
        await stage.type("safestart")
        assert here(stage) == ("glooMgmtServer", "safeStartWindow")
        await stage.press("enter")
        assert stage.app.focused is stage.widget("#fields")


async def test_a_field_is_described() -> None:
    async with at_field("redis.deployment.ioThreads") as stage:
        assert "integer" in stage.text
        assert "default" in stage.text


async def test_versions_are_told_in_words() -> None:
    async with at_field("glooMgmtServer.safeMode") as stage:
        assert "from 2.4.12 and 2.5.4 on" in stage.text


async def test_a_boolean_is_chosen() -> None:
    async with at_field("glooUi.enabled") as stage:
        await stage.press("enter", "space")
        assert value(stage, "glooUi.enabled") is True
        assert "is written" in stage.status


async def test_a_boolean_is_chosen_with_the_mouse() -> None:
    async with at_field("glooUi.enabled") as stage:
        await stage.press("up")
        await stage.click("  enabled", "#fields")
        await stage.click("( ) true", "#editor")
        assert value(stage, "glooUi.enabled") is True


async def test_a_number_is_typed() -> None:
    async with at_field("redis.deployment.ioThreads") as stage:
        await stage.press("enter", "2", "enter")
        assert value(stage, "redis.deployment.ioThreads") == 2


async def test_a_text_is_typed() -> None:
    async with at_field("common.addonNamespace") as stage:
        await stage.press("enter")
        await stage.type("addons")
        await stage.press("enter")
        assert value(stage, "common.addonNamespace") == "addons"


async def test_a_map_is_typed_as_yaml() -> None:
    async with at_field("glooUi.extraEnvs") as stage:
        await stage.press("enter")
        stage.screen.query_one(TextArea).load_text("A:\n  value: b")
        await stage.press("tab")
        await stage.settle()
        assert value(stage, "glooUi.extraEnvs") == {"A": {"value": "b"}}


async def test_x_takes_a_value_out() -> None:
    async with at_field("common.cluster") as stage:
        assert value(stage, "common.cluster") == "mgmt"
        await stage.press("x")
        assert value(stage, "common.cluster") is None
        assert "left to the chart" in stage.status


async def test_f_goes_to_the_next_file() -> None:
    async with on_stage() as stage:
        await stage.press("a", "f")
        assert "values-eu-1.yaml" in stage.status


async def test_escape_leaves_editor_search_and_screen() -> None:
    async with at_field("common.cluster") as stage:
        await stage.press("enter", "escape", "escape")
        assert stage.dialog in ("ValuesScreen", "TopicsScreen")
        for _ in range(3):
            if stage.dialog == "ValuesScreen":
                await stage.press("escape")
        assert stage.dialog == "TopicsScreen"


async def test_a_secret_is_masked() -> None:
    answers = {"licensing.how": "keys", "licensing.key-mesh": "s3cr3t-key"}
    async with at_field("licensing.glooMeshLicenseKey", begun(answers)) as stage:
        assert "s3cr3t" not in stage.text
        assert "••••••" in stage.text


async def test_the_editor_is_in_sight_on_a_small_screen() -> None:
    async with at_field("common.addonNamespace", size=NARROW) as stage:
        await stage.press("enter")
        assert stage.app.focused is not None
        region = stage.app.focused.region
        assert region.bottom <= stage.widget("#status").region.y
