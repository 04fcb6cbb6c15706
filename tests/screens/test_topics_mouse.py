"""The Topics screen, by the mouse alone."""

from __future__ import annotations

from screens.widgets.preview_pane import PreviewPane
from screens.widgets.question_sheet import QuestionSheet
from tests.screens.stage import NARROW, begun, on_stage

SAFE = "safe-mode.behaviour"


async def test_the_rail_opens_a_topic() -> None:
    async with on_stage() as stage:
        await stage.click("Safe mode", "#rail")
        assert stage.question == SAFE


async def test_the_rail_says_why_a_topic_is_not_asked() -> None:
    async with on_stage(begun(version="2.3.3")) as stage:
        await stage.click("Safe mode", "#rail")
        assert stage.question == "deployment.purpose"
        assert "Safe mode is not asked: " in stage.status


async def test_the_rail_opens_the_review() -> None:
    async with on_stage() as stage:
        await stage.click("Review", "#rail")
        assert stage.dialog == "ReviewScreen"


async def test_the_folded_rail_opens_a_topic() -> None:
    async with on_stage(size=NARROW) as stage:
        rail = stage.widget("#rail")
        await stage.pilot.click(rail, offset=(1 + 8, 0))
        await stage.settle()
        assert stage.question == SAFE


async def test_the_list_opens_a_question() -> None:
    async with on_stage(question="deployment.release") as stage:
        await stage.click("Into which namespace?", "#questions")
        assert stage.question == "deployment.namespace"


async def test_the_note_opens_the_questions_for_special_cases() -> None:
    async with on_stage(question="certificates.mode") as stage:
        sheet = stage.screen.query_one(QuestionSheet)
        sheet.scroll_end(animate=False)
        await stage.settle()
        await stage.click("for special cases", "#questions")
        assert "hides the questions" in stage.shown("#questions")


async def test_an_option_is_chosen() -> None:
    async with on_stage(question=SAFE) as stage:
        await stage.click("Wait, but no longer than", "#control")
        assert stage.session.answer_of(SAFE) == "window"


async def test_hovering_previews_and_chooses_nothing() -> None:
    async with on_stage(begun({SAFE: "strict"}), SAFE) as stage:
        options = stage.options
        row = next(n for n, line in enumerate(stage.lines) if "Wait, but no longer" in line)
        await stage.pilot.hover(options, offset=(8, row - options.region.y))
        await stage.settle()
        assert "would change" in stage.shown("#preview-title")
        assert stage.session.answer_of(SAFE) == "strict"
        await stage.pilot.hover("#top")
        await stage.settle()
        assert "would change" not in stage.shown("#preview-title")


async def test_several_options_are_crossed() -> None:
    async with on_stage(begun({"licensing.how": "secret"}), "licensing.products") as stage:
        await stage.click("[ ]", "#control")
        assert len(stage.session.answer_of("licensing.products")) == 1
        await stage.click("[x]", "#control")
        assert not stage.session.answer_of("licensing.products")


async def test_the_key_line_moves() -> None:
    async with on_stage(question=SAFE) as stage:
        await stage.click("Next", "KeyLine")
        assert stage.question == "envoy-filters.segment"
        await stage.click("Back", "KeyLine")
        assert stage.question == SAFE


async def test_the_key_line_moves_while_something_is_typed() -> None:
    async with on_stage(question="deployment.release") as stage:
        await stage.type("abc")
        await stage.click("Next", "KeyLine")
        assert stage.question == "deployment.namespace"
        assert stage.session.answer_of("deployment.release") == "abc"


async def test_what_was_typed_is_taken_when_the_rail_is_clicked() -> None:
    async with on_stage(question="deployment.release") as stage:
        await stage.type("abc")
        await stage.click("Safe mode", "#rail")
        assert stage.question == SAFE
        assert stage.session.answer_of("deployment.release") == "abc"
        assert stage.session.answer_of(SAFE) is None


async def test_the_title_of_the_preview_changes_file_and_mode() -> None:
    async with on_stage(question=SAFE) as stage:
        await stage.click("values.yaml", "#preview-title")
        assert "values-eu-1.yaml" in stage.shown("#preview-title")
        await stage.click("changes", "#preview-title")
        assert stage.screen.query_one(PreviewPane).mode == "whole"


async def test_the_counts_below_the_preview_open_a_file() -> None:
    async with on_stage(question=SAFE) as stage:
        await stage.click("us-1", "#preview-counts")
        assert "values-us-1.yaml" in stage.shown("#preview-title")


async def test_the_preview_opens_on_a_small_screen() -> None:
    async with on_stage(begun({SAFE: "strict"}), SAFE, NARROW) as stage:
        await stage.click("changes", "#preview-title")
        assert stage.screen.has_class("preview-open")
