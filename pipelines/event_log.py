"""Dagster's own SQLite event log, with connections that are kept.

The stock class opens and closes a connection per event; closing the last one of a WAL database
checkpoints and syncs it. A run of ours writes some 1,500 events (every dbt test is an asset check):
70 of 140 seconds went there, measured with cProfile on two busy cores. With kept connections and
`synchronous = normal` a power cut may lose the newest lines of history; it cannot corrupt them.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from dagster._core.storage.event_log.sqlite import sqlite_event_log as stock
from dagster._core.storage.sqlite import SQLITE_BUSY_TIMEOUT_SECONDS
from dagster._serdes import ConfigurableClassData

KEPT_CONNECTIONS = 4


class KeptSqliteEventLogStorage(stock.SqliteEventLogStorage):
    """Keeps one connection a database file, for the few files used last."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        self._kept: OrderedDict[str, Any] = OrderedDict()
        super().__init__(base_dir, inst_data)

    @classmethod
    def from_config_value(
        cls, inst_data: ConfigurableClassData | None, config_value: Mapping[str, Any]
    ) -> KeptSqliteEventLogStorage:
        """Build the storage from dagster.yaml."""
        return cls(inst_data=inst_data, **config_value)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Any]:
        with self._db_lock:
            connection = self._connection(shard)
            with connection.begin():
                yield connection

    def _connection(self, shard: str) -> Any:
        if shard in self._kept:
            self._kept.move_to_end(shard)
            return self._kept[shard]
        # through Dagster's module: only `records` imports SQLAlchemy itself
        engine = stock.create_engine(  # pyright: ignore[reportPrivateImportUsage]
            self.conn_string_for_shard(shard),
            poolclass=stock.NullPool,  # pyright: ignore[reportPrivateImportUsage]
            connect_args={"timeout": SQLITE_BUSY_TIMEOUT_SECONDS, "check_same_thread": False},
        )
        if shard not in self._initialized_dbs:
            self._initdb(engine)
            self._initialized_dbs.add(shard)
        connection = engine.connect()
        connection.exec_driver_sql("pragma synchronous = normal")
        connection.rollback()
        self._kept[shard] = connection
        if len(self._kept) > KEPT_CONNECTIONS:
            _, oldest = self._kept.popitem(last=False)
            oldest.close()
        return connection

    def dispose(self) -> None:
        """Close what is kept."""
        with self._db_lock:
            while self._kept:
                self._kept.popitem()[1].close()
        super().dispose()
