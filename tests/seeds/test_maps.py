"""The shipped maps land the whole sample company: every row, every cent, every moment."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from pipelines.landing.load import land_source
from pipelines.landing.mapping import load_map
from pipelines.landing.targets import load_targets
from seeds import generate

from .conftest import Exports

MAPS = Path(__file__).parents[2] / "pipelines/maps"
SOURCES = ("shopify", "woocommerce", "forms", "zendesk", "segment", "ads", "crm")


@pytest.fixture(scope="module")
def landed(tmp_path_factory: pytest.TempPathFactory) -> tuple[duckdb.DuckDBPyConnection, Exports]:
    """A warehouse with the exports of 60 people landed, and these exports."""
    directory = tmp_path_factory.mktemp("mapped")
    generate(directory, customers=60, seed=11)
    connection = duckdb.connect()
    for source in SOURCES:
        for result in land_source(
            connection, load_map(MAPS / f"{source}.yaml"), directory / source
        ):
            assert result.status == "landed", (result.file, result.message)
            assert result.rows_quarantined == 0, (result.file, result.target)
    return connection, Exports(directory)


def _one(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[object, ...]:
    row = connection.execute(query).fetchone()
    assert row is not None
    return row


def test_every_target_is_fed(landed: tuple[duckdb.DuckDBPyConnection, Exports]) -> None:
    connection, _ = landed
    for target in load_targets():
        assert _one(connection, f"select count(*) > 0 from landing.{target}")[0], target


def test_money_lands_to_the_cent(landed: tuple[duckdb.DuckDBPyConnection, Exports]) -> None:
    connection, exports = landed
    for shop in ("shopify", "woocommerce"):
        where = f"where _source = '{shop}'"
        orders = (
            f"select count(*), sum(gross_amount), sum(discount_amount) from landing.orders {where}"
        )
        lines = (
            "select count(*), sum(cast(quantity * unit_price as decimal(18,2))), "
            f"sum(discount_amount) from landing.order_lines {where}"
        )
        told = [Decimal(exports.totals[f"{shop}.{name}"]) for name in ("gross", "discount")]
        assert _one(connection, orders) == (exports.totals[f"{shop}.orders"], *told)
        assert _one(connection, lines) == (exports.totals[f"{shop}.lines"], *told)
        refunds = f"select count(*), coalesce(sum(refund_amount), 0) from landing.refunds {where}"
        expected = (exports.totals[f"{shop}.refunds"], Decimal(exports.totals[f"{shop}.refund"]))
        assert _one(connection, refunds) == expected


def test_moments_land_in_utc(landed: tuple[duckdb.DuckDBPyConnection, Exports]) -> None:
    connection, exports = landed
    truth = exports.directory / "truth/orders.csv"
    off = _one(
        connection,
        "select count(*), count(*) filter ("
        "where landed.ordered_at is distinct from told.ordered_at)"
        f" from read_csv('{truth}') as told left join landing.orders as landed"
        " on landed._source || ':' || landed.order_id = told.order",
    )
    orders = exports.totals["shopify.orders"] + exports.totals["woocommerce.orders"]
    assert off == (orders, 0)


def test_orders_of_every_kind_have_a_region(
    landed: tuple[duckdb.DuckDBPyConnection, Exports],
) -> None:
    connection, _ = landed
    missing = "select count(*) from landing.orders where region is null"
    assert _one(connection, missing) == (0,)


def test_web_users_are_customers_of_the_shop(
    landed: tuple[duckdb.DuckDBPyConnection, Exports],
) -> None:
    connection, _ = landed
    query = (
        "select count(*) > 0, count(c.customer_id) = count(*) from landing.web_events as e"
        " left join landing.customers as c"
        " on c._source = e.user_source and c.customer_id = e.user_id"
        " where e.user_id is not null"
    )
    assert _one(connection, query) == (True, True)
