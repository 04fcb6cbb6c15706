"""The last line: the keys that do something here, each to be clicked as well."""

from __future__ import annotations

from dataclasses import replace

from textual import events
from textual.content import Content
from textual.keys import format_key
from textual.screen import Screen
from textual.style import Style
from textual.widget import Widget
from textual.widgets import Input, TextArea

_ALWAYS = ("Help", "Save")


class KeyLine(Widget):
    """One widget for all keys. Textual's own footer mounts one for each key whenever the focus
    moves, and that took four tenths of the time between two questions."""

    DEFAULT_CSS = """
    KeyLine { dock: bottom; height: 1; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._keys: list[tuple[str, str, str]] = []

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._look)
        self._look(self.screen)

    def _look(self, screen: Screen[object]) -> None:
        if not self.is_attached or screen is not self.screen:
            return
        keys = list(self._active(screen))
        if keys != self._keys:
            self._keys = keys
            self.refresh()

    def _active(self, screen: Screen[object]) -> list[tuple[str, str, str]]:
        """For each action that is shown: a key that works now, how it is written, what it does."""
        typing = isinstance(screen.focused, Input | TextArea)
        found: dict[str, tuple[str, str, str]] = {}
        for key, active in screen.active_bindings.items():
            binding = active.binding
            if not binding.show or not active.enabled or binding.action in found:
                continue
            if typing:  # letters are typed; what works is another key for the same
                if len(format_key(key)) == 1 and key != "enter":
                    continue
                if len(binding.key_display or "") == 1:
                    binding = replace(binding, key_display=None)
            said = self.app.get_key_display(binding)
            found[binding.action] = (key, said, binding.description)
        return list(found.values())

    def _fitting(self) -> list[tuple[str, str, str]]:
        """The keys that fit into the line: the last ones give way, but not help and saving."""
        keys = list(self._keys)
        while len(keys) > 2 and _length(keys) > self.content_size.width:
            spare = [key for key in keys if key[2] not in _ALWAYS]
            keys.remove(spare[-1] if spare else keys[-1])
        return keys

    def render(self) -> Content:
        pieces = [
            Content.assemble((said, "bold $footer-key-foreground"), " ", what).stylize(
                Style.from_meta({"key": key})
            )
            for key, said, what in self._fitting()
        ]
        return Content("  ").join(pieces)

    def on_click(self, event: events.Click) -> None:
        key = event.style.meta.get("key")
        if key:
            self.app.simulate_key(key)


def _length(keys: list[tuple[str, str, str]]) -> int:
    return sum(len(said) + len(what) + 3 for _, said, what in keys) - 2
