"""The cohort triangle and the curves drawn from it."""

from __future__ import annotations

from dataclasses import dataclass

import altair as alt
import polars as pl

from app.charts.heat import LayeredChart, heat_colours

SELECTION = "cell"


@dataclass(frozen=True, slots=True)
class TriangleWords:
    """What the triangle says in words, translated by the caller."""

    cohort: str
    since: str
    value: str
    customers: str
    size: str
    state: str


def cohort_triangle(
    cells: pl.DataFrame, *, columns: list[str], rows: list[str], words: TriangleWords, dark: bool
) -> LayeredChart:
    """Draw cells with their label; a click selects cohort and since.

    Args:
        cells: one row per cell: cohort (ISO day, empty in the average row), since (integer, -1 in
            the size column), column and row (what the axes say), share (0-1 along the ramp, null:
            no colour), label, is_complete, and the tooltip texts value, people, size, state.
        columns: axis texts from left to right.
        rows: axis texts from top to bottom.
        words: tooltip titles.
        dark: the reader's theme.
    """
    colours = heat_colours(dark=dark)
    step = max(44, min(76, 960 // max(1, len(columns))))
    clicked = alt.selection_point(name=SELECTION, fields=["cohort", "since"], on="click")
    base = alt.Chart(alt.Data(values=cells.to_dicts())).encode(
        x=alt.X(
            "column:O",
            sort=columns,
            scale=alt.Scale(domain=columns, paddingInner=0.06, paddingOuter=0),
            axis=alt.Axis(
                orient="top",
                title=words.since,
                titleAnchor="start",
                labelAngle=0,
                ticks=False,
                domain=False,
            ),
        ),
        y=alt.Y(
            "row:O",
            sort=rows,
            scale=alt.Scale(domain=rows, paddingInner=0.1, paddingOuter=0),
            axis=alt.Axis(title=None, ticks=False, domain=False, labelFlush=False, labelLimit=120),
        ),
        tooltip=[
            alt.Tooltip("row:N", title=words.cohort),
            alt.Tooltip("column:N", title=words.since),
            alt.Tooltip("value:N", title=words.value),
            alt.Tooltip("people:N", title=words.customers),
            alt.Tooltip("size:N", title=words.size),
            alt.Tooltip("state:N", title=words.state),
        ],
    )
    painted = (
        base.transform_filter("datum.column != null")
        .mark_rect(cornerRadius=3, strokeDash=[3, 2], strokeWidth=1)
        .encode(
            color=alt.condition(
                "isValid(datum.share)",
                alt.Color(
                    "share:Q",
                    scale=alt.Scale(domain=[0, 1], range=[colours.low, colours.high], clamp=True),
                    legend=None,
                ),
                alt.value(colours.neutral),
            ),
            fillOpacity=alt.condition("datum.is_complete", alt.value(1), alt.value(0.45)),
            stroke=alt.condition(
                alt.datum.is_complete,
                alt.value("transparent"),
                alt.value(colours.muted),
            ),
        )
    )
    chosen = base.mark_rect(cornerRadius=3, filled=False, strokeWidth=2.5).encode(
        stroke=alt.condition(
            clicked, alt.value(colours.text), alt.value("transparent"), empty=False
        )
    )
    texts = base.mark_text(fontSize=11).encode(
        text="label:N",
        color=alt.condition(
            f"isValid(datum.share) && datum.share > {colours.text_turns_at} && datum.is_complete",
            alt.value(colours.text_on_high),
            alt.value(colours.text),
        ),
    )
    return (
        alt.layer(painted.add_params(clicked), texts, chosen)
        .properties(width=alt.Step(step), height=alt.Step(28))
        .configure_view(stroke=None)
        .configure_axis(grid=False)
    )


def retention_curves(
    points: pl.DataFrame, *, average_name: str, since_title: str, dark: bool
) -> LayeredChart:
    """Draw a line per cohort and the average over all, thick; incomplete ends dashed.

    `points` has series, since, rate (0-1), is_complete and the tooltip text label.
    """
    colours = heat_colours(dark=dark)
    x = alt.X("since:Q", title=since_title, axis=alt.Axis(tickMinStep=1, grid=False, format="d"))
    y = alt.Y(
        "rate:Q", title=None, scale=alt.Scale(zero=True), axis=alt.Axis(format=".0%", tickCount=4)
    )
    tooltip = [
        alt.Tooltip("series:N", title=" "),
        alt.Tooltip("since:Q", title=since_title),
        alt.Tooltip("label:N", title="%"),
    ]
    base = alt.Chart(alt.Data(values=points.to_dicts()))
    not_average = "datum.series != " + repr(average_name)
    cohorts = (
        base.transform_filter(not_average)
        .mark_line(strokeWidth=1.2, opacity=0.55, color=colours.muted)
        .encode(x=x, y=y, detail="series:N", tooltip=tooltip)
    )
    average = (
        base.transform_filter("datum.series == " + repr(average_name))
        .mark_line(strokeWidth=3, color=colours.bar, point=alt.OverlayMarkDef(color=colours.bar))
        .encode(x=x, y=y, tooltip=tooltip)
    )
    return alt.layer(cohorts, average).properties(height=260).configure_view(stroke=None)
