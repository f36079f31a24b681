"""Read-only handle on the published warehouse.

One DuckDB connection a process and version, one cursor a query. `serving/CURRENT` names the
version; when it changes the new file is opened and warmed before it is handed out. A page keeps
the version it began with, so all its numbers are of one version; an old version closes when the
last page that uses it has let go.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Protocol

import duckdb
import polars as pl

from records.settings import Settings

LOG = logging.getLogger("kith.app.warehouse")

# What a first page would otherwise wait for: the columns lists and dashboards read.
_WARM = (
    "select count(*), max(last_order_at), max(lifetime_net_amount) from customers",
    "select * from customers order by last_order_at desc nulls last, customer_id limit 50",
    "select count(distinct customer_id), sum(net_amount), max(ordered_date) from orders",
    "select max(occurred_at) from activities",
    "select sum(net_amount) from daily_totals",
    "select sum(net_amount) from revenue_by_day",
)


class Warehouse(Protocol):
    """Anything queries can read from."""

    @property
    def version(self) -> str:
        """The published version behind every answer."""
        ...

    def frame(self, sql: str, params: Sequence[Any] = ()) -> pl.DataFrame:
        """Rows of a query; `params` are bound to its question marks."""
        ...


@dataclass(frozen=True, slots=True)
class Publication:
    """Facts about the served version that every page shows or needs."""

    version: str
    published_at: datetime
    as_of_date: date
    reporting_currency: str
    workspace_timezone: str


class ServedVersion:
    """One published version, open for reading. Safe to use from many threads."""

    def __init__(self, path: Path, settings: Settings) -> None:
        self.path = path
        settings.temporary_dir.mkdir(parents=True, exist_ok=True)
        self._connection = duckdb.connect(
            str(path),
            read_only=True,
            config={
                "threads": settings.serving_threads,
                "memory_limit": settings.serving_memory,
                "temp_directory": str(settings.temporary_dir / "serving_spill"),
            },
        )
        locked = self.frame("select current_setting('lock_configuration') as locked")["locked"][0]
        if not locked:  # a second handle of this process shares the first one's settings
            self._connection.execute("set enable_external_access = false")
            self._connection.execute("set lock_configuration = true")
        self.publication = self._read_publication()

    @property
    def version(self) -> str:
        """The version's name."""
        return self.publication.version

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor of its own for one query."""
        return self._connection.cursor()

    def frame(self, sql: str, params: Sequence[Any] = ()) -> pl.DataFrame:
        """Rows of a query as a frame."""
        cursor = self.cursor()
        try:
            return cursor.execute(sql, list(params)).pl()
        finally:
            cursor.close()

    def has_table(self, name: str) -> bool:
        """Is there a table of this name?"""
        found = self.frame("select count(*) as n from duckdb_tables() where table_name = ?", [name])
        return bool(found["n"][0])

    def warm(self) -> None:
        """Read what the first page will ask for; a missing table is told, not fatal."""
        # The first bound date makes DuckDB import libraries for a second; not in somebody's click.
        self.frame("select cast(? as date) as day", [self.publication.as_of_date]).rows()
        for sql in _WARM:
            try:
                self.frame(sql).rows()
            except duckdb.Error as error:
                LOG.warning("Warming %s: %s", self.path.name, error)

    def _read_publication(self) -> Publication:
        row = self.frame("select * from publication limit 1").to_dicts()[0]
        published = row["published_at"]
        if published.tzinfo is None:
            published = published.replace(tzinfo=UTC)
        return Publication(
            version=str(row["version"]),
            published_at=published,
            as_of_date=row["as_of_date"],
            reporting_currency=row["reporting_currency"],
            workspace_timezone=row["workspace_timezone"] or "UTC",
        )


class ServedWarehouse:
    """Follows the pointer to the current version."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._open: ServedVersion | None = None
        self._pointer: str | None = None

    def current(self) -> ServedVersion | None:
        """The version to read now, or None before the first publication.

        While a new version is being opened, others keep getting the one before.
        """
        pointer = self._read_pointer()
        if pointer is None or pointer == self._pointer:
            return self._open
        if not self._lock.acquire(blocking=self._open is None):
            return self._open
        try:
            if pointer != self._pointer:
                self._switch_to(pointer)
            return self._open
        finally:
            self._lock.release()

    def _read_pointer(self) -> str | None:
        try:
            return self._settings.current_path.read_text(encoding="utf-8").strip() or None
        except FileNotFoundError:
            return None

    def _switch_to(self, pointer: str) -> None:
        path = self._settings.serving_path(pointer)
        try:
            fresh = ServedVersion(path, self._settings)
        except (duckdb.Error, IndexError):
            if self._open is None:
                raise
            LOG.exception("Version %s cannot be opened; %s stays", pointer, self._pointer)
            return
        fresh.warm()
        self._open, self._pointer = fresh, pointer


_HOLDERS: dict[Path, ServedWarehouse] = {}
_HOLDERS_LOCK = threading.Lock()


def served_warehouse(settings: Settings) -> ServedWarehouse:
    """The process-wide handle of this home directory."""
    with _HOLDERS_LOCK:
        return _HOLDERS.setdefault(settings.serving_dir, ServedWarehouse(settings))
