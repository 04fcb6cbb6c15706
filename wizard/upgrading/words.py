"""How values and paths are written in an upgrade's rows."""

from __future__ import annotations

import json
from typing import Any

from schema.model import Schema
from schema.path import Path
from wizard.hiding import HIDDEN
from wizard.secrecy import holds_secret

_LONGEST = 100


def shown(path: Path, value: Any, *schemas: Schema) -> str:
    """A value as it may be shown: short, and hidden where it is a secret."""
    if hides(path, value, *schemas):
        return HIDDEN
    names = _names(value)
    if names:
        return f"{len(names)} {'entry' if len(names) == 1 else 'entries'} ({', '.join(names)})"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 2] + " …"


def _names(value: Any) -> list[str]:
    """The names of a list's entries, where all have one: they tell more than its beginning."""
    entries = value if isinstance(value, list) else []
    names = [entry.get("name") for entry in entries if isinstance(entry, dict)]
    named = [name for name in names if isinstance(name, str)]
    return named if len(named) == len(entries) else []


def hides(path: Path, value: Any, *schemas: Schema) -> bool:
    """Whether the value at a path is a secret for any of the schemas."""
    return any(holds_secret(path, value, schema) for schema in schemas)
