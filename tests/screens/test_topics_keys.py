"""The Topics screen, by keys alone."""

from __future__ import annotations

import pytest

from screens.widgets.preview_pane import PreviewPane
from tests.screens.stage import HUGE, NARROW, begun, on_stage, opened

SAFE = "safe-mode.behaviour"
CUSTOM = "glooMgmtServer:\n  enabled: true\n  safeMode: sometimes\n"


async def test_begins_at_the_first_question() -> None:
    async with on_stage() as stage:
        assert stage.question == "deployment.purpose"


@pytest.mark.parametrize("keys", [("n", "b"), ("ctrl+n", "ctrl+b")])
async def test_next_and_back(keys: tuple[str, str]) -> None:
    async with on_stage(question=SAFE) as stage:
        await stage.press(keys[0])
        await stage.settle()
        assert stage.question == "envoy-filters.segment"
        await stage.press(keys[1])
        await stage.settle()
        assert stage.question == SAFE


@pytest.mark.parametrize("key", ["right_square_bracket", "pagedown"])
async def test_next_topic(key: str) -> None:
    async with on_stage() as stage:
        await stage.press(key)
        await stage.settle()
        assert stage.question.startswith("certificates.")


@pytest.mark.parametrize("key", ["left_square_bracket", "pageup"])
async def test_topic_before(key: str) -> None:
    async with on_stage(question="certificates.mode") as stage:
        await stage.press(key)
        await stage.settle()
        assert stage.question == "deployment.purpose"


async def test_moving_previews_and_chooses_nothing() -> None:
    async with on_stage(question=SAFE) as stage:
        await stage.press("down")
        await stage.settle()
        assert "would change" in stage.shown("#preview-title")
        assert stage.session.answer_of(SAFE) is None


async def test_space_chooses_and_stays() -> None:
    async with on_stage(question=SAFE) as stage:
        await stage.press("space")
        assert stage.session.answer_of(SAFE) == "strict"
        assert stage.question == SAFE
        assert "Written to glooMgmtServer.safeMode" in stage.status


async def test_enter_chooses_and_goes_on() -> None:
    async with on_stage(question=SAFE) as stage:
        await stage.press("enter")
        await stage.settle()
        assert stage.session.answer_of(SAFE) == "strict"
        assert stage.question == "envoy-filters.segment"


async def test_past_the_last_option_is_the_next_question() -> None:
    async with on_stage(question=SAFE) as stage:
        await stage.press("down", "down", "down", "down")
        await stage.settle()
        assert stage.question == "envoy-filters.segment"


async def test_x_leaves_it_to_the_chart() -> None:
    async with on_stage(begun({SAFE: "strict"}), SAFE) as stage:
        await stage.press("x")
        assert stage.session.answer_of(SAFE) is None
        assert "Left to the chart" in stage.status


async def test_several_options_are_crossed_with_space() -> None:
    async with on_stage(begun({"licensing.how": "secret"}), "licensing.products") as stage:
        await stage.press("space", "down", "space")
        assert len(stage.session.answer_of("licensing.products")) == 2
        await stage.press("space")
        assert len(stage.session.answer_of("licensing.products")) == 1


async def test_undo_and_redo() -> None:
    async with on_stage(question=SAFE) as stage:
        await stage.press("space", "u")
        assert stage.session.answer_of(SAFE) is None
        assert "Taken back" in stage.status
        await stage.press("ctrl+r")
        assert stage.session.answer_of(SAFE) == "strict"


async def test_m_shows_the_questions_for_special_cases() -> None:
    async with on_stage(question="certificates.mode") as stage:
        before = stage.shown("#questions").count("\n")
        await stage.press("m")
        await stage.settle()
        assert stage.shown("#questions").count("\n") > before


async def test_d_goes_through_the_previews() -> None:
    async with on_stage(question=SAFE) as stage:
        pane = stage.screen.query_one(PreviewPane)
        seen = []
        for _ in range(3):
            await stage.press("d")
            seen.append(pane.mode)
        assert seen == ["whole", "effective", "diff"]


async def test_f_goes_through_the_files() -> None:
    async with on_stage(question=SAFE) as stage:
        await stage.press("f")
        assert "values-eu-1.yaml" in stage.shown("#preview-title")


