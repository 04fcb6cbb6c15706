"""Real files of Gloo Edge through check and answers, as the chart they are for and as found."""

from __future__ import annotations

import pytest

from schema.version import Version
from tests.commands import Run
from tests.reference import CorpusFile, corpus, needs_reference
from wizard.document import Document
from wizard.exit_codes import ExitCode
from wizard.guides import chart_of

pytestmark = needs_reference

FILES = [file for file in corpus() if file.chart in ("gloo", "gloo-ee")]
AMBIGUOUS = {
    "cmwylie19-task-mongo--helm-overrides.yaml",
    "duncandoyle-ge-istio-demo--gloo-edge-helm-values.yaml",
}


def told(file: CorpusFile) -> list[str]:
    """The version of the file as far as it is known here."""
    try:
        version = Version.parse(file.version.lstrip("~"))
    except ValueError:
        return []
    old = version.line < (1, 0)
    return [] if old else ["--version", f"{version.major}.{version.minor}.{version.patch}"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.path.stem[-60:])
def test_check_and_answers(file: CorpusFile, gloo_wizard: Run) -> None:
    checked = gloo_wizard("check", str(file.path), "--chart", file.chart, *told(file))
    assert checked.code in (ExitCode.CLEAN, ExitCode.FINDINGS), checked.told
    answered = gloo_wizard("answers", str(file.path), "--chart", file.chart, *told(file))
    assert answered.code == ExitCode.CLEAN, answered.told
    assert f"chart: {file.chart}\n" in answered.text


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.path.stem[-60:])
def test_the_chart_is_found(file: CorpusFile) -> None:
    found = chart_of([Document.parse(file.path.read_bytes())])
    assert found == file.chart or file.path.name in AMBIGUOUS


def test_files_of_other_charts_are_taken_for_the_usual_one() -> None:
    for file in corpus():
        if file.chart == "gloo-platform":
            data = file.path.read_bytes()
            try:
                document = Document.parse(data)
            except ValueError:
                continue
            assert chart_of([document]) == "gloo-platform", file.path.name
