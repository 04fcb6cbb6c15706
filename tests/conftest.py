"""What all tests stand on: a machine of their own, pictures at the top level, Helm on request."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import pytest
import pytest_textual_snapshot
import textual.constants
from hypothesis import settings
from textual.widgets import Input, TextArea

from tests.commands import Run, run
from tests.helm import MAJORS, require_helm

ROOT = Path(__file__).parent.parent
_UNSET = ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "COLORTERM", "COLORFGBG", "TERM_PROGRAM")
_UNSET_PREFIXES = ("TEXTUAL_", "GLOO_WIZARD_", "HELM_")
_KEPT = ("TEXTUAL_SNAPSHOT_TEMPDIR",)  # the snapshot plugin's own, shared with its workers

settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, max_examples=100)
settings.load_profile("ci" if os.environ.get("CI") else "local")


class TopLevelPictures(pytest_textual_snapshot.SVGImageExtension):  # type: ignore[misc]
    """Keeps the pictures in `snapshots/<test module>/` instead of beside the tests."""

    @classmethod
    def dirname(cls, *, test_location: Any) -> str:
        return str(ROOT / "snapshots" / Path(test_location.filepath).stem)


# Its fixture looks the class up when a test runs.
pytest_textual_snapshot.SVGImageExtension = TopLevelPictures


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that compares pictures carries the mark `snapshot`."""
    for item in items:
        if "snap_compare" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.snapshot)


@pytest.fixture(scope="session", autouse=True)
def machine_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home folder and an environment that owe nothing to who runs the tests; the home folder."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for variable in list(os.environ):
            ours = variable.startswith(_UNSET_PREFIXES) and variable not in _KEPT
            if ours or variable in _UNSET:
                patch.delenv(variable)
        patch.setenv("HOME", str(home))
        for kind in ("CONFIG", "CACHE", "DATA", "STATE"):
            folder = home / kind.lower()
            folder.mkdir()
            patch.setenv(f"XDG_{kind}_HOME", str(folder))
        patch.setenv("TERM", "xterm-256color")
        patch.setenv("TZ", "UTC")
        patch.setenv("TEXTUAL_ANIMATIONS", "none")  # for programs started by a test
        patch.setattr(textual.constants, "TEXTUAL_ANIMATIONS", "none")  # read before we came
        # A cursor that blinks is on in one picture and off in the next.
        patch.setattr(Input, "_toggle_cursor", lambda self: None)
        patch.setattr(TextArea, "_toggle_cursor_blink_visible", lambda self: None)
        yield home


@pytest.fixture(scope="session", autouse=True)
def rules_that_fail_are_noticed() -> Iterator[None]:
    """A rule that raises is one finding among others for a user; for a test it is a failure."""

    def fail(state: object, rule: object, error: Exception) -> NoReturn:
        raise error

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("wizard.checks.failed", fail)
        yield


@pytest.fixture(params=MAJORS, ids=[f"helm{major}" for major in MAJORS], scope="session")
def helm_major(request: pytest.FixtureRequest) -> int:
    """3 and 4 in turn, where that Helm can be run."""
    major: int = request.param
    require_helm(major)
    return major


@pytest.fixture(scope="session")
def both_helms() -> None:
    """Behind `needs_helm`: Helm 3 and Helm 4 can both be run."""
    for major in MAJORS:
        require_helm(major)


@pytest.fixture
def gloo_wizard(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command: `gloo_wizard("show", file)` gives its exit code and what it wrote."""
    return partial(run, monkeypatch)
