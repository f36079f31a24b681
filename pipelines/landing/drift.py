"""Columns that come, go or change type: noticed, written down, reported."""

from __future__ import annotations

from pipelines.failures import nearest
from pipelines.landing.batch import Load
from pipelines.landing.document_columns import top_keys
from pipelines.landing.findings import Finding
from pipelines.landing.mapping import FileMap
from pipelines.landing.readers import Reading
from pipelines.landing.resolving import unmapped_columns

SAMPLE = 10_000


def note_columns(load: Load, file_map: FileMap, reading: Reading, file: str) -> list[Finding]:
    """Compare the columns of a file with those seen before below its pattern, and remember them."""
    pattern = ", ".join(file_map.pattern)
    source = load.source_map.source
    before = {
        name: (kind, status)
        for name, kind, status in load.connection.execute(
            "select column_name, column_type, status from ops.source_columns "
            "where source = ? and file_pattern = ?",
            [source, pattern],
        ).fetchall()
    }
    kinds = observed_types(load, reading)
    unmapped = set(unmapped_columns(list(kinds), file_map))
    if reading.documents:
        fed = top_keys(file_map)
        unmapped = {name for name in unmapped if name.casefold() not in fed}
    findings: list[Finding] = []
    for name, kind in kinds.items():
        status = "unmapped" if name in unmapped else "mapped"
        known = before.get(name)
        if known is None and before:
            status = "new" if name in unmapped else "mapped"
            findings.append(_new(name, kind, mapped=name not in unmapped, file=file, load=load))
        elif known and known[1] != "missing" and _differs(known[0], kind):
            status = "type_changed"
            findings.append(
                Finding(
                    "warn", "column_type_changed",
                    f'the column "{name}" was {known[0]} and is now {kind}', file, name,
                )
            )  # fmt: skip
        _remember(load, pattern, name, known[0] if known and kind == "empty" else kind, status)
    for name, (kind, status) in before.items():
        if name not in kinds:
            if status != "missing":
                findings.append(_gone(name, kinds, file))
            _remember(load, pattern, name, kind, "missing", seen=False)
    return findings


def observed_types(load: Load, reading: Reading) -> dict[str, str]:
    """What the values of each column look like: by what Parquet says, or by a sample."""
    if reading.documents or not reading.text:
        return {name: kind.lower() for name, kind in reading.columns.items()}
    from pipelines.landing import sql

    tests = []
    for name in reading.columns:
        value = f"nullif(trim({sql.name(name)}), '')"
        tests.append(
            f"case count({value}) when 0 then 'empty' "
            f"when count(try_cast({value} as double)) then 'number' "
            f"when count(try_cast({value} as timestamp)) then 'time' else 'text' end"
        )
    row = load.connection.execute(
        f"select {', '.join(tests)} from (select * from ({reading.relation}) limit {SAMPLE})"
    ).fetchone()
    return dict(zip(reading.columns, [str(kind) for kind in row or []], strict=True))


def _differs(before: str, now: str) -> bool:
    numbers = {"bigint", "double", "ubigint", "integer", "number"}
    ignored = {"empty", "null"}
    return before != now and not {before, now} & ignored and not {before, now} <= numbers


def _new(name: str, kind: str, *, mapped: bool, file: str, load: Load) -> Finding:
    where = "feeds a field" if mapped else "is kept in _extra of the rows that land from now on"
    return Finding(
        "info" if mapped else "warn", "column_new",
        f'the column "{name}" ({kind}) is new in {load.source_map.source} and {where}', file, name,
    )  # fmt: skip


def _gone(name: str, kinds: dict[str, str], file: str) -> Finding:
    hint = nearest(name, kinds)
    return Finding(
        "warn", "column_gone", f'the column "{name}" is no longer in the file{hint}', file, name
    )


def _remember(
    load: Load, pattern: str, name: str, kind: str, status: str, *, seen: bool = True
) -> None:
    source, now = load.source_map.source, load.now.replace(tzinfo=None)
    changed = load.count(
        "update ops.source_columns set column_type = ?, status = ?, "
        "last_seen_at = case when ? then ? else last_seen_at end "
        "where source = ? and file_pattern = ? and column_name = ?",
        [kind, status, seen, now, source, pattern, name],
    )
    if not changed:
        load.connection.execute(
            "insert into ops.source_columns values (?, ?, ?, ?, ?, ?, ?)",
            [source, pattern, name, kind, now, now, status],
        )
