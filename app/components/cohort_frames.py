"""What a cohort triangle says: names of cohorts and periods, labels, shares, averages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import polars as pl

from app import formats
from app.queries import retention
from app.strings import _

FIELDS = {"rate": "retention_rate", "customers": "customers", "value": "net_amount"}


def cohort_name(cohort: dt.date, grain: str) -> str:
    """A cohort on an axis: Nov 2026, or the Monday its week began."""
    return formats.month(cohort) if grain == "month" else formats.day(cohort)


def _writer(measure: str, currency: str) -> Callable[[float], str]:
    if measure == "rate":
        return formats.percent
    if measure == "customers":
        return formats.integer
    return lambda value: formats.compact_money(value, currency)


def since_title(grain: str) -> str:
    """What the columns count."""
    return _("Months since first purchase") if grain == "month" else _("Weeks since first purchase")


def triangle_frame(
    cells: pl.DataFrame, *, grain: str, measure: str, currency: str
) -> tuple[pl.DataFrame, list[str], list[str]]:
    """The triangle with its size column and average row, as the chart wants it."""
    say = _writer(measure, currency)
    field = FIELDS[measure]
    later = cells.filter(pl.col("since") > 0)[field].cast(pl.Float64)
    strongest = later.max() if measure == "rate" else cells[field].cast(pl.Float64).max()
    ceiling = float(strongest or 0) or 1.0  # pyright: ignore[reportArgumentType]
    size_name, average_name = _("Size"), _("Average")
    records: list[dict[str, object]] = []
    for cell in cells.iter_rows(named=True):
        row = cohort_name(cell["cohort"], grain)
        size = formats.integer(cell["cohort_size"])
        if cell["since"] == 0:
            records.append(
                _record(row, size_name, -1, size, cohort=cell["cohort"].isoformat(), size=size)
            )
        plain = measure == "rate" and cell["since"] == 0
        records.append(
            _record(
                row,
                str(cell["since"]),
                cell["since"],
                say(cell[field]),
                cohort=cell["cohort"].isoformat(),
                size=size,
                people=formats.integer(cell["customers"]),
                share=None if plain else float(cell[field]) / ceiling,
                is_complete=cell["is_complete"],
            )
        )
    means = retention.averages(cells)
    for mean in means.iter_rows(named=True):
        value = mean[field]
        records.append(
            _record(
                average_name,
                str(mean["since"]),
                mean["since"],
                say(value),
                people=formats.decimal(mean["customers"]),
                share=None if mean["since"] == 0 else min(1.0, float(value) / ceiling),
            )
        )
    last = int(cells["since"].max() or 0)  # pyright: ignore[reportArgumentType]
    cohorts = cells["cohort"].unique().sort().to_list()
    return (
        pl.DataFrame(records, infer_schema_length=None),
        [size_name, *[str(number) for number in range(last + 1)]],
        [average_name, *[cohort_name(cohort, grain) for cohort in cohorts]],
    )


def _record(
    row: str,
    column: str,
    since: int,
    label: str,
    *,
    cohort: str = "",
    size: str = "",
    people: str = "",
    share: float | None = None,
    is_complete: bool = True,
) -> dict[str, object]:
    return {
        "row": row,
        "column": column,
        "since": since,
        "cohort": cohort,
        "label": label,
        "value": label,
        "people": people,
        "size": size,
        "share": share,
        "is_complete": is_complete,
        "state": _("Complete") if is_complete else _("Not over yet"),
    }
