"""A dry run of a source: what its map would make of the files, without landing anything."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from pipelines.failures import PipelineError, sentence_of
from pipelines.landing import sql
from pipelines.landing.batch import Entry, forget_scans
from pipelines.landing.building import build_contract
from pipelines.landing.files import SourceFile, list_files
from pipelines.landing.findings import Finding
from pipelines.landing.load import entries_of
from pipelines.landing.mapping import SourceMap
from pipelines.landing.readers import REJECTS, open_file
from pipelines.landing.resolving import unmapped_columns

SAMPLE_ROWS = 5
REASONS = 5


@dataclass
class TargetCheck:
    """What one file would give one target."""

    target: str
    rows: int = 0
    good: int = 0
    bad: int = 0
    unselected: int = 0
    columns: list[str] = field(default_factory=list)
    sample: list[tuple[Any, ...]] = field(default_factory=list)
    reasons: list[tuple[str, int, str]] = field(default_factory=list)


@dataclass
class FileCheck:
    """What became of one file in a dry run."""

    file: str
    patterns: list[str] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    unmapped: list[str] = field(default_factory=list)
    targets: list[TargetCheck] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    problem: str = ""


@dataclass
class SourceCheck:
    """The report of a dry run."""

    source: str
    directory: str
    files: list[FileCheck] = field(default_factory=list)
    unmatched: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    idle_patterns: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """True when every matched file can be landed and no row is refused."""
        return not any(f.problem or any(t.bad for t in f.targets) for f in self.files)


def check_source(
    connection: duckdb.DuckDBPyConnection, source_map: SourceMap, directory: Path | str
) -> SourceCheck:
    """Read every matched file by the map and report; the connection's tables stay as they are."""
    connection.execute("set timezone = 'UTC'")
    report = SourceCheck(source_map.source, str(directory))
    files = list_files(directory)
    for file in files:
        entries = entries_of(source_map, file)
        if entries:
            report.files.append(_check_file(connection, source_map, file, entries))
        elif file.matches(source_map.ignore_files):
            report.ignored.append(file.name)
        else:
            report.unmatched.append(file.name)
    report.idle_patterns = [
        ", ".join(file_map.pattern)
        for file_map in source_map.files
        if not any(file.matches(file_map.pattern) for file in files)
    ]
    return report


def _check_file(
    connection: duckdb.DuckDBPyConnection,
    source_map: SourceMap,
    file: SourceFile,
    entries: list[Entry],
) -> FileCheck:
    check = FileCheck(file.name)
    try:
        with tempfile.TemporaryDirectory(prefix="kith-check-") as workdir:
            for position, entry in enumerate(entries):
                room = Path(workdir) / str(position)
                room.mkdir()
                _check_entry(connection, source_map, entry, check, room)
    except PipelineError as error:
        check.problem = str(error)
    except duckdb.Error as error:
        check.problem = f"{file.name} cannot be read: {sentence_of(error)}."
    return check


def _check_entry(
    connection: duckdb.DuckDBPyConnection,
    source_map: SourceMap,
    entry: Entry,
    check: FileCheck,
    room: Path,
) -> None:
    forget_scans(connection)
    reading = open_file(connection, entry.file, entry.file_map, room)
    check.columns = list(reading.columns)
    check.unmapped = unmapped_columns(check.columns, entry.file_map)
    check.patterns = list(dict.fromkeys([*check.patterns, *entry.file_map.pattern]))
    contract = build_contract(
        connection, source_map, entry.file_map, entry.target_map, reading, with_faults=True
    )
    check.findings += contract.findings
    if errors := [f.message for f in contract.findings if f.severity == "error"]:
        check.problem = f"{entry.target}: {'; '.join(errors)}"
        return
    found = TargetCheck(entry.target, columns=contract.fields())
    typed = contract.typed(record_rejects=True)
    counted = f"select count(*), count(*) filter (where _bad) from ({typed})"
    row = connection.execute(counted).fetchall()[0]  # all of it: only then rejects are written
    rejected = _rejected(connection)
    found.bad = row[1] + len(rejected)
    found.good = row[0] - row[1]
    if contract.where:
        total = connection.execute(f"select count(*) from ({contract.source})").fetchone()
        found.unselected = (total[0] if total else 0) - row[0]
    found.rows = found.good + found.bad + found.unselected
    names = ", ".join(sql.name(name) for name in found.columns)
    found.sample = connection.execute(
        f"select {names} from ({contract.typed()}) where not _bad limit {SAMPLE_ROWS}"
    ).fetchall()
    found.reasons = [(reason, 1, raw) for reason, raw in rejected[:REASONS]]
    if row[1]:
        found.reasons += connection.execute(
            f"select {contract.reasons()} as reason, count(*), any_value(__row) from "
            f"({contract.typed(raw=True)}) where _bad group by 1 order by 2 desc, 1 limit {REASONS}"
        ).fetchall()
    check.targets.append(found)


def _rejected(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    exists = connection.execute(
        "select count(*) from information_schema.tables where table_name = ?", [REJECTS]
    ).fetchone()
    if not exists or not exists[0]:
        return []
    return connection.execute(
        "select 'line ' || min(line) || ' cannot be read', coalesce(any_value(csv_line), '') "
        f"from {REJECTS} group by line_byte_position "
        "having trim(coalesce(any_value(csv_line), '')) <> '' order by min(line)"
    ).fetchall()
