"""Leaving: asked first where something would be lost; a failure keeps the draft and no secret."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import pytest

from screens.app import WizardApp, run
from tests.screens.stage import FILE, at_start, on_stage, opened
from wizard import crash, draft
from wizard.beginning import Beginning
from wizard.exit_codes import ExitCode, Stop

VALUES = "glooMgmtServer:\n  enabled: true\n"


async def test_without_changes_leaving_asks_nothing() -> None:
    async with on_stage(opened(VALUES)) as stage:
        await stage.press("ctrl+q")
        assert stage.app.return_code == 0


async def test_with_changes_leaving_asks() -> None:
    async with on_stage() as stage:
        await stage.press("ctrl+q")
        assert "not saved" in stage.text
        await stage.press("ctrl+q", "escape")
        assert stage.dialog == "TopicsScreen"
        await stage.press("ctrl+q")
        await stage.click("Stay", "#stay")
        assert stage.dialog == "TopicsScreen"


async def test_saves_and_leaves() -> None:
    async with at_start() as stage:
        await stage.press("ctrl+n", "ctrl+q", "enter", "enter")
        assert stage.app.return_code == 0
        assert stage.app.leaving.last_words == "Saved values.yaml."
    assert Path(FILE).is_file()
    assert draft.find(Path(FILE)) is None


async def test_saving_that_is_cancelled_does_not_leave() -> None:
    async with on_stage() as stage:
        await stage.press("ctrl+q", "enter", "escape")
        assert stage.app.return_code is None
        await stage.press("ctrl+s", "enter")
        assert stage.app.return_code is None
        assert not stage.session.changed


async def test_what_is_being_typed_is_in_the_draft() -> None:
    async with at_start() as stage:
        await stage.press("ctrl+n")
        await stage.go("deployment.release")
        await stage.type("mine")
        await stage.press("ctrl+q")
        await stage.click("Keep a draft", "#leave")
    async with at_start() as stage:
        await stage.press("enter")
        assert stage.session.facts.answer("deployment.release") == "mine"


async def test_a_typed_text_alone_is_asked_about() -> None:
    async with on_stage(opened(VALUES), "deployment.release") as stage:
        await stage.type("mine")
        await stage.press("ctrl+q")
        assert stage.dialog == "QuitDialog"
        assert stage.session.answer_of("deployment.release") == "mine"


async def test_a_text_that_is_no_answer_is_asked_about() -> None:
    async with on_stage(opened(VALUES), "deployment.release") as stage:
        await stage.type("Not")
        await stage.press("ctrl+q")
        assert "What stands in the line is no answer and would be lost" in stage.text
        await stage.press("escape")
        assert stage.line.value == "Not"


async def test_what_is_typed_for_a_field_is_not_lost() -> None:
    async with on_stage(opened(VALUES)) as stage:
        stage.app.go_to_field(("glooMgmtServer", "runAsUser"))
        await stage.settle()
        await stage.press("enter")
        await stage.type("5")
        await stage.press("ctrl+q")
        assert stage.dialog == "QuitDialog"
        assert stage.session.changed


async def test_leaving_keeps_a_draft() -> None:
    async with at_start() as stage:
        await stage.press("ctrl+n", "ctrl+q")
        await stage.click("Keep a draft", "#leave")
    assert draft.find(Path(FILE)) is not None


async def test_discarding_leaves_no_draft() -> None:
    async with at_start() as stage:
        await stage.press("ctrl+n", "ctrl+q")
        await stage.click("Discard them", "#discard")
    assert draft.find(Path(FILE)) is None


async def test_saving_leaves_no_draft() -> None:
    async with at_start() as stage:
        await stage.press("ctrl+n", "ctrl+s", "enter")
        assert not stage.session.changed
    assert draft.find(Path(FILE)) is None


async def test_the_start_screen_is_left_at_once() -> None:
    async with at_start() as stage:
        await stage.press("ctrl+q")
        assert stage.app.return_code == 0


async def test_a_failure_says_no_value() -> None:
    app = WizardApp(Beginning(Path(FILE)))
    with pytest.raises(KeyError):
        await _failing(app)
    assert app.return_code == ExitCode.INTERNAL
    assert app.crashed is not None
    said = crash.sentence(app.crashed)
    assert said.startswith("internal error: KeyError in ")
    assert "s3cr3t" not in said + crash.details(app.crashed)
    assert not app._exit_renderables


def test_a_failure_ends_with_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(self: WizardApp) -> None:
        self.crashed = KeyError("s3cr3t")

    monkeypatch.setattr(WizardApp, "run", fails)
    with pytest.raises(Stop) as stopped:
        run(_arguments())
    assert stopped.value.code is ExitCode.INTERNAL
    assert "s3cr3t" not in stopped.value.message


def test_a_file_that_helm_refuses_is_told_before_any_screen() -> None:
    Path(FILE).write_text("a: [\n", encoding="utf-8")
    with pytest.raises(Stop) as stopped:
        run(_arguments(file=FILE))
    assert stopped.value.code is ExitCode.UNREADABLE


def test_no_color_reaches_the_screens(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    monkeypatch.setenv("NO_COLOR", "")
    monkeypatch.setattr(WizardApp, "run", lambda self: seen.append((self.theme, self.no_color)))
    run(_arguments(no_color=True))
    assert seen == [("ansi-dark", True)]


@pytest.mark.parametrize(("much", "sentences"), [("full", 2), ("brief", 1), ("none", 0)])
def test_the_command_line_says_how_much_is_commented(
    much: str, sentences: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[WizardApp] = []
    monkeypatch.setattr(WizardApp, "run", lambda self: begun.append(self))
    run(_arguments(comments=much))
    assert begun[0].beginning is not None
    session = begun[0].beginning.session()
    session.answer("deployment.cluster", "mgmt")
    comment = session.plan.first.document.comment(("common", "cluster")) or ""
    assert comment.count(".") == sentences


async def _failing(app: WizardApp) -> None:
    async with app.run_test() as pilot:
        app.call_later(_fail)
        await pilot.pause()


def _fail() -> None:
    secret = "s3cr3t"
    raise KeyError(secret)


def _arguments(file: str = "", no_color: bool = False, comments: str = "full") -> Namespace:
    return Namespace(
        file=file, version=None, helm=None, chart=None, repo=None, schema=None,
        offline=None, no_color=no_color, comments=comments,
    )  # fmt: skip
