"""What goes wrong on the way to a schema, each in one sentence that may be shown as it is."""

from __future__ import annotations

from schema.plain import line


class SourceFailed(Exception):
    """A schema could not be had; nothing was changed. The text is one sentence."""

    def __init__(self, sentence: str) -> None:
        super().__init__(line(sentence, 400))


class BadSource(SourceFailed):
    """What was asked for cannot be meant: no such kind of source, a version that is none."""


class NotFound(SourceFailed):
    """The server has no such thing."""


class Cancelled(SourceFailed):
    """It was given up on request."""

    def __init__(self) -> None:
        super().__init__("Cancelled; nothing was changed.")
