"""Bare DuckDB doing the same: the floor that each figure stands beside.

`python -m benchmarks.floor read DATABASE FILE ...` reads each file into a table, nothing else.
`python -m benchmarks.floor build MANIFEST COMPILED DATABASE` runs the SQL that dbt compiled for a
full build, in the order of its graph, in one process without dbt.
"""

import json
import sys
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import duckdb

SETTINGS = {
    "memory_limit": "2500MB",
    "threads": 2,
    "preserve_insertion_order": False,
}


def open_database(path: Path) -> duckdb.DuckDBPyConnection:
    """A connection with the settings that the pipeline uses."""
    connection = duckdb.connect(str(path), config={**SETTINGS, "temp_directory": f"{path}.tmp"})
    connection.execute("set TimeZone = 'UTC'")
    connection.execute("set enable_progress_bar = false")
    return connection


def read_files(database: Path, files: list[Path]) -> None:
    """Read each file into a table as DuckDB's own reader gives it."""
    with open_database(database) as connection:
        for number, file in enumerate(files):
            reader = "read_parquet" if file.suffix == ".parquet" else "read_csv"
            connection.execute(
                f"create table file_{number} as select * from {reader}(?)", [str(file)]
            )


def models_in_order(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    """The models of a manifest, each after those that it reads."""
    models = {
        name: node for name, node in manifest["nodes"].items() if node["resource_type"] == "model"
    }
    graph = {
        name: {parent for parent in node["depends_on"]["nodes"] if parent in models}
        for name, node in models.items()
    }
    return [models[name] for name in TopologicalSorter(graph).static_order()]


def build(manifest_path: Path, compiled: Path, database: Path) -> None:
    """Run the compiled SQL of every model as one statement each."""
    manifest = json.loads(manifest_path.read_text())
    with open_database(database) as connection:
        for model in models_in_order(manifest):
            if model["config"]["materialized"] == "ephemeral":
                continue
            connection.execute(f"create schema if not exists {model['schema']}")
            kind = "view" if model["config"]["materialized"] == "view" else "table"
            sql = (compiled / model["original_file_path"]).read_text()
            connection.execute(
                f"create or replace {kind} {model['schema']}.{model['alias']} as {sql}"
            )


def main(arguments: list[str]) -> None:
    """Dispatch the two verbs of the module."""
    verb, *rest = arguments
    paths = [Path(argument) for argument in rest]
    if verb == "read":
        read_files(paths[0], paths[1:])
    elif verb == "build":
        build(*paths)
    else:
        raise SystemExit(f"unknown verb {verb}: read or build")


if __name__ == "__main__":
    main(sys.argv[1:])
