"""Engines, transactions and the schema of records.

SQLite runs in WAL mode with foreign keys and a busy timeout, and every transaction takes the write
lock at its start (`begin immediate`), so two writers queue instead of failing half-way.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.orm import Session

from records.settings import Settings

_MIGRATIONS = Path(__file__).parent / "migrations"
_BUSY_SECONDS = 20
_MIGRATION_LOCK = threading.Lock()


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """What SQLite needs on every new connection."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"pragma busy_timeout = {_BUSY_SECONDS * 1000}")
    cursor.execute("pragma journal_mode = wal")
    cursor.execute("pragma synchronous = normal")
    cursor.execute("pragma foreign_keys = on")
    cursor.close()


@lru_cache(maxsize=8)
def _engine_for(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url, connect_args={"timeout": _BUSY_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def engine(settings: Settings) -> Engine:
    """The engine of this workspace, one a process and address."""
    if settings.records_url is None:
        settings.home.mkdir(parents=True, exist_ok=True)
    return _engine_for(settings.records_database_url)


@contextmanager
def session_scope(settings: Settings, *, read_only: bool = False) -> Iterator[Session]:
    """One transaction: committed at the end, rolled back on any error."""
    bound = engine(settings)
    session = Session(bound, expire_on_commit=False)
    try:
        if bound.dialect.name == "sqlite":
            start = "begin" if read_only else "begin immediate"
            session.connection().exec_driver_sql(start)
        yield session
        if read_only:
            session.expunge_all()
            session.rollback()
        else:
            session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.close()


def migration_config(settings: Settings) -> Config:
    """Alembic's configuration; there is no ini file, migrations ship in the package."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["engine"] = engine(settings)
    return config


def _is_current(settings: Settings, config: Config) -> bool:
    head = ScriptDirectory.from_config(config).get_current_head()
    with engine(settings).connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == head


def ensure_records(settings: Settings) -> None:
    """Make the records database, or bring it to the newest schema. Safe to call at every start."""
    config = migration_config(settings)
    with _MIGRATION_LOCK:
        if not _is_current(settings, config):
            command.upgrade(config, "head")
    if settings.records_url is None:
        settings.records_path.chmod(0o600)
