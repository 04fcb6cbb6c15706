"""Guides by chart: our own, one that another package brings, and how files tell their chart.

The page docs/guides.md holds a guide; it is installed here as a package would be, and each command
of the page must print what stands below it.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from tests.commands import Run
from tests.test_readme import ROOT, examples, run_all
from wizard.document import Document
from wizard.exit_codes import ExitCode
from wizard.guide import Guide
from wizard.guides import NoGuide, bare_guide, chart_of, guide_for, guided_charts
from wizard.opening import new
from wizard.picture import picture

PAGE = (ROOT / "docs" / "guides.md").read_text(encoding="utf-8")
OWN = ("gloo-platform", "gloo", "gloo-ee")


def install(folder: Path, target: str = "shop_guide:GUIDE") -> None:
    """The page's guide as an installed package leaves it."""
    code = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    (folder / "shop_guide.py").write_text("\n".join(code), encoding="utf-8")
    described = folder / "shop_guide-1.0.dist-info"
    described.mkdir()
    (described / "METADATA").write_text("Metadata-Version: 2.1\nName: shop-guide\nVersion: 1.0\n")
    (described / "entry_points.txt").write_text(f"[gloo_wizard.guides]\nshop = {target}\n")


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    install(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "shop_guide", raising=False)
    return tmp_path


def test_the_page_does_what_it_says(tmp_path: Path) -> None:
    folder, data = tmp_path / "here", tmp_path / "data"
    folder.mkdir()
    data.mkdir()
    install(folder)
    pairs = examples(PAGE)
    (data / "answers.yaml").write_text(pairs[0][1], encoding="utf-8")
    printed = run_all([command for command, _ in pairs], folder, data, always_anew=True)
    assert dict(zip(pairs, printed, strict=True)) == {pair: pair[1] for pair in pairs}


def test_each_chart_has_its_guide() -> None:
    assert guided_charts()[:3] == OWN
    for chart in OWN:
        assert guide_for(chart).chart == chart
    assert guide_for().chart == "gloo-platform"
    with pytest.raises(NoGuide, match="no guide for the chart nginx; there is one for gloo-plat"):
        guide_for("nginx")


def test_codes_belong_to_one_guide_family() -> None:
    platform = {rule.code for rule in guide_for("gloo-platform").rules()}
    edge = [rule.code for rule in guide_for("gloo-ee").rules()]
    assert len(edge) == len(set(edge))
    assert not platform & set(edge)


def test_another_package_brings_a_guide(shop: Path, gloo_wizard: Run) -> None:
    assert guided_charts() == (*OWN, "shop")
    guide = guide_for("shop")
    session = new(guide, shop / "values.yaml")
    session.answer("shop.open", "yes")
    assert {one.code for one in session.findings()} == {"SHOP1"}
    (fix,) = [one.fix for one in session.findings() if one.fix]
    session.apply_fix("management", fix)
    assert session.findings() == []
    assert session.answer_of("shop.replicas") == 2
    assert picture(session)[0].strip() == "shop"
    file = shop / "values.yaml"
    file.write_text("ingress: {host: shop.example.com, enabeld: true}\n")
    checked = gloo_wizard("check", file)
    assert checked.code == ExitCode.FINDINGS
    assert "SC010 ingress.enabeld" in checked.text


def test_a_guide_that_cannot_be_loaded_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gloo_wizard: Run
) -> None:
    install(tmp_path, "shop_guide:MISSING")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "shop_guide", raising=False)
    with pytest.raises(NoGuide, match="cannot be loaded"):
        guide_for("shop")
    ended = gloo_wizard("explain", "--chart", "shop", "replicas")
    assert ended.code == ExitCode.USAGE
    assert "shop_guide:MISSING" in ended.told


FILES = [
    ("", "gloo-platform"),
    ("glooMgmtServer: {enabled: true}\n", "gloo-platform"),
    ("gatewayProxies: {gatewayProxy: {disabled: true}}\n", "gloo"),
    ("settings: {create: true}\n", "gloo"),
    ("gloo: {deployment: {replicas: 2}}\n", "gloo"),
    ("gloo: {gatewayProxies: {gatewayProxy: {disabled: true}}}\n", "gloo-ee"),
    ("license_key: abc\n", "gloo-ee"),
    ("#: chart: gloo-ee 1.18.14\n\nsettings: {create: true}\n", "gloo-ee"),
    ("#: chart: unheard-of 1.0.0\n\nsettings: {create: true}\n", "gloo"),
]


@pytest.mark.parametrize(("text", "chart"), FILES)
def test_files_tell_their_chart(text: str, chart: str) -> None:
    assert chart_of([Document.parse(text)]) == chart


def test_commands_find_the_chart_by_themselves(tmp_path: Path, gloo_wizard: Run) -> None:
    file = tmp_path / "values.yaml"
    file.write_text(
        "#: chart: gloo-ee 1.17.0\n\ngloo:\n  discovery: {enabled: true}\nlicense_key: abc\n"
    )
    answered = gloo_wizard("answers", file)
    assert answered.text.startswith('chart: gloo-ee\nversion: "1.17.0"\n')
    assert 'destinations.discovery: "yes"' in answered.text
    shown = gloo_wizard("show", file, "gloo.gloo.deployment.replicas", "--effective")
    assert shown.text == "1\n"
    checked = gloo_wizard("check", file)
    assert "GE801 license_key" in checked.text
    changed = gloo_wizard("set", file, "gloo.settings.create=true")
    assert changed.text.index("settings:") < changed.text.index("discovery:"), "the chart's order"
    assert "abc" not in gloo_wizard("diff", file, "-", given=b"gloo: {}\n").text
    explained = gloo_wizard("explain", "--chart", "gloo", "discovery.fdsMode")
    assert "WHITELIST" in explained.text


def test_a_code_is_explained_whatever_guide_it_is_of(shop: Path, gloo_wizard: Run) -> None:
    for code in ("GE201", "GM801", "SHOP1"):
        for command in (["explain", code], ["check", "--explain", code]):
            ended = gloo_wizard(*command)
            assert ended.code == ExitCode.CLEAN, ended.told
            assert ended.text.startswith(code)


def test_the_bare_guide_asks_nothing() -> None:
    guide = bare_guide("thing", "1.2.3")
    assert isinstance(guide, Guide)
    assert (guide.chart, guide.default_version, guide.topics) == ("thing", "1.2.3", ())
