"""The wizard's own comments: lines that start with `#:`. Every other comment is a person's."""

from __future__ import annotations

import re

MARK = "#:"
WIDTH = 80
_NARROWEST = 24  # columns of text that a comment gets however deep it stands
_UNWRITABLE = "[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"


def comment_lines(text: str | None, column: int) -> list[str]:
    """A comment as lines at `column` (from 0), wrapped at 80; paragraphs end at line breaks."""
    if not text:
        return []
    import textwrap

    width = max(WIDTH - column - len(MARK) - 1, _NARROWEST)
    lines: list[str] = []
    for paragraph in text.splitlines():
        plain = re.sub(_UNWRITABLE, " ", paragraph).strip()
        lines += textwrap.wrap(plain, width, break_long_words=False, break_on_hyphens=False) or [""]
    return [(" " * column + f"{MARK} {line}").rstrip() for line in lines]


def header_lines(lines: list[str]) -> list[str]:
    """The header's lines as they stand in the file: not wrapped, for they are read back."""
    return [f"{MARK} {re.sub(_UNWRITABLE, ' ', line)}".rstrip() for line in lines]


def is_own(line: str) -> bool:
    """Whether a line is a comment that the wizard wrote."""
    return line.lstrip(" \t").startswith(MARK)


def is_comment(line: str) -> bool:
    """Whether a line holds nothing but a comment."""
    return line.lstrip(" \t").startswith("#")


def content(line: str) -> str:
    """What an own comment line says."""
    said = line.strip().removeprefix(MARK)
    return said.removeprefix(" ")
