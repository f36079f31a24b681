"""Funnels: steps with their rates, by any dimension, and the people who stopped at a step."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from app.queries.parameters import bound
from app.queries.people import customer_select, with_customers
from app.queries.rows import Conditions, RowsQuery

if TYPE_CHECKING:
    from app.data.warehouse import Warehouse

ALL = "all"
# The dimensions by which the rows behind a funnel can be narrowed.
PARTICIPANT_DIMENSIONS = ("channel", "region", "device")


@dataclass(frozen=True, slots=True)
class Definition:
    """How a funnel counts: steps in order, within a window, per unit, in an order mode."""

    funnel_name: str
    steps: tuple[str, ...]
    window_days: int
    unit: str
    order_mode: str
    period_start: dt.date | None
    period_end: dt.date | None
    dimensions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Slice:
    """Which people: those of a funnel whose furthest step lies in a range, maybe of one value."""

    funnel_name: str
    reached_at_least: int
    reached_at_most: int | None = None
    dimension: str = ALL
    dimension_value: str | None = None


def definitions(warehouse: Warehouse) -> dict[str, Definition]:
    """Every funnel by name, those with most people first."""
    rows = warehouse.frame(
        """
        select funnel_name, step_number, step_name, window_days, unit, order_mode,
            period_start, period_end
        from funnels
        where dimension = 'all'
        order by
            first_value(entered_count) over (partition by funnel_name order by step_number) desc,
            funnel_name,
            step_number
        """
    )
    dimensions = warehouse.frame(
        "select distinct funnel_name, dimension from funnels where dimension <> 'all' order by all"
    )
    found: dict[str, Definition] = {}
    for steps in rows.partition_by("funnel_name", maintain_order=True):
        first = steps.row(0, named=True)
        name = first["funnel_name"]
        found[name] = Definition(
            funnel_name=name,
            steps=tuple(steps["step_name"]),
            window_days=first["window_days"],
            unit=first["unit"],
            order_mode=first["order_mode"],
            period_start=first["period_start"],
            period_end=first["period_end"],
            dimensions=tuple(
                dimensions.filter(pl.col("funnel_name") == name)["dimension"].to_list()
            ),
        )
    return found


def steps(warehouse: Warehouse, funnel_name: str, *, dimension: str = ALL) -> pl.DataFrame:
    """One row per value and step: entered_count, step_rate, overall_rate, dropped_count, time.

    `dropped_count` is counted here as those who reached this step and not the next one.
    Values with most people first.
    """
    return warehouse.frame(
        *bound(
            """
        with stepped as (

            select
                coalesce(dimension_value, 'unknown') as dimension_value,
                step_number,
                step_name,
                entered_count,
                step_rate,
                overall_rate,
                cast(median_seconds_from_previous as double) as median_seconds_from_previous,
                lag(entered_count) over (
                    partition by dimension_value order by step_number
                ) as entered_before,
                entered_count - lead(entered_count) over (
                    partition by dimension_value order by step_number
                ) as dropped_count,
                max(entered_count) over (partition by dimension_value) as people
            from funnels
            where funnel_name = $funnel and dimension = $dimension

        )

        select * exclude (people) from stepped
        order by people desc, dimension_value, step_number
        """,
            {"funnel": funnel_name, "dimension": dimension},
        )
    )


def people_behind(people: Slice, *, with_contact: bool) -> RowsQuery:
    """The participants of a slice, latest first; those never recognised have no customer."""
    conditions = Conditions()
    conditions.add("funnel_participants.funnel_name = ?", people.funnel_name)
    conditions.at_least("funnel_participants.reached_step", people.reached_at_least)
    conditions.at_most("funnel_participants.reached_step", people.reached_at_most)
    if people.dimension in PARTICIPANT_DIMENSIONS and people.dimension_value is not None:
        column = f"coalesce(funnel_participants.{people.dimension}, 'unknown')"
        conditions.add(f"{column} = ?", people.dimension_value)
    select = f"""
        {customer_select("funnel_participants", with_contact=with_contact)},
        funnel_participants.participant_id,
        funnel_participants.reached_step,
        funnel_participants.entered_at,
        funnel_participants.channel,
        funnel_participants.region,
        funnel_participants.device
    """
    return RowsQuery(
        select=select,
        source=with_customers("funnel_participants", "funnel_participants"),
        where=conditions.sql,
        params=tuple(conditions.params),
        order=(
            "funnel_participants.entered_at desc nulls last, funnel_participants.participant_id"
        ),
    )
