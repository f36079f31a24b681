"""Small builders that every landing test uses."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from pipelines.landing.findings import BatchResult
from pipelines.landing.load import land_source
from pipelines.landing.mapping import SourceMap, parse_map

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
LINES = """
source: shop
files:
  - pattern: "lines*"
    targets:
      - target: order_lines
        fields: {order_id: order, product_id: product, quantity: quantity, ordered_at: at}
"""


def connect() -> duckdb.DuckDBPyConnection:
    """A warehouse in memory."""
    return duckdb.connect(config={"threads": 1, "preserve_insertion_order": False})


def land(
    connection: duckdb.DuckDBPyConnection, text: str | SourceMap, directory: Path, **options: Any
) -> list[BatchResult]:
    """Land a directory and check that every batch adds up."""
    source_map = text if isinstance(text, SourceMap) else parse_map(text)
    results = land_source(connection, source_map, directory, now=NOW, **options)
    books_balance(connection)
    return results


def books_balance(connection: duckdb.DuckDBPyConnection) -> None:
    """Rows in are landed, known, quarantined or unselected; tables hold what the books say."""
    wrong = connection.execute(
        "select batch_id from ops.batches where rows_in <> "
        "rows_landed + rows_known + rows_quarantined + rows_unselected"
    ).fetchall()
    assert wrong == []
    held = connection.execute(
        "select coalesce(sum(rows_quarantined), 0), (select count(*) from ops.quarantine) "
        "from ops.batches"
    ).fetchone()
    assert held is not None
    assert held[0] == held[1]


def rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    """All rows of a query."""
    return connection.execute(query).fetchall()


def multiset(connection: duckdb.DuckDBPyConnection, target: str = "order_lines") -> Counter[Any]:
    """Landed rows without what depends on when they landed."""
    return Counter(
        rows(
            connection,
            f"select * exclude (_batch_id, _loaded_at, _row_hash) from landing.{target}",
        )
    )


def fields_of(
    mapping: str, *, options: str = "", target: str = "orders", pattern: str = "*"
) -> str:
    """A map of one pattern and one target from the YAML of its fields."""
    return f"""
source: shop
files:
  - pattern: "{pattern}"
    {options}
    targets:
      - target: {target}
        fields: {mapping}
"""
