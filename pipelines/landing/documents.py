"""JSON: documents as a relation, and paths into them as columns."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb

from pipelines.failures import PermanentFailure
from pipelines.landing import sql
from pipelines.landing.mapping import FileMap
from pipelines.landing.readers import Reading, lines_of

SAMPLE = 2_000


def open_json(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    path: Path,
    file_map: FileMap,
    *,
    lines: bool,
) -> Reading:
    """Open JSON lines, an array, or an object that holds the records below a path."""
    if not lines and not file_map.records:
        lines = _is_lines(path)
    if lines:
        base = (
            "select case when json_valid(__raw) then __raw end as __doc, __raw, "
            "case when not json_valid(__raw) then 'the line is not valid JSON' end as __fault "
            f"from ({lines_of(path)}) where trim(__raw, e' \\t\\r') <> ''"
        )
        return document_reading(connection, base, has_fault=True, plain=path)
    limit = path.stat().st_size + 1024
    whole = (
        f"read_json_objects({sql.text(str(path))}, format = '{_layout(path)}', "
        f"maximum_object_size = {max(limit, 16 * 1024 * 1024)})"
    )
    records = file_map.records or _records_key(connection, whole, path)
    if records:
        steps = sql.json_path([*records.split("."), "[*]"])
        found = connection.execute(
            f"select count(*) from {whole} "
            f"where json_type(json, {sql.json_path(records.split('.'))}) = 'ARRAY'"
        ).fetchone()
        if not found or not found[0]:
            raise PermanentFailure(
                f'{name} has no list of records at "{records}"', todo="Mend `records` in the map."
            )
        base = f"select unnest(json_extract(json, {steps})) as __doc from {whole}"
    else:
        base = f"select json as __doc from {whole}"
    return document_reading(connection, base, plain=path)


def document_reading(
    connection: duckdb.DuckDBPyConnection,
    base: str,
    *,
    has_fault: bool = False,
    plain: Path | None = None,
    text: bool = True,
) -> Reading:
    """A reading of documents; its columns are the keys seen in a sample."""
    if not has_fault:
        base = (
            "select cast(__doc as varchar) as __doc, cast(__doc as varchar) as __raw, "
            f"cast(null as varchar) as __fault from ({base})"
        )
    kind_of = "lambda k: json_type(__doc, '$.\"' || k || '\"')"
    seen = connection.execute(
        "select key, coalesce(mode(kind) filter (where kind <> 'NULL'), 'NULL') from ("
        "select unnest(keys) as key, "
        f"unnest(list_transform(keys, {kind_of})) as kind from ("
        f"select __doc, json_keys(__doc) as keys from ({base}) "
        f"where json_type(__doc) = 'OBJECT' limit {SAMPLE})) group by key order by key"
    ).fetchall()
    columns = dict(seen)
    return Reading(
        relation=base,
        columns=columns,
        documents=True,
        raw="__raw",
        has_fault=True,
        plain=plain,
        text=text,
    )


def _head(path: Path) -> str:
    with path.open(encoding="utf-8-sig", errors="replace") as stream:
        return stream.read(65536).lstrip()


def _layout(path: Path) -> str:
    return "array" if _head(path).startswith("[") else "unstructured"


def _is_lines(path: Path) -> bool:
    """A .json file whose first lines are each a whole document."""
    lines = _head(path).splitlines()
    if len(lines) < 2 or lines[0].startswith("["):
        return False
    try:
        return isinstance(json.loads(lines[0]), dict)
    except ValueError:
        return False


def _records_key(connection: duckdb.DuckDBPyConnection, whole: str, path: Path) -> str | None:
    """The key of the only list of objects in a file that is one object."""
    if _head(path).startswith("["):
        return None
    rows = connection.execute(
        f"select json, (select count(*) from {whole}) from {whole} limit 1"
    ).fetchone()
    if rows is None or rows[1] != 1:
        return None
    document = json.loads(rows[0])
    lists = [k for k, v in document.items() if isinstance(v, list) and v and isinstance(v[0], dict)]
    return lists[0] if len(lists) == 1 and len(document) <= 3 else None
