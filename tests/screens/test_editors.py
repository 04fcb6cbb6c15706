"""Answers that are typed: a line of text, and YAML."""

from __future__ import annotations

from textual.widgets import TextArea

from tests.screens.stage import begun, on_stage, opened

RELEASE = "deployment.release"
ADDRESS = "workload-clusters.relay-address"
TREE = "overrides.mgmt-deployment"


async def test_letters_are_typed_not_carried_out() -> None:
    async with on_stage(question=RELEASE) as stage:
        await stage.type("nbdfmxrauvpo")
        assert stage.line.value == "nbdfmxrauvpo"
        assert stage.question == RELEASE


async def test_enter_takes_the_text_and_goes_on() -> None:
    async with on_stage(question=RELEASE) as stage:
        await stage.type("mine")
        await stage.press("enter")
        await stage.settle()
        assert stage.session.answer_of(RELEASE) == "mine"
        assert stage.question == "deployment.namespace"


async def test_an_empty_line_leaves_it_to_the_chart() -> None:
    async with on_stage(begun({RELEASE: "mine"}), RELEASE) as stage:
        await stage.press("end", *["backspace"] * 4, "enter")
        await stage.settle()
        assert stage.session.answer_of(RELEASE) is None


async def test_down_leaves_the_line_and_takes_it() -> None:
    async with on_stage(question=RELEASE) as stage:
        await stage.type("mine")
        await stage.press("down")
        await stage.settle()
        assert stage.question == "deployment.namespace"
        assert stage.session.answer_of(RELEASE) == "mine"


async def test_right_takes_the_suggestion() -> None:
    async with on_stage(question=RELEASE) as stage:
        assert "takes the suggestion" in stage.text
        await stage.press("right")
        assert stage.line.value == "gloo-platform"


async def test_right_moves_the_cursor_in_a_text() -> None:
    async with on_stage(question=RELEASE) as stage:
        await stage.type("ab")
        await stage.press("left", "right", "c")
        assert stage.line.value == "abc"


async def test_a_wrong_text_is_told_and_not_taken() -> None:
    async with on_stage(question=RELEASE) as stage:
        await stage.type("Not")
        assert "✗ expected lower-case letters" in stage.text
        await stage.press("enter")
        await stage.settle()
        assert stage.question == RELEASE
        assert stage.session.answer_of(RELEASE) is None


async def test_typing_previews_and_answers_nothing() -> None:
    async with on_stage(question=RELEASE) as stage:
        await stage.type("mine")
        await stage.settle()
        assert "would change" in stage.shown("#preview-title")
        assert stage.session.answer_of(RELEASE) is None


async def test_escape_forgets_what_was_typed_then_leaves_the_line() -> None:
    async with on_stage(begun({RELEASE: "mine"}), RELEASE) as stage:
        await stage.press("x", "escape")
        assert stage.line.value == "mine"
        await stage.press("escape")
        assert stage.app.focused is None
        await stage.press("escape")
        assert stage.app.focused is stage.line


async def test_without_the_focus_letters_are_keys() -> None:
    async with on_stage(question=RELEASE) as stage:
        await stage.press("escape", "n")
        await stage.settle()
        assert stage.question == "deployment.namespace"


async def test_undo_shows_in_the_line() -> None:
    async with on_stage(begun({RELEASE: "mine"}), RELEASE) as stage:
        await stage.press("escape", "u")
        await stage.settle()
        assert stage.line.value == ""


async def test_a_number_is_checked() -> None:
    async with on_stage(begun({"safe-mode.behaviour": "window"}), "safe-mode.window") as stage:
        await stage.type("soon")
        assert "✗ a whole number is expected" in stage.text


async def test_yaml_is_taken_with_tab() -> None:
    async with on_stage(question=TREE) as stage:
        stage.screen.query_one(TextArea).load_text("spec:\n  replicas: 3")
        await stage.press("tab")
        await stage.settle()
        assert stage.session.answer_of(TREE) == {"spec": {"replicas": 3}}
        assert stage.question != TREE


async def test_yaml_is_taken_with_escape() -> None:
    async with on_stage(question=TREE) as stage:
        stage.screen.query_one(TextArea).load_text("spec:\n  paused: true")
        await stage.press("escape")
        await stage.settle()
        assert stage.session.answer_of(TREE) == {"spec": {"paused": True}}
        assert stage.question == TREE


async def test_wrong_yaml_is_told_with_its_line() -> None:
    async with on_stage(question=TREE) as stage:
        stage.screen.query_one(TextArea).load_text("spec:\n  a: [")
        await stage.press("tab")
        await stage.settle()
        assert stage.question == TREE
        assert "✗ line" in stage.text


async def test_a_text_that_nothing_explains_is_kept() -> None:
    values = "glooMgmtServer:\n  enabled: true\n  safeMode: false\n  safeStartWindow: soon\n"
    async with on_stage(opened(values), "safe-mode.window") as stage:
        if stage.question == "safe-mode.window":
            await stage.press("enter")
            await stage.settle()
        assert not stage.session.changed


async def test_a_secret_is_never_shown() -> None:
    answers = {"licensing.how": "keys", "licensing.key-mesh": "s3cr3t-key"}
    async with on_stage(begun(answers), "licensing.how") as stage:
        await stage.press("d")
        assert "s3cr3t" not in stage.text
