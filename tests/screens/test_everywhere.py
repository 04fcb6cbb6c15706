"""What works on every screen: search, help, sizes, signs without colour."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from screens.theme import ASCII, UNICODE, cut, marks, starting_theme
from tests.screens.stage import begun, on_stage
from wizard.seek import score


async def test_search_finds_a_question() -> None:
    async with on_stage() as stage:
        await stage.press("slash")
        await stage.type("safe mode")
        await stage.settle()
        await stage.press("enter")
        await stage.settle()
        assert stage.question == "safe-mode.behaviour"


async def test_search_finds_a_field() -> None:
    async with on_stage() as stage:
        await stage.press("slash")
        await stage.type("pprof")
        stage.screen.query_one(Input)
        await stage.settle()
        assert "pprof" in stage.text


async def test_search_finds_an_action() -> None:
    async with on_stage() as stage:
        await stage.press("slash")
        await stage.type("light or")
        await stage.settle()
        await stage.press("enter")
        await stage.settle()
        assert stage.app.theme == "gloo-light"


async def test_comments_can_be_left_out_from_now_on() -> None:
    async with on_stage(question="safe-mode.behaviour") as stage:
        await stage.press("slash")
        await stage.type("comments none")
        await stage.press("enter")
        assert stage.status.startswith("Comments from now on: none.")
        await stage.press("space")
        text = stage.session.plan.first.document.text
        assert "  enabled: true\n  safeMode: true\n" in text
        await stage.press("u", "u", "space")
        assert "  enabled: true\n  #:" in stage.session.plan.first.document.text


def test_a_search_wants_every_word() -> None:
    assert score(["safe", "mode"], "Safe mode: what then?") > 0
    assert score(["safe", "redis"], "Safe mode: what then?") == 0
    assert score([], "Safe mode") == 0
    assert score(["redis"], "Redis: where?") > score(["redis"], "Overrides: of the built-in Redis?")


@pytest.mark.parametrize(("key", "said"), [("", "next question"), ("r", "mend"), ("a", "branch")])
async def test_help_tells_the_keys_of_the_screen(key: str, said: str) -> None:
    async with on_stage() as stage:
        if key:
            await stage.press(key)
        await stage.press("question_mark")
        assert stage.dialog == "TextDialog"
        assert said in stage.text
        await stage.press("question_mark")
        assert stage.dialog != "TextDialog"


@pytest.mark.parametrize("size", [(60, 24), (120, 15)])
async def test_a_small_terminal_gets_a_sentence(size: tuple[int, int]) -> None:
    async with on_stage(size=size) as stage:
        assert "too small" in stage.text
        await stage.pilot.resize_terminal(120, 40)
        await stage.settle()
        assert stage.dialog == "TopicsScreen"


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
async def test_the_keys_fit_into_their_line(size: tuple[int, int]) -> None:
    async with on_stage(size=size) as stage:
        for key in ("", "a", "r"):
            if key:
                await stage.press(key)
            assert "Help" in stage.lines[-1]
            assert "Save" in stage.lines[-1]


async def test_without_colours_no_colour_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with on_stage(begun({"safe-mode.behaviour": "strict"}), "safe-mode.behaviour") as stage:
        assert stage.app.theme == "ansi-dark"
        assert "▌(•) Wait for every cluster" in stage.text


def test_few_colours_get_the_theme_of_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "linux")
    assert starting_theme() == "ansi-dark"


def test_signs_in_ascii_where_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GLOO_WIZARD_ASCII", "1")
    assert marks() is ASCII


def test_signs_in_ascii_where_the_locale_has_no_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "de_DE.ISO-8859-1")
    assert marks() is ASCII


def test_a_text_is_cut_with_a_sign() -> None:
    assert cut("abcdef", 6) == "abcdef"
    assert cut("abcdefg", 6) == "abcde" + UNICODE.more
