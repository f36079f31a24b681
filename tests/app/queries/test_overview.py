"""Numbers of the overview equal the rows behind them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.data.warehouse import ServedVersion
from app.queries import orders, overview
from app.queries.customers import CustomerFilters, customers_query
from app.queries.periods import Period, period_for
from app.queries.rows import count_rows, rows_page
from records.permissions.rules import Actor

FEBRUARY = Period(date(2026, 2, 1), date(2026, 2, 28), date(2026, 1, 4), date(2026, 1, 31))


def test_totals_of_february(warehouse: ServedVersion) -> None:
    now = overview.totals(warehouse, FEBRUARY.start, FEBRUARY.end)
    assert now.net_amount == Decimal("320.00")  # 200 + 60 + 45 + 30 - 15, the cancelled one nothing
    assert (now.order_count, now.active_count, now.new_count, now.returning_count) == (4, 2, 1, 1)
    assert now.average_order == Decimal("80.00")


def test_short_cut_for_active_customers_agrees(warehouse: ServedVersion) -> None:
    for start in (date(2025, 1, 1), date(2025, 12, 1), date(2026, 2, 15), date(2026, 2, 28)):
        end = date(2026, 2, 28)
        slow = overview.totals(warehouse, start, end)
        assert overview.totals(warehouse, start, end, as_of=end) == slow


@pytest.mark.parametrize("region", ["", "South", "North"])
def test_numbers_equal_rows_behind(
    warehouse: ServedVersion, make_actor: Callable[[str], Actor], region: str
) -> None:
    actor = make_actor("viewer")
    now = overview.totals(warehouse, FEBRUARY.start, FEBRUARY.end, region=region)
    narrowed = (region,) if region else ()
    everything = orders.OrderFilters(FEBRUARY.start, FEBRUARY.end, region=narrowed)
    behind = orders.order_totals(warehouse, orders.orders_query(everything, actor))
    assert behind["net_amount"] == now.net_amount
    assert behind["purchase_count"] == now.order_count
    for bought, number in (
        ("active", now.active_count),
        ("new", now.new_count),
        ("returning", now.returning_count),
    ):
        filters = CustomerFilters(
            bought=bought,
            bought_from=FEBRUARY.start,
            bought_to=FEBRUARY.end,
            bought_region=region,
        )
        assert count_rows(warehouse, customers_query(filters, actor)) == number


@pytest.mark.parametrize("grain", ["day", "week", "month"])
def test_series_adds_up_to_the_totals(warehouse: ServedVersion, grain: overview.Grain) -> None:
    rows = overview.series(warehouse, FEBRUARY.start, FEBRUARY.end, grain=grain)
    assert sum(rows["net_amount"]) == Decimal("320.00")
    assert rows["day_count"].sum() == 28
    assert rows["is_complete"].all()


def test_last_week_is_marked_incomplete(warehouse: ServedVersion) -> None:
    rows = overview.series(warehouse, date(2026, 2, 1), date(2026, 2, 10), grain="week")
    assert rows["is_complete"].to_list() == [True, False]


def test_channels_and_products_add_up(warehouse: ServedVersion) -> None:
    rows = overview.by_dimension(warehouse, "channel", period=FEBRUARY)
    assert dict(zip(rows["name"], rows["net_amount"], strict=True)) == {
        "web": Decimal("290.00"),
        "store": Decimal("30.00"),
    }
    sold = overview.top_products(warehouse, period=FEBRUARY)
    assert sum(sold["net_amount"]) == Decimal("335.00")  # purchases alone, no cancellation rows


def test_orders_of_a_product_and_unknown_values(
    warehouse: ServedVersion, make_actor: Callable[[str], Actor]
) -> None:
    actor = make_actor("viewer")
    query = orders.orders_query(orders.OrderFilters(product_id="shop:p1"), actor)
    assert count_rows(warehouse, query) == 4
    none = orders.orders_query(orders.OrderFilters(region=("unknown",)), actor)
    assert count_rows(warehouse, none) == 0
    page = rows_page(warehouse, orders.orders_query(orders.OrderFilters(number="1006"), actor))
    assert page["full_name"].to_list() == ["陈伟"]


days = st.dates(date(2000, 1, 1), date(2030, 12, 31))


@given(days, days, st.sampled_from(["7d", "30d", "90d", "custom"]))
def test_previous_period_has_the_same_length_and_ends_the_day_before(
    one: date, other: date, choice: str
) -> None:
    period = period_for(choice, as_of=one, first_day=one, custom=(one, other))
    assert period.before_start is not None
    assert period.before_end is not None
    assert (period.before_end - period.before_start).days + 1 == period.days
    assert (period.start - period.before_end).days == 1
