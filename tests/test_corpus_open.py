"""Real gloo-platform files: opened, saved unchanged, and changed in one thing only."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from schema.helmyaml import HelmYamlError
from tests.helm import HelmRefusal, helm_values
from tests.reference import CorpusFile, corpus, needs_reference
from wizard.comments import is_own
from wizard.document import Document, EditRefused
from wizard.gloo_platform import GUIDE
from wizard.opening import open_files
from wizard.session import Session
from wizard.sets import Role

pytestmark = needs_reference

SAFE_MODE = "safe-mode.behaviour"
FILES = [file for file in corpus() if file.chart == "gloo-platform"]


def opened(file: CorpusFile, version: str = "") -> Session:
    return open_files(GUIDE, [file.path], version)


@cache
def readable() -> list[CorpusFile]:
    """The files that Helm reads."""
    found = []
    for file in FILES:
        try:
            Document.parse(file.path.read_bytes())
        except HelmYamlError:
            continue
        found.append(file)
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.path.stem[-60:])
def test_it_opens_and_saves_the_same_bytes(file: CorpusFile) -> None:
    data = file.path.read_bytes()
    if file not in readable():
        with pytest.raises(HelmYamlError) as refusal:
            opened(file)
        assert all((refusal.value.line, refusal.value.what, refusal.value.hint))
        return
    session = opened(file)
    session.findings()
    session.needs()
    assert session.plan.first.document.to_bytes() == data
    assert not session.changed


def test_what_is_refused_is_what_helm_refuses(helm_major: int) -> None:
    refused = [file for file in FILES if file not in readable()]
    assert len(refused) < 5
    for file in refused:
        assert isinstance(helm_values(helm_major, [file.path]), HelmRefusal), file.path.name


def test_changing_safe_mode_changes_its_lines_only() -> None:
    changed = 0
    for file in readable():
        session = opened(file, "2.4.16")
        if session.why_hidden(SAFE_MODE):
            assert not any(member.role is Role.MANAGEMENT for member in session.plan)
            continue
        member = session.plan.first
        before = member.document.text.splitlines()
        answer = "off" if session.answer_of(SAFE_MODE) == "strict" else "strict"
        try:
            session.answer(SAFE_MODE, answer)
        except EditRefused as refusal:
            pytest.fail(f"{file.path.name}: {refusal}")
        after = session.plan.first.document.text.splitlines()
        touched = [line for line in _difference(before, after) if not is_own(line)]
        strange = [
            line
            for line in touched
            if line.strip() and not any(key in line for key in ("safeMode", "safeStartWindow"))
            and line.strip() not in ("glooMgmtServer:", "glooMgmtServer: {}")
        ]  # fmt: skip
        assert not strange, f"{file.path.name}: {strange}"
        changed += 1
        session.undo()
        assert session.plan.first.document.to_bytes() == file.path.read_bytes()
    assert changed > 60


def test_where_it_is_not_asked_the_reason_is_said() -> None:
    for file in readable():
        for version in ("2.3.3", "2.4.11", "2.12.0"):
            session = opened(file, version)
            reason = session.why_hidden(SAFE_MODE)
            management = any(member.role is Role.MANAGEMENT for member in session.plan)
            known = version == "2.12.0"
            assert bool(reason) == (not management or not known), (file.path.name, version, reason)


def _difference(before: list[str], after: list[str]) -> list[str]:
    """The lines that only one of the two has, as often as they differ in number."""
    left, right = list(after), []
    for line in before:
        if line in left:
            left.remove(line)
        else:
            right.append(line)
    return left + right


def test_there_are_files_to_try() -> None:
    assert len(FILES) > 100
    assert all(isinstance(file.path, Path) for file in FILES)
