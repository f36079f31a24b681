"""Channels: a bar for each, and the trend by month."""

from __future__ import annotations

import altair as alt
import polars as pl

from app.charts.heat import LayeredChart, heat_colours


def channel_bars(channels: pl.DataFrame, *, title: str, dark: bool) -> LayeredChart:
    """Draw one bar per channel, longest first, with its number beside it.

    `channels` has channel (axis text), value and label.
    """
    colours = heat_colours(dark=dark)
    order = channels["channel"].to_list()
    top = max([0.0, *[value for value in channels["value"].to_list() if value is not None]])
    scale = alt.Scale(domain=[0, (top or 1) * 1.45], nice=False)
    base = alt.Chart(alt.Data(values=channels.to_dicts())).encode(
        y=alt.Y(
            "channel:N",
            sort=order,
            title=None,
            axis=alt.Axis(ticks=False, domain=False, labelFlush=False, labelLimit=120),
        ),
        x=alt.X("value:Q", scale=scale, axis=None),
        tooltip=[
            alt.Tooltip("channel:N", title=" "),
            alt.Tooltip("label:N", title=title),
        ],
    )
    return (
        alt.layer(
            base.mark_bar(color=colours.bar, cornerRadius=3, height=16),
            base.mark_text(align="left", dx=6, fontSize=11, color=colours.muted).encode(
                text="label:N"
            ),
        )
        .properties(height=34 * len(order) + 10)
        .configure_view(stroke=None)
    )


def channel_trend(months: pl.DataFrame, *, channels: list[str], value_format: str) -> LayeredChart:
    """Draw one line per channel over the months; the month still running is dashed.

    `months` has month (ISO day), channel (legend text), value, label, is_complete.
    """
    base = alt.Chart(
        alt.Data(values=months.to_dicts(), format={"parse": {"month": "date"}})
    ).encode(
        x=alt.X(
            "month:T",
            title=None,
            axis=alt.Axis(grid=False, format="%Y-%m", tickCount=6),
        ),
        y=alt.Y(
            "value:Q",
            title=None,
            scale=alt.Scale(zero=True),
            axis=alt.Axis(format=value_format, tickCount=4),
        ),
        color=alt.Color(
            "channel:N",
            sort=channels,
            scale=alt.Scale(domain=channels),
            legend=alt.Legend(orient="top", title=None, columns=3, labelLimit=110),
        ),
        tooltip=[
            alt.Tooltip("channel:N", title=" "),
            alt.Tooltip("month:T", title=" ", format="%Y-%m"),
            alt.Tooltip("label:N", title=" "),
        ],
    )
    finished = base.transform_filter("datum.is_complete").mark_line(strokeWidth=2)
    running = base.transform_filter("datum.is_tail").mark_line(strokeWidth=2, strokeDash=[4, 3])
    points = base.mark_point(size=28, filled=True)
    return alt.layer(finished, running, points).properties(height=280).configure_view(stroke=None)
