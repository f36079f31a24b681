"""Land one file for one target: read once, judge, drop what is known, keep the books."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

import duckdb

from pipelines.failures import PermanentFailure
from pipelines.landing import sql
from pipelines.landing.building import build_contract
from pipelines.landing.contract import Contract
from pipelines.landing.files import SourceFile
from pipelines.landing.findings import BatchResult, Finding
from pipelines.landing.identity import hash_of, number_repeats
from pipelines.landing.line_numbers import number_bad_rows
from pipelines.landing.mapping import FileMap, SourceMap, TargetMap, map_hash
from pipelines.landing.quarantine import BAD, collect_rejects, store_bad
from pipelines.landing.readers import REJECTS, SCANS, Reading
from pipelines.landing.targets import load_targets
from pipelines.landing.views import ensure_raw_table

STAGED = "kith_staged"


@dataclass(frozen=True)
class Entry:
    """One target of one file: what a batch is about."""

    file: SourceFile
    file_map: FileMap
    target_map: TargetMap
    part: int
    definition: str

    @property
    def target(self) -> str:
        """Name of the target."""
        return self.target_map.target

    @property
    def map_hash(self) -> str:
        """Name of the definition by which the rows are read."""
        return map_hash(self.definition)


@dataclass(frozen=True)
class Load:
    """What all batches of one load share."""

    connection: duckdb.DuckDBPyConnection
    source_map: SourceMap
    run_id: str
    now: datetime

    def count(self, query: str, values: list[object] | None = None) -> int:
        """First number of a query."""
        row = self.connection.execute(query, values or []).fetchone()
        return int(row[0] or 0) if row else 0


def land_batch(
    load: Load,
    entry: Entry,
    reading: Reading,
    *,
    file_hash: str,
    first: bool,
    replaced: int = 0,
) -> BatchResult:
    """Land the rows of a file for a target inside the caller's transaction.

    The first target of a file takes the lines that cannot be split into columns.
    """
    began = time.monotonic()
    connection, source = load.connection, load.source_map.source
    target = load_targets()[entry.target]
    _forget(connection)
    contract = build_contract(
        connection, load.source_map, entry.file_map, entry.target_map, reading, with_faults=first
    )
    result = BatchResult(
        source, entry.target, entry.file.name, "landed",
        rows_replaced=replaced, findings=contract.findings,
    )  # fmt: skip
    if errors := [f.message for f in contract.findings if f.severity == "error"]:
        raise PermanentFailure(
            f"{entry.file.name} does not fit the map of {entry.target}: {'; '.join(errors)}",
            todo="Mend the file or the map.",
        )
    table = ensure_raw_table(connection, source, target)
    batch_id = load.count("select coalesce(max(batch_id), 0) + 1 from ops.batches")
    result.batch_id = batch_id
    if contract.where:
        result.rows_unselected = _unselected(load, contract)
    _Landing(load, contract, table, batch_id).run(result)
    bad = _name_bad_rows(load, contract, result, reading)
    shrunk = _guard(load, entry, result)
    quarantined = store_bad(
        connection, batch_id=batch_id, source=source, target=entry.target, file=entry.file.name,
        now=load.now.replace(tzinfo=None), resolve=not shrunk,
    )  # fmt: skip
    if bad != quarantined.new + quarantined.held:
        raise PermanentFailure(f"{entry.file.name}: {bad} bad rows, but not all are in quarantine")
    result.rows_quarantined = quarantined.new
    result.rows_known += quarantined.held
    result.replayed = quarantined.replayed
    _keep_books(load, entry, result, file_hash=file_hash, seconds=time.monotonic() - began)
    result.seconds = time.monotonic() - began
    return result


def forget_scans(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop what an earlier scan left behind."""
    for table in (REJECTS, SCANS, STAGED):
        connection.execute(f"drop table if exists {table}")


def _forget(connection: duckdb.DuckDBPyConnection) -> None:
    forget_scans(connection)
    connection.execute(
        f"create or replace temp table {BAD} (line_number bigint, reason varchar, raw_text varchar)"
    )


def _unselected(load: Load, contract: Contract) -> int:
    faulty = " and __fault is null" if contract.has_fault else ""
    return load.count(
        f"select count(*) from ({contract.source}) as source "
        f"where not coalesce({contract.where}, false){faulty}"
    )


