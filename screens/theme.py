"""Colours and marks. One accent colour, for what has the focus; green and red for gain and cost."""

from __future__ import annotations

import os
from dataclasses import dataclass

from textual.theme import Theme

DARK = Theme(
    name="gloo-dark",
    primary="#5fb3d9",
    secondary="#8fa3b3",
    accent="#f2b134",
    warning="#e5c07b",
    error="#ef7b7b",
    success="#8ccf7e",
    foreground="#d6dde3",
    background="#12171c",
    surface="#171d23",
    panel="#1f272f",
    dark=True,
    variables={"footer-background": "#12171c", "footer-key-foreground": "#f2b134"},
)
LIGHT = Theme(
    name="gloo-light",
    primary="#0b6a91",
    secondary="#5a6b78",
    accent="#a8480a",
    warning="#8a5a00",
    error="#b3261e",
    success="#2a6f1e",
    foreground="#1d252b",
    background="#fbfaf7",
    surface="#f4f2ec",
    panel="#e9e6dd",
    dark=False,
    variables={"footer-background": "#fbfaf7", "footer-key-foreground": "#a8480a"},
)


def starting_theme() -> str:
    """The theme that the terminal can show: its own colours where it has few or wants none."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM", "").endswith(("-16color", "linux")):
        return "ansi-dark"
    return DARK.name


@dataclass(frozen=True)
class Marks:
    """Signs that read without colour."""

    answered: str
    untouched: str
    warning: str
    error: str
    hidden: str
    here: str
    custom: str
    chosen: str
    free: str
    gain: str
    cost: str
    bar: str
    rule: str
    more: str
    changed: str
    within: str

    def topic(self, state: str) -> str:
        """The mark of a topic's or question's state."""
        return str(getattr(self, state))


UNICODE = Marks("✓", "·", "!", "✗", "–", "▸", "≈", "(•)", "( )", "+", "−", "▌", "─", "…", "●", "›")
ASCII = Marks("v", ".", "!", "x", "-", ">", "~", "(*)", "( )", "+", "-", "|", "-", "...", "*", "/")


def marks() -> Marks:
    """ASCII where the locale cannot carry more, or GLOO_WIZARD_ASCII asks for it."""
    if os.environ.get("GLOO_WIZARD_ASCII"):
        return ASCII
    encoding = os.environ.get("LC_ALL") or os.environ.get("LC_CTYPE") or os.environ.get("LANG")
    if encoding and "utf" not in encoding.lower() and encoding not in ("C", "POSIX"):
        return ASCII
    return UNICODE


def cut(text: str, room: int) -> str:
    """The text, at most `room` characters of it, with a sign where something is left out."""
    if len(text) <= room:
        return text
    sign = marks().more
    return text[: max(0, room - len(sign))].rstrip() + sign
