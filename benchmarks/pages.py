"""What pages ask the served file, timed while a build runs beside it.

Each page is the app's own queries, one after the other and past its cache. The floor of a page is
the same SQL with the same values on a bare DuckDB connection to the same file in the same minute.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import duckdb
import polars as pl

from app.data.warehouse import Publication, ServedVersion
from app.queries import customer, overview
from app.queries.customers import CustomerFilters, customers_query
from app.queries.periods import Period
from app.queries.rows import count_rows, rows_page
from benchmarks.measure import percentiles
from records.permissions.rules import SYSTEM
from records.settings import Settings


@dataclass(frozen=True, slots=True)
class PageTime:
    """Median and 95th percentile of a page and of its SQL alone, in milliseconds."""

    page: str
    p50: float
    p95: float
    floor_p50: float
    floor_p95: float


class RecordingWarehouse:
    """Passes queries on and remembers them, so that the floor can run the same."""

    def __init__(self, served: ServedVersion) -> None:
        self.served = served
        self.asked: list[tuple[str, list[Any]]] = []

    @property
    def version(self) -> str:
        """The version that is read."""
        return self.served.version

    @property
    def publication(self) -> Publication:
        """Facts about the version."""
        return self.served.publication

    def frame(self, sql: str, params: Sequence[Any] = ()) -> pl.DataFrame:
        """Rows of a query."""
        self.asked.append((sql, list(params)))
        return self.served.frame(sql, params)

    def has_table(self, name: str) -> bool:
        """Is there a table of this name?"""
        return self.served.has_table(name)


def measure_pages(settings: Settings, version: str, *, runs: int) -> list[PageTime]:
    """Time the look-up of a customer, the customers list and the overview, `runs` times each."""
    served = ServedVersion(settings.serving_path(version), settings)
    recorder = RecordingWarehouse(served)
    times = []
    for name, page in _pages(recorder).items():
        recorder.asked.clear()
        page()
        asked = list(recorder.asked)
        p50, p95 = percentiles(page, runs)
        floor_p50, floor_p95 = percentiles(lambda asked=asked: _ask_bare(served, asked), runs)
        times.append(PageTime(name, p50, p95, floor_p50, floor_p95))
    return times


def _pages(warehouse: RecordingWarehouse) -> dict[str, Callable[[], object]]:
    ids = iter(
        warehouse.frame("select customer_id from customers using sample 5000 rows (reservoir, 7)")[
            "customer_id"
        ].to_list()
        * 100
    )
    return {
        "customer look-up": lambda: customer.profile(warehouse, next(ids), SYSTEM),
        "customers list": lambda: _list_page(warehouse),
        "overview": lambda: _overview(warehouse),
    }


def _list_page(warehouse: RecordingWarehouse) -> None:
    query = customers_query(
        CustomerFilters(customer_status=("active",), min_net=50),
        SYSTEM,
        sort=[("lifetime_net_amount", True)],
    )
    count_rows(warehouse, query)
    rows_page(warehouse, query, page=3)


def _overview(warehouse: RecordingWarehouse) -> None:
    end = warehouse.publication.as_of_date
    start = end - timedelta(days=29)
    period = Period(start, end, start - timedelta(days=30), start - timedelta(days=1))
    overview.first_day(warehouse)
    overview.regions(warehouse)
    overview.totals(warehouse, period.start, period.end, as_of=end)
    overview.totals(warehouse, start - timedelta(days=30), start - timedelta(days=1))
    grain = overview.grain_for(period)
    overview.series(warehouse, period.start, period.end, grain=grain)
    overview.series(warehouse, start - timedelta(days=30), start - timedelta(days=1), grain=grain)
    overview.by_dimension(warehouse, "channel", period=period)
    overview.by_dimension(warehouse, "region", period=period)
    overview.top_products(warehouse, period=period)


def _ask_bare(served: ServedVersion, asked: list[tuple[str, list[Any]]]) -> None:
    cursor: duckdb.DuckDBPyConnection = served.cursor()
    for sql, params in asked:
        cursor.execute(sql, params).fetchall()
    cursor.close()