class _Landing:
    """Moves the rows: straight into an empty table, or staged past what is known."""

    def __init__(self, load: Load, contract: Contract, table: str, batch_id: int) -> None:
        self.load = load
        self.contract = contract
        self.table = table
        self.batch_id = batch_id
        self.bad = 0

    def run(self, result: BatchResult) -> None:
        """Land and fill in rows_in, rows_landed, rows_known."""
        empty = not self.load.count(f"select count(*) from (select 1 from {self.table} limit 1)")
        read = self._straight() if empty else self._staged()
        landed = self.load.count(
            f"select count(*) from {self.table} where _batch_id = {self.batch_id}"
        )
        result.rows_landed = landed
        result.rows_known = read - self.bad - landed
        result.rows_in = read + result.rows_unselected

    def _straight(self) -> int:
        """First load: one pass from the file into the table; bad rows are taken out again."""
        mark = f"case when _bad then -{self.batch_id} else {self.batch_id} end"
        read = self._insert(self.contract.typed(record_rejects=True), mark, "true")
        self.bad = self.load.count(
            f"select count(*) from {self.table} where _batch_id = -{self.batch_id}"
        )
        if self.bad:
            self.load.connection.execute(
                f"delete from {self.table} where _batch_id = -{self.batch_id}"
            )
        number_repeats(self.load.connection, self.table)
        return read

    def _staged(self) -> int:
        """Later loads: type into a temporary table, then land what the table does not hold."""
        connection = self.load.connection
        names = ", ".join([*(sql.name(n) for n in self.contract.fields()), "_extra"])
        full = self._hash()
        connection.execute(
            f"create or replace temp table {STAGED} as select {names}, _bad, {full} as _row_hash "
            f"from ({self.contract.typed(record_rejects=True)})"
        )
        read = self.load.count(f"select count(*) from {STAGED}")
        self.bad = self.load.count(f"select count(*) from {STAGED} where _bad")
        number_repeats(connection, STAGED, "not _bad")
        unknown = f"not _bad and _row_hash not in (select _row_hash from {self.table})"
        self._insert(f"select * from {STAGED}", str(self.batch_id), unknown)
        return read

    def _hash(self) -> str:
        return hash_of(self.contract.target, set(self.contract.fields()))

    def _insert(self, select: str, batch: str, condition: str) -> int:
        names = [sql.name(n) for n in self.contract.fields()]
        hashed = "_row_hash" if select.endswith(STAGED) else self._hash()
        counts = self.load.connection.execute(
            f"insert into {self.table} by name select {', '.join(names)}, _extra, "
            f"{sql.text(self.load.source_map.source)} as _source, {batch} as _batch_id, "
            f"{hashed} as _row_hash, ?::timestamp as _loaded_at from ({select}) where {condition}",
            [self.load.now.replace(tzinfo=None)],
        ).fetchall()
        return int(counts[0][0])


def _name_bad_rows(load: Load, contract: Contract, result: BatchResult, reading: Reading) -> int:
    """Collect the bad rows with their reasons, in a second pass, only when there are any."""
    expected = result.rows_in - result.rows_unselected - result.rows_landed - result.rows_known
    found = 0
    if expected:
        row = load.connection.execute(
            f"insert into {BAD} select null, {contract.reasons()}, __row "
            f"from ({contract.typed(raw=True)}) where _bad"
        ).fetchone()
        found = int(row[0]) if row else 0
        number_bad_rows(load.connection, reading)
    rejected = collect_rejects(load.connection)
    result.rows_in += rejected
    return found + rejected


def _guard(load: Load, entry: Entry, result: BatchResult) -> bool:
    """Say when a file shrank more than it may; with a guard in the map, refuse it."""
    before = load.count(
        "select max_by(rows_in, batch_id) from ops.batches "
        "where source = ? and target = ? and file = ? and part = ?",
        [result.source, entry.target, entry.file.name, entry.part],
    )
    guard = load.source_map.guard
    allowed = guard.max_shrink if guard else 0.5
    if result.rows_in >= before * (1 - allowed):
        return False
    sentence = (
        f"{entry.file.name} shrank from {before:,} to {result.rows_in:,} rows, "
        f"more than the {allowed:.0%} it may"
    )
    if guard:
        raise PermanentFailure(
            f"{sentence}; nothing of it was landed, and what was landed before stays",
            todo="Fetch the file again, or raise `guard.max_shrink` in the map.",
        )
    result.findings.append(Finding("warn", "shrunk", sentence, file=entry.file.name))
    return True


def _keep_books(
    load: Load, entry: Entry, result: BatchResult, *, file_hash: str, seconds: float
) -> None:
    """Write the batch, once its rows add up."""
    accounted = (
        result.rows_landed + result.rows_known + result.rows_quarantined + result.rows_unselected
    )
    if result.rows_in != accounted:
        raise PermanentFailure(
            f"{entry.file.name}: {result.rows_in} rows were read for {entry.target}, but "
            f"{accounted} are accounted for; nothing of the file was landed",
            todo="This is a fault of Kith: please report it with the file's map.",
        )
    now = load.now.replace(tzinfo=None)
    load.connection.execute(
        "insert into ops.batches values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            result.batch_id, result.source, result.target, result.file, file_hash,
            entry.file.size(), result.rows_in, result.rows_landed, result.rows_known,
            result.rows_quarantined, result.rows_unselected, now, now + timedelta(seconds=seconds),
            load.run_id, entry.map_hash, entry.part, result.rows_replaced,
        ],
    )  # fmt: skip
    load.connection.execute(
        "insert into ops.maps select ?, ? where not exists (from ops.maps where map_hash = ?)",
        [entry.map_hash, entry.definition, entry.map_hash],
    )
