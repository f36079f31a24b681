"""Colour ramps and marks shared by heat maps, light and dark.

Charts take text ready to print (`label`, tooltips): numbers are formatted by locale elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass

import altair as alt

# What altair says of layers that it draws on top of each other.
LayeredChart = alt.LayerChart | alt.FacetChart


@dataclass(frozen=True, slots=True)
class HeatColours:
    """What a heat map is painted with in one theme."""

    low: str
    high: str
    neutral: str
    text: str
    text_on_high: str
    muted: str
    outline: str
    better: str
    worse: str
    bar: str
    ghost: str
    # share of the ramp from which text in text_on_high reads better than text (contrast 4 to 1)
    text_turns_at: float


LIGHT = HeatColours(
    low="#eef2fe",
    high="#2f5bea",
    neutral="#f1f3f6",
    text="#1b2130",
    text_on_high="#ffffff",
    muted="#5d6678",
    outline="#2f5bea",
    better="#12a594",
    worse="#e5484d",
    bar="#2f5bea",
    ghost="#e4e7ec",
    text_turns_at=0.8,
)
DARK = HeatColours(
    low="#1b2440",
    high="#7b9bff",
    neutral="#1e2430",
    text="#e6e9f0",
    text_on_high="#0d1017",
    muted="#98a1b3",
    outline="#a9bdff",
    better="#3fc2ae",
    worse="#f2777a",
    bar="#7b9bff",
    ghost="#2a3040",
    text_turns_at=0.62,
)


def heat_colours(*, dark: bool) -> HeatColours:
    """The colours of the theme the reader sees."""
    return DARK if dark else LIGHT
