"""A line for a chart version: any can be typed, the arrow keys go through those that are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.style import Style
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from screens.widgets.spoken import Spoken, speak


class VersionLine(Input):
    """`versions` are the known ones, newest first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "pick(-1)", show=False),
        Binding("down", "pick(1)", show=False),
    ]

    def __init__(self, value: str, versions: Sequence[str], id: str | None = None) -> None:
        super().__init__(
            value,
            id=id,
            compact=True,
            suggester=SuggestFromList(versions),
            select_on_focus=False,
        )
        self.versions = list(versions)

    def offer(self, versions: Sequence[str]) -> None:
        """Know other versions from now on."""
        self.versions = list(versions)
        self.suggester = SuggestFromList(versions)

    def action_pick(self, step: int) -> None:
        """To the next known version, newer upwards."""
        if not self.versions:
            return
        here = self.versions.index(self.value) if self.value in self.versions else -1
        target = here + step if here >= 0 else 0
        self.value = self.versions[max(0, min(len(self.versions) - 1, target))]
        self.action_end()


class VersionChips(Static):
    """Known versions beside the line, to be clicked."""

    DEFAULT_CSS = """
    VersionChips { width: 1fr; height: auto; color: $text-muted; }
    """

    @dataclass
    class Picked(Spoken):
        version: str

    def __init__(self, versions: Sequence[str], id: str | None = None) -> None:
        super().__init__(id=id)
        self.show(versions)

    def show(self, versions: Sequence[str]) -> None:
        """These versions, in one line."""
        chips = [Content(one).stylize(Style.from_meta({"version": one})) for one in versions]
        self.update(Content("  ").join(chips))

    def on_click(self, event: events.Click) -> None:
        version = event.style.meta.get("version")
        if version:
            speak(self, self.Picked(version))
