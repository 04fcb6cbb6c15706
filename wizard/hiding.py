"""Hiding stretches of a text."""

from __future__ import annotations

import re
from collections.abc import Iterable

HIDDEN = "••••••••"
"""What stands for a secret: always as long, so that nothing tells its length."""


def mask(text: str, spans: Iterable[tuple[int, int]], sign: str = HIDDEN) -> str:
    """Hide stretches of a text (start and end offsets), line by line: line breaks stay."""
    pieces: list[str] = []
    position = 0
    for start, end in sorted(spans):
        start = max(start, position)
        if end <= start:
            continue
        pieces += (text[position:start], re.sub(r"[^\r\n]+", sign, text[start:end]))
        position = end
    return "".join(pieces) + text[position:]
