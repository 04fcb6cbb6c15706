"""Values as new YAML text that no reader can take for something else.

Text is plain only where every YAML reader agrees that it is text, and in double quotes otherwise;
a text of several lines becomes a literal block where that is safe. No tags, anchors, merges or
markers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from schema.nodes import Json
from wizard.comments import comment_lines
from wizard.touch import Touch

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./-]*")
_READ_OTHERWISE = frozenset(
    ("y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf")
)
_SHORT_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
# Slow to compile, so that is left until one is wanted.
_TO_ESCAPE = (
    '[\\\\"\x00-\x1f\x7f-\x9f\u00a0\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]'
)
_NOT_LITERAL = "(?m)^\t|[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]"
_SINGLE_QUOTABLE = "[\x20-\x7e\u00a1-\u1fff\u3001-\ud7ff]*"
_LONGEST_SIMPLE_KEY = 1000  # libyaml and go-yaml stop looking for the colon at 1,024


@dataclass(frozen=True, slots=True)
class Style:
    """How a file is laid out: line break, indentation of a map in a map and of a dash in a map."""

    newline: str = "\n"
    step: int = 2
    dash: int = 2


@dataclass(frozen=True, slots=True)
class Block:
    """A rendered value: what stands behind the colon or dash, and the full lines that follow."""

    head: str
    tail: list[str]


def scalar(value: Json, quote: str = "") -> str:
    """A single value, an empty map or an empty list, on one line.

    `quote`: the quotes that stood there before; text keeps single quotes where that is safe.
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _float(value)
    if isinstance(value, str):
        return text(value, quote)
    return "{}" if isinstance(value, dict) else "[]"


def text(value: str, quote: str = "") -> str:
    """Text as one YAML scalar, plain or quoted."""
    if not quote and _PLAIN.fullmatch(value) and value.lower() not in _READ_OTHERWISE:
        return value
    if quote == "'" and re.fullmatch(_SINGLE_QUOTABLE, value):
        return "'" + value.replace("'", "''") + "'"
    return '"' + re.sub(_TO_ESCAPE, _escape, value) + '"'


def flow(value: Json) -> str:
    """Any value on one line."""
    if isinstance(value, dict) and value:
        return "{" + ", ".join(flow_pair(key, each) for key, each in value.items()) + "}"
    if isinstance(value, list) and value:
        return "[" + ", ".join(map(flow, value)) + "]"
    return scalar(value)


def flow_pair(key: str, value: Json) -> str:
    """`key: value` on one line, as inside braces."""
    return f"{text(key)}: {flow(value)}"


def below_key(value: Json, column: int, style: Style, touch: Touch | None = None) -> Block:
    """A value behind `key:`, where the key stands at `column` (from 0)."""
    if isinstance(value, dict) and value:
        return Block("", entries(value, column + style.step, style, touch))
    if isinstance(value, list) and value:
        return Block("", items(value, column + style.dash, style, touch))
    return _single(value, column, style)


def below_dash(
    value: Json, column: int, style: Style, touch: Touch | None = None, content: int = 2
) -> Block:
    """A value behind a dash at `column`, its content `content` columns further."""
    inside = column + content
    if isinstance(value, dict) and value:
        lines = entries(value, inside, style, touch)
    elif isinstance(value, list) and value:
        lines = items(value, inside, style, touch)
    else:
        return _single(value, column, style)
    return Block(lines[0][inside:], lines[1:])


def entries(value: dict[str, Json], column: int, style: Style, touch: Touch | None) -> list[str]:
    """The lines of a block map."""
    lines: list[str] = []
    for key, each in value.items():
        lines += entry(key, each, column, style, touch.child(key) if touch else None)
    return lines


def entry(key: str, value: Json, column: int, style: Style, touch: Touch | None) -> list[str]:
    """The lines of one `key: value`, its comment above."""
    block = below_key(value, column, style, touch)
    name = text(key)
    lines = comment_lines(touch.new_comment if touch else None, column)
    if len(name) > _LONGEST_SIMPLE_KEY:
        lines.append(f"{' ' * column}? {name}")
        name = ""
    return [*lines, " " * column + name + ":" + (block.head and " " + block.head), *block.tail]


def items(value: list[Json], column: int, style: Style, touch: Touch | None) -> list[str]:
    """The lines of a block list."""
    lines: list[str] = []
    for position, each in enumerate(value):
        lines += item(each, column, style, touch.child(position) if touch else None)
    return lines


def item(
    value: Json, column: int, style: Style, touch: Touch | None, content: int = 2
) -> list[str]:
    """The lines of one list entry, its comment (or that of its first key) above the dash."""
    comment = touch.new_comment if touch else None
    if touch and isinstance(value, dict) and value:
        first = touch.child(next(iter(value)))
        if first is not None and first.new_comment:
            comment = f"{comment}\n{first.new_comment}" if comment else first.new_comment
            touch = touch.without_comment(next(iter(value)))
    block = below_dash(value, column, style, touch, content)
    dash = "-".ljust(content) if block.head else "-"
    return [*comment_lines(comment, column), " " * column + dash + block.head, *block.tail]


def ends_in_break(value: Json) -> bool:
    """Whether new lines that hold `value` end in a block text that needs its final break."""
    while isinstance(value, dict | list) and value:
        value = list(value.values())[-1] if isinstance(value, dict) else value[-1]
    return isinstance(value, str) and value.endswith("\n") and "\n" in value[:-1]


def _single(value: Json, column: int, style: Style) -> Block:
    if isinstance(value, str) and _literal(value):
        lines = value.split("\n")
        ends = lines[-1] == ""
        if ends:
            lines.pop()
        indicator = str(style.step) if value[0] == " " else ""
        inside = " " * (column + style.step)
        head = "|" + indicator + ("" if ends else "-")
        return Block(head, [inside + each if each else "" for each in lines])
    return Block(scalar(value), [])


def _literal(value: str) -> bool:
    """Whether a text may be a literal block, with no doubt about its first and last lines."""
    lines = value.removesuffix("\n").split("\n")
    return (
        len(lines) > 1
        and bool(lines[0].strip(" "))
        and bool(lines[-1].strip(" "))
        and re.search(_NOT_LITERAL, value) is None
    )


def _float(value: float) -> str:
    """Digits on both sides of the point, no exponent."""
    written = format(Decimal(repr(value)), "f")
    return written if "." in written else written + ".0"


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    short = _SHORT_ESCAPES.get(character)
    if short is not None:
        return short
    code = ord(character)
    return f"\\x{code:02x}" if code < 0xA0 else f"\\u{code:04x}"
