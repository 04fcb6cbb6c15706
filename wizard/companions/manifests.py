"""Kubernetes objects as YAML with comments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from schema.nodes import Json
from wizard.comments import comment_lines
from wizard.render import Style, entries


@dataclass(frozen=True)
class Manifest:
    """One object and what is said above it; paragraphs end at line breaks."""

    content: dict[str, Json]
    comment: str = ""

    @property
    def kind(self) -> str:
        return str(self.content["kind"])


def as_yaml(about: str, manifests: Iterable[Manifest]) -> str:
    """The objects as documents of one file, `about` as a comment at its top."""
    lines = [*_comment(about)]
    for manifest in manifests:
        lines += ["---", *_comment(manifest.comment)]
        lines += entries(manifest.content, 0, Style(), None)
    return "\n".join(lines) + "\n"


def named(kind: str, api: str, name: str, namespace: str = "") -> dict[str, Json]:
    """The beginning of an object; without a namespace it is the cluster's."""
    metadata: dict[str, Json] = {"name": name}
    if namespace:
        metadata["namespace"] = namespace
    return {"apiVersion": api, "kind": kind, "metadata": metadata}


def _comment(text: str) -> list[str]:
    return [line.replace("#:", "#", 1) for line in comment_lines(text, 0)]
