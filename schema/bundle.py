"""The schemas that are shipped with the program, one file a chart in `schema/bundled/`."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from schema.facts import Knowledge, Twig, graft, grow
from schema.model import Schema
from schema.version import Version

_FOLDER = Path(__file__).parent / "bundled"

DEFAULT_CHART = "gloo-platform"
DEFAULT_VERSION = "2.4.16"


class UnknownChart(LookupError):
    """A chart, or a version of it, of which nothing is bundled."""


def charts() -> tuple[str, ...]:
    """The charts of which something is bundled."""
    names = (file.name.removesuffix(".json") for file in _FOLDER.glob("*.json"))
    return tuple(sorted(name for name in names if "." not in name))


def load(chart: str = DEFAULT_CHART, version: str = DEFAULT_VERSION) -> Schema:
    """The schema of a chart in a version. Raises UnknownChart, or ValueError for no version."""
    return _load(chart, version.strip().removeprefix("v"))


@lru_cache(maxsize=16)
def _load(chart: str, version: str) -> Schema:
    schema = Schema(_knowledge(chart), version)
    lines = [Version.parse(release["version"]).line for release in _releases(chart)]
    if lines and schema.parsed_version.line < min(lines):
        first = ".".join(map(str, min(lines)))
        raise UnknownChart(f"{chart} {version} is older than {first}, the first version known here")
    return schema


def versions(chart: str = DEFAULT_CHART) -> list[str]:
    """The releases that are known, newest first. There are others; any may be asked for."""
    names = [release["version"] for release in _releases(chart)]
    return sorted(names, key=Version.parse, reverse=True)


def newest(chart: str = DEFAULT_CHART) -> dict[tuple[int, int], str]:
    """The newest known release of each line."""
    found: dict[tuple[int, int], str] = {}
    for name in versions(chart):
        found.setdefault(Version.parse(name).line, name)
    return found


def default_version(chart: str = DEFAULT_CHART) -> str:
    """The version that is taken where nothing says one."""
    version: str = _read(f"{chart}.json")["default_version"]
    return version


@lru_cache(maxsize=8)
def _knowledge(chart: str) -> Knowledge:
    data = _read(f"{chart}.json")
    knowledge = knowledge_from(data)
    contains = data.get("contains")
    if not contains:
        return knowledge
    return _containing(
        knowledge, _knowledge(contains["chart"]), contains["under"], set(contains["beside"])
    )


def knowledge_from(data: Mapping[str, Any]) -> Knowledge:
    """Facts of a chart as a bundled file holds them (`schema/bundled/README.md`), ready for
    `Schema`."""
    return Knowledge(
        chart=data["chart"],
        origin=data["origin"],
        root=grow(data["fields"]),
        shapes={
            name: (
                {key: value for key, value in shape.items() if key != "fields"},
                grow(shape["fields"]),
            )
            for name, shape in data.get("shapes", {}).items()
        },
        sources={tag: tuple(source) for tag, source in data["sources"].items()},
        mistakes=data.get("mistakes", {}),
        older_charts={name: tuple(keys) for name, keys in data.get("older_charts", {}).items()},
        trust=tuple((first, last, said) for first, last, said in data.get("trust", ())),
        schemaless=data.get("schemaless", False),
    )


def _containing(
    knowledge: Knowledge, inner: Knowledge, under: str, beside: Collection[str]
) -> Knowledge:
    """What is known of a chart that has another as its sub-chart.

    The inner chart's values stand below the key `under`, those named in `beside` at the top.
    """

    def moved(path: str) -> str:
        return path if path.split(".")[0] in beside else f"{under}.{path}"

    top, below = Twig(), Twig()
    for key, twig in inner.root.children.items():
        (top if key in beside else below).children[key] = twig
    top.children[under] = below
    inner_mistakes = {moved(wrong): moved(meant) for wrong, meant in inner.mistakes.items()}
    return replace(
        knowledge,
        root=graft(knowledge.root, top),
        shapes={**inner.shapes, **knowledge.shapes},
        sources={**inner.sources, **knowledge.sources},
        mistakes={**inner_mistakes, **knowledge.mistakes},
        schemaless=inner.schemaless or knowledge.schemaless,
    )


@lru_cache(maxsize=4)
def _releases(chart: str) -> list[dict[str, str]]:
    releases: list[dict[str, str]] = _read(f"{chart}.releases.json")["releases"]
    return releases


def _read(name: str) -> Any:
    source = _FOLDER / name
    if not source.is_file():
        raise UnknownChart(f"nothing is bundled under the name {name.split('.')[0]}")
    return json.loads(source.read_text(encoding="utf-8"))
