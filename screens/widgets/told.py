"""A text that is told anew often: drawn only if it changed, laid out only if its height did."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static


class Told(Static):
    """`tell` instead of `update`; laying out a whole screen takes longer than drawing a line."""

    def __init__(self, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes, markup=False)
        self._told = Content("")

    def tell(self, text: Content | str, hide: bool = False) -> None:
        """Show this text; with `hide`, an empty one takes no room."""
        content = Content(text) if isinstance(text, str) else text
        if hide and self.display != bool(content.plain):
            self.display = bool(content.plain)
        if content.is_same(self._told):
            return
        width = self.content_size.width
        same_height = width and content.get_height({}, width) == self._told.get_height({}, width)
        self._told = content
        self.update(content, layout=not same_height)
