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
from app.queries.people import customer_select, with_customers
from app.queries.rows import RowsQuery

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
    return warehouse.frame(*bound(sql, {"cohorts": 100_000 if cohorts is None else cohorts}))


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


def customers_behind(cell: Cell, *, with_contact: bool) -> RowsQuery:
    """The customers a cell counts, biggest spenders of the period first."""
    source = f"""(
        select customer_id from orders
        where is_first_order and date_trunc('{cell.grain}', ordered_date) = $1
    ) as cohort
    inner join (
        select
            customer_id,
            cast(count(*) filter (where is_purchase) as bigint) as orders_in_period,
            cast(sum(net_amount) as decimal(18, 2)) as net_amount_in_period
        from orders
        where
            date_trunc('{cell.grain}', ordered_date) = $2
            and ordered_date <= (select max(as_of_date) from publication)
        group by customer_id
        having bool_or(is_purchase)
    ) as bought on cohort.customer_id = bought.customer_id"""
    select = f"""
        {customer_select("cohort", with_contact=with_contact)},
        customers.rfm_group,
        bought.orders_in_period,
        bought.net_amount_in_period,
        customers.order_count,
        customers.lifetime_net_amount,
        customers.last_order_at
    """
    return RowsQuery(
        select=select,
        source=with_customers(source, "cohort"),
        where="true",
        params=(cell.cohort, cell.starts_on),
        order="bought.net_amount_in_period desc nulls last, cohort.customer_id",
    )
