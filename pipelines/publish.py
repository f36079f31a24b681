"""Copy checked marts into a new serving file and point readers to it, all or nothing.

The new file is built under another name, checkpointed, closed, synced and renamed; only then does
the pointer move. Whatever stops this half-way (a kill, a full disk) leaves the served version as
it was. An existing version is never written again: a process that holds it open keeps reading it.
"""

import os
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.failures import NothingPublished, PermanentFailure, sentence_of
from pipelines.resources.warehouse import STORAGE
from pipelines.serving import (
    VERSION_FORMAT,
    current_version,
    list_versions,
    switch_to,
    sync_directory,
)
from records.runs import record_publication
from records.settings import Settings

if TYPE_CHECKING:
    import duckdb

KEPT_VERSIONS = 3
OPS_TABLES = ("batches", "quarantine", "source_columns")

# The order pages read a table in: neighbours on a screen are neighbours on disk.
_SORT = {
    "customers": "last_order_at desc nulls last, customer_id",
    "orders": "customer_id, ordered_at, order_id",
    "order_lines": "customer_id, ordered_at, order_line_id",
    "activities": "customer_id, occurred_at desc nulls last, activity_id",
    "web_sessions": "customer_id, started_at, session_id",
    "customer_identifiers": "customer_id, identifier_type, identifier_value",
    "customer_values": "customer_id, field_name, record_key",
    "tickets": "customer_id, created_at, ticket_id",
    "funnel_participants": "funnel_name, reached_step, participant_id",
}
# Above this many rows a table is not sorted but gets an index on customer_id: for 12 million lines
# 3.6 CPU-seconds against 8 to 20; a look-up takes 1 to 2 ms either way. The list needs its sort.
_SORTED_ROWS = 1_000_000
_ALWAYS_SORTED = {"customers"}
# Look-ups of one row by its name; a unique index also proves the key once more.
_UNIQUE = {
    "customers": "customer_id",
    "accounts": "account_id",
    "products": "product_id",
    "campaigns": "campaign_id",
    "tickets": "ticket_id",
}


@dataclass(frozen=True, slots=True)
class Published:
    """One published version."""

    version: str
    as_of_date: date | None
    row_counts: dict[str, int]


def publish(
    settings: Settings,
    *,
    expected: Collection[str],
    run_id: str | None,
    now: datetime,
    on_table: Callable[[str, int], None] = lambda _table, _rows: None,
) -> Published:
    """Publish every mart of `expected`; the caller holds the right to write the warehouse.

    Args:
        expected: names of the marts that have to be there; one that is missing stops it.
        run_id: the run that built them.
        now: the time that names the version, in UTC.
        on_table: told of each table copied and its rows.

    Raises:
        PermanentFailure: a mart is missing, a key is not unique, or the disk is full.
    """
    import duckdb

    remove_leftovers(settings)
    version = now.astimezone(UTC).strftime(VERSION_FORMAT)
    target = settings.serving_path(version)
    unfinished = target.with_suffix(".duckdb.tmp")
    try:
        connection = duckdb.connect(
            str(unfinished),
            config={
                "temp_directory": str(settings.temporary_dir / "publish"),
                "memory_limit": settings.memory_limit,
                **STORAGE,
            },
        )
        try:
            published = _fill(
                connection,
                settings,
                version=version,
                expected=expected,
                run_id=run_id,
                now=now,
                on_table=on_table,
            )
            connection.execute("detach warehouse")
            connection.execute("checkpoint")
        finally:
            connection.close()
        _finish(unfinished, target)
    except (duckdb.Error, OSError) as error:
        _remove(unfinished)
        raise PermanentFailure(
            f"Publishing failed: {sentence_of(error)}. The version served before stays; "
            "free disk space or repair the mart named here, then run `./kith publish`."
        ) from error
    except PermanentFailure:
        _remove(unfinished)
        raise
    switch_to(settings, version)
    record_publication(
        settings, version=version, run_id=run_id, as_of_date=published.as_of_date, now=now
    )
    _prune(settings)
    return published


def roll_back(settings: Settings, *, to: str | None, now: datetime) -> str:
    """Serve an earlier version that is still kept; returns its name.

    Raises:
        NothingPublished: there is no earlier version, or not the one that was asked for.
    """
    versions, current = list_versions(settings), current_version(settings)
    if to is not None:
        if to not in versions:
            known = ", ".join(versions) or "none"
            raise NothingPublished(f"Version {to} is not kept. Kept versions: {known}.")
        version = to
    else:
        earlier = [version for version in versions if current is None or version < current]
        if not earlier:
            raise NothingPublished(
                f"There is no version before {current or 'the first one'} to go back to."
            )
        version = earlier[-1]
    switch_to(settings, version)
    record_publication(settings, version=version, is_rollback=True, now=now)
    return version


