"""Funnels as bars: how many reached each step, whole or by the values of a dimension."""

from __future__ import annotations

import altair as alt
import polars as pl

from app.charts.heat import LayeredChart, heat_colours


def funnel_bars(steps: pl.DataFrame, *, words: dict[str, str], dark: bool) -> LayeredChart:
    """Draw one bar per step with name and numbers above it, so that a phone shows all of it.

    The grey behind a bar is what was there a step before. `steps` has step (text, in order),
    entered_count, entered_before (null on the first), label, is_weak, and the tooltip texts
    people, step_rate, overall_rate, time.
    """
    colours = heat_colours(dark=dark)
    order = steps["step"].to_list()
    most = max([1, *steps["entered_count"].to_list()])
    scale = alt.Scale(domain=[0, most], nice=False)
    base = alt.Chart(alt.Data(values=steps.to_dicts())).encode(
        y=alt.Y("step:N", sort=order, axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0)),
        tooltip=[
            alt.Tooltip("step:N", title=words["step"]),
            alt.Tooltip("people:N", title=words["people"]),
            alt.Tooltip("step_rate:N", title=words["step_rate"]),
            alt.Tooltip("overall_rate:N", title=words["overall_rate"]),
            alt.Tooltip("time:N", title=words["time"]),
        ],
    )
    ink = alt.condition("datum.is_weak", alt.value(colours.worse), alt.value(colours.bar))
    ghosts = base.mark_bar(color=colours.ghost, cornerRadius=3, height=18, yOffset=10).encode(
        x=alt.X("entered_before:Q", scale=scale, axis=None)
    )
    bars = base.mark_bar(cornerRadius=3, height=18, yOffset=10).encode(
        x=alt.X("entered_count:Q", scale=scale, axis=None), color=ink
    )
    names = base.mark_text(
        align="left", dy=-13, fontSize=12, fontWeight=600, color=colours.text
    ).encode(x=alt.value(0), text="step:N")
    numbers = base.mark_text(align="right", dy=-13, fontSize=12, color=colours.muted).encode(
        x=alt.value("width"), text="label:N"
    )
    return (
        alt.layer(ghosts, bars, names, numbers)
        .properties(height=56 * len(order))
        .configure_view(stroke=None)
    )


def step_rates_by_value(
    rates: pl.DataFrame, *, words: dict[str, str], highest: float, dark: bool
) -> LayeredChart:
    """Draw, for one step, the rate of each value with its interval; a weak one is a red triangle.

    `rates` has value (axis text, in order), step_rate, low, high (0-1), is_weak and label.
    `highest` closes the axis, the same for all steps drawn side by side.
    """
    colours = heat_colours(dark=dark)
    order = rates["value"].to_list()
    axis = alt.Axis(format=".0%", tickCount=4, title=None)
    scale = alt.Scale(domain=[0, highest], nice=False)
    base = alt.Chart(alt.Data(values=rates.to_dicts())).encode(
        y=alt.Y(
            "value:N",
            sort=order,
            title=None,
            axis=alt.Axis(ticks=False, domain=False, labelFlush=False, labelLimit=110),
        ),
        tooltip=[
            alt.Tooltip("value:N", title=words["value"]),
            alt.Tooltip("label:N", title=words["step_rate"]),
        ],
    )
    ink = alt.condition("datum.is_weak", alt.value(colours.worse), alt.value(colours.bar))
    shape = alt.condition("datum.is_weak", alt.value("triangle-left"), alt.value("circle"))
    ranges = base.mark_rule(strokeWidth=2, opacity=0.45).encode(
        x=alt.X("low:Q", axis=axis, scale=scale), x2="high:Q", color=ink
    )
    dots = base.mark_point(size=80, filled=True, opacity=1).encode(
        x=alt.X("step_rate:Q", axis=axis, scale=scale), color=ink, shape=shape
    )
    return (
        alt.layer(ranges, dots).properties(height=26 * len(order) + 30).configure_view(stroke=None)
    )
