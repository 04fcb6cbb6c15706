"""The Review screen: findings with their fixes, files, what must exist, the picture."""

from __future__ import annotations

from tests.screens.stage import NARROW, Stage, begun, on_stage, opened

THREADS = {"redis.io-threads": 2}
TOO_LITTLE_CPU = """\
glooMgmtServer:
  enabled: true
redis:
  deployment:
    enabled: true
    ioThreads: 3
    resources:
      limits:
        cpu: "1"
"""


async def reviewed(stage: Stage) -> None:
    await stage.press("r")
    await stage.settle()


async def test_counts_what_was_found() -> None:
    async with on_stage() as stage:
        await reviewed(stage)
        assert "2 errors" in stage.shown("#findings-heading")


async def test_enter_leads_to_the_question() -> None:
    async with on_stage() as stage:
        await reviewed(stage)
        await stage.press("enter")
        await stage.settle()
        assert stage.question == "workload-clusters.relay-address"


async def test_a_finding_is_picked_with_two_clicks() -> None:
    async with on_stage() as stage:
        await reviewed(stage)
        await stage.click("values-eu-1.yaml", "#findings")
        assert stage.dialog == "TopicsScreen"
        assert stage.question == "workload-clusters.relay-address"


async def test_b_leads_back() -> None:
    async with on_stage() as stage:
        await reviewed(stage)
        await stage.press("b")
        assert stage.dialog == "TopicsScreen"


async def test_x_mends_the_finding_and_undo_takes_it_back() -> None:
    async with on_stage(opened(TOO_LITTLE_CPU)) as stage:
        await reviewed(stage)
        findings = stage.session.findings()
        place = next(n for n, finding in enumerate(findings) if finding.fix)
        await stage.press(*["down"] * place, "x")
        assert stage.session.changed
        assert "Done: " in stage.status
        await stage.press("u")
        assert not stage.session.changed


async def test_x_says_when_there_is_no_fix() -> None:
    async with on_stage() as stage:
        await reviewed(stage)
        assert stage.session.findings()[0].fix is None
        await stage.press("x")
        assert "no ready fix" in stage.status


async def test_all_fixes_at_once() -> None:
    async with on_stage(opened(TOO_LITTLE_CPU)) as stage:
        await reviewed(stage)
        assert "can be mended at once" in stage.status
        await stage.press("F")
        assert stage.status.startswith("Mended ")
        assert not any(finding.fix for finding in stage.session.findings())


async def test_a_file_is_looked_at() -> None:
    async with on_stage() as stage:
        await reviewed(stage)
        stage.widget("#files").focus()
        await stage.press("enter")
        assert stage.dialog == "TextDialog"
        assert "cluster: mgmt" in stage.text
        await stage.press("escape")
        assert stage.dialog == "ReviewScreen"


async def test_a_window_is_closed_with_the_mouse() -> None:
    async with on_stage() as stage:
        await reviewed(stage)
        stage.widget("#files").focus()
        await stage.press("enter")
        await stage.click("Close", "#close")
        assert stage.dialog == "ReviewScreen"


async def test_the_command_that_makes_a_secret_is_shown() -> None:
    async with on_stage(begun({"licensing.how": "secret"})) as stage:
        await reviewed(stage)
        await stage.click("secret license-keys", "#needs")
        await stage.press("enter")
        assert stage.dialog == "TextDialog"
        assert "kubectl" in stage.text


async def test_the_runbook_is_shown() -> None:
    async with on_stage() as stage:
        await reviewed(stage)
        needs = stage.widget("#needs")
        needs.focus()
        await stage.press(*["down"] * len(stage.session.needs()), "enter")
        assert "Runbook" in stage.text


async def test_the_picture_shows_the_clusters() -> None:
    async with on_stage() as stage:
        await reviewed(stage)
        assert "eu-1" in stage.shown("#picture")
        assert "management server" in stage.shown("#picture")


async def test_a_small_screen_shows_the_findings_first() -> None:
    async with on_stage(size=NARROW) as stage:
        await reviewed(stage)
        assert "Findings" in stage.lines[1]