async def test_d_opens_the_preview_on_a_small_screen() -> None:
    async with on_stage(question=SAFE, size=NARROW) as stage:
        await stage.press("d")
        assert stage.screen.has_class("preview-open")
        await stage.press("escape")
        assert not stage.screen.has_class("preview-open")


async def test_o_tells_where_it_is_documented() -> None:
    async with on_stage(question=SAFE) as stage:
        await stage.press("o")
        assert stage.status.startswith("https://")


async def test_p_shows_the_advice_and_gives_it() -> None:
    async with on_stage() as stage:
        await stage.press("p")
        assert "What they do not give" in stage.text
        await stage.press("enter")
        assert stage.session.answer_of("certificates.mode") == "own-cas"
        await stage.press("u")
        assert stage.session.answer_of("certificates.mode") is None


async def test_v_changes_the_chart_version() -> None:
    async with on_stage(begun({SAFE: "strict"})) as stage:
        await stage.press("v", "end", *["backspace"] * 6)
        await stage.type("2.3.3")
        assert "Not asked any more" in stage.text
        await stage.press("enter")
        await stage.settle()
        assert str(stage.session.state.version) == "2.3.3"
        await stage.press("u")
        assert str(stage.session.state.version) == "2.4.16"


async def test_a_wrong_version_is_not_taken() -> None:
    async with on_stage() as stage:
        await stage.press("v", "x", "enter")
        assert stage.dialog == "VersionDialog"
        await stage.press("escape")
        assert str(stage.session.state.version) == "2.4.16"


async def test_what_the_file_says_of_its_own_is_an_option() -> None:
    async with on_stage(opened(CUSTOM), SAFE) as stage:
        assert stage.options.current.title.startswith("Custom")
        assert 'glooMgmtServer.safeMode: "sometimes"' in stage.text
        await stage.press("space")
        assert stage.session.is_custom(SAFE)
        assert not stage.session.changed


async def test_another_option_replaces_what_the_file_says() -> None:
    async with on_stage(opened(CUSTOM), SAFE) as stage:
        await stage.press("up", "space")
        assert not stage.session.is_custom(SAFE)
        assert stage.session.answer_of(SAFE) == "off"


async def test_light_and_dark() -> None:
    async with on_stage() as stage:
        await stage.press("ctrl+t")
        assert stage.app.theme == "gloo-light"
        await stage.press("ctrl+t")
        assert stage.app.theme == "gloo-dark"


async def test_what_is_wrong_here_is_told() -> None:
    async with on_stage(question="workload-clusters.relay-address") as stage:
        assert stage.status.startswith("✗")


async def test_at_the_end_comes_the_review() -> None:
    async with on_stage(question="workload-clusters.collector") as stage:
        for _ in range(4):
            if stage.dialog == "TopicsScreen":
                await stage.press("n")
                await stage.settle()
        assert stage.dialog == "ReviewScreen"


async def test_few_widgets() -> None:
    async with on_stage(question="deployment.model") as stage:
        assert len(list(stage.screen.walk_children())) < 60


async def test_the_preview_shows_the_file_that_an_answer_would_write_to() -> None:
    async with on_stage(question="workload-clusters.collector") as stage:
        assert stage.shown("#preview-title").startswith("values-eu-1.yaml")
        await stage.go(SAFE)
        assert stage.shown("#preview-title").startswith("values.yaml")


async def test_on_a_broad_terminal_the_comments_are_not_folded() -> None:
    async with on_stage(size=HUGE) as stage:
        drawn = [line[stage.widget("#preview").region.x :] for line in stage.lines]
        assert any('"#:"; it replaces them when an' in line for line in drawn)


async def test_on_a_small_screen_the_question_stays_above_its_answers() -> None:
    async with on_stage(question="certificates.mode", size=NARROW) as stage:
        for _ in range(2):
            await stage.press("down")
            await stage.settle()
            assert "How do agents and the management server trust each other?" in stage.lines[3]
            assert stage.options.current.title.split("(")[0].strip() in stage.text


async def test_on_a_small_screen_an_option_taller_than_the_room_shows_its_title() -> None:
    session = begun({"certificates.mode": "own-cas"})
    async with on_stage(session, "certificates.mode", size=NARROW) as stage:
        await stage.press("n")
        await stage.settle()
        assert stage.options.current.title in stage.text
