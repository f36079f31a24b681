"""Runs the dbt project and identity on a warehouse, in this process."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner

from models_ml.identity import ensure_identity, link_customers, normalise_phones
from tests.dbt.landing import ROOT

PEOPLE = "+int_contacts__unioned"
# what this folder's tests look at; each model costs a tenth of a second a run
MARTS = (
    "+customers",
    "+customer_identifiers",
    "+customer_values",
    "+order_lines",
    "+products",
    "+refunds",
)


@contextmanager
def _environment(**values: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def dbt(warehouse: Path, *arguments: str, target_path: Path) -> None:
    """One dbt command; raises with the messages of what failed."""
    with _environment(KITH_WAREHOUSE=str(warehouse), KITH_THREADS="2"):
        result = dbtRunner().invoke(
            [
                *arguments,
                "--project-dir", str(ROOT / "dbt_project"),
                "--profiles-dir", str(ROOT / "dbt_project"),
                "--target-path", str(target_path),
                "--log-path", str(target_path),
                "--quiet",
            ]
        )  # fmt: skip
        DuckDBConnectionManager.close_all_connections()
    if not result.success:
        failed = [
            f"{node.node.name}: {node.message}"
            for node in getattr(result.result, "results", [])
            if node.status not in ("success", "pass", "skipped")
        ]
        raise AssertionError("\n".join(failed) or str(result.exception))


def build(warehouse: Path, *, target_path: Path, people_only: bool = False) -> None:
    """The run of a day: people, identity, marts."""
    with duckdb.connect(str(warehouse)) as connection:
        ensure_identity(connection)
    dbt(warehouse, "run", "--select", PEOPLE, target_path=target_path)
    with duckdb.connect(str(warehouse)) as connection:
        newest = connection.execute(
            "select max(last_batch_id) from intermediate.int_contacts__unioned"
        ).fetchone()
        assert newest is not None
        normalise_phones(connection)
        link_customers(connection, as_of_batch=newest[0], full=False)
    if not people_only:
        dbt(
            warehouse, "run", "--select", *MARTS, "--exclude", PEOPLE, target_path=target_path
        )  # fmt: skip


def rows(warehouse: Path, sql: str) -> list[tuple[Any, ...]]:
    """Rows of a query on a warehouse nobody is writing to."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return connection.execute(sql).fetchall()
