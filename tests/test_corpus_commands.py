"""The real files go through the commands; what is found in them is what docs/findings.md says."""

from __future__ import annotations

import pytest

from schema.helmyaml import HelmYamlError
from tests.commands import Run
from tests.counts import CHARTS, FILES, PAGE, count, written_anew
from tests.reference import CorpusFile, corpus, needs_reference, some
from wizard.document import Document
from wizard.exit_codes import ExitCode

pytestmark = needs_reference


@pytest.mark.parametrize("file", some(corpus(), 5), ids=lambda file: file.path.stem[-60:])
def test_a_real_file_goes_through_the_commands(file: CorpusFile, gloo_wizard: Run) -> None:
    chart = ["--chart", file.chart] if file.chart in CHARTS else []
    try:
        values = Document.parse(file.path.read_bytes()).value
    except HelmYamlError:
        for command in ("check", "annotate", "answers"):
            assert gloo_wizard(command, file.path, *chart).code == ExitCode.UNREADABLE
        return
    checked = gloo_wizard("check", file.path, *chart)
    assert checked.code in (ExitCode.CLEAN, ExitCode.FINDINGS), checked.told
    assert "SC015" not in checked.text, "a check itself has failed"
    annotated = gloo_wizard("annotate", file.path, *chart)
    assert annotated.code == ExitCode.CLEAN, annotated.told
    assert Document.parse(annotated.data).value == values
    answers = gloo_wizard("answers", file.path, *chart)
    assert answers.code == ExitCode.CLEAN, answers.told
    assert Document.parse(answers.data).value["chart"] in (file.chart, *CHARTS)


def test_the_counts_are_true() -> None:
    counts = count(FILES)
    assert "SC015" not in counts.findings, "a check itself has failed"
    page = PAGE.read_text(encoding="utf-8")
    assert page == written_anew(page, counts), "python -m tests.counts writes it anew"
