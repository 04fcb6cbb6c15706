"""The guides there are, by the chart they are for."""

from __future__ import annotations

from wizard.guide import Guide

DEFAULT_CHART = "gloo-platform"


class NoGuide(LookupError):
    """There is no guide for a chart; the text says so and what there is."""


def guide_for(chart: str | None = None) -> Guide:
    """The guide for a chart, None for the usual one. Raises NoGuide."""
    name = chart or DEFAULT_CHART
    if name == DEFAULT_CHART:
        from wizard.gloo_platform import GUIDE

        return GUIDE
    if name == "gloo":
        raise NoGuide("the guide for Gloo Edge (chart gloo) is not there yet")
    raise NoGuide(f"there is no guide for the chart {name}; there is one for {DEFAULT_CHART}")
