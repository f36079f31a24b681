"""Channel frames as bars and lines: one measure, named channels, labels ready to print."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl

from app import formats
from app.components.vocabulary import CHANNELS, word
from app.strings import N_, _

# Lines beyond this many cannot be told apart.
SHOWN_CHANNELS = 6


@dataclass(frozen=True, slots=True)
class Measure:
    """One number of a channel: its name, how it is written, how the axis writes it."""

    name: str
    kind: Literal["money", "integer", "percent", "decimal"]
    axis_format: str


MEASURES: dict[str, Measure] = {
    "net_amount": Measure(N_("Net revenue"), "money", "~s"),
    "order_count": Measure(N_("Orders"), "integer", "~s"),
    "new_customer_count": Measure(N_("New customers"), "integer", "~s"),
    "session_count": Measure(N_("Sessions"), "integer", "~s"),
    "spend_amount": Measure(N_("Spend"), "money", "~s"),
    "cost_per_acquisition": Measure(N_("Cost per new customer"), "money", "~s"),
    "return_on_ad_spend": Measure(N_("Return on ad spend"), "decimal", ".1f"),
    "conversion_rate": Measure(N_("Conversion"), "percent", ".1%"),
}


def measure_name(code: str) -> str:
    """A measure in the reader's language."""
    return _(MEASURES[code].name)


def written(value: float | None, *, measure: str, currency: str) -> str:
    """A value as this measure is written; nothing for an unknown one."""
    if value is None:
        return ""
    match MEASURES[measure].kind:
        case "money":
            return formats.compact_money(value, currency)
        case "percent":
            return formats.percent(value)
        case "decimal":
            return formats.decimal(value)
        case "integer":
            return formats.integer(value)


def bars_frame(whole: pl.DataFrame, *, measure: str, currency: str) -> pl.DataFrame:
    """Channels that have the measure, highest first: code, channel, value, label."""
    ranked = whole.filter(pl.col(measure).is_not_null() & (pl.col(measure) != 0)).sort(
        measure, descending=True
    )
    return pl.DataFrame(
        [
            {
                "code": row["channel"],
                "channel": word(row["channel"], CHANNELS),
                "value": float(row[measure]),
                "label": written(row[measure], measure=measure, currency=currency),
            }
            for row in ranked.iter_rows(named=True)
        ]
    )


def trend_frame(
    monthly: pl.DataFrame, *, leading: Sequence[str], measure: str, currency: str, as_of: dt.date
) -> tuple[pl.DataFrame, list[str]]:
    """The measure by month for the leading channels; the last month is a dashed tail while it runs.

    Each month but the running one is complete; the tail is drawn from the last complete month.
    """
    shown = list(leading)[:SHOWN_CHANNELS]
    month_end = as_of.replace(day=monthrange(as_of.year, as_of.month)[1])
    running = as_of.replace(day=1) if as_of < month_end else None
    before = (running - dt.timedelta(days=1)).replace(day=1) if running else None
    records = [
        {
            "month": row["month"].isoformat(),
            "channel": word(row["channel"], CHANNELS),
            "value": float(row[measure]),
            "label": written(row[measure], measure=measure, currency=currency),
            "is_complete": row["month"] != running,
            "is_tail": row["month"] in {running, before},
        }
        for row in monthly.filter(
            pl.col("channel").is_in(shown) & pl.col(measure).is_not_null()
        ).iter_rows(named=True)
    ]
    return pl.DataFrame(records), [word(code, CHANNELS) for code in shown]
