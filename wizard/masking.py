"""Hiding secrets wherever a file is shown."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from schema.model import Schema, split_pattern
from schema.nodes import Json
from schema.path import Path
from schema.sections import in_sections
from wizard.document import Document
from wizard.hiding import mask
from wizard.secrecy import secret_paths
from wizard.tree import MISSING, look_up


@lru_cache(maxsize=16)
def masked(document: Document, schema: Schema) -> str:
    """The document's text without the values of the chart's sensitive fields, and without what
    looks like a secret wherever it stands."""
    spans = []
    named = (path for path in sensitive_paths(schema) if _stands(document.value, path))
    for path in (*named, *_secrets(document.value)):
        node = document.node(path)
        if node is not None and node.end > node.start:
            spans.append((node.start, node.end))
    return mask(document.text, spans) if spans else document.text


def _stands(tree: dict[str, Json], path: Path) -> bool:
    return look_up(tree, path) is not MISSING


def _secrets(tree: dict[str, Json]) -> Iterator[Path]:
    """What looks like a secret; only `name` and `value` side by side must be seen together."""
    apart = {
        key: section
        for key, section in tree.items()
        if isinstance(section, dict | list) and key != "value"
    }
    yield from in_sections(secret_paths, apart)
    yield from secret_paths({key: each for key, each in tree.items() if key not in apart})


@lru_cache(maxsize=8)
def sensitive_paths(schema: Schema) -> tuple[Path, ...]:
    """The paths whose values are nobody else's business."""
    patterns = [split_pattern(field.path) for field in schema.walk() if field.sensitive]
    return tuple(pattern for pattern in patterns if not {"*", "[]"} & set(pattern))
