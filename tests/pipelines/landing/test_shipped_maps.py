"""The shipped maps give the totals their owners publish, to the cent."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from pipelines.landing.mapping import load_map
from pipelines.landing.registry import MAPS, shipped_sources
from tests.pipelines.landing.landing_help import connect, land, rows


@pytest.mark.slow
def test_completejourney() -> None:
    (source,) = shipped_sources("completejourney")
    connection = connect()
    results = land(connection, load_map(source.map), Path(source.path))

    assert {r.status for r in results} == {"landed"}
    totals = (
        "select count(*), count(distinct order_id), count(distinct customer_id), sum(net_amount), "
        "count(*) filter (gross_amount <> net_amount + discount_amount) from landing.order_lines"
    )
    assert rows(connection, totals) == [(1_469_307, 155_848, 2_469, Decimal("4596039.58"), 0)]
    members = (
        "select member_event, count(*), count(distinct (campaign_id, member_id)) "
        "from landing.campaign_members group by 1 order by 1"
    )
    assert rows(connection, members) == [("exposed", 6_589, 6_589), ("responded", 2_102, 2_102)]
    assert rows(connection, "select count(*) from landing.campaigns") == [(27,)]


def test_cdnow() -> None:
    (source,) = shipped_sources("cdnow")
    connection = connect()
    land(connection, load_map(source.map), Path(source.path))

    query = (
        "select count(*), count(distinct order_id), count(distinct customer_id), sum(net_amount) "
        "from landing.order_lines"
    )
    assert rows(connection, query) == [(69_659, 69_659, 23_570, Decimal("2500315.63"))]


RETAIL = [
    ("536365", "85123A", "HOLDER", "6", "2010-12-01 08:26:00", "2.55", "17850.0", "United Kingdom"),
    ("C536379", "D", "Discount", "-1", "2011-07-01 09:41:00", "27.5", "14527.0", "France"),
    ("536414", "22139", None, "56", "2010-12-01 11:52:00", "0.0", None, "EIRE"),
]
NAMES = [
    "InvoiceNo",
    "StockCode",
    "Description",
    "Quantity",
    "InvoiceDate",
    "UnitPrice",
    "CustomerID",
    "Country",
]
RETAIL_LANDED = [
    ("536365", "17850", "sale", 6.0, datetime(2010, 12, 1, 8, 26), "United Kingdom"),  # noqa: DTZ001
    ("536414", None, "sale", 56.0, datetime(2010, 12, 1, 11, 52), "EIRE"),  # noqa: DTZ001
    ("C536379", "14527", "cancellation", -1.0, datetime(2011, 7, 1, 8, 41), "France"),  # noqa: DTZ001
]


@pytest.mark.parametrize("form", ["parquet", "csv", "american.csv"])
def test_online_retail_in_its_forms(tmp_path: Path, form: str) -> None:
    given = [list(line) for line in RETAIL]
    if form == "american.csv":
        given[0][4], given[1][4], given[2][4] = "12/1/2010 8:26", "7/1/2011 9:41", "12/1/2010 11:52"
    table = duckdb.connect()
    table.execute(f"create table t ({', '.join(f'{name} varchar' for name in NAMES)})")
    table.executemany("insert into t values (?, ?, ?, ?, ?, ?, ?, ?)", given)
    file = tmp_path / f"online_retail.{form}"
    options = "format parquet" if form == "parquet" else "format csv, header"
    table.execute(f"copy t to '{file}' ({options})")
    connection = connect()

    results = land(connection, load_map(MAPS / "online_retail.yaml"), tmp_path)

    assert [r.message for r in results] == [""]
    query = (
        "select order_id, customer_id, order_type, quantity, ordered_at, country_code "
        "from landing.order_lines order by 1"
    )
    assert rows(connection, query) == RETAIL_LANDED


def test_olist(tmp_path: Path) -> None:
    (tmp_path / "olist_customers_dataset.csv").write_text(
        "customer_id,customer_unique_id,customer_zip_code_prefix,customer_city,customer_state\n"
        "c1,person,01000,sao paulo,SP\nc2,person,01000,sao paulo,SP\n"
    )
    (tmp_path / "olist_orders_dataset.csv").write_text(
        "order_id,customer_id,order_status,order_purchase_timestamp,order_approved_at\n"
        "o1,c1,delivered,2018-01-10 10:00:00,\no2,c2,canceled,2018-06-10 10:00:00,2018-06-11\n"
    )
    (tmp_path / "olist_order_items_dataset.csv").write_text(
        "order_id,order_item_id,product_id,price,freight_value\no1,1,p1,10.50,3\no1,2,p1,10.50,3\n"
    )
    (tmp_path / "olist_order_payments_dataset.csv").write_text("order_id,payment_value\no1,27\n")
    connection = connect()

    results = land(connection, load_map(MAPS / "olist.yaml"), tmp_path)

    assert {r.status for r in results} == {"landed"}
    query = "select order_id, status, ordered_at, currency_code from landing.orders order by 1"
    assert rows(connection, query) == [
        ("o1", "completed", datetime(2018, 1, 10, 12), "BRL"),  # noqa: DTZ001
        ("o2", "cancelled", datetime(2018, 6, 10, 13), "BRL"),  # noqa: DTZ001
    ]
    assert rows(
        connection, "select count(distinct person_id), count(*) from landing.customers"
    ) == [(1, 2)]
    assert rows(connection, "select sum(gross_amount) from landing.order_lines") == [
        (Decimal("21.00"),)
    ]
