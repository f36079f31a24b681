"""A warehouse of a few rows for dbt tests: land rows, link people, build models, read tables.

Rows go straight into raw_<source>.<target> as landing would leave them, so that what is tested is
the SQL alone.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner

from models_ml.identity.tables import ensure_identity
from pipelines.landing.targets import load_targets

PROJECT = Path(__file__).parents[2] / "dbt_project"
LOADED_AT = dt.datetime(2026, 1, 1, 12, 0, 0)  # noqa: DTZ001 - the warehouse keeps UTC without a zone

_OPS_BATCHES = """
    create table if not exists ops.batches (
        batch_id bigint, source varchar, target varchar, file varchar, file_hash varchar,
        file_bytes bigint, rows_in bigint, rows_landed bigint, rows_known bigint,
        rows_quarantined bigint, rows_unselected bigint,
        started_at timestamp, finished_at timestamp, run_id varchar
    )
"""


class TinyWarehouse:
    """A DuckDB file below a directory, with everything dbt reads; open only during each call."""

    def __init__(self, directory: Path) -> None:
        """Make the empty landing views, ops and identity tables."""
        self.directory = directory
        self.path = directory / "warehouse.duckdb"
        directory.mkdir(parents=True, exist_ok=True)
        self._sources: dict[str, set[str]] = {name: set() for name in load_targets()}
        self._batch_id = 0
        with duckdb.connect(str(self.path)) as connection:
            connection.execute("create schema landing; create schema ops")
            connection.execute(_OPS_BATCHES)
            ensure_identity(connection)
            for target in self._sources:
                self._make_view(connection, target)

    def land(self, source: str, target: str, rows: Sequence[dict[str, Any]]) -> int:
        """Land rows (missing fields are empty) as one batch.

        Returns:
            The number of the batch.
        """
        columns = load_targets()[target].columns()
        self._batch_id += 1
        with duckdb.connect(str(self.path)) as connection:
            if source not in self._sources[target]:
                listed = ", ".join(f"{name} {kind}" for name, kind in columns.items())
                connection.execute(f"create schema if not exists raw_{source}")
                connection.execute(f"create table raw_{source}.{target} ({listed})")
                self._sources[target].add(source)
                self._make_view(connection, target)
            marks = ", ".join("?" for _ in columns)
            values = [self._values(source, row, n, columns) for n, row in enumerate(rows)]
            if values:
                connection.executemany(
                    f"insert into raw_{source}.{target} values ({marks})", values
                )
            connection.execute(
                "insert into ops.batches values (?, ?, ?, ?, '', 0, ?, ?, 0, 0, 0, ?, ?, 'test')",
                [
                    *(self._batch_id, source, target, f"{target}.csv", len(rows), len(rows)),
                    *(LOADED_AT, LOADED_AT),
                ],
            )
        return self._batch_id

    def land_query(self, source: str, target: str, query: str) -> int:
        """Land what a query returns as one batch; its columns are fields of the target."""
        with duckdb.connect() as reader:
            frame = reader.execute(query).pl()
        self.land(source, target, [])
        named = ", ".join(frame.columns)
        with duckdb.connect(str(self.path)) as connection:
            connection.register("frame", frame)
            connection.execute(
                f"insert into raw_{source}.{target} "
                f"({named}, _source, _batch_id, _row_hash, _loaded_at) "
                f"select {named}, ?, ?, hash({named}, row_number() over ()), ? from frame",
                [source, self._batch_id, LOADED_AT],
            )
            connection.execute(
                "update ops.batches set rows_in = ?, rows_landed = ? where batch_id = ?",
                [len(frame), len(frame), self._batch_id],
            )
        return self._batch_id

    def link(self, links: Iterable[tuple[str, str]]) -> None:
        """Write record key -> customer id pairs, as identity would; a changed link is a new one."""
        with duckdb.connect(str(self.path)) as connection:
            for record_key, customer_id in links:
                known = connection.execute(
                    "select customer_id, first_batch_id from identity.customer_links "
                    "where record_key = ?",
                    [record_key],
                ).fetchone()
                if known is not None and known[0] == customer_id:
                    continue
                first = known[1] if known else self._batch_id
                connection.execute(
                    "delete from identity.customer_links where record_key = ?", [record_key]
                )
                connection.execute(
                    "insert into identity.customer_links values (?, ?, 'alone', ?, ?)",
                    [record_key, customer_id, first, self._batch_id],
                )
                if known is not None:
                    connection.execute(
                        "insert into identity.customer_changes values (?, ?), (?, ?)",
                        [known[0], self._batch_id, customer_id, self._batch_id],
                    )

    def link_query(self, query: str) -> None:
        """Add the (record_key, customer_id) pairs of a query over the warehouse; for many rows."""
        with duckdb.connect(str(self.path)) as connection:
            connection.execute(
                "insert into identity.customer_links "
                f"select record_key, customer_id, 'alone', {self._batch_id}, {self._batch_id} "
                f"from ({query})"
            )

    def dbt(self, *arguments: str, variables: dict[str, Any] | None = None) -> list[str]:
        """Run a dbt command in this process.

        Returns:
            The names of the nodes that failed; empty when all is well.

        Raises:
            RuntimeError: dbt could not start at all (a model that does not parse, no connection).
        """
        os.environ["KITH_WAREHOUSE"] = str(self.path)
        outcome = dbtRunner().invoke(
            [
                *arguments,
                *("--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT), "--quiet"),
                *("--target-path", str(self.directory / "target")),
                *("--log-path", str(self.directory / "logs")),
                *(("--vars", str(variables)) if variables else ()),
            ]
        )
        # dbt keeps the file open with its own settings, and DuckDB allows one set of them a process
        DuckDBConnectionManager.close_all_connections()
        if outcome.result is None:
            message = f"dbt {' '.join(arguments)} did not run: {outcome.exception}"
            raise RuntimeError(message)
        return [
            f"{result.node.name}: {result.message}"
            for result in getattr(outcome.result, "results", [])
            if result.status not in {"success", "pass"}
        ]

    def table(self, name: str) -> pl.DataFrame:
        """All rows of schema.table, without _batch_id, in a fixed order."""
        with duckdb.connect(str(self.path)) as connection:
            frame = connection.execute(f"select * from {name}").pl()
        kept = [column for column in frame.columns if column != "_batch_id"]
        return frame.select(kept).sort(kept, nulls_last=False)

    def execute(self, statement: str) -> list[tuple[Any, ...]]:
        """Run one statement against the warehouse; for breaking things on purpose."""
        with duckdb.connect(str(self.path)) as connection:
            return connection.execute(statement).fetchall()

    def _make_view(self, connection: duckdb.DuckDBPyConnection, target: str) -> None:
        columns = load_targets()[target].columns()
        empty = ", ".join(f"cast(null as {kind}) as {name}" for name, kind in columns.items())
        selects = [f"select * from raw_{name}.{target}" for name in sorted(self._sources[target])]
        selects.append(f"select {empty} where false")
        connection.execute(
            f"create or replace view landing.{target} as {' union all '.join(selects)}"
        )

    def _values(
        self, source: str, row: dict[str, Any], number: int, columns: dict[str, str]
    ) -> list[Any]:
        unknown = set(row) - set(columns)
        assert not unknown, f"no such fields: {unknown}"
        digest = hashlib.md5(f"{source}{sorted(row.items())}{number}".encode()).digest()  # noqa: S324
        lineage = {
            "_source": source,
            "_batch_id": self._batch_id,
            "_row_hash": int.from_bytes(digest[:8], "big"),
            "_loaded_at": LOADED_AT,
        }
        return [(row | lineage).get(name) for name in columns]
