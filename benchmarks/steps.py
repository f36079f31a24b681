"""Single steps of the pipeline, each run in a process of its own so that its cost can be read.

`python -m benchmarks.steps land HOME DIRECTORY MAP` or `publish HOME`.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from benchmarks.floor import open_database
from pipelines.home import open_home
from records.settings import Settings


def _warehouse(settings: Settings) -> duckdb.DuckDBPyConnection:
    return open_database(settings.warehouse_path)


def land(settings: Settings, directory: Path, map_path: Path) -> None:
    """Land every file of a folder."""
    from models_ml.identity import ensure_identity
    from pipelines.landing.load import land_source
    from pipelines.landing.mapping import load_map
    from pipelines.landing.views import ensure_landing

    with _warehouse(settings) as connection:
        ensure_landing(connection)
        ensure_identity(connection)
        for result in land_source(
            connection, load_map(map_path), directory, run_id="bench", now=datetime.now(UTC)
        ):
            print(result)


def publish_marts(settings: Settings) -> None:
    """Publish what is built."""
    from pipelines.manifest import mart_names, prepare_manifest, read_manifest
    from pipelines.publish import publish
    from records.database import ensure_records

    ensure_records(settings)
    marts = mart_names(read_manifest(prepare_manifest(settings)))
    publish(settings, expected=marts, run_id=None, now=datetime.now(UTC))


def main(arguments: list[str]) -> None:
    """Dispatch the verbs of the module."""
    verb, home, *rest = arguments
    settings = open_home(Path(home))
    if verb == "land":
        land(settings, Path(rest[0]), Path(rest[1]))
    elif verb == "publish":
        publish_marts(settings)
    else:
        raise SystemExit(f"unknown verb {verb}: land or publish")


if __name__ == "__main__":
    main(sys.argv[1:])
