"""Pictures of every screen and every topic, in `snapshots/`; `make snapshots` draws them anew."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.pilot import Pilot

from screens.app import WizardApp
from tests.screens.stage import until_quiet
from wizard.beginning import Beginning
from wizard.gloo_platform import GUIDE
from wizard.guides import guide_for
from wizard.opening import new, open_files
from wizard.session import Session

USUAL, SMALL, LARGE = (120, 40), (80, 24), (200, 50)
SIZES = {"80x24": SMALL, "120x40": USUAL, "200x50": LARGE}
Compare = Callable[..., bool]
Before = Callable[[Pilot[Any]], Awaitable[None]]


def plan() -> Session:
    """A plan with some answers, some left to the chart and something to find fault with."""
    session = new(GUIDE, Path("values.yaml"))
    for id, answer in {
        "deployment.purpose": "production",
        "deployment.model": "dedicated",
        "deployment.cluster": "prod-mgmt",
        "deployment.workloads": ("eu-1", "us-1"),
        "deployment.replicas": 2,
        "certificates.mode": "own-cas",
        "service.mgmt-type": "load-balancer",
        "service.cloud": "aws-lbc",
        "service.mgmt-scheme": "internal",
        "licensing.how": "secret",
        "redis.io-threads": 2,
        "safe-mode.behaviour": "strict",
    }.items():
        session.answer(id, answer)
    return session


async def settled(pilot: Pilot[Any]) -> None:
    """Wait until nothing is left to do."""
    await pilot.pause()
    await until_quiet(pilot)


def at(question: str, *keys: str) -> Before:
    async def go(pilot: Pilot[Any]) -> None:
        assert isinstance(pilot.app, WizardApp)
        pilot.app.go_to_question(question)
        await settled(pilot)
        await pilot.press(*keys)
        await settled(pilot)

    return go


def pressing(*keys: str) -> Before:
    async def press(pilot: Pilot[Any]) -> None:
        await settled(pilot)
        for key in keys:
            await pilot.press(key)
            await settled(pilot)

    return press


def first_question(topic: str) -> str:
    session = plan()
    return next(asked.id for asked in session.visible() if asked.topic.id == topic)


def wizard() -> App[Any]:
    return WizardApp(session=plan())


@pytest.mark.parametrize("size", SIZES)
def test_start(snap_compare: Compare, size: str) -> None:
    app = WizardApp(Beginning(Path("values.yaml")))
    assert snap_compare(app, terminal_size=SIZES[size], run_before=settled)


def test_start_with_a_file_that_exists(snap_compare: Compare) -> None:
    Path("values.yaml").write_text(
        "common:\n  cluster: prod-mgmt\nglooMgmtServer:\n  enabled: true\n", encoding="utf-8"
    )
    app = WizardApp(Beginning(Path("values.yaml")))
    assert snap_compare(app, terminal_size=USUAL, run_before=settled)


@pytest.mark.parametrize("topic", [topic.id for topic in GUIDE.topics])
def test_topic(snap_compare: Compare, topic: str) -> None:
    before = at(first_question(topic))
    assert snap_compare(wizard(), terminal_size=USUAL, run_before=before)


@pytest.mark.parametrize("size", ["80x24", "200x50"])
@pytest.mark.parametrize("topic", ["certificates", "safe-mode", "workload-clusters"])
def test_topic_in_other_sizes(snap_compare: Compare, topic: str, size: str) -> None:
    before = at(first_question(topic))
    assert snap_compare(wizard(), terminal_size=SIZES[size], run_before=before)


@pytest.mark.parametrize("size", SIZES)
def test_an_answer_is_considered(snap_compare: Compare, size: str) -> None:
    before = at("safe-mode.behaviour", "down")
    assert snap_compare(wizard(), terminal_size=SIZES[size], run_before=before)


def test_the_preview_opens_on_a_small_screen(snap_compare: Compare) -> None:
    before = at("safe-mode.behaviour", "d")
    assert snap_compare(wizard(), terminal_size=SMALL, run_before=before)


def test_custom_values_are_kept(snap_compare: Compare) -> None:
    Path("values.yaml").write_text(
        "# ours\ncommon:\n  cluster: prod-mgmt\nglooMgmtServer:\n  enabled: true\n"
        "  safeMode: sometimes\n",
        encoding="utf-8",
    )
    session = open_files(GUIDE, [Path("values.yaml")], "2.4.16")
    before = at("safe-mode.behaviour")
    assert snap_compare(WizardApp(session=session), terminal_size=USUAL, run_before=before)


def test_a_text_is_typed(snap_compare: Compare) -> None:
    before = at("workload-clusters.relay-address", *"relay")
    assert snap_compare(wizard(), terminal_size=USUAL, run_before=before)


@pytest.mark.parametrize("size", SIZES)
def test_all_values(snap_compare: Compare, size: str) -> None:
    before = pressing("a", "down", "right", "down")
    assert snap_compare(wizard(), terminal_size=SIZES[size], run_before=before)


def test_all_values_searched(snap_compare: Compare) -> None:
    before = pressing("a", "slash", *"safe")
    assert snap_compare(wizard(), terminal_size=USUAL, run_before=before)


@pytest.mark.parametrize("size", SIZES)
def test_review(snap_compare: Compare, size: str) -> None:
    assert snap_compare(wizard(), terminal_size=SIZES[size], run_before=pressing("r"))


@pytest.mark.parametrize("size", SIZES)
def test_save(snap_compare: Compare, size: str) -> None:
    assert snap_compare(wizard(), terminal_size=SIZES[size], run_before=pressing("ctrl+s"))


@pytest.mark.parametrize("size", SIZES)
def test_help(snap_compare: Compare, size: str) -> None:
    before = at("safe-mode.behaviour", "question_mark")
    assert snap_compare(wizard(), terminal_size=SIZES[size], run_before=before)


@pytest.mark.parametrize("size", SIZES)
def test_another_version(snap_compare: Compare, size: str) -> None:
    before = at("safe-mode.behaviour", "v", "end", *["backspace"] * 6, *"2.3.3")
    assert snap_compare(wizard(), terminal_size=SIZES[size], run_before=before)


@pytest.mark.parametrize("size", SIZES)
def test_recommended_answers(snap_compare: Compare, size: str) -> None:
    assert snap_compare(wizard(), terminal_size=SIZES[size], run_before=pressing("p"))


@pytest.mark.parametrize("size", SIZES)
def test_a_file_changed_on_disk(snap_compare: Compare, size: str) -> None:
    async def before(pilot: Pilot[Any]) -> None:
        await at("safe-mode.behaviour", "space")(pilot)
        file.write_text("glooMgmtServer:\n  enabled: false\n", encoding="utf-8")
        await pressing("ctrl+s")(pilot)

    file = Path("values.yaml")
    file.write_text("glooMgmtServer:\n  enabled: true\n", encoding="utf-8")
    session = open_files(GUIDE, [file], "2.4.16")
    app = WizardApp(session=session)
    assert snap_compare(app, terminal_size=SIZES[size], run_before=before)


def test_too_small(snap_compare: Compare) -> None:
    assert snap_compare(wizard(), terminal_size=(60, 15), run_before=settled)


def test_gloo_edge(snap_compare: Compare) -> None:
    session = new(guide_for("gloo"), Path("values.yaml"))
    topic = session.guide.topics[2]
    question = next(asked.id for asked in session.visible() if asked.topic is topic)
    before = at(question)
    assert snap_compare(WizardApp(session=session), terminal_size=USUAL, run_before=before)


@pytest.mark.parametrize("size", SIZES)
def test_quit(snap_compare: Compare, size: str) -> None:
    assert snap_compare(wizard(), terminal_size=SIZES[size], run_before=pressing("ctrl+q"))


@pytest.mark.parametrize("size", SIZES)
def test_search(snap_compare: Compare, size: str) -> None:
    before = at("safe-mode.behaviour", "slash", *"redis")
    assert snap_compare(wizard(), terminal_size=SIZES[size], run_before=before)


def test_light(snap_compare: Compare) -> None:
    before = at("safe-mode.behaviour", "ctrl+t")
    assert snap_compare(wizard(), terminal_size=USUAL, run_before=before)


def test_without_colour(snap_compare: Compare, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    before = at("safe-mode.behaviour")
    assert snap_compare(wizard(), terminal_size=USUAL, run_before=before)
