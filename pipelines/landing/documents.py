"""JSON: documents as a relation, and paths into them as columns."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

from pipelines.failures import PermanentFailure
from pipelines.landing import sql
from pipelines.landing.mapping import FileMap, TargetMap
from pipelines.landing.readers import Reading, lines_of

SAMPLE = 5_000


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
            f"select count(*) from {whole} where json_type(json, {sql.json_path(records.split('.'))}) = 'ARRAY'"
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
        base = f"select cast(__doc as varchar) as __doc, cast(__doc as varchar) as __raw, null::varchar as __fault from ({base})"
    seen = connection.execute(
        "select key, mode(kind) from (select unnest(json_keys(__doc)) as key, "
        "unnest(list_transform(json_keys(__doc), lambda k: json_type(__doc, '$.\"' || k || '\"'))) as kind "
        f"from (select __doc from ({base}) where json_type(__doc) = 'OBJECT' limit {SAMPLE})) "
        "where kind is not null group by key order by key"
    ).fetchall()
    nulls = connection.execute(
        "select distinct unnest(json_keys(__doc)) from (select __doc from "
        f"({base}) where json_type(__doc) = 'OBJECT' limit {SAMPLE})"
    ).fetchall()
    kinds = dict(seen)
    columns = {key: kinds.get(key, "NULL") for (key,) in sorted(nulls)}
    return Reading(
        relation=base,
        columns=columns,
        documents=True,
        raw="__raw",
        has_fault=True,
        plain=plain,
        text=text,
    )


def columns_of_documents(
    reading: Reading, target_map: TargetMap, file_map: FileMap, *, with_faults: bool
) -> tuple[str, dict[str, str], str | None]:
    """Relation with one text column a path, the columns, and SQL of what is left unmapped."""
    names = _paths_used(target_map, reading)
    from_element = {n for n in names if target_map.explode and not n.startswith("^")}
    listed, doc_paths, element_paths = [], [], []
    for column in names:
        prefix = f"{target_map.explode}." if target_map.explode else ""
        bare = column.lstrip("^").lstrip(".").removeprefix(prefix if column in from_element else "")
        keys = [bare] if bare in reading.columns and column not in from_element else _keys(bare)
        paths, holder = (element_paths, "__e") if column in from_element else (doc_paths, "__d")
        paths.append(sql.json_path(keys))
        listed.append(f"nullif({holder}[{len(paths)}], '') as {sql.name(column)}")
    source = (
        reading.relation
        if with_faults
        else f"select * from ({reading.relation}) where __fault is null"
    )
    inner = f"select *, json_extract_string(__doc, [{', '.join(doc_paths) or sql.text('$')}]) as __d from ({source})"
    raw, document = "__raw", "__doc"
    if target_map.explode:
        whole = sql.json_path([*target_map.explode.split("."), "[*]"])
        inner = (
            "select *, json_extract_string(__element, "
            f"[{', '.join(element_paths) or sql.text('$')}]) as __e from (select *, "
            f"unnest(case when __fault is null then json_extract(__doc, {whole}) else [null] end) as __element from ({inner}))"
        )
        parent = sql.text('{"' + target_map.explode.split(".")[0] + '": null}')
        raw = (
            f"case when __fault is null then cast(json_object({sql.text(target_map.explode)}, __element, "
            f"'^', json_merge_patch(__doc, {parent})) as varchar) else __raw end"
        )
        document = "cast(__element as varchar)"
    extra = _leftover(document, names, file_map, target_map)
    columns = dict.fromkeys(names, "VARCHAR")
    return (
        f"select {', '.join([*listed, f'{raw} as __raw', '__fault', f'{extra} as __extra'])} from ({inner})",
        columns,
        "__extra",
    )


def _leftover(document: str, names: list[str], file_map: FileMap, target_map: TargetMap) -> str:
    """SQL of the document without the parts that are mapped or ignored."""
    import json

    patch: dict[str, object] = {}
    used = [
        n.lstrip("^").lstrip(".") for n in names if not (target_map.explode and n.startswith("^"))
    ]
    if target_map.explode:
        used = [n.removeprefix(target_map.explode + ".") for n in used]
    else:
        for other in file_map.targets:
            used.extend(
                [other.explode]
                if other.explode
                else [c for f in other.fields.values() for c in f.column]
            )
    for column in [*used, *file_map.ignore]:
        node = patch
        keys = column.split(".")
        for key in keys[:-1]:
            below = node.setdefault(key, {})
            if not isinstance(below, dict):
                break
            node = below
        else:
            node[keys[-1]] = None
    dumped = sql.text(json.dumps(patch, ensure_ascii=False))
    return (
        f"case when json_type({document}) = 'OBJECT' then "
        f"nullif(cast(json_merge_patch({document}, {dumped}) as varchar), '{{}}') end"
    )


def _paths_used(target_map: TargetMap, reading: Reading) -> list[str]:
    names = [column for field in target_map.fields.values() for column in field.column]
    for snippet in [target_map.where, *(field.sql for field in target_map.fields.values())]:
        if snippet:
            names.extend(re.findall(r'"((?:[^"]|"")+)"', snippet))
            bare = {word.casefold() for word in re.findall(r"[A-Za-z_]\w*", snippet)}
            names.extend(key for key in reading.columns if key.casefold() in bare)
    return list(dict.fromkeys(names))


def _keys(path: str) -> list[str]:
    return [key for key in path.split(".") if key]


def _head(path: Path) -> str:
    with path.open(encoding="utf-8-sig", errors="replace") as stream:
        return stream.read(65536).lstrip()


def _layout(path: Path) -> str:
    return "array" if _head(path).startswith("[") else "unstructured"


def _is_lines(path: Path) -> bool:
    """A .json file whose first lines are each a whole document."""
    import json

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
    import json

    document = json.loads(rows[0])
    lists = [k for k, v in document.items() if isinstance(v, list) and v and isinstance(v[0], dict)]
    return lists[0] if len(lists) == 1 and len(document) <= 3 else None
