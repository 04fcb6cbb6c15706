"""Text from elsewhere made harmless: it can be shown, and can do nothing to a terminal."""

from __future__ import annotations

import re

_ESCAPES = re.compile(
    r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?"  # titles, links, the clipboard
    r"|\x1b[PX^_][^\x1b]*(?:\x1b\\)?"
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"  # colours, cursor
    r"|\x1b[ -/]*[0-~]?"
)
_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"
    "\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


def plain(text: str) -> str:
    """The text without terminal sequences, control characters and marks that reorder letters.

    Line feeds and tabs stay. Brackets stay too: screens show such text as content, never as markup.
    """
    if text.isascii() and text.isprintable():
        return text
    return _CONTROLS.sub("", _ESCAPES.sub("", text.replace("\r\n", "\n")))


def line(text: str, longest: int = 200) -> str:
    """One line of it, short enough for a message."""
    joined = " ".join(plain(text).split())
    return joined if len(joined) <= longest else joined[: longest - 1] + "…"


def is_plain(text: str) -> bool:
    """Whether nothing would have to be taken out."""
    return plain(text) == text
