"""Rows that broke their contract: kept with reason and original text, found again, resolved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import duckdb

from pipelines.failures import PermanentFailure
from pipelines.landing.readers import REJECTS

BAD = "kith_bad"
STATES = ("open", "replayed", "dismissed")


@dataclass(frozen=True)
class Quarantined:
    """How the bad rows of a file split into new ones and ones held already."""

    new: int
    held: int
    replayed: int


@dataclass(frozen=True)
class QuarantineEntry:
    """A row in quarantine."""

    quarantine_id: int
    source: str
    target: str
    file: str
    line_number: int | None
    reason: str
    raw_text: str
    status: str


def collect_rejects(connection: duckdb.DuckDBPyConnection) -> int:
    """Add the lines DuckDB could not split to the bad rows; return how many there are."""
    exists = connection.execute(
        "select count(*) from information_schema.tables where table_name = ?", [REJECTS]
    ).fetchone()
    if not exists or not exists[0]:
        return 0
    added = connection.execute(
        f"insert into {BAD} select min(line), 'the line cannot be read: ' || "
        "string_agg(distinct replace(lower(error_message), chr(10), ' '), '; ' order by "
        "replace(lower(error_message), chr(10), ' ')), coalesce(any_value(csv_line), '') "
        f"from {REJECTS} group by line_byte_position "
        "having trim(coalesce(any_value(csv_line), '')) <> ''"
    ).fetchone()
    return added[0] if added else 0


def store_bad(
    connection: duckdb.DuckDBPyConnection,
    *,
    batch_id: int,
    source: str,
    target: str,
    file: str,
    now: datetime,
    resolve: bool,
) -> Quarantined:
    """Put the bad rows into quarantine, but never the same text twice; settle what is mended.

    With `resolve`, open entries of this file whose text is no longer refused become `replayed`.
    """
    numbered = (
        "select *, row_number() over (partition by raw_text order by line_number nulls last) as n "
        f"from {BAD}"
    )
    held = (
        "select raw_text, count(*) as entries from ops.quarantine where source = ? and target = ? "
        "and status in ('open', 'dismissed') group by raw_text"
    )
    total = _count(connection, f"select count(*) from {BAD}")
    base = _count(connection, "select coalesce(max(quarantine_id), 0) from ops.quarantine")
    connection.execute(
        f"insert into ops.quarantine select {base} + row_number() over (order by b.line_number "
        "nulls last, b.raw_text, b.n), ?, ?, ?, ?, b.line_number, b.reason, b.raw_text, ?, 'open', "
        f"null, null from ({numbered}) as b left join ({held}) as h on b.raw_text = h.raw_text "
        "where b.n > coalesce(h.entries, 0)",
        [batch_id, source, target, file, now, source, target],
    )
    new = _count(connection, f"select count(*) from ops.quarantine where quarantine_id > {base}")
    replayed = _settle(connection, source, target, file, now) if resolve else 0
    return Quarantined(new=new, held=total - new, replayed=replayed)


def _settle(
    connection: duckdb.DuckDBPyConnection, source: str, target: str, file: str, now: datetime
) -> int:
    """Mark entries of the file as replayed whose text the file no longer holds as a bad row."""
    changed = connection.execute(
        "update ops.quarantine set status = 'replayed', resolved_at = ?, "
        "resolution = 'the file no longer holds this row as a bad one' "
        "where source = ? and target = ? and file = ? and status = 'open' "
        f"and raw_text not in (select raw_text from {BAD})",
        [now, source, target, file],
    ).fetchone()
    return changed[0] if changed else 0


def list_quarantine(
    connection: duckdb.DuckDBPyConnection,
    *,
    source: str | None = None,
    target: str | None = None,
    status: str | None = "open",
    limit: int = 1000,
) -> list[QuarantineEntry]:
    """Entries of the quarantine, oldest first."""
    rows = connection.execute(
        "select quarantine_id, source, target, file, line_number, reason, raw_text, status "
        "from ops.quarantine where ($1 is null or source = $1) and ($2 is null or target = $2) "
        "and ($3 is null or status = $3) order by quarantine_id limit $4",
        [source, target, status, limit],
    ).fetchall()
    return [QuarantineEntry(*row) for row in rows]


def dismiss(
    connection: duckdb.DuckDBPyConnection, quarantine_ids: Iterable[int], *, now: datetime
) -> int:
    """Settle open entries nobody will mend; they stay listed and do not come back."""
    wanted = list(quarantine_ids)
    known = {
        row[0]
        for row in connection.execute(
            "select quarantine_id from ops.quarantine where list_contains(?, quarantine_id)",
            [wanted],
        ).fetchall()
    }
    if unknown := [str(entry) for entry in wanted if entry not in known]:
        raise PermanentFailure(
            f"There is no quarantine entry {', '.join(unknown)}", todo="List them first."
        )
    changed = connection.execute(
        "update ops.quarantine set status = 'dismissed', resolved_at = ?, resolution = 'dismissed' "
        "where status = 'open' and list_contains(?, quarantine_id)",
        [now, wanted],
    ).fetchone()
    return changed[0] if changed else 0


def files_with_open_rows(connection: duckdb.DuckDBPyConnection, source: str) -> set[str]:
    """Files of a source that have rows waiting in quarantine."""
    rows = connection.execute(
        "select distinct file from ops.quarantine where source = ? and status = 'open'", [source]
    ).fetchall()
    return {row[0] for row in rows}


def _count(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0
