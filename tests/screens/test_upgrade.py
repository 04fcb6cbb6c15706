"""The Upgrade screen: a target is chosen, rows are decided, the preview and undo follow."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from schema.version import Version
from screens.app import WizardApp
from screens.widgets.options import Options
from screens.widgets.row_list import RowList
from tests.screens.stage import FILE, NARROW, WIDE, Stage, at_start, on_stage, opened
from wizard.upgrading.deciding import begin

TEXT = """\
# ours
common:
  cluster: mgmt   # the name
glooMgmtServer:
  enabled: true
  image: {tag: 2.5.13}   # pinned
legacyMetricsPipeline:
  enabled: false
licensing:
  glooMeshLicenseKey: abcdef-secret
"""
TAG = "glooMgmtServer.image.tag"
SAFE_MODE = "glooMgmtServer.safeMode"


@asynccontextmanager
async def upgrading(
    target: str = "2.6.12", text: str = TEXT, size: tuple[int, int] = WIDE
) -> AsyncIterator[Stage]:
    """The Upgrade screen, opened by its key, at the first row; without a target, at the version."""
    session = opened(text, "2.5.13")
    if target:
        session.upgrade(begin(session.state, Version.parse(target)), "Upgrade")
    async with on_stage(session, size=size) as stage:
        await stage.press("U")
        await stage.settle()
        yield stage


async def choose_target(stage: Stage, target: str) -> None:
    """Type a target version."""
    await stage.press("ctrl+u", "ctrl+k")
    await stage.type(target)
    await stage.press("enter")


async def at(stage: Stage, path: str) -> None:
    """Put the cursor on the row about this path."""
    for rows in stage.app.screen.query(RowList):
        for place, entry in enumerate(rows.picks):
            if entry.text.startswith(f"{path}: "):
                rows.focus()
                rows.cursor = place
                await stage.settle()
                assert stage.shown("#row").startswith(path)
                return
    raise AssertionError(f"no row about {path}")


def text_of(stage: Stage) -> str:
    return stage.session.plan.first.document.text


async def test_the_target_is_typed_and_what_cannot_be_is_told() -> None:
    async with upgrading("") as stage:
        assert stage.dialog == "UpgradeScreen"
        assert "From 2.5.13 to" in stage.shown("#from")
        for target, said in {"2.4.0": "older", "x": "not a chart version"}.items():
            await choose_target(stage, target)
            assert said in stage.status
        assert str(stage.session.state.version) == "2.5.13"
        await choose_target(stage, "2.6.12")
        assert str(stage.session.state.version) == "2.6.12"
        assert "Needs a person" in stage.shown("#person-heading")
        assert "2.6.12: Known from files" in stage.shown("#sure")
        assert text_of(stage) == TEXT
        await stage.press("v", "up", "enter")
        assert str(stage.session.state.version) == "2.7.0"
        assert stage.session.state.upgrading is not None
        assert str(stage.session.state.upgrading.base.version) == "2.5.13"


async def test_keys_decide_and_undo_goes_step_by_step() -> None:
    without = TEXT.replace("  image: {tag: 2.5.13}   # pinned\n", "")
    async with upgrading() as stage:
        await at(stage, SAFE_MODE)
        await stage.press("t")
        assert "  safeMode: false\n" in text_of(stage)
        await stage.press("enter")
        assert text_of(stage) == TEXT
        await at(stage, TAG)
        await stage.press("enter")
        assert text_of(stage) == without
        assert f"{TAG}: taken" in stage.status
        await stage.press("x")
        assert text_of(stage) == TEXT
        await stage.press("ctrl+z")
        assert text_of(stage) == without
        await stage.press("right")
        assert isinstance(stage.app.focused, Options)
        await stage.press("down", "space")
        assert text_of(stage) == TEXT
        await stage.press("left", "t", "enter")
        assert text_of(stage) == TEXT
        await stage.press("s")
        assert stage.status.startswith("2 rows taken")
        await stage.press("s")
        assert "nothing left" in stage.status
        await stage.press(*["ctrl+z"] * 8)
        assert "Which version" in stage.shown("#nothing")
        assert str(stage.session.state.version) == "2.5.13"


async def test_a_value_of_ones_own_is_typed_or_chosen() -> None:
    async with upgrading() as stage:
        await at(stage, SAFE_MODE)
        await stage.press("e")
        await stage.settle()
        await stage.press("up", "space")
        await stage.settle()
        assert "safeMode: true" in text_of(stage)
        await stage.press("x")
        await at(stage, TAG)
        await stage.press("e")
        await stage.settle()
        await stage.press("backspace", "backspace", "1", "1", "enter")
        await stage.settle()
        assert text_of(stage) == TEXT.replace("2.5.13", '"2.5.11"')
        assert isinstance(stage.app.focused, RowList)
        await stage.press("e")
        await stage.settle()
        await stage.press("escape", "escape")
        await stage.settle()
        assert not stage.widget("#editor").children
        await stage.press("escape")
        assert stage.dialog == "TopicsScreen"


async def test_the_row_under_the_cursor_is_the_one_shown() -> None:
    async with upgrading() as stage:
        shown: list[str] = []
        for _ in range(8):
            here = stage.app.screen.query_one("RowList:focus", RowList).here
            assert stage.session.state.upgrading is not None
            row = stage.session.state.upgrading.rows[here]
            assert row.what in stage.shown("#row")
            assert shown or "enter: seen" in stage.text
            shown.append(here)
            await stage.press("down")
        assert len(set(shown)) == 8
        assert isinstance(stage.app.focused, Options)


async def test_what_cannot_be_edited_says_why() -> None:
    async with upgrading(text=TEXT + "sops:\n  version: 3\n") as stage:
        await at(stage, TAG)
        for key in ("t", "s"):
            await stage.press(key)
            assert "sops" in stage.status
        assert not stage.session.changed


async def test_the_preview_shows_what_a_row_would_change() -> None:
    async with upgrading() as stage:
        await at(stage, TAG)
        await stage.settle()
        assert "would change" in stage.shown("#preview-title")
        assert any("-   image: {tag: 2.5.13}" in line for line in stage.lines)
        await stage.press("t")
        assert "changes" in stage.shown("#preview-title")
        await stage.press("d")
        assert "whole file" in stage.shown("#preview-title")
        assert "glooMeshLicenseKey" in stage.text
        assert "abcdef" not in stage.text
        await stage.press("g")
        assert stage.dialog == "ValuesScreen"


async def test_by_mouse_alone() -> None:
    async with upgrading("") as stage:
        await stage.click("2.6.", "#chips")
        await stage.click(TAG, "#together")
        await stage.click("Take the change", "#choice")
        assert "2.5.13" not in text_of(stage)
        await stage.click("Leave the file", "#choice")
        assert text_of(stage) == TEXT
        await stage.click("All safe", "KeyLine")
        assert len(text_of(stage)) < len(TEXT)
        await stage.click("b Back", "KeyLine")
        assert stage.dialog == "TopicsScreen"


async def test_on_a_small_screen_the_preview_takes_the_place_of_the_row() -> None:
    async with upgrading(size=NARROW) as stage:
        await at(stage, TAG)
        assert "The image stays at 2.5.13" in stage.text
        await stage.press("d")
        await stage.settle()
        assert stage.widget("#preview").size.height > 5
        assert "# pinned" in stage.text
        await stage.press("d", "d")
        assert "The image stays at 2.5.13" in stage.text


async def test_from_the_start_screen_with_a_file_that_does_not_say_its_version() -> None:
    Path(FILE).write_text("glooMgmtServer:\n  enabled: true\n", encoding="utf-8")
    async with at_start() as stage:
        await stage.click("Upgrade", "#upgrade")
        assert "does not say which version" in stage.status
        await stage.press("ctrl+u", "ctrl+k")
        await stage.type("2.4.16")
        await stage.press("f5")
        assert "From 2.4.16" in stage.shown("#from")


async def test_a_new_file_has_nothing_to_upgrade() -> None:
    async with at_start() as stage:
        await stage.press("f5")
        assert stage.dialog == "StartScreen"
        assert not stage.widget("#upgrade").display


@pytest.mark.parametrize("size", ["80x24", "120x40", "200x50"])
def test_picture(snap_compare: Callable[..., bool], size: str) -> None:
    """A row taken, another one looked at."""

    async def play(pilot: Pilot[int]) -> None:
        assert isinstance(pilot.app, WizardApp)
        stage = Stage(pilot.app, pilot)
        await stage.settle()
        await stage.press("U", "enter")
        await stage.settle()
        await at(stage, TAG)
        await stage.settle()

    session = opened(TEXT, "2.5.13")
    session.upgrade(begin(session.state, Version.parse("2.6.12")), "Upgrade")
    width, height = map(int, size.split("x"))
    app = WizardApp(session=session)
    assert snap_compare(app, terminal_size=(width, height), run_before=play)
