"""Messages that know which widget speaks, so that `@on(…, "#id")` can choose."""

from __future__ import annotations

from textual.message import Message
from textual.widget import Widget


class Spoken(Message):
    """Posted through `speak`, which says who it is from."""

    speaker: Widget | None = None

    @property
    def control(self) -> Widget | None:
        """The widget that posted the message."""
        return self.speaker


def speak(widget: Widget, message: Spoken) -> None:
    """Post the message as the widget's own."""
    message.speaker = widget
    widget.post_message(message)
