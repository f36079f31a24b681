"""Land a source: every new or changed file below a directory, each in one transaction."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from pipelines.failures import PermanentFailure, PipelineError, TransientFailure, sentence_of
from pipelines.landing.batch import Entry, Load, land_batch
from pipelines.landing.drift import note_columns
from pipelines.landing.files import SourceFile, fingerprint, list_files
from pipelines.landing.findings import BatchResult, Finding, LandingProgress
from pipelines.landing.mapping import SourceMap
from pipelines.landing.quarantine import files_with_open_rows
from pipelines.landing.readers import open_file
from pipelines.landing.remap import supersede
from pipelines.landing.views import ensure_landing

OnProgress = Callable[[LandingProgress], None]


def land_source(
    connection: duckdb.DuckDBPyConnection,
    source_map: SourceMap,
    directory: Path | str,
    *,
    run_id: str = "",
    now: datetime | None = None,
    on_progress: OnProgress | None = None,
    reread: set[str] | None = None,
) -> list[BatchResult]:
    """Land what is new below a directory; a file that fails is reported and the others go on.

    `reread` names files that are read again although nothing changed (replay of the quarantine).
    """
    now = now or datetime.now(UTC)
    connection.execute("set timezone = 'UTC'")
    ensure_landing(connection)
    load = Load(connection, source_map, run_id, now)
    files = list_files(directory)
    results: list[BatchResult] = []
    for done, file in enumerate(files, start=1):
        began = time.monotonic()
        entries = entries_of(source_map, file)
        landed = _land_file(load, file, entries, force=file.name in (reread or set()))
        results.extend(landed)
        if on_progress:
            on_progress(
                LandingProgress(
                    source_map.source, file.name, ", ".join(r.target for r in landed), done,
                    len(files), sum(r.rows_landed for r in landed), time.monotonic() - began,
                )
            )  # fmt: skip
    return results + _vanished(load, files)


def entries_of(source_map: SourceMap, file: SourceFile) -> list[Entry]:
    """The targets a file feeds, in the order of the map."""
    entries: list[Entry] = []
    for file_map in source_map.files:
        if not file.matches(file_map.pattern):
            continue
        for target_map in file_map.targets:
            part = sum(entry.target == target_map.target for entry in entries)
            definition = source_map.definition(file_map, target_map)
            entries.append(Entry(file, file_map, target_map, part, definition))
    return entries


def _land_file(
    load: Load, file: SourceFile, entries: list[Entry], *, force: bool
) -> list[BatchResult]:
    source = load.source_map.source
    if not entries:
        if file.matches(load.source_map.ignore_files):
            return []
        return [
            BatchResult(
                source,
                "*",
                file.name,
                "unmatched",
                message="No pattern of the map names this file.",
            )
        ]
    try:
        sha = fingerprint(file)
        pending = entries if force else [entry for entry in entries if _changed(load, entry, sha)]
        unchanged = [
            BatchResult(source, entry.target, file.name, "unchanged")
            for entry in entries
            if entry not in pending
        ]
        if not pending:
            _note_file(load, file, "landed", sha=sha)
            return unchanged
        return unchanged + _transact(load, file, pending, sha)
    except PipelineError as error:
        if isinstance(error, TransientFailure):
            raise
        return [_failed(load, file, error)]


def _transact(load: Load, file: SourceFile, entries: list[Entry], sha: str) -> list[BatchResult]:
    """Land all targets of a file in one transaction; nothing of a file that fails stays."""
    connection = load.connection
    connection.execute("begin transaction")
    try:
        results: list[BatchResult] = []
        with tempfile.TemporaryDirectory(prefix="kith-landing-", dir=_room(load)) as workdir:
            readings = {}
            for entry in entries:
                key = id(entry.file_map)
                first = key not in readings
                noted: list[Finding] = []
                if first:
                    room = Path(workdir) / str(len(readings))
                    room.mkdir()
                    readings[key] = open_file(connection, file, entry.file_map, room)
                    noted = note_columns(load, entry.file_map, readings[key], file.name)
                replaced, said = supersede(load, entry, Path(workdir))
                result = land_batch(
                    load, entry, readings[key], file_hash=sha, first=first, replaced=replaced
                )
                result.findings[:0] = [*noted, *said]
                results.append(result)
        _note_file(load, file, "landed", sha=sha, results=results)
        connection.execute("commit")
    except duckdb.Error as error:
        connection.execute("rollback")
        raise _as_failure(file, error) from error
    except BaseException:
        connection.execute("rollback")
        raise
    return results


def _room(load: Load) -> str | None:
    """Where unpacked files go: beside DuckDB's own temporary files."""
    row = load.connection.execute("select current_setting('temp_directory')").fetchone()
    place = Path(str(row[0])) if row and row[0] else None
    return str(place.parent) if place and place.parent.is_dir() and place.is_absolute() else None


