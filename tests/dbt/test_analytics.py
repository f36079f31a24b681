"""Analytics and operations marts: incremental equals full, known cohorts, lost rows are found."""

from __future__ import annotations

import datetime as dt
import random
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tests.dbt.harness import TinyWarehouse

_EXACT = [
    "marts.revenue_by_day",
    "marts.revenue_by_month",
    "marts.daily_totals",
    "marts.retention_by_cohort",
    "marts.retention_by_cohort_week",
    "marts.rfm",
    "marts.rfm_by_month",
    "marts.rfm_movements",
    "marts.customer_status_history",
    "marts.status_by_month",
    "marts.product_affinity",
    "marts.reconciliation",
    "marts.data_freshness",
    "intermediate.int_customers__months",
    "intermediate.int_customers__rfm_history",
    "intermediate.int_customers__status_scheduled",
]
_BUILT = [*(f"+{name.split('.')[1]}" for name in _EXACT), "int_customers__status"]
_RUN_AT = {"run_at": "2026-01-02 12:00:00"}


def _order(
    number: int, customer: str, day: dt.date, amount: float, **fields: Any
) -> dict[str, Any]:
    return {
        "order_id": str(number),
        "customer_id": customer,
        "ordered_at": dt.datetime.combine(day, dt.time(10)),
        "gross_amount": amount,
        "currency_code": "EUR",
        "channel": ["web", "store"][number % 2],
        "region": ["north", "south", None][number % 3],
    } | fields


def _lines(number: int, day: dt.date) -> list[dict[str, Any]]:
    return [
        {
            "order_id": str(number),
            "line_id": str(position),
            "product_id": f"p{(number + position) % 4}",
            "quantity": 1,
            "unit_price": 10 + position,
            "ordered_at": dt.datetime.combine(day, dt.time(10)),
            "currency_code": "EUR",
        }
        for position in range(2)
    ]


def _build(warehouse: TinyWarehouse, *flags: str, as_of: str | None = None) -> None:
    variables = _RUN_AT | ({"as_of": as_of} if as_of else {})
    assert warehouse.dbt("run", *flags, "--select", *_BUILT, variables=variables) == []


@pytest.fixture(scope="module")
def changed_warehouse(tmp_path_factory: pytest.TempPathFactory) -> TinyWarehouse:
    """Two years of orders, then late, changed, moved, cancelled and refunded ones, in four runs."""
    warehouse = TinyWarehouse(tmp_path_factory.mktemp("analytics"))
    chance = random.Random(7)  # noqa: S311
    start = dt.date(2024, 1, 3)
    days = {n: start + dt.timedelta(days=chance.randrange(600)) for n in range(240)}
    orders = [
        _order(n, f"k{chance.randrange(40)}", day, chance.randrange(5, 90))
        for n, day in days.items()
    ]
    warehouse.land("shop", "orders", orders)
    warehouse.land(
        "shop", "order_lines", [row for n, day in days.items() for row in _lines(n, day)]
    )
    warehouse.link([(f"shop:k{n}", f"c{n}") for n in range(60)])
    _build(warehouse)

    # a late order before everything, one that moves to another customer and day, a cancelled one
    late = [
        _order(900, "k1", dt.date(2024, 1, 1), 33),
        _order(5, "k50", dt.date(2025, 2, 2), 44, updated_at=dt.datetime(2025, 9, 1)),  # noqa: DTZ001
        orders[7]
        | {
            "status": "cancelled",
            "updated_at": dt.datetime(2025, 9, 1),  # noqa: DTZ001
        },
    ]
    warehouse.land("shop", "orders", late)
    refund = {"refund_id": "r1", "order_id": "9", "refund_amount": 3, "currency_code": "EUR"}
    warehouse.land(
        "shop",
        "refunds",
        [refund | {"refunded_at": dt.datetime(2025, 8, 1)}],  # noqa: DTZ001
    )
    _build(warehouse)

    # time passes: a new month, two customers turn out to be one
    warehouse.land("shop", "orders", [_order(901, "k2", dt.date(2025, 11, 5), 12)])
    warehouse.link([("shop:k3", "c4")])
    _build(warehouse)
    _build(warehouse)
    return warehouse


