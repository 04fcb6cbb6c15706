"""The guides there are, by the chart they are for.

Besides our own, any installed package may bring one: an entry point of the group GROUP, its name
the chart's, its object the Guide (docs/guides.md).
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING

from wizard.guide import Guide

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

    from wizard.document import Document

GROUP = "gloo_wizard.guides"
DEFAULT_CHART = "gloo-platform"
_OWN = {
    "gloo-platform": ("wizard.gloo_platform", "GUIDE"),
    "gloo": ("wizard.gloo_edge", "GUIDE"),
    "gloo-ee": ("wizard.gloo_edge", "ENTERPRISE"),
}


class NoGuide(LookupError):
    """There is no guide for a chart; the text says so and what there is."""


def guided_charts() -> tuple[str, ...]:
    """The charts that there is a guide for, our own first."""
    return (*_OWN, *sorted(_brought().keys() - _OWN.keys()))


def guide_for(chart: str | None = None) -> Guide:
    """The guide for a chart, None for the usual one. Raises NoGuide."""
    name = chart or DEFAULT_CHART
    if name in _OWN:
        module, attribute = _OWN[name]
        own: Guide = getattr(import_module(module), attribute)
        return own
    found = _brought().get(name)
    if found is None:
        known = ", ".join(guided_charts())
        raise NoGuide(f"there is no guide for the chart {name}; there is one for {known}")
    try:
        guide = found.load()
    except Exception as error:
        raise NoGuide(f"the guide for {name} ({found.value}) cannot be loaded: {error}") from error
    if not isinstance(guide, Guide):
        raise NoGuide(f"what {found.value} names as the guide for {name} is no guide")
    return guide


def bare_guide(chart: str, version: str) -> Guide:
    """A guide without a question, for a chart of which only the schema is known."""
    return Guide(chart, chart, "", version, ())


def chart_of(documents: Iterable[Document]) -> str:
    """The chart that files are for: their header says it, else what stands in them; the usual one
    where nothing speaks for another."""
    from wizard.header import read_header

    read = list(documents)
    headers = [read_header(document.header()).chart for document in read]
    for said in headers:
        if said in _OWN:  # our own need no look at what is installed, which takes a while
            return said
    known = guided_charts()
    for said in headers:
        if said in known:
            return said
    spoken = {chart: _signs(chart, read) for chart in known}
    best = max(reversed(spoken), key=lambda chart: spoken[chart])
    return best if spoken[best] > spoken[DEFAULT_CHART] else DEFAULT_CHART


def _signs(chart: str, documents: Iterable[Document]) -> int:
    """How much in the files speaks for the chart."""
    from schema.path import parse_path

    try:
        signs = [parse_path(sign) for sign in guide_for(chart).signs]
    except NoGuide:
        return 0
    return sum(document.has(sign) for document in documents for sign in signs)


def _brought() -> dict[str, EntryPoint]:
    """The guides of other packages, unloaded."""
    from importlib.metadata import entry_points

    return {point.name: point for point in entry_points(group=GROUP)}