def _as_failure(file: SourceFile, error: duckdb.Error) -> PipelineError:
    words = str(error).lower()
    if isinstance(error, duckdb.OutOfMemoryException) or "no space left" in words:
        return TransientFailure(
            f"Landing {file.name} ran out of room: {sentence_of(error)}",
            todo="Free disk space or raise the memory limit, then run it again.",
        )
    return PermanentFailure(
        f"{file.name} cannot be landed: {sentence_of(error)}",
        todo="Check the file against its map; nothing of it was landed.",
    )


def _changed(load: Load, entry: Entry, sha: str) -> bool:
    """False when these very bytes were landed by this very map, under this or another name."""
    latest = (
        "select file_hash, map_hash from ops.batches where source = ? and target = ? and part = ? "
        "and {} order by batch_id desc limit 1"
    )
    identity = [load.source_map.source, entry.target, entry.part]
    own = load.connection.execute(
        latest.format("file = ?"), [*identity, entry.file.name]
    ).fetchone()
    if own is None:
        own = load.connection.execute(latest.format("file_hash = ?"), [*identity, sha]).fetchone()
    return own != (sha, entry.map_hash)


def _note_file(
    load: Load,
    file: SourceFile,
    status: str,
    *,
    sha: str = "",
    results: Sequence[BatchResult] = (),
    message: str = "",
) -> None:
    """Remember how a file was last seen."""
    source = load.source_map.source
    known = load.connection.execute(
        "select last_batch_id, rows_in from ops.source_files where source = ? and path = ?",
        [source, file.name],
    ).fetchone()
    batch = max((r.batch_id for r in results if r.batch_id), default=known[0] if known else None)
    rows = max((r.rows_in for r in results), default=known[1] if known else None)
    load.connection.execute(
        "delete from ops.source_files where source = ? and path = ?", [source, file.name]
    )
    load.connection.execute(
        "insert into ops.source_files values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            source, file.name, file.size(), file.modified(), sha, batch, status, rows,
            load.now.replace(tzinfo=None), message,
        ],
    )  # fmt: skip


def _failed(load: Load, file: SourceFile, error: PipelineError) -> BatchResult:
    _note_file(load, file, "failed", message=str(error))
    return BatchResult(load.source_map.source, "*", file.name, "failed", message=str(error))


def _vanished(load: Load, files: list[SourceFile]) -> list[BatchResult]:
    """Report files that were landed before and are gone; their rows stay."""
    source = load.source_map.source
    rows = load.connection.execute(
        "select path from ops.source_files where source = ? and status <> 'vanished' order by path",
        [source],
    ).fetchall()
    present = {file.name for file in files}
    gone = [path for (path,) in rows if path not in present]
    for path in gone:
        load.connection.execute(
            "update ops.source_files set status = 'vanished' where source = ? and path = ?",
            [source, path],
        )
    message = "The file is gone; the rows it brought stay."
    return [BatchResult(source, "*", path, "vanished", message=message) for path in gone]


def replay_quarantine(
    connection: duckdb.DuckDBPyConnection,
    source_map: SourceMap,
    directory: Path | str,
    *,
    run_id: str = "",
    now: datetime | None = None,
    on_progress: OnProgress | None = None,
) -> list[BatchResult]:
    """Read files with open quarantine entries again, by the map as it is now.

    Rows that pass land and their entries become `replayed`; the others stay open, once.
    """
    ensure_landing(connection)
    return land_source(
        connection,
        source_map,
        directory,
        run_id=run_id,
        now=now,
        on_progress=on_progress,
        reread=files_with_open_rows(connection, source_map.source),
    )


__all__ = ["OnProgress", "ensure_landing", "entries_of", "land_source", "replay_quarantine"]
