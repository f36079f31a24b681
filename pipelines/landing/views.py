"""Schemas and tables that landing owns, and the views that unite all sources."""

from __future__ import annotations

import duckdb

from pipelines.landing import sql
from pipelines.landing.identity import keep_hashes_true, raw_tables, rehash
from pipelines.landing.targets import Target, load_targets

OPS_TABLES: dict[str, str] = {
    "batches": (
        "batch_id bigint, source varchar, target varchar, file varchar, file_hash varchar, "
        "file_bytes bigint, rows_in bigint, rows_landed bigint, rows_known bigint, "
        "rows_quarantined bigint, rows_unselected bigint, started_at timestamp, "
        "finished_at timestamp, run_id varchar, map_hash varchar, part integer, "
        "rows_replaced bigint"
    ),
    "quarantine": (
        "quarantine_id bigint, batch_id bigint, source varchar, target varchar, file varchar, "
        "line_number bigint, reason varchar, raw_text varchar, quarantined_at timestamp, "
        "status varchar, resolved_at timestamp, resolution varchar"
    ),
    "source_columns": (
        "source varchar, file_pattern varchar, column_name varchar, column_type varchar, "
        "first_seen_at timestamp, last_seen_at timestamp, status varchar"
    ),
    "source_files": (
        "source varchar, path varchar, size bigint, mtime bigint, sha varchar, "
        "last_batch_id bigint, status varchar, rows_in bigint, checked_at timestamp, "
        "message varchar"
    ),
    "maps": "map_hash varchar, definition varchar",
    "landing_settings": "name varchar, value varchar",
}


def ensure_landing(connection: duckdb.DuckDBPyConnection) -> None:
    """Create schemas, ops tables and one view `landing.<target>` a target, fed or not."""
    connection.execute("create schema if not exists ops")
    connection.execute("create schema if not exists landing")
    for table, columns in OPS_TABLES.items():
        connection.execute(f"create table if not exists ops.{table} ({columns})")
    for schema, target in raw_tables(connection):
        ensure_raw_table(connection, schema.removeprefix("raw_"), target)
    keep_hashes_true(connection)
    for target in load_targets().values():
        refresh_view(connection, target)


def ensure_raw_table(connection: duckdb.DuckDBPyConnection, source: str, target: Target) -> str:
    """Create raw_<source>.<target>, or add what the contract gained; return its SQL name."""
    schema = sql.name(f"raw_{source}")
    table = f"{schema}.{sql.name(target.name)}"
    existing = {
        row[0]: row[1]
        for row in connection.execute(
            "select column_name, data_type from information_schema.columns "
            "where table_catalog = current_database() and table_schema = ? and table_name = ?",
            [f"raw_{source}", target.name],
        ).fetchall()
    }
    if not existing:
        columns = ", ".join(f"{sql.name(n)} {kind}" for n, kind in target.columns().items())
        connection.execute(f"create schema if not exists {schema}")
        connection.execute(f"create table {table} ({columns})")
        refresh_view(connection, target)
    elif missing := [name for name in target.columns() if name not in existing]:
        for name in missing:
            kind = target.columns()[name]
            connection.execute(f"alter table {table} add column {sql.name(name)} {kind}")
        rehash(connection, f"raw_{source}", target)
        refresh_view(connection, target)
    return table


def refresh_view(connection: duckdb.DuckDBPyConnection, target: Target) -> None:
    """Unite the raw tables of a target; without one, an empty view of the right types."""
    schemas = [
        row[0]
        for row in connection.execute(
            "select table_schema from information_schema.tables "
            "where table_catalog = current_database() and table_type = 'BASE TABLE' "
            "and starts_with(table_schema, 'raw_') and table_name = ? order by 1",
            [target.name],
        ).fetchall()
    ]
    columns = ", ".join(sql.name(column) for column in target.columns())
    selects = [
        f"select {columns} from {sql.name(schema)}.{sql.name(target.name)}" for schema in schemas
    ]
    if not selects:
        typed = ", ".join(
            f"cast(null as {kind}) as {sql.name(name)}" for name, kind in target.columns().items()
        )
        selects = [f"select {typed} where false"]
    connection.execute(
        f"create or replace view landing.{sql.name(target.name)} as {' union all '.join(selects)}"
    )
