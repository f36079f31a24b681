"""The warehouse file: opened late, closed early, one connection at a time."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pipelines.failures import PermanentFailure, WarehouseBusy, sentence_of
from records.settings import Settings

if TYPE_CHECKING:
    import duckdb

POOL = "warehouse_writer"
# The format of new files. The default can be read by DuckDB 0.10 and costs 36 % more CPU to write
# (12 million lines: 11.7 against 8.6 s); readers here are of one version, by uv.lock.
STORAGE = {"storage_compatibility_version": "v1.5.0"}


class Warehouse:
    """Gives out connections to the warehouse of one home."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @contextmanager
    def connect(self, *, read_only: bool = False) -> Iterator["duckdb.DuckDBPyConnection"]:
        """Open the warehouse for one piece of work.

        Raises:
            WarehouseBusy: another process has the file open and keeps it.
            PermanentFailure: the file is not a DuckDB file of this version.
        """
        connection = self._open(read_only=read_only)
        try:
            yield connection
        finally:
            connection.close()

    def _open(self, *, read_only: bool) -> "duckdb.DuckDBPyConnection":
        import duckdb

        config: dict[str, str | bool | int | float | list[str]] = {
            "temp_directory": str(self._settings.temporary_dir / "warehouse"),
            "memory_limit": self._settings.memory_limit,
            "extension_directory": str(self._settings.extensions_dir),
            "autoinstall_known_extensions": "false",
            **STORAGE,
        }
        deadline = time.monotonic() + 10
        while True:
            try:
                connection = duckdb.connect(
                    str(self._settings.warehouse_path), read_only=read_only, config=config
                )
                break
            except duckdb.IOException as error:
                if "lock" not in str(error).lower():
                    raise PermanentFailure(
                        f"The warehouse cannot be opened: {sentence_of(error)}"
                    ) from error
                if time.monotonic() > deadline:
                    raise WarehouseBusy(
                        "Another program holds the warehouse file open "
                        f"({self._settings.warehouse_path}): close it and try again."
                    ) from error
                time.sleep(0.1)
        connection.execute("set TimeZone = 'UTC'")
        return connection


def dbt_variables(settings: Settings) -> dict[str, str]:
    """What dbt, which is another process, has to be told of this home."""
    return {
        "KITH_WAREHOUSE": str(settings.warehouse_path),
        "KITH_TEMP_DIRECTORY": str(settings.temporary_dir / "dbt"),
        "KITH_MEMORY_LIMIT": settings.memory_limit,
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }


@contextmanager
def dbt_environment(settings: Settings) -> Iterator[None]:
    """Put those variables where the dbt resource of Dagster takes them from."""
    given = dbt_variables(settings)
    before = {name: os.environ.get(name) for name in given}
    os.environ.update(given)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