@pytest.fixture(scope="module")
def both_builds(
    changed_warehouse: TinyWarehouse,
) -> dict[str, tuple[pl.DataFrame, pl.DataFrame]]:
    """Each table as incremental runs left it and as a full rebuild makes it."""
    incremental = {name: changed_warehouse.table(name) for name in _EXACT}
    _build(changed_warehouse, "--full-refresh")
    return {name: (incremental[name], changed_warehouse.table(name)) for name in _EXACT}


@pytest.mark.parametrize("name", _EXACT)
def test_incremental_equals_full(
    both_builds: dict[str, tuple[pl.DataFrame, pl.DataFrame]], name: str
) -> None:
    incremental, full = both_builds[name]
    assert len(full) > 0
    assert_frame_equal(incremental, full)


def test_all_data_tests_pass(changed_warehouse: TinyWarehouse, both_builds: object) -> None:
    failed = changed_warehouse.dbt(
        "test",
        *("--select", *(name.removeprefix("+") for name in _BUILT)),
        *("--exclude", "test_type:unit"),
        variables=_RUN_AT,
    )
    assert failed == []


def test_everything_landed_is_in_the_marts(
    changed_warehouse: TinyWarehouse, both_builds: object
) -> None:
    days = changed_warehouse.table("marts.reconciliation")
    assert set(days["target"]) == {"orders", "order_lines", "refunds"}
    assert days["is_reconciled"].all()


def test_triangle_adds_up_to_the_purchases_of_customers(
    changed_warehouse: TinyWarehouse, both_builds: object
) -> None:
    orders = changed_warehouse.table("marts.orders").filter(pl.col("customer_id").is_not_null())
    buyers = orders.filter("is_purchase")["customer_id"].unique()
    for name in ("retention_by_cohort", "retention_by_cohort_week"):
        triangle = changed_warehouse.table(f"marts.{name}")
        assert triangle["orders"].sum() == orders["is_purchase"].sum()
        of_buyers = orders.filter(pl.col("customer_id").is_in(buyers.implode()))
        assert triangle["net_amount"].sum() == of_buyers["net_amount"].sum()


def test_status_of_any_day_is_what_the_orders_until_then_say(
    changed_warehouse: TinyWarehouse, both_builds: object
) -> None:
    history = changed_warehouse.table("marts.customer_status_history")
    bought = (
        changed_warehouse.table("marts.orders")
        .filter("is_purchase")
        .group_by("customer_id")
        .agg(pl.col("ordered_date").sort())
    )
    dates = dict(bought.iter_rows())
    for day in (
        dt.date(2024, 2, 1),
        dt.date(2024, 9, 30),
        dt.date(2025, 6, 1),
        dt.date(2025, 11, 5),
    ):
        held = history.filter(
            (pl.col("valid_from") <= day)
            & (pl.col("valid_to").is_null() | (pl.col("valid_to") > day))
        )
        statuses = dict(held.select("customer_id", "customer_status").iter_rows())
        expected = {c: _status_on(day, days) for c, days in dates.items()}
        assert {c: statuses.get(c, "prospect") for c in dates} == expected


def _status_on(day: dt.date, purchases: list[dt.date]) -> str:
    past = [purchase for purchase in purchases if purchase <= day]
    if not past:
        return "prospect"
    if (day - past[0]).days < 30:
        return "new"
    gap = (day - past[-1]).days
    return "active" if gap <= 90 else "dormant" if gap <= 180 else "churned"


def test_five_lost_rows_are_found(changed_warehouse: TinyWarehouse, both_builds: object) -> None:
    victims = "select order_id from marts.orders where line_count = 2 order by order_id limit 5"
    changed_warehouse.execute(
        f"create table main.kept as select * from marts.orders where order_id in ({victims})"
    )
    changed_warehouse.execute(
        "delete from marts.orders where order_id in (select order_id from main.kept)"
    )
    select = ["int_marts__counted", "reconciliation"]
    assert changed_warehouse.dbt("run", "--select", *select, variables=_RUN_AT) == []
    off = changed_warehouse.table("marts.reconciliation").filter(~pl.col("is_reconciled"))
    changed_warehouse.execute("insert into marts.orders select * from main.kept")
    assert off["difference_count"].sum() == 5
    assert set(off["target"]) == {"orders"}


