"""All checks together: one that fails does not keep the others from speaking."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from schema.finding import Severity
from wizard import checks
from wizard.gloo_platform import GUIDE
from wizard.guide import Guide
from wizard.opening import open_files
from wizard.topic import Mark, Rule, mark
from wizard.view import PlanView

_FAILED = checks.failed  # before the tests make it raise
TEXT = "glooMgmtServer:\n  enabled: true\n  saveMode: true\nlicensing:\n  licenseKey: s3cr3t\n"


def _breaks_off(view: PlanView) -> Iterator[Mark]:
    yield mark("management", "glooMgmtServer", "found before it fails")
    raise KeyError("s3cr3t")


def _guide(*more: Rule) -> Guide:
    first, *others = GUIDE.topics
    return replace(GUIDE, topics=(replace(first, rules=(*more, *first.rules)), *others))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "values.yaml"
    file.write_text(TEXT, encoding="utf-8")
    return file


def test_a_rule_that_fails_is_one_finding(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "failed", _FAILED)
    rule = Rule("XX1", Severity.ERROR, "what breaks off", "why", _breaks_off, "deployment.model")
    found = open_files(_guide(rule), [file], "2.4.16").findings()
    usual = open_files(GUIDE, [file], "2.4.16").findings()
    [told] = [finding for finding in found if finding.code == "SC015"]
    assert told.severity is Severity.WARNING
    assert "XX1 (what breaks off)" in told.message
    assert "KeyError in tests/test_checks.py" in told.message
    assert "s3cr3t" not in told.message
    assert (told.file, told.question) == (str(file), "deployment.model")
    assert [finding for finding in found if finding is not told] == usual


def test_a_failing_rule_is_not_overlooked_by_the_tests(file: Path) -> None:
    rule = Rule("XX1", Severity.ERROR, "what breaks off", "why", _breaks_off)
    with pytest.raises(KeyError):
        checks.findings(open_files(_guide(rule), [file], "2.4.16").state)
