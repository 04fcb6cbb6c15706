"""What another chart version would change, worked out without doing it."""

from __future__ import annotations

from pathlib import Path

import pytest

from wizard.gloo_platform import GUIDE
from wizard.opening import new
from wizard.session import Session
from wizard.version_change import version_change

SAFE = "safe-mode.behaviour"


def begun(version: str = "2.4.16") -> Session:
    session = new(GUIDE, Path("values.yaml"), version)
    session.answer("deployment.model", "single")
    return session


def test_an_answer_that_is_not_asked_any_more_is_told() -> None:
    session = begun()
    session.answer(SAFE, "strict")
    change = version_change(session, "2.3.3")
    assert any("Not asked any more" in text for text in change.parked)
    assert change.files[0].removed


def test_an_answer_that_counts_again_is_told() -> None:
    session = begun()
    session.answer(SAFE, "strict")
    session.change_version("2.3.3")
    assert any("counts again" in text for text in version_change(session, "2.4.16").woken)


def test_nothing_is_done() -> None:
    session = begun()
    before = session.state
    version_change(session, "2.5.4")
    assert session.state is before


@pytest.mark.parametrize("wrong", ["", "two", "2"])
def test_a_wrong_version_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="version"):
        version_change(begun(), wrong)
