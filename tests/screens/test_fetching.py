"""The chart's own schema, fetched on the Start screen from a repository on loopback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from schema.charted import ChartSchema
from schema.source import Source, load
from screens.widgets.version_line import VersionLine
from tests import web
from tests.charts import indexed, packaged
from tests.screens.stage import FILE, Stage, at_start
from wizard.beginning import Beginning
from wizard.gloo_platform import GUIDE

VALUES = "common:\n  cluster: ''\nbrandNew:\n  # Whether it is new\n  enabled: true\n"
OLD_VALUES = VALUES + "  size: 1\n"
VERSIONS = ("2.6.12", "2.7.0", "2.8.0-rc.1")


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Packages of a chart named gloo-platform, with their index."""
    folder = tmp_path_factory.mktemp("packages")
    for version in VERSIONS:
        values = OLD_VALUES if version == "2.6.12" else VALUES
        packaged(folder, version, name="gloo-platform", values=values, schema=None, sub_chart=False)
    indexed(folder)
    return folder


@pytest.fixture
def site(packages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[web.Site]:
    """The guide's repository, on loopback."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    routes: dict[str, web.Route] = {
        f"/{file.name}": file.read_bytes() for file in packages.iterdir() if file.is_file()
    }
    with web.served(routes) as site:
        monkeypatch.setitem(GUIDE.__dict__, "repository", site.url)
        yield site


async def until(stage: Stage, true: Callable[[], bool]) -> None:
    """Wait for the thread that fetches."""
    for _ in range(400):
        if true():
            return
        await stage.pilot.pause(0.02)
    raise AssertionError(f"it does not come about; the screen says: {stage.status}")


async def test_it_is_fetched_and_its_versions_are_offered(site: web.Site) -> None:
    async with at_start() as stage:
        beginning = stage.app.beginning
        assert beginning is not None
        line = stage.app.screen.query_one("#version", VersionLine)
        line.value = "2.6.12"
        await stage.press("ctrl+f")
        await until(stage, lambda: stage.status.startswith("Fetched"))
        assert "The chart's own, gloo-platform 2.6.12" in stage.shown("#version-note")
        assert "2 versions are there" in stage.status
        assert line.versions == ["2.7.0", "2.6.12"]
        assert "2.7.0  2.6.12" in stage.shown("#chips")
        assert site.asked("/index.yaml") == 1
        await stage.press("ctrl+n")
        schema = stage.session.state.chart_schema
        assert isinstance(schema, ChartSchema)
        assert schema.field("brandNew.enabled") is not None


async def test_a_failure_is_one_sentence_and_escape_cancels(site: web.Site) -> None:
    site.routes["/gloo-platform-2.6.12.tgz"] = b"\x1f\x8bnonsense"
    async with at_start() as stage:
        before = stage.shown("#version-note")
        stage.app.screen.query_one("#version", VersionLine).value = "2.6.12"
        await stage.press("ctrl+f")
        await until(stage, lambda: stage.status.startswith("✗"))
        assert "is not what the index promises" in stage.status
        assert stage.shown("#version-note") == before
        del site.routes["/index.yaml"]
        await stage.press("ctrl+f")
        await until(stage, lambda: "does not exist (404)" in stage.status)
        await stage.press("escape")
        assert "Cancelled" not in stage.status
        site.routes["/index.yaml"] = web.slow(bytes(90_000), 0.05)
        await stage.press("ctrl+f")
        await until(stage, lambda: "index.yaml: " in stage.status)
        assert "of 0.1 MiB. Escape cancels" in stage.status
        await stage.press("escape")
        assert stage.status == "Cancelled: nothing was fetched."
        assert stage.app.beginning is not None
        assert stage.app.beginning.schema is None


async def test_an_upgrade_goes_by_what_is_fetched_of_both_versions(site: web.Site) -> None:
    Path(FILE).write_text("# --version 2.6.12\nbrandNew:\n  size: 1\n", encoding="utf-8")
    async with at_start() as stage:
        await stage.press("u")
        await stage.settle()
        line = stage.app.screen.query_one("#version", VersionLine)
        line.value = "2.7.0"
        await stage.press("ctrl+f")
        await until(stage, lambda: stage.session.state.upgrading is not None)
        upgrading = stage.session.state.upgrading
        assert upgrading is not None
        for schema in (upgrading.report.schema, upgrading.base.chart_schema):
            assert schema.field("brandNew.enabled") is not None
        assert [row.path for row in upgrading.report.rows if row.path] == [("brandNew", "size")]
        assert stage.session.state.chart_schema is upgrading.report.schema
        site.routes["/index.yaml"] = web.slow(bytes(90_000), 0.05)
        await stage.press("ctrl+f", "escape")
        assert stage.status == "Cancelled: nothing was fetched."


async def test_a_chart_without_a_guide_is_upgraded_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    shop = tmp_path / "shop"
    shop.mkdir()
    packaged(shop, "1.0.0", schema=None, values="size: 1\nold: 1\n", sub_chart=False)
    packaged(shop, "2.0.0", schema=None, values="size: 2\n", sub_chart=False)
    indexed(shop)
    files = [file for file in shop.iterdir() if file.is_file()]
    Path(FILE).write_text("old: 2\n", encoding="utf-8")
    with web.served({f"/{file.name}": file.read_bytes() for file in files}) as site:
        source = Source("shop", repo=site.url)
        schema = load(source, "1.0.0")
        beginning = Beginning(Path(FILE), "1.0.0", schema=schema, source=source)
        async with at_start(beginning) as stage:
            await stage.press("u", "f5")
            await stage.settle()
            stage.app.screen.query_one("#version", VersionLine).value = "2.0.0"
            await stage.press("enter")
            assert "ctrl+f fetches the chart's own" in stage.status
            await stage.press("ctrl+f")
            await until(stage, lambda: stage.session.state.upgrading is not None)
            await stage.settle()
            assert "shop 2.0.0" in stage.text
            await stage.press("enter")
            assert not stage.session.plan.first.document.text
            await stage.press("down")
            await stage.settle()
            assert "The chart's own value was 1 and is 2" in stage.text
            await stage.press("r")
            assert "Nothing to find fault with" in stage.text
            await stage.press("b", "b")
            assert stage.dialog == "ValuesScreen"
