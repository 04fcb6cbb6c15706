"""The header: the `#:` lines at the top of a file, which keep what no value can carry.

It is the first lines of the file up to a line that is not `#:`, unless that line is a key: then the
lines are the comment of the key.
"""

from __future__ import annotations

from wizard.comments import MARK, content, header_lines, is_comment
from wizard.lines import lines_between, next_line


def header_end(text: str) -> int:
    """Where the lines of the header end; 0 without one."""
    end = 0
    for at, line in lines_between(text, 0, len(text)):
        if not line.startswith(MARK):
            is_key = bool(line.strip()) and not is_comment(line)
            return 0 if is_key and not line.startswith(("---", "...", "%")) else end
        end = next_line(text, at)
    return end


def header(text: str) -> list[str]:
    """What the header's lines say."""
    return [content(line) for _, line in lines_between(text, 0, header_end(text))]


def with_header(text: str, lines: list[str] | None, newline: str) -> tuple[int, str]:
    """How many characters of the top to replace, and with what: a header and one blank line."""
    end = header_end(text)
    following = next_line(text, end)
    blank_below = end < len(text) and not text[end:following].strip()
    written = "".join(line + newline for line in header_lines(lines or []))
    if not written:
        return (following if end and blank_below else end), ""
    if end and not text[:end].endswith("\n"):
        return end, written.removesuffix(newline)
    if end:
        return end, written + ("" if blank_below or end == len(text) else newline)
    return 0, written + (newline if text else "")
