"""Identity of a landed row: the hash of its fields, and which occurrence inside the file it is.

DuckDB's own hash is five times as fast as md5, but may change with DuckDB. It is made of the landed
values alone, so when it changes every table is given new hashes in one statement.
"""

from __future__ import annotations

from collections.abc import Collection

import duckdb

from pipelines.landing import sql
from pipelines.landing.targets import Target, load_targets

CANARY = (
    "select cast(hash('kith', 7::bigint, 1.5::double, 1.25::decimal(18,2), 1.5::decimal(18,4), "
    "timestamp '2020-01-01 10:00:00', date '2020-01-01', true, null::varchar) as varchar) "
    "|| ':' || cast(hash(1::ubigint, 2::bigint) as varchar)"
)


def number_repeats(
    connection: duckdb.DuckDBPyConnection, table: str, condition: str = "true"
) -> int:
    """Give the second, third ... equal row of a table its own hash; return how many there were."""
    connection.execute(
        "create or replace temp table kith_repeats as select _row_hash "
        f"from {table} where {condition} group by _row_hash having count(*) > 1"
    )
    repeated = connection.execute("select count(*) from kith_repeats").fetchone()
    if not repeated or not repeated[0]:
        return 0
    changed = connection.execute(
        f"update {table} as t set _row_hash = hash(n._row_hash, n.occurrence) from ("
        "select rowid as row_number, _row_hash, "
        "row_number() over (partition by _row_hash order by rowid) as occurrence "
        f"from {table} where {condition} and _row_hash in (select _row_hash from kith_repeats)"
        ") as n where t.rowid = n.row_number and n.occurrence > 1"
    ).fetchone()
    return changed[0] if changed else 0


def hash_of(target: Target, filled: Collection[str]) -> str:
    """SQL of the hash of all fields of a target, those that nothing fills being null."""
    parts = [
        sql.name(name) if name in filled else f"cast(null as {field.sql_type})"
        for name, field in target.fields.items()
    ]
    return f"hash({', '.join(parts)})"


def keep_hashes_true(connection: duckdb.DuckDBPyConnection) -> None:
    """Hash every row again when this DuckDB hashes differently from the one that landed it."""
    now = connection.execute(CANARY).fetchone()
    before = connection.execute(
        "select value from ops.landing_settings where name = 'row_hash'"
    ).fetchone()
    value = now[0] if now else ""
    if before and before[0] == value:
        return
    if before:
        for source, target in raw_tables(connection):
            rehash(connection, source, target)
    connection.execute("delete from ops.landing_settings where name = 'row_hash'")
    connection.execute("insert into ops.landing_settings values ('row_hash', ?)", [value])


def raw_tables(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, Target]]:
    """Every landed table as (schema, target)."""
    rows = connection.execute(
        "select table_schema, table_name from information_schema.tables where "
        "table_catalog = current_database() and starts_with(table_schema, 'raw_') order by all"
    ).fetchall()
    targets = load_targets()
    return [(schema, targets[table]) for schema, table in rows if table in targets]


def rehash(connection: duckdb.DuckDBPyConnection, schema: str, target: Target) -> None:
    """Compute the identities of a table again from its values."""
    table = f"{sql.name(schema)}.{sql.name(target.name)}"
    connection.execute(f"update {table} set _row_hash = {hash_of(target, target.fields)}")
    number_repeats(connection, table)
