"""A changed map: rows it landed before are found again in the file and give way to the new reading.

The definition of every map that landed a row is kept (ops.maps). When a file is read by a new map,
the identities its rows had under the old one are computed again, and exactly those rows are deleted
in the transaction that lands the new ones. A row of a file that is gone stays as it was read.
"""

from __future__ import annotations

import json
from pathlib import Path

import duckdb

from pipelines.failures import PermanentFailure
from pipelines.landing import sql
from pipelines.landing.batch import STAGED, Entry, Load, forget_scans
from pipelines.landing.building import build_contract
from pipelines.landing.findings import Finding
from pipelines.landing.identity import hash_of, number_repeats
from pipelines.landing.mapping import FileMap, SourceMap, TargetMap, map_hash
from pipelines.landing.readers import open_file
from pipelines.landing.targets import load_targets


def current_hashes(source_map: SourceMap) -> set[str]:
    """Names of the definitions that are in force."""
    return {
        map_hash(source_map.definition(file_map, target_map))
        for file_map in source_map.files
        for target_map in file_map.targets
    }


def supersede(load: Load, entry: Entry, workdir: Path) -> tuple[int, list[Finding]]:
    """Delete what older maps landed of this file's rows; return how many rows, and what to say."""
    replaced = 0
    findings: list[Finding] = []
    for old_hash, definition in _stale(load, entry):
        own = load.count(
            "select count(*) from ops.batches where source = ? and target = ? and file = ? "
            "and map_hash = ?",
            [load.source_map.source, entry.target, entry.file.name, old_hash],
        )
        removed = _remove(load, entry, old_hash, definition, workdir)
        if removed is None and own:
            findings.append(
                Finding(
                    "warn",
                    "remap_kept",
                    "the map changed and the old one no longer reads this file, so rows landed by "
                    "it stay beside the new ones",
                    file=entry.file.name,
                )
            )
        replaced += removed or 0
    if replaced:
        findings.append(
            Finding(
                "info",
                "remapped",
                f"the map of {entry.target} changed: {replaced:,} rows were read again in its way",
                file=entry.file.name,
            )
        )
    return replaced, findings


def _stale(load: Load, entry: Entry) -> list[tuple[str, str]]:
    """Definitions no longer in force that still have rows in the table."""
    rows = load.connection.execute(
        "select distinct m.map_hash, m.definition from ops.batches as b "
        "inner join ops.maps as m on b.map_hash = m.map_hash where b.source = ? and b.target = ? "
        "and b.rows_landed > 0 order by all",
        [load.source_map.source, entry.target],
    ).fetchall()
    stale = [row for row in rows if row[0] not in current_hashes(load.source_map)]
    if not stale:
        return []
    table = _table(load, entry)
    return [
        (old_hash, definition)
        for old_hash, definition in stale
        if load.count(
            "select count(*) from "
            f"(select 1 from {table} where _batch_id in ({_batches()}) limit 1)",
            [load.source_map.source, entry.target, old_hash],
        )
    ]


def _batches() -> str:
    return "select batch_id from ops.batches where source = ? and target = ? and map_hash = ?"


def _table(load: Load, entry: Entry) -> str:
    return f"{sql.name('raw_' + load.source_map.source)}.{sql.name(entry.target)}"


def _remove(load: Load, entry: Entry, old_hash: str, definition: str, workdir: Path) -> int | None:
    """Delete the rows the old definition made of this file; None when it cannot read it."""
    old_map, file_map, target_map = _revive(load.source_map.source, definition)
    forget_scans(load.connection)
    room = workdir / f"old-{old_hash[:8]}-{entry.part}"
    room.mkdir(exist_ok=True)
    try:
        reading = open_file(load.connection, entry.file, file_map, room)
        contract = build_contract(
            load.connection, old_map, file_map, target_map, reading, with_faults=False
        )
    except (PermanentFailure, duckdb.BinderException):
        return None
    if any(finding.kind == "column_missing" for finding in contract.findings):
        return None
    hashed = hash_of(load_targets()[entry.target], set(contract.fields()))
    load.connection.execute(
        f"create or replace temp table {STAGED} as select {hashed} as _row_hash "
        f"from ({contract.typed()}) where not _bad"
    )
    number_repeats(load.connection, STAGED)
    row = load.connection.execute(
        f"delete from {_table(load, entry)} where _batch_id in ({_batches()}) "
        f"and _row_hash in (select _row_hash from {STAGED})",
        [load.source_map.source, entry.target, old_hash],
    ).fetchone()
    return int(row[0]) if row else 0


def _revive(source: str, definition: str) -> tuple[SourceMap, FileMap, TargetMap]:
    """The parts of a map as they were when the definition was written down."""
    content = json.loads(definition)
    zone, currency, country = content["defaults"]
    target_map = TargetMap.model_validate(content["target"])
    file_map = FileMap.model_validate(
        content["file"]
        | {"pattern": ["*"], "targets": content.get("targets") or [content["target"]]}
    )
    source_map = SourceMap(
        source=source, timezone=zone, currency=currency, country=country, files=[file_map]
    )
    return source_map, file_map, target_map
