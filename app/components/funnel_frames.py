"""Funnel frames with the words, times and intervals that charts and tables show."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import NormalDist

import polars as pl
from babel.dates import format_timedelta

from app import formats
from app.components.vocabulary import CHANNELS, FUNNEL_STEPS, word
from app.plain import plain
from app.queries.funnel_comparison import CONFIDENCE, WeakStep
from app.queries.proportions import wilson
from app.strings import _, locale


def duration(seconds: float | None) -> str:
    """4 minutes, 2 days: one unit is precise enough for a median."""
    if seconds is None:
        return ""
    return format_timedelta(round(seconds), threshold=1.5, locale=locale(), format="short")


def table_frame(steps: pl.DataFrame) -> pl.DataFrame:
    """Steps with their names and times in words."""
    return steps.with_columns(
        pl.Series(
            "step", [word(name, FUNNEL_STEPS) for name in steps["step_name"]], dtype=pl.String
        ),
        pl.Series(
            "time",
            [duration(value) for value in steps["median_seconds_from_previous"]],
            dtype=pl.String,
        ),
    )


def bars_frame(steps: pl.DataFrame, *, weak_step: int | None) -> pl.DataFrame:
    """Steps as bars: the label beside each says how many, what share went on, how fast."""
    records = []
    for row in table_frame(steps).iter_rows(named=True):
        is_first = row["entered_before"] is None
        numbers = [
            formats.integer(row["entered_count"]),
            "" if is_first else formats.percent(row["step_rate"]),
            "" if is_first else row["time"],
        ]
        records.append(
            {
                "step": row["step"],
                "entered_count": row["entered_count"],
                "entered_before": row["entered_before"],
                "label": " · ".join(part for part in numbers if part),
                "people": formats.integer(row["entered_count"]),
                "step_rate": "" if is_first else formats.percent(row["step_rate"]),
                "overall_rate": formats.percent(row["overall_rate"]),
                "time": row["time"],
                "is_weak": row["step_number"] == weak_step,
            }
        )
    return pl.DataFrame(records, infer_schema_length=None)


def rates_frame(steps: pl.DataFrame, *, weak: Sequence[WeakStep]) -> pl.DataFrame:
    """Step rates of each value with their interval, for steps after the first."""
    z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
    flagged = {(step.dimension_value, step.step_number) for step in weak}
    records = []
    for row in steps.sort("step_number", maintain_order=True).iter_rows(named=True):
        if not row["entered_before"]:
            continue
        low, high = wilson(row["entered_count"], row["entered_before"], z=z)
        rate = row["entered_count"] / row["entered_before"]
        records.append(
            {
                "step_number": row["step_number"],
                "step": word(row["step_name"], FUNNEL_STEPS),
                "value": word(row["dimension_value"], CHANNELS),
                "step_rate": rate,
                "low": low,
                "high": high,
                "is_weak": (row["dimension_value"], row["step_number"]) in flagged,
                "label": _("{rate} of {count}").format(
                    rate=formats.percent(rate), count=formats.integer(row["entered_before"])
                ),
            }
        )
    return pl.DataFrame(records, infer_schema_length=None)


def weakness_text(weak: WeakStep) -> str:
    """What is weak, by how much, and how sure that is."""
    return _(
        '**{value}** is weakest from "{before}" to "{step}": {rate} go on, {others} elsewhere. '
        "The gap is {gap} points (95% sure: between {low} and {high}), about {people} lost."
    ).format(
        value=plain(word(weak.dimension_value, CHANNELS)),
        before=plain(word(weak.previous_step_name, FUNNEL_STEPS)),
        step=plain(word(weak.step_name, FUNNEL_STEPS)),
        rate=formats.percent(weak.rate),
        others=formats.percent(weak.others_rate),
        gap=formats.decimal(-weak.gap.value * 100),
        low=formats.decimal(-weak.gap.high * 100),
        high=formats.decimal(-weak.gap.low * 100),
        people=formats.integer(weak.lost_people),
    )
