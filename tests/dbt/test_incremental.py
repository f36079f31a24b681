"""A warehouse grown day by day is the one a rebuild from nothing makes."""

from decimal import Decimal

import pytest

from tests.dbt.building import rows
from tests.dbt.conftest import Warehouses

# how far a row has read is a matter of its history, not of what it says
_HISTORY = ("_batch_id", "linked_batch_id", "rate_date")

TABLES = (
    "identity.customer_links",
    "intermediate.int_contacts__unioned",
    "intermediate.int_customers__records",
    "intermediate.int_customers__profiles",
    "intermediate.int_customers__order_totals",
    "intermediate.int_orders__valued",
    "intermediate.int_order_lines__latest",
    "marts.customers",
    "marts.orders",
    "marts.order_lines",
    "marts.products",
    "marts.refunds",
    "marts.customer_identifiers",
    "marts.customer_values",
)


@pytest.mark.parametrize("table", TABLES)
def test_daily_runs_equal_one_full_build(warehouses: Warehouses, table: str) -> None:
    schema, name = table.split(".")
    columns = [
        column
        for (column,) in rows(
            warehouses.whole,
            f"select column_name from information_schema.columns where table_schema = '{schema}' "
            f"and table_name = '{name}' order by ordinal_position",
        )
        if column not in _HISTORY
    ]
    query = f"select {', '.join(columns)} from {table} order by all"

    assert rows(warehouses.daily, query) == rows(warehouses.whole, query)
    assert rows(warehouses.whole, query)


def _order(warehouses: Warehouses, order_id: str, columns: str) -> tuple[object, ...]:
    return rows(
        warehouses.daily, f"select {columns} from marts.orders where order_id = '{order_id}'"
    )[0]


def test_changed_order_takes_its_newest_version(warehouses: Warehouses) -> None:
    assert _order(warehouses, "shop:o1", "gross_amount, discount_amount, net_amount") == (
        Decimal("100.00"), Decimal("5.00"), Decimal("95.00"),
    )  # fmt: skip


def test_late_first_order_renumbers_the_others(warehouses: Warehouses) -> None:
    before = rows(
        warehouses.first_day,
        "select order_id, customer_order_number from marts.orders where order_id = 'shop:o1'",
    )

    assert before == [("shop:o1", 1)]
    assert _order(warehouses, "shop:o0", "customer_order_number, is_first_order") == (1, True)
    assert _order(warehouses, "shop:o1", "customer_order_number, is_first_order") == (2, False)


def test_order_cancelled_later_counts_for_nothing(warehouses: Warehouses) -> None:
    assert _order(
        warehouses,
        "shop:o4",
        "status, gross_amount, net_amount, is_purchase, customer_order_number",
    ) == ("cancelled", 0, 0, False, None)


def test_refund_of_an_old_order_lowers_its_net(warehouses: Warehouses) -> None:
    assert _order(warehouses, "shop:o2", "status, refund_amount, net_amount") == (
        "partially_refunded", Decimal("20.00"), Decimal("30.00"),
    )  # fmt: skip


def test_foreign_lines_are_rounded_one_by_one_at_the_rate_of_the_day(
    warehouses: Warehouses,
) -> None:
    # the inverse of 0.8 on day one, 1.3 once the rate of the day itself came in
    before = rows(
        warehouses.first_day, "select exchange_rate from marts.orders where order_id = 'shop:o3'"
    )

    assert before == [(1.25,)]
    assert _order(warehouses, "shop:o3", "exchange_rate, gross_amount, refund_amount") == (
        1.3, Decimal("14.38"), Decimal("1.31"),
    )  # fmt: skip


def test_equal_lines_without_an_id_are_two_sales(warehouses: Warehouses) -> None:
    assert _order(warehouses, "outlet:w1", "line_count, net_amount") == (3, Decimal("25.00"))


def test_cancellation_is_negative_and_no_purchase(warehouses: Warehouses) -> None:
    assert _order(warehouses, "outlet:Cw2", "order_type, net_amount, is_purchase") == (
        "cancellation", Decimal("-5.00"), False,
    )  # fmt: skip


def test_customer_whose_only_order_was_somebody_elses_has_no_totals(
    warehouses: Warehouses,
) -> None:
    owners = rows(
        warehouses.daily,
        """
        select links.record_key, totals.order_count
        from identity.customer_links as links
        left join intermediate.int_customers__order_totals as totals using (customer_id)
        where links.record_key in ('shop:5', 'shop:6') order by 1
        """,
    )

    assert owners == [("shop:5", None), ("shop:6", 1)]
