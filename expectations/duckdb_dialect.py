"""The one thing Great Expectations 1.24 needs to be told to work on DuckDB.

It reads results after giving its connection back to the pool. With duckdb-engine that closes the
cursor, and every check fails with an IndexError (its issues 10738 and 11579). For SQLite and three
others it keeps one connection instead; this adds DuckDB to that list. The list is a private name:
the version is pinned, and tests/expectations/test_duckdb_dialect.py fails when it moves.
"""

from enum import StrEnum


class _Dialect(StrEnum):
    DUCKDB = "duckdb"


def keep_one_connection() -> None:
    """Let Great Expectations keep one connection a DuckDB file. Doing it twice changes nothing."""
    from great_expectations.execution_engine import sqlalchemy_execution_engine as engine

    kept = engine._PERSISTED_CONNECTION_DIALECTS  # noqa: SLF001 - see the module's docstring
    if _Dialect.DUCKDB not in kept:
        engine._PERSISTED_CONNECTION_DIALECTS = (*kept, _Dialect.DUCKDB)  # type: ignore[assignment]  # noqa: SLF001
