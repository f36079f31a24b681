"""A landing made by hand: raw tables as targets.yaml describes them, one batch a call."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import yaml

ROOT = Path(__file__).parents[2]
TARGETS: dict[str, Any] = yaml.safe_load(
    (ROOT / "pipelines" / "landing" / "targets.yaml").read_text(encoding="utf-8")
)
_TYPES = {
    "text": "varchar", "integer": "bigint", "number": "double", "money": "decimal(18,2)",
    "price": "decimal(18,4)", "timestamp": "timestamp", "date": "date", "boolean": "boolean",
    "json": "json",
}  # fmt: skip
_LINEAGE = "_extra json, _source varchar, _batch_id bigint, _row_hash varchar, _loaded_at timestamp"


def _columns(target: str) -> dict[str, str]:
    return {name: _TYPES[field["type"]] for name, field in TARGETS[target]["fields"].items()}


def prepare(path: Path) -> None:
    """Makes an empty warehouse: every landing view, no row."""
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema if not exists landing")
        for target in TARGETS:
            _refresh_view(connection, target)


def land(
    path: Path, batch_id: int, source: str, target: str, rows: Iterable[Mapping[str, Any]]
) -> None:
    """Appends rows of one source and target as one batch."""
    columns = _columns(target)
    table = f"raw_{source}.{target}"
    seen: Counter[str] = Counter()
    values = []
    for row in rows:
        text = json.dumps(row, sort_keys=True, default=str)
        seen[text] += 1
        row_hash = hashlib.md5(f"{text}|{seen[text]}".encode(), usedforsecurity=False).hexdigest()
        values.append([*(row.get(name) for name in columns), source, batch_id, row_hash])
    marks = ", ".join(f"cast(? as {column_type})" for column_type in columns.values())
    with duckdb.connect(str(path)) as connection:
        connection.execute(f"create schema if not exists raw_{source}")
        fields = ", ".join(f"{name} {column_type}" for name, column_type in columns.items())
        connection.execute(f"create table if not exists {table} ({fields}, {_LINEAGE})")
        connection.executemany(
            f"insert into {table} values ({marks}, null, ?, ?, ?, "
            f"timestamp '2026-01-01' + interval ({batch_id}) minute)",
            values,
        )
        _refresh_view(connection, target)


def _refresh_view(connection: duckdb.DuckDBPyConnection, target: str) -> None:
    tables = connection.execute(
        "select table_schema from information_schema.tables "
        "where table_name = ? and table_schema like 'raw_%' order by 1",
        [target],
    ).fetchall()
    fields = ", ".join(
        f"cast(null as {column.split()[1]}) as {column.split()[0]}"
        for column in [
            *(f"{name} {column_type}" for name, column_type in _columns(target).items()),
            *_LINEAGE.split(", "),
        ]
    )
    selects = [f"select * from {schema}.{target}" for (schema,) in tables]
    body = " union all ".join(selects) or f"select {fields} where false"
    connection.execute(f"create or replace view landing.{target} as {body}")
