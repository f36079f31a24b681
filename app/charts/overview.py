"""Charts of the overview: the course of revenue, and bars by channel or region."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import altair as alt
import polars as pl

from app.charts.theme import PALETTES, Theme, themed


@dataclass(frozen=True, slots=True)
class TrendWords:
    """Texts of the trend chart in the reader's language."""

    now: str
    before: str
    amount: str
    step: str
    ten_thousand: str = ""


def trend(
    now: pl.DataFrame, before: pl.DataFrame | None, *, words: TrendWords, theme: Theme
) -> Any:
    """Net revenue by step; the comparison grey and dashed, an incomplete last step dotted.

    Frames hold step_number, step_label, net_amount, amount_text and is_complete.
    """
    palette = PALETTES[theme]
    parts = [_series(now, words.now)]
    if before is not None and before.height:
        labels = now.select("step_number", pl.col("step_label").alias("axis_label"))
        aligned = before.join(labels, on="step_number", how="inner")
        parts.append(_series(aligned, words.before, label="axis_label"))
    rows = pl.concat(parts).to_pandas()
    order = now["step_label"].to_list()
    x = alt.X("axis_label:N", sort=order, axis=alt.Axis(labelAngle=0, values=_ticks(order)))
    y = alt.Y("net_amount:Q", axis=_amount_axis(words), scale=alt.Scale(zero=True))
    both = [words.now, words.before] if len(parts) == 2 else [words.now]
    colour = alt.Color(
        "series:N",
        scale=alt.Scale(domain=both, range=[palette.blue, palette.comparison]),
        legend=alt.Legend(orient="top", title=None) if len(both) == 2 else None,
    )
    dash = alt.StrokeDash(
        "series:N", scale=alt.Scale(domain=both, range=[[1, 0], [4, 4]]), legend=None
    )
    tooltip = [
        alt.Tooltip("step_label:N", title=words.step),
        alt.Tooltip("series:N", title=" "),
        alt.Tooltip("amount_text:N", title=words.amount),
    ]
    base = alt.Chart(rows).encode(x=x, y=y, color=colour)
    lines = (
        base.transform_filter("datum.solid")
        .mark_line(strokeWidth=2, interpolate="monotone")
        .encode(strokeDash=dash)
    )
    tail = base.transform_filter("datum.tail").mark_line(strokeWidth=2, strokeDash=[1, 4])
    points = base.mark_point(size=160, opacity=0, filled=True).encode(tooltip=tooltip)
    return themed(alt.layer(lines, tail, points), theme, height=260)


def _amount_axis(words: TrendWords) -> alt.Axis:
    """Short amounts: thousands, or ten-thousands where people count in those."""
    if not words.ten_thousand:
        return alt.Axis(format="~s")
    short = f"format(datum.value / 10000, '~f') + '{words.ten_thousand}'"
    return alt.Axis(labelExpr=f"datum.value >= 10000 ? {short} : format(datum.value, '~f')")


def _series(frame: pl.DataFrame, name: str, label: str = "step_label") -> pl.DataFrame:
    """One line, with the part that is complete and the part that is not told apart."""
    complete = pl.col("is_complete")
    after = complete.shift(-1, fill_value=True)
    last = pl.col("step_number") == pl.col("step_number").max()
    is_tail = (last & ~complete) | (complete & ~after)
    return frame.sort("step_number").select(
        "step_number",
        "step_label",
        pl.col(label).alias("axis_label"),
        pl.col("net_amount").cast(pl.Float64),
        "amount_text",
        pl.lit(name).alias("series"),
        (~(last & ~complete)).alias("solid"),
        is_tail.alias("tail"),
    )


def _ticks(labels: list[str]) -> list[str]:
    """At most eight labels on the axis, evenly spread."""
    every = max(-(-len(labels) // 8), 1)
    return labels[::every]


def bars(frame: pl.DataFrame, *, amount: str, share: str, theme: Theme, selection: str) -> Any:
    """Amounts by name, largest on top, with the value at the end of each bar; click selects.

    The frame holds name, label, net_amount, amount_text, short_text and share_text.
    """
    palette = PALETTES[theme]
    rows = frame.with_columns(pl.col("net_amount").cast(pl.Float64)).to_pandas()
    order = frame["label"].to_list()
    pick = alt.selection_point(name=selection, fields=["name"])
    longest = max([float(value) for value in rows["net_amount"]] or [1.0])
    base = alt.Chart(rows).encode(
        y=alt.Y("label:N", sort=order, axis=alt.Axis(domain=False, labelLimit=110)),
        x=alt.X("net_amount:Q", axis=None, scale=alt.Scale(domain=[0, max(longest, 1.0) * 1.25])),
        tooltip=[
            alt.Tooltip("label:N", title=" "),
            alt.Tooltip("amount_text:N", title=amount),
            alt.Tooltip("share_text:N", title=share),
        ],
    )
    marks = (
        base.mark_bar(color=palette.blue, cornerRadiusEnd=3, height=14, cursor="pointer")
        .encode(opacity=alt.condition(pick, alt.value(1), alt.value(0.35)))
        .add_params(pick)
    )
    texts = base.mark_text(align="left", dx=5, color=palette.muted).encode(text="short_text:N")
    return themed(alt.layer(marks, texts), theme, height=max(34 * len(order), 80))