def _fill(
    connection: "duckdb.DuckDBPyConnection",
    settings: Settings,
    *,
    version: str,
    expected: Collection[str],
    run_id: str | None,
    now: datetime,
    on_table: Callable[[str, int], None],
) -> Published:
    # views among the marts name their database: it has to be called as dbt calls it
    connection.execute(f"attach '{settings.warehouse_path}' as warehouse (read_only)")
    columns = _columns_by_table(connection)
    _require(columns, expected)
    row_counts: dict[str, int] = {}
    for table in sorted(expected):
        row_counts[table] = _copy(connection, "marts", table, columns["marts", table])
        on_table(table, row_counts[table])
    for table in OPS_TABLES:
        row_counts[table] = _copy(connection, "ops", table, columns["ops", table])
    as_of, currency = _calendar(connection, columns)
    connection.execute(
        "create table publication (version text, published_at timestamp, as_of_date date,"
        " reporting_currency text, workspace_timezone text, run_id text)"
    )
    connection.execute(
        "insert into publication values (?, ?, ?, ?, ?, ?)",
        [version, now.astimezone(UTC).replace(tzinfo=None), as_of, currency, "UTC", run_id],
    )
    return Published(version, as_of, row_counts)


def _columns_by_table(
    connection: "duckdb.DuckDBPyConnection",
) -> dict[tuple[str, str], list[str]]:
    rows = connection.execute(
        """
        select schema_name, table_name, list(column_name order by column_index)
        from duckdb_columns()
        where database_name = 'warehouse' and schema_name in ('marts', 'ops', 'intermediate')
        group by schema_name, table_name
        """
    ).fetchall()
    return {(schema, table): columns for schema, table, columns in rows}


def _require(columns: dict[tuple[str, str], list[str]], expected: Collection[str]) -> None:
    missing = sorted(table for table in expected if ("marts", table) not in columns)
    missing += [f"ops.{table}" for table in OPS_TABLES if ("ops", table) not in columns]
    if missing:
        raise PermanentFailure(
            f"Not published, because the warehouse lacks {', '.join(missing)}: "
            "run `./kith run --full-refresh` to build everything."
        )
    if not expected:
        raise PermanentFailure("Not published: dbt's manifest names no mart.")


def _copy(
    connection: "duckdb.DuckDBPyConnection", schema: str, table: str, columns: list[str]
) -> int:
    # _batch_id is the pipeline's watermark; no page reads it.
    wanted = ", ".join(f'"{column}"' for column in columns if column != "_batch_id")
    source = f'warehouse.{schema}."{table}"'
    rows = int(_single(connection, f"select count(*) from {source}")[0])
    is_sorted = table in _SORT and (rows <= _SORTED_ROWS or table in _ALWAYS_SORTED)
    order = f" order by {_SORT[table]}" if is_sorted else ""
    connection.execute(f'create table "{table}" as select {wanted} from {source}{order}')
    if table in _UNIQUE:
        connection.execute(f'create unique index "{table}_key" on "{table}" ({_UNIQUE[table]})')
    if table in _SORT and not is_sorted and "customer_id" in columns:
        connection.execute(f'create index "{table}_customer" on "{table}" (customer_id)')
    return rows


def _calendar(
    connection: "duckdb.DuckDBPyConnection", columns: dict[tuple[str, str], list[str]]
) -> tuple[date | None, str | None]:
    if ("intermediate", "int_calendar__as_of") not in columns:
        return None, None
    as_of, currency = _single(
        connection,
        "select max(as_of_date), max(reporting_currency)"
        " from warehouse.intermediate.int_calendar__as_of",
    )
    return as_of, currency


def _single(connection: "duckdb.DuckDBPyConnection", sql: str) -> tuple:
    row = connection.execute(sql).fetchone()
    if row is None:
        raise PermanentFailure(f"No row came back from: {sql}")
    return row


def _finish(unfinished: Path, target: Path) -> None:
    handle = os.open(unfinished, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    unfinished.rename(target)
    sync_directory(target.parent)


def remove_leftovers(settings: Settings) -> None:
    """Remove what a killed publish left; nobody can be writing it while the lock is held."""
    for leftover in settings.serving_dir.glob("serving_*.duckdb.tmp*"):
        leftover.unlink(missing_ok=True)


def _remove(unfinished: Path) -> None:
    for path in (unfinished, unfinished.with_name(unfinished.name + ".wal")):
        path.unlink(missing_ok=True)


def _prune(settings: Settings) -> None:
    """Keep the newest few; the file of the current version is never removed."""
    current = current_version(settings)
    for version in list_versions(settings)[:-KEPT_VERSIONS]:
        if version != current:
            settings.serving_path(version).unlink(missing_ok=True)
