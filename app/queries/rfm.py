"""Recency, frequency and money: the grid, the named groups and how people move between them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from app.queries.parameters import bound
from app.queries.people import customer_select, with_customers
from app.queries.rows import RowsQuery

if TYPE_CHECKING:
    import polars as pl

    from app.data.warehouse import Warehouse

Axis = Literal["f", "m"]

# Best first: the order of tables, matrix rows and colours.
GROUPS = (
    "champions",
    "loyal",
    "potential_loyal",
    "new",
    "promising",
    "needs_attention",
    "about_to_sleep",
    "at_risk",
    "cannot_lose",
    "hibernating",
    "lost",
)


@dataclass(frozen=True, slots=True)
class Selection:
    """What somebody clicked: a group, a cell of the grid, or one stream of a month's movement."""

    rfm_group: str | None = None
    r_score: int | None = None
    f_score: int | None = None
    m_score: int | None = None
    previous_group: str | None = None

    def conditions(self) -> tuple[str, tuple[object, ...]]:
        """The where clause over `rfm` and its bound values."""
        wanted = {
            "rfm.rfm_group": self.rfm_group,
            "rfm.r_score": self.r_score,
            "rfm.f_score": self.f_score,
            "rfm.m_score": self.m_score,
            "coalesce(rfm.previous_rfm_group, 'none')": self.previous_group,
        }
        given = [(column, value) for column, value in wanted.items() if value is not None]
        clause = " and ".join(f"{column} = ?" for column, _ in given)
        return clause or "true", tuple(value for _, value in given)


def as_of(warehouse: Warehouse) -> dt.date | None:
    """The day the scores were taken; None when nobody is scored."""
    return warehouse.frame("select max(as_of_date) as day from rfm")["day"][0]


def grid(warehouse: Warehouse, axis: Axis) -> pl.DataFrame:
    """One row per cell: r_score, score (F or M), customers, net_amount, average_recency_days."""
    return warehouse.frame(
        f"""
        select
            r_score,
            {axis}_score as score,
            cast(count(*) as bigint) as customers,
            cast(sum(monetary_amount) as double) as net_amount,
            avg(recency_days) as average_recency_days,
            mode(rfm_group) as commonest_group
        from rfm
        group by r_score, {axis}_score
        order by r_score, score
        """
    )


def groups(warehouse: Warehouse) -> pl.DataFrame:
    """One row per group: customers, revenue, both shares, and what its people are like."""
    return warehouse.frame(
        """
        select
            rfm_group,
            cast(count(*) as bigint) as customers,
            count(*) / nullif(sum(count(*)) over (), 0) as customer_share,
            cast(sum(monetary_amount) as double) as net_amount,
            cast(sum(monetary_amount) as double)
            / nullif(sum(sum(monetary_amount)) over (), 0) as net_share,
            median(recency_days) as median_recency_days,
            avg(frequency) as average_orders,
            cast(avg(monetary_amount) as double) as average_amount
        from rfm
        group by rfm_group
        order by net_amount desc nulls last, rfm_group
        """
    )


def movement_months(warehouse: Warehouse) -> list[dt.date]:
    """The months for which movement is known, newest first."""
    months = warehouse.frame("select distinct month from rfm_movements order by month desc")
    return months["month"].to_list()


def movements(warehouse: Warehouse, month: dt.date) -> pl.DataFrame:
    """Who went where in a month: from_group, to_group, customer_count, net_amount."""
    return warehouse.frame(
        *bound(
            """
        select
            coalesce(from_group, 'none') as from_group,
            to_group,
            cast(sum(customer_count) as bigint) as customer_count,
            cast(sum(net_amount) as double) as net_amount
        from rfm_movements
        where month = $month
        group by all
        order by customer_count desc, from_group, to_group
        """,
            {"month": month},
        )
    )


def by_month(warehouse: Warehouse) -> pl.DataFrame:
    """One row per month and group: customer_count, net_amount."""
    return warehouse.frame(
        """
        select month, rfm_group, customer_count, cast(net_amount as double) as net_amount
        from rfm_by_month
        order by month, rfm_group
        """
    )


def customers_selected(selection: Selection, *, with_contact: bool) -> RowsQuery:
    """The customers of a selection, most valuable first."""
    where, params = selection.conditions()
    select = f"""
        {customer_select("rfm", with_contact=with_contact)},
        rfm.rfm_group,
        rfm.previous_rfm_group,
        rfm.rfm_code,
        rfm.recency_days,
        rfm.frequency,
        rfm.monetary_amount,
        customers.last_order_at
    """
    return RowsQuery(
        select=select,
        source=with_customers("rfm", "rfm"),
        where=where,
        params=params,
        order="rfm.monetary_amount desc nulls last, rfm.customer_id",
    )
