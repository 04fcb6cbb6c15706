"""Where a value stands: `glooMgmtServer.env[name=LOG_LEVEL].value`.

A path is a tuple of segments: a text for a key, a number for a list position, an `Item` for the
list entry whose own key has a given value. Written out, keys with dots, brackets, quotes or blanks
stand in double quotes; Helm's backslash form (`a.b\\.c`) is read as well.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import NamedTuple


class Item(NamedTuple):
    """The entry of a list that carries `key: value`, as in `env[name=LOG_LEVEL]`."""

    key: str
    value: str


Segment = str | int | Item
Path = tuple[Segment, ...]

_SPECIAL = frozenset("[]\"'\\")
_PLAIN_KEY = re.compile(r"[^\s.\[\]\"'\\=]+")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')


class PathError(ValueError):
    """A path that cannot be read: `text`, the `column` (from 1) where it goes wrong, and why."""

    def __init__(self, text: str, column: int, why: str) -> None:
        self.text = text
        self.column = column
        self.why = why
        super().__init__(f"path {text!r}, column {column}: {why}")


@lru_cache(maxsize=16384)
def parse_path(text: str) -> Path:
    """Read a written path. Raises `PathError`."""
    if not _SPECIAL.intersection(text):
        keys = text.split(".")
        if all(keys):
            return tuple(keys)
    segments: list[Segment] = []
    position = 0
    expect_key = True
    while position < len(text):
        character = text[position]
        if character == "[":
            if expect_key and segments:
                raise PathError(text, position + 1, "a key is missing before the bracket")
            segment, position = _bracket(text, position)
            segments.append(segment)
            expect_key = False
        elif character == ".":
            if expect_key:
                raise PathError(text, position + 1, "two dots in a row, or a dot at the start")
            position += 1
            expect_key = True
        elif not expect_key:
            raise PathError(text, position + 1, "a dot or a bracket is expected here")
        else:
            segment, position = _key(text, position)
            segments.append(segment)
            expect_key = False
    if expect_key:
        raise PathError(
            text, len(text) + 1, "a key is missing at the end" if text else "it is empty"
        )
    return tuple(segments)


def format_path(path: Path) -> str:
    """Write a path so that `parse_path` gives it back."""
    written = ""
    for segment in path:
        if isinstance(segment, Item):
            written += f"[{segment.key}={_bare_or_quoted(segment.value)}]"
        elif isinstance(segment, int):
            written += f"[{segment}]"
        else:
            written += ("." if written else "") + _bare_or_quoted(segment)
    return written


def _bare_or_quoted(key: str) -> str:
    return key if _PLAIN_KEY.fullmatch(key) else json.dumps(key, ensure_ascii=False)


def _key(text: str, position: int) -> tuple[str, int]:
    if text[position] == '"':
        return _quoted(text, position)
    key = ""
    while position < len(text) and text[position] not in ".[":
        if text[position] == "\\" and position + 1 < len(text):
            position += 1
        elif text[position] in "]\"'":
            raise PathError(text, position + 1, "put a key with this character in double quotes")
        key += text[position]
        position += 1
    return key, position


def _quoted(text: str, position: int) -> tuple[str, int]:
    match = _QUOTED.match(text, position)
    if match is None:
        raise PathError(text, position + 1, "the closing double quote is missing")
    try:
        return str(json.loads(match.group())), match.end()
    except json.JSONDecodeError as error:
        raise PathError(text, position + 1, "a wrong escape between the quotes") from error


def _bracket(text: str, position: int) -> tuple[int | str | Item, int]:
    start = position
    position += 1
    if position < len(text) and text[position] == '"':
        key, position = _quoted(text, position)
        if text[position : position + 1] == "]":
            return key, position + 1
        raise PathError(text, start + 1, "the closing bracket is missing")
    end = position
    while end < len(text) and text[end] not in "=]":
        end += 1
    name = text[position:end]
    if text[end : end + 1] == "]":
        if not re.fullmatch(r"[0-9]+", name):
            raise PathError(text, start + 1, "a list position is a number from 0, or key=value")
        return int(name), end + 1
    if text[end : end + 1] != "=":
        raise PathError(text, start + 1, "the closing bracket is missing")
    if text[end + 1 : end + 2] == '"':
        value, position = _quoted(text, end + 1)
    else:
        position = text.find("]", end)
        if position < 0:
            raise PathError(text, start + 1, "the closing bracket is missing")
        value = text[end + 1 : position]
    if text[position : position + 1] != "]":
        raise PathError(text, start + 1, "the closing bracket is missing")
    return Item(name, value), position + 1
