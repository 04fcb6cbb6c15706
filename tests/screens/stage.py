"""A wizard on a stage: it runs without a terminal, is played by keys and clicks, and is read."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from textual import events
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from screens.app import WizardApp
from screens.widgets.options import Options
from screens.widgets.question_sheet import QuestionSheet
from wizard.beginning import Beginning
from wizard.gloo_platform import GUIDE
from wizard.opening import new, open_files
from wizard.session import Session

_TURNS = 100
WIDE, NARROW, HUGE = (120, 40), (80, 24), (200, 50)
FILE = "values.yaml"
BEGUN: Mapping[str, Any] = {
    "deployment.purpose": "production",
    "deployment.model": "dedicated",
    "deployment.cluster": "mgmt",
    "deployment.workloads": ("eu-1", "us-1"),
}
_SIGNS = {" ": "space", ",": "comma", "-": "minus", ".": "full_stop", ":": "colon", "/": "slash"}


async def until_quiet(pilot: Pilot[Any]) -> None:
    """Wait until nobody has a message to deal with and nothing has to be drawn, however slow the
    machine is just now."""
    for _ in range(_TURNS):
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        screen = pilot.app.screen
        if pilot.app.return_code is not None:
            return  # it has ended
        waiting = any(one.message_queue_size for one in (pilot.app, *screen.walk_children()))
        if not (waiting or screen._dirty_widgets or screen._layout_required):
            return
    raise AssertionError("the screen does not come to rest")


@dataclass
class Stage:
    """The running app with its pilot."""

    app: WizardApp
    pilot: Pilot[int]

    # --- playing

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await until_quiet(self.pilot)

    async def type(self, text: str) -> None:
        """As fast as a terminal sends what is pasted: no key waits for what the last one did."""
        for sign in text:
            self.app.post_message(events.Key(_SIGNS.get(sign, sign), sign))
        await self.settle()

    async def settle(self) -> None:
        """Wait for what is worked out shortly after the last key."""
        await self.pilot.pause()
        await until_quiet(self.pilot)

    async def go(self, question: str) -> None:
        """Be taken to a question."""
        self.app.go_to_question(question)
        await self.settle()

    async def click(self, text: str, within: str = "Screen", times: int = 1) -> None:
        """Click on a text where it is drawn, inside the widget that the selector names."""
        widget = self.app.screen if within == "Screen" else self.widget(within)
        region = widget.region
        for y in range(region.y, min(region.bottom, self.app.size.height)):
            x = self.lines[y].find(text, region.x, region.right)
            if x >= 0:
                assert await self.pilot.click(offset=(x, y), times=times)
                await self.settle()
                return
        raise AssertionError(f"{text!r} is not drawn in {within}:\n" + "\n".join(self.lines))

    # --- reading

    @property
    def screen(self) -> Screen[Any]:
        return self.app.screen

    @property
    def lines(self) -> list[str]:
        """The screen as text."""
        return [strip.text for strip in self.app.screen._compositor.render_strips()]

    @property
    def text(self) -> str:
        """The screen in one line, blanks and frames taken out."""
        return " ".join("\n".join(self.lines).split())

    def widget(self, selector: str) -> Widget:
        return self.app.screen.query_one(selector)

    def shown(self, selector: str) -> str:
        """The text of a Static."""
        return str(getattr(self.widget(selector), "content", ""))

    @property
    def status(self) -> str:
        return self.shown("#status")

    @property
    def question(self) -> str:
        """The question that is open."""
        return self.app.screen.query_one(QuestionSheet).shows

    @property
    def options(self) -> Options:
        return self.app.screen.query_one("#control Options", Options)

    @property
    def line(self) -> Input:
        return self.app.screen.query_one("#control Input", Input)

    @property
    def session(self) -> Session:
        return self.app.session

    @property
    def dialog(self) -> str:
        """The name of the screen on top."""
        return type(self.app.screen).__name__


def begun(answers: Mapping[str, Any] | None = None, version: str = "") -> Session:
    """A session for two workload clusters with these further answers; its files name no folder."""
    session = new(GUIDE, Path(FILE), version)
    for id, answer in {**BEGUN, **(answers or {})}.items():
        session.answer(id, answer)
    return session


def opened(text: str, version: str = "2.4.16") -> Session:
    """A session over a file with this text."""
    Path(FILE).write_text(text, encoding="utf-8")
    return open_files(GUIDE, [Path(FILE)], version)


@asynccontextmanager
async def on_stage(
    session: Session | None = None, question: str = "", size: tuple[int, int] = WIDE
) -> AsyncIterator[Stage]:
    """The Topics screen over a session, at a question."""
    app = WizardApp(session=session or begun())
    async with app.run_test(size=size) as pilot:
        stage = Stage(app, pilot)
        await stage.settle()
        if question:
            await stage.go(question)
        yield stage
        assert stage.lines


@asynccontextmanager
async def at_start(
    beginning: Beginning | None = None, size: tuple[int, int] = WIDE
) -> AsyncIterator[Stage]:
    """The Start screen."""
    app = WizardApp(beginning or Beginning(Path(FILE)))
    async with app.run_test(size=size) as pilot:
        stage = Stage(app, pilot)
        await stage.settle()
        yield stage
        assert stage.lines
