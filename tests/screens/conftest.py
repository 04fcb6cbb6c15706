"""Each test in a folder of its own, so that no path and no draft of another is on the screen; and
no frame is drawn that nobody looks at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual._compositor import Compositor
from textual._context import visible_screen_stack

from screens.widgets import file_pane


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder, which the program runs in: files are named without one."""
    folder = tmp_path / "plan"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("LANG", "C.UTF-8")
    return folder


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """The preview waits for no further key: keys come as fast as they are taken in."""
    monkeypatch.setattr(file_pane, "PAUSE", 0.001)


@pytest.fixture(scope="session", autouse=True)
def frames_on_request() -> Any:
    """Draw the screen when it is read, not for every change: without a terminal nobody sees that,
    and it is more than half of what these tests would take. A picture is always drawn whole, and
    `Stage` reads the screen once more at its end, so that what cannot be drawn is found."""
    draw = Compositor.render_update

    def on_request(
        self: Compositor, full: bool = False, screen_stack: Any = None, simplify: bool = False
    ) -> Any:
        if full:
            return draw(self, full, screen_stack, simplify)
        visible_screen_stack.set(screen_stack or [])
        self._dirty_regions.clear()
        return None

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Compositor, "render_update", on_request)
        yield
