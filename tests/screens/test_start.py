"""The Start screen: what is filled in, what is said about it, how a session begins."""

from __future__ import annotations

from pathlib import Path

import pytest

from schema.bundle import versions
from tests.screens.stage import FILE, NARROW, WIDE, Stage, at_start
from wizard import draft
from wizard.beginning import Beginning
from wizard.gloo_platform import GUIDE
from wizard.guides import guide_for
from wizard.opening import new

VALUES = "glooMgmtServer:\n  enabled: true\n"
TOLD = "glooMgmtServer:\n  enabled: true\n  image:\n    tag: 2.5.4\n"


async def test_begins_with_what_was_typed() -> None:
    async with at_start() as stage:
        await stage.press("tab", "tab", "tab")
        await stage.type("prod")
        await stage.press("tab")
        await stage.type("eu-1, us-1")
        await stage.press("ctrl+n")
        facts = stage.session.facts
        assert (facts.management, facts.workloads) == ("prod", ("eu-1", "us-1"))
        assert facts.answer("deployment.model") == "dedicated"
        assert stage.dialog == "TopicsScreen"


async def test_letters_are_typed_not_carried_out() -> None:
    async with at_start() as stage:
        stage.widget("#management").focus()
        await stage.type("a-r-v-p")
        assert stage.app.beginning is not None
        assert stage.app.beginning.management == "a-r-v-p"
        assert stage.dialog == "StartScreen"


async def test_the_version_is_picked_with_the_arrows() -> None:
    async with at_start() as stage:
        stage.widget("#version").focus()
        known = versions()
        here = known.index(_version(stage))
        await stage.press("down")
        assert _version(stage) == known[here + 1]
        await stage.press("up", "up")
        assert _version(stage) == known[here - 1]


async def test_the_version_is_picked_with_the_mouse() -> None:
    async with at_start() as stage:
        await stage.click("2.3.18", "#chips")
        assert _version(stage) == "2.3.18"


async def test_a_wrong_version_is_told_and_stops() -> None:
    async with at_start() as stage:
        stage.widget("#version").focus()
        await stage.type("x")
        await stage.press("ctrl+n")
        assert stage.dialog == "StartScreen"
        assert "✗" in stage.status


async def test_a_wrong_cluster_name_is_told_and_stops() -> None:
    async with at_start() as stage:
        stage.widget("#management").focus()
        await stage.type("Not_a_name")
        await stage.press("ctrl+n")
        assert stage.dialog == "StartScreen"
        assert "no cluster name" in stage.status


async def test_says_which_files_come() -> None:
    async with at_start() as stage:
        stage.widget("#workloads").focus()
        await stage.type("eu-1")
        assert "values-eu-1.yaml" in stage.shown("#file-note")


async def test_says_how_sure_the_schema_is() -> None:
    async with at_start() as stage:
        assert "Not the chart's own schema" in stage.shown("#version-note")


async def test_an_existing_file_tells_its_version() -> None:
    Path(FILE).write_text(TOLD, encoding="utf-8")
    async with at_start() as stage:
        assert _version(stage) == "2.5.4"
        assert "says it is for 2.5.4" in stage.shown("#file-note")


async def test_a_file_that_does_not_tell_its_version_asks_for_it() -> None:
    Path(FILE).write_text(VALUES, encoding="utf-8")
    async with at_start() as stage:
        assert "does not say its chart version" in stage.shown("#file-note")


async def test_an_existing_file_is_opened_as_it_is() -> None:
    Path(FILE).write_text(VALUES, encoding="utf-8")
    async with at_start() as stage:
        await stage.press("enter")
        assert stage.dialog == "TopicsScreen"
        assert not stage.session.changed


async def test_the_purpose_is_chosen_with_the_mouse() -> None:
    async with at_start() as stage:
        await stage.click("evaluation", "#purpose")
        await stage.click("Begin", "#begin")
        assert stage.session.facts.answer("deployment.purpose") == "evaluation"


async def test_advice_is_shown_before_it_is_taken() -> None:
    async with at_start() as stage:
        await stage.click("Recommended", "#advice")
        assert "What they do not give" in stage.text
        await stage.press("enter")
        assert stage.session.facts.answer("certificates.mode") == "own-cas"


async def test_advice_can_be_declined() -> None:
    async with at_start() as stage:
        await stage.click("Recommended", "#advice")
        await stage.press("escape")
        assert stage.session.facts.answer("certificates.mode") is None


async def test_no_draft_no_offer() -> None:
    async with at_start() as stage:
        assert not stage.widget("#draft").display


async def test_a_draft_is_offered_and_taken_up() -> None:
    session = new(GUIDE, Path(FILE))
    kept = draft.Draft.attach(session)
    session.answer("deployment.release", "my-release")
    kept.close(keep=True)
    async with at_start() as stage:
        assert "1 unsaved change" in stage.shown("#draft-note")
        await stage.press("enter")
        assert stage.session.facts.answer("deployment.release") == "my-release"


async def test_all_fits_into_24_lines() -> None:
    async with at_start(size=NARROW) as stage:
        assert "Installing" in stage.text
        assert "Recommended answers" in stage.text


async def test_offline_nothing_is_fetched() -> None:
    async with at_start() as stage:
        stage.app.offline = True
        await stage.press("ctrl+f")
        assert "--offline" in stage.status


async def test_the_file_from_the_command_line_is_the_one_written() -> None:
    async with at_start(Beginning(Path("mine.yaml"), version="2.5.4")) as stage:
        await stage.press("ctrl+n")
        assert str(stage.session.plan.first.file) == "mine.yaml"
        assert str(stage.session.state.version) == "2.5.4"


def _version(stage: Stage) -> str:
    assert stage.app.beginning is not None
    return stage.app.beginning.version


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_what_is_below_the_version_stays_while_it_is_typed(size: tuple[int, int]) -> None:
    async with at_start(size=size) as stage:
        stage.widget("#version").focus()
        await stage.settle()
        places = {stage.widget("#workloads").region.y}
        for key in ("x", "backspace", "backspace", "9"):
            await stage.press(key)
            places.add(stage.widget("#workloads").region.y)
        assert len(places) == 1


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_that_the_schema_is_not_the_charts_own_is_not_cut(size: tuple[int, int]) -> None:
    async with at_start(size=size) as stage:
        assert "Not the chart's own schema, but put together from" in stage.text


async def test_the_button_in_focus_is_explained() -> None:
    async with at_start() as stage:
        stage.widget("#advice").focus()
        await stage.settle()
        assert stage.status.startswith("Shows the answers recommended for production")


async def test_the_name_of_a_file_that_exists_takes_over_what_it_tells(own_folder: Path) -> None:
    (own_folder / "edge.yaml").write_text("gatewayProxies: {}\n")
    (own_folder / "odd.yaml").write_text(TOLD + "common: {cluster: '${MGMT}'}\n")
    async with at_start() as stage:
        stage.widget("#file").focus()
        await stage.press("ctrl+u", "end", "ctrl+u")
        await stage.type("edge.yaml")
        start = stage.app.beginning
        assert start is not None
        assert (start.product, _version(stage)) == ("gloo", guide_for("gloo").default_version)
        await stage.press("end", "ctrl+u")
        await stage.type("odd.yaml")
        assert (start.product, _version(stage)) == ("gloo-platform", "2.5.4")
        await stage.press("ctrl+n")  # its names stand, odd as they are
        assert stage.dialog == "TopicsScreen"
