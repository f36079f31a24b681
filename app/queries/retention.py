"""Cohorts and who comes back: the triangle, its averages, and the people behind one cell.

A cohort is everybody whose first purchase fell into the same month or week. The triangle comes
ready from the mart; the list behind a cell is read from orders by the same rule, so both agree.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import polars as pl

from app.queries.parameters import bound

if TYPE_CHECKING:
    from app.data.warehouse import Warehouse

Grain = Literal["month", "week"]

_MART = {"month": "retention_by_cohort", "week": "retention_by_cohort_week"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the triangle: a cohort and how many periods later. `since` None: the cohort."""

    grain: Grain
    cohort: dt.date
    since: int | None = None

    @property
    def starts_on(self) -> dt.date:
        """The first day of the period the cell looks at."""
        if self.since is None:
            return self.cohort
        if self.grain == "week":
            return self.cohort + dt.timedelta(weeks=self.since)
        months = self.cohort.year * 12 + self.cohort.month - 1 + self.since
        return dt.date(months // 12, months % 12 + 1, 1)


def cohort_cells(warehouse: Warehouse, grain: Grain, *, cohorts: int | None) -> pl.DataFrame:
    """One row per cohort and period since, newest `cohorts` only (None: all).

    Columns: cohort, since, cohort_size, customers, orders, net_amount, retention_rate,
    is_complete. Periods in which nobody came back are there with 0: nothing bought is a fact.
    """
    sql = f"""
        select
            cohort_{grain} as cohort,
            cast({grain}s_since as integer) as since,
            cohort_size,
            customers,
            orders,
            cast(net_amount as double) as net_amount,
            retention_rate,
            is_complete
        from {_MART[grain]}
        where cohort_{grain} >= coalesce(
            (
                select min(recent.cohort) from (
                    select distinct cohort_{grain} as cohort from {_MART[grain]}
                    order by cohort desc limit $cohorts
                ) as recent
            ),
            date '1900-01-01'
        )
        order by cohort, since
    """
    cells = warehouse.frame(*bound(sql, {"cohorts": 100_000 if cohorts is None else cohorts}))
    return _fill_quiet_periods(cells, grain)


def _fill_quiet_periods(cells: pl.DataFrame, grain: Grain) -> pl.DataFrame:
    """Add the periods in which nobody of a cohort bought, up to the last known one, as zeros."""
    if cells.is_empty():
        return cells
    day = pl.col("cohort").dt
    ordinal = (
        (day.epoch("d") // 7).cast(pl.Int32)
        if grain == "week"
        else day.year() * 12 + day.month().cast(pl.Int32)
    )
    cells = cells.with_columns(ordinal.alias("ordinal"))
    last = int(cells.select((pl.col("ordinal") + pl.col("since")).max()).item())
    running = cells.filter(~pl.col("is_complete")).select(pl.col("ordinal") + pl.col("since"))
    unfinished = running["ordinal"].unique().to_list()
    every = (
        cells.select("cohort", "ordinal", "cohort_size")
        .unique()
        .with_columns(pl.int_ranges(0, last - pl.col("ordinal") + 1, dtype=pl.Int32).alias("since"))
        .explode("since")
    )
    return (
        every.join(cells.drop("ordinal", "cohort_size"), on=["cohort", "since"], how="left")
        .with_columns(
            pl.col("customers", "orders").fill_null(0),
            pl.col("net_amount", "retention_rate").fill_null(0.0),
            pl.col("is_complete").fill_null(
                ~(pl.col("ordinal") + pl.col("since")).is_in(unfinished)
            ),
        )
        .drop("ordinal")
        .sort("cohort", "since")
    )


def averages(cells: pl.DataFrame) -> pl.DataFrame:
    """One row per period since: customers who came back over customers who could have.

    Weighted by cohort size; incomplete cells are left out, since they can still grow.
    """
    return (
        cells.filter(pl.col("is_complete"))
        .group_by("since")
        .agg(
            (pl.col("customers").sum() / pl.col("cohort_size").sum()).alias("retention_rate"),
            pl.col("customers").mean().alias("customers"),
            pl.col("net_amount").mean().alias("net_amount"),
            pl.len().alias("cohorts"),
        )
        .sort("since")
    )


_BEHIND = """
    from (
        select customer_id from orders
        where is_first_order and date_trunc('{grain}', ordered_date) = $cohort
    ) as cohort
    inner join (
        select
            customer_id,
            cast(count(*) as bigint) as order_count,
            cast(sum(net_amount) as decimal(18, 2)) as net_amount,
            min(ordered_date) as first_in_period
        from orders
        where is_purchase and date_trunc('{grain}', ordered_date) = $period
        group by customer_id
    ) as bought on cohort.customer_id = bought.customer_id
    left join customers on cohort.customer_id = customers.customer_id
"""

_COLUMNS = """
    select
        cohort.customer_id,
        customers.full_name,
        customers.email,
        customers.phone,
        customers.customer_status,
        customers.rfm_group,
        bought.order_count as orders_in_period,
        bought.net_amount as net_amount_in_period,
        customers.order_count,
        customers.lifetime_net_amount,
        customers.last_order_at
"""


def count_behind(warehouse: Warehouse, cell: Cell) -> int:
    """How many customers a cell counts, recounted from orders."""
    sql = "select cast(count(*) as bigint) as n" + _BEHIND.format(grain=cell.grain)
    return int(warehouse.frame(*bound(sql, _parameters(cell)))["n"][0])


def customers_behind(
    warehouse: Warehouse, cell: Cell, *, limit: int | None = 50, offset: int = 0
) -> pl.DataFrame:
    """The customers a cell counts, biggest spenders of the period first; limit None: all."""
    sql = (
        _COLUMNS
        + _BEHIND.format(grain=cell.grain)
        + " order by bought.net_amount desc nulls last, cohort.customer_id"
        + (" limit $limit offset $offset" if limit is not None else "")
    )
    paging = {} if limit is None else {"limit": limit, "offset": offset}
    return warehouse.frame(*bound(sql, _parameters(cell) | paging))


def _parameters(cell: Cell) -> dict[str, object]:
    return {"cohort": cell.cohort, "period": cell.starts_on}
