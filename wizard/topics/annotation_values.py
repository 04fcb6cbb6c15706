"""Values that Kubernetes takes as texts only, wherever they stand in a values file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from schema.path import Path

TEXT_MAPS = frozenset(
    {
        "annotations",
        "extraAnnotations",
        "podAnnotations",
        "extraTemplateAnnotations",
        "nodeSelector",
        "podLabels",
        "extraLabels",
    }
)
FREE_FORM = frozenset({"config", "serverFiles", "extraScrapeConfigs", "defaultPrometheusConfig"})


def not_texts(tree: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every bare number and boolean in a map of texts, with its path."""
    if not isinstance(tree, dict):
        return
    for key, value in tree.items():
        if key in FREE_FORM:
            continue
        if isinstance(value, dict) and _holds_texts(path, key):
            for name, one in value.items():
                if isinstance(one, bool | int | float):
                    yield (*path, key, name), one
        else:
            yield from not_texts(value, (*path, key))


def _holds_texts(path: Path, key: Any) -> bool:
    in_override = any(str(segment).endswith("Overrides") for segment in path)
    return key in TEXT_MAPS or (key == "labels" and in_override)


def as_text(value: Any) -> str:
    """A bare number or boolean as the text that a person most likely meant."""
    return json.dumps(value)
