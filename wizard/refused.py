"""The one way in which the document says no."""

from __future__ import annotations

from schema.path import Path, format_path


class EditRefused(ValueError):
    """An edit that was not made: the path it was about, why not, and what to do instead."""

    def __init__(self, path: Path, why: str, hint: str = "") -> None:
        self.path = path
        self.why = why
        self.hint = hint
        place = f"{format_path(path)}: " if path else ""
        super().__init__(f"{place}{why}" + (f" {hint}" if hint else ""))