@pytest.fixture(scope="module")
def cdnow(tmp_path_factory: pytest.TempPathFactory) -> tuple[TinyWarehouse, pl.DataFrame]:
    """The CDNOW purchases in a warehouse, and as a frame for an independent count."""
    package = find_spec("lifetimes")  # not imported: its datasets are broken
    assert package is not None
    assert package.origin is not None
    path = Path(package.origin).parent / "datasets" / "CDNOW_master.txt"
    rows = [line.split() for line in path.read_text().splitlines()[1:] if line.strip()]
    frame = pl.DataFrame(
        {
            "order_id": [str(n) for n in range(len(rows))],
            "customer_id": [row[0] for row in rows],
            "day": [dt.datetime.strptime(row[1], "%Y%m%d").date() for row in rows],  # noqa: DTZ007
            "amount": [row[3] for row in rows],
        }
    ).with_columns(pl.col("amount").cast(pl.Decimal(18, 2)))
    directory = tmp_path_factory.mktemp("cdnow")
    frame.write_parquet(directory / "cdnow.parquet")
    warehouse = TinyWarehouse(directory / "home")
    warehouse.land_query(
        "cdnow",
        "orders",
        "select order_id, customer_id, cast(day as timestamp) as ordered_at, "
        "amount as gross_amount, amount as total_amount, 'USD' as currency_code "
        f"from '{directory / 'cdnow.parquet'}'",
    )
    warehouse.link_query(
        "select distinct 'cdnow:' || customer_id as record_key, 'c' || customer_id as customer_id "
        "from landing.orders"
    )
    _build(warehouse)
    return warehouse, frame


def test_cdnow_totals(cdnow: tuple[TinyWarehouse, pl.DataFrame]) -> None:
    warehouse, _ = cdnow
    days = warehouse.table("marts.daily_totals")
    assert str(days["net_amount"].sum()) == "2500315.63"
    orders = warehouse.table("marts.orders")
    assert len(orders) == 69_659
    assert orders["customer_id"].n_unique() == 23_570
    assert warehouse.table("marts.reconciliation")["is_reconciled"].all()


def test_cdnow_cohorts(cdnow: tuple[TinyWarehouse, pl.DataFrame]) -> None:
    warehouse, frame = cdnow
    # rows of 0.00 are in the file; they are no purchases
    bought = frame.filter(pl.col("amount") > 0).with_columns(
        pl.col("day").dt.truncate("1mo").alias("m")
    )
    first = bought.group_by("customer_id").agg(pl.col("m").min().alias("cohort_month"))
    expected = (
        bought.join(first, on="customer_id")
        .with_columns(
            (
                (pl.col("m").dt.year().cast(pl.Int32) - pl.col("cohort_month").dt.year()) * 12
                + pl.col("m").dt.month()
                - pl.col("cohort_month").dt.month()
            )
            .cast(pl.Int32)
            .alias("months_since")
        )
        .group_by("cohort_month", "months_since")
        .agg(
            pl.col("customer_id").n_unique().cast(pl.Int64).alias("customers"),
            pl.len().cast(pl.Int64).alias("orders"),
            pl.col("amount").sum().alias("net_amount"),
        )
        .sort("cohort_month", "months_since")
    )
    made = (
        warehouse.table("marts.retention_by_cohort")
        .filter(pl.col("customers") > 0)
        .select(expected.columns)
    )
    assert_frame_equal(made, expected, check_dtypes=False)
    sizes = made.filter(pl.col("months_since") == 0)["customers"].to_list()
    # all came in the first quarter of 1997, but the first row of two is 0.00: they bought later
    assert sizes == [7814, 8455, 7231, 2]
    assert sum(sizes) == bought["customer_id"].n_unique()


def test_cdnow_scores_treat_ties_alike(cdnow: tuple[TinyWarehouse, pl.DataFrame]) -> None:
    warehouse, _ = cdnow
    scores = warehouse.table("marts.rfm")
    for value, score in (
        ("recency_days", "r_score"),
        ("frequency", "f_score"),
        ("monetary_amount", "m_score"),
    ):
        assert scores.group_by(value).agg(pl.col(score).n_unique())[score].max() == 1
        counted = scores.select(
            ((pl.col(value).rank("min") - 1) * 5 // pl.len()).cast(pl.Int32).alias("fifths"), score
        )
        wanted = 5 - counted["fifths"] if score == "r_score" else 1 + counted["fifths"]
        assert (counted[score] == wanted).all()
    assert scores.filter(pl.col("frequency") == 1)["f_score"].unique().to_list() == [1]
