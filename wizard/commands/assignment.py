"""`PATH=VALUE` as it is typed in a shell."""

from __future__ import annotations

import json
import math
from typing import Any

from schema.helmyaml import HelmYamlError, read
from schema.scalars import typed_plain

_AS_YAML = ("{", "[", '"', "'")


class UnreadableValue(ValueError):
    """A VALUE that is no value; the text says why and what to write instead."""


def split(text: str) -> tuple[str, str] | None:
    """The path and the rest around the first equals sign that is not within quotes or brackets."""
    position = depth = 0
    quoted = False
    while position < len(text):
        character = text[position]
        if character == "\\":
            position += 1
        elif character == '"':
            quoted = not quoted
        elif not quoted:
            if character == "=" and depth == 0:
                return (text[:position], text[position + 1 :]) if position else None
            depth += (character == "[") - (character == "]")
        position += 1
    return None


def read_value(text: str, as_text: bool = False) -> tuple[Any, str]:
    """The value, and a note where it is another one than it looks like. Raises UnreadableValue."""
    if as_text:
        return text, ""
    stripped = text.strip()
    if not stripped:
        raise UnreadableValue(
            'no value: write "" (in shell quotes: \'""\') for an empty text, null to take the '
            "chart's default away, or --unset PATH"
        )
    if stripped.startswith(_AS_YAML):
        return _yaml(stripped), ""
    value = typed_plain(stripped)
    if isinstance(value, str):
        return text, ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = _as_helm_counts(value, stripped)
    shown = json.dumps(value)
    if shown == stripped:
        return value, ""
    return value, f"Helm reads {stripped} as {shown}; --string makes it a text"


def _as_helm_counts(value: int | float, written: str) -> int | float:
    """Every number goes through 64-bit floating point."""
    number = float(value)
    if not math.isfinite(number):
        raise UnreadableValue(f"Helm refuses {written} as a number; --string makes it a text")
    return int(number) if number.is_integer() else number


def _yaml(text: str) -> Any:
    try:
        found = read(f"value: {text}\n").value
        if len(found) != 1:
            raise UnreadableValue(
                "more follows the value on another line; --string makes it a text"
            )
        return found["value"]
    except HelmYamlError as error:
        raise UnreadableValue(
            f"{error.what} {error.hint} --string takes it as a text".replace("  ", " ")
        ) from error
