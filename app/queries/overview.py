"""The numbers of the overview, read from daily marts; distinct buyers need the orders.

Formulas (docs/metrics.md): net revenue is the sum of net amounts of every order dated in the
period; orders are purchases; active customers bought at least once; new ones bought for the first
time; returning ones are active and not new; the average is net revenue divided by orders.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

import polars as pl

from app.data.warehouse import Warehouse
from app.queries.periods import Period

Grain = Literal["day", "week", "month"]


@dataclass(frozen=True, slots=True)
class Totals:
    """The numbers of one period."""

    net_amount: Decimal
    order_count: int
    active_count: int
    new_count: int

    @property
    def returning_count(self) -> int:
        """Buyers who had bought before the period."""
        return self.active_count - self.new_count

    @property
    def average_order(self) -> Decimal | None:
        """Net revenue per order, or None without orders."""
        return self.net_amount / self.order_count if self.order_count else None


def first_day(warehouse: Warehouse) -> date | None:
    """The first day that has an order, or None when there are no orders at all."""
    return warehouse.frame("select min(metric_date) as day from daily_totals")["day"][0]


def regions(warehouse: Warehouse) -> list[str]:
    """Regions by revenue."""
    rows = warehouse.frame(
        "select region from revenue_by_day where region is not null "
        "group by region order by sum(net_amount) desc, region limit 100"
    )
    return rows["region"].to_list()


def totals(
    warehouse: Warehouse,
    start: date,
    end: date,
    *,
    region: str = "",
    as_of: date | None = None,
) -> Totals:
    """The numbers of a span of days, both ends included.

    A span that ends on the last day of the data (`as_of`) has a short cut: its buyers are the
    customers whose last purchase is not before its first day.
    """
    sums = _sums(warehouse, start, end, region=region)
    return Totals(
        net_amount=sums["net_amount"],
        order_count=sums["order_count"],
        active_count=_active_since(warehouse, start)
        if end == as_of and not region
        else _active(warehouse, start, end, region=region),
        new_count=sums["new_count"],
    )


def _sums(warehouse: Warehouse, start: date, end: date, *, region: str) -> dict:
    table, day = ("revenue_by_day", "revenue_date") if region else ("daily_totals", "metric_date")
    narrowed, values = ("and region = ?", [region]) if region else ("", [])
    sql = f"""
    select
        cast(coalesce(sum(net_amount), 0) as decimal(18, 2)) as net_amount,
        cast(coalesce(sum(order_count), 0) as bigint) as order_count,
        cast(coalesce(sum(new_customer_count), 0) as bigint) as new_count
    from {table}
    where {day} between ? and ? {narrowed}
    """
    return warehouse.frame(sql, [start, end, *values]).row(0, named=True)


def _active(warehouse: Warehouse, start: date, end: date, *, region: str) -> int:
    """Distinct buyers. Distinct counts of days cannot be added up, so this reads orders."""
    narrowed, values = ("and region = ?", [region]) if region else ("", [])
    sql = f"""
    select cast(count(distinct customer_id) as bigint) as active_count
    from orders
    where is_purchase and ordered_date between ? and ? {narrowed}
    """
    return warehouse.frame(sql, [start, end, *values])["active_count"][0]


def _active_since(warehouse: Warehouse, start: date) -> int:
    sql = """
    select cast(count(*) as bigint) as active_count
    from customers
    where order_count > 0 and last_order_at >= ?
    """
    return warehouse.frame(sql, [start])["active_count"][0]


def grain_for(period: Period) -> Grain:
    """Days up to a month, weeks up to seven months, then months."""
    if period.days <= 31:
        return "day"
    return "week" if period.days <= 214 else "month"


def series(
    warehouse: Warehouse, start: date, end: date, *, grain: Grain, region: str = ""
) -> pl.DataFrame:
    """One row per step of the period: net revenue, orders, new customers, and the
    daily mean of active and returning ones.

    Weeks are counted from the first day, so two periods of one length line up; the last step is
    incomplete when the period does not fill it.
    """
    table, day = ("revenue_by_day", "revenue_date") if region else ("daily_totals", "metric_date")
    active = "returning_customer_count + new_customer_count" if region else "active_customer_count"
    narrowed, values = ("and region = ?", [region]) if region else ("", [])
    step = {
        "day": "cast(d as date)",
        "week": "cast(? as date) + cast(floor(date_diff('day', ?, d) / 7) as integer) * 7",
        "month": "cast(date_trunc('month', d) as date)",
    }[grain]
    extra = [start, start] if grain == "week" else []
    sql = f"""
    with days as (
        select cast(range as date) as d
        from range(cast(? as timestamp), cast(? as timestamp) + interval 1 day, interval 1 day)
    )
    select
        {step} as step_start,
        cast(count(distinct d) as bigint) as day_count,
        cast(coalesce(sum(net_amount), 0) as decimal(18, 2)) as net_amount,
        cast(coalesce(sum(order_count), 0) as bigint) as order_count,
        cast(coalesce(sum(new_customer_count), 0) as bigint) as new_count,
        coalesce(sum({active}), 0) / count(distinct d) as daily_active,
        coalesce(sum(returning_customer_count), 0) / count(distinct d) as daily_returning
    from days
    left join {table} as facts on facts.{day} = days.d {narrowed}
    group by 1
    order by 1
    """
    rows = warehouse.frame(sql, [start, end, *extra, *values])
    return _with_completeness(rows, grain)


def _with_completeness(rows: pl.DataFrame, grain: Grain) -> pl.DataFrame:
    full = {
        "day": pl.lit(1),
        "week": pl.lit(7),
        "month": pl.col("step_start").dt.days_in_month(),
    }[grain]
    return rows.with_columns(
        (pl.col("day_count") >= full).alias("is_complete"),
        pl.int_range(pl.len()).alias("step_number"),
    )


def by_dimension(
    warehouse: Warehouse,
    dimension: Literal["channel", "region"],
    *,
    period: Period,
    region: str = "",
    limit: int = 8,
) -> pl.DataFrame:
    """Net revenue and orders by channel or region, now and in the comparison, largest first."""
    before_start = period.before_start or date(1, 1, 1)
    before_end = period.before_end or date(1, 1, 1)
    narrowed, values = ("and region = ?", [region]) if region else ("", [])
    sql = f"""
    select
        coalesce({dimension}, 'unknown') as name,
        cast(coalesce(sum(net_amount) filter (where revenue_date between ? and ?), 0)
            as decimal(18, 2)) as net_amount,
        cast(coalesce(sum(order_count) filter (where revenue_date between ? and ?), 0)
            as bigint) as order_count,
        cast(coalesce(sum(net_amount) filter (where revenue_date between ? and ?), 0)
            as decimal(18, 2)) as before_amount
    from revenue_by_day
    where revenue_date between ? and ? {narrowed}
    group by 1
    order by net_amount desc, name
    limit {int(limit)}
    """
    span = [period.start, period.end]
    before = [before_start, before_end]
    whole = [min(before_start, period.start) if period.is_compared else period.start, period.end]
    return warehouse.frame(sql, [*span, *span, *before, *whole, *values])


def top_products(
    warehouse: Warehouse, *, period: Period, region: str = "", limit: int = 8
) -> pl.DataFrame:
    """The products that brought most in the period."""
    joined, narrowed, values = "", "", []
    if region:
        joined = "inner join orders on orders.order_id = lines.order_id"
        narrowed, values = "and orders.region = ?", [region]
    sql = f"""
    with sold as (
        select
            lines.product_id,
            sum(lines.quantity) as quantity,
            cast(sum(lines.net_amount) as decimal(18, 2)) as net_amount
        from order_lines as lines
        {joined}
        where lines.is_purchase
            and lines.ordered_at >= ?
            and lines.ordered_at < cast(? as date) + interval 1 day
            {narrowed}
        group by lines.product_id
        order by net_amount desc, lines.product_id
        limit {int(limit)}
    )
    select sold.*, coalesce(products.product_name, sold.product_id) as product_name,
        products.category
    from sold
    left join products on products.product_id = sold.product_id
    order by sold.net_amount desc, sold.product_id
    """
    return warehouse.frame(sql, [period.start, period.end, *values])
