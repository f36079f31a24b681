"""Where in the file a bad row stands: found again by its text, for files of a sensible size."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterator

import duckdb

from pipelines.landing.quarantine import BAD
from pipelines.landing.readers import Reading

MOST_BYTES = 400 * 1024 * 1024
MOST_ROWS = 10_000


def number_bad_rows(connection: duckdb.DuckDBPyConnection, reading: Reading) -> None:
    """Fill the line numbers of bad rows in, where the file is text with a row a line."""
    if reading.plain is None or reading.plain.stat().st_size > MOST_BYTES:
        return
    rows = connection.execute(
        f"select raw_text from {BAD} where line_number is null limit {MOST_ROWS + 1}"
    ).fetchall()
    if not rows or len(rows) > MOST_ROWS:
        return
    wanted: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for (raw,) in rows:
        wanted[_key(raw, reading)].append(raw)
    texts, lines = [], []
    for key, line in _records(reading):
        waiting = wanted.get(key)
        if waiting:
            texts.append(waiting.pop())
            lines.append(line)
    connection.execute(
        f"update {BAD} as b set line_number = f.line from (select text, line, "
        "row_number() over (partition by text order by line) as n "
        "from (select unnest(?) as text, unnest(?) as line)) as f, "
        "(select rowid as id, raw_text, "
        "row_number() over (partition by raw_text order by rowid) as n "
        f"from {BAD} where line_number is null) as o "
        "where b.rowid = o.id and o.raw_text = f.text and o.n = f.n",
        [texts, lines],
    )


def _key(raw: str, reading: Reading) -> tuple[str, ...]:
    if reading.dialect is None:
        return (raw,)
    try:
        row = json.loads(raw)
    except ValueError:
        return (raw,)
    return tuple(str(row.get(column) or "") for column in reading.dialect.columns)


def _records(reading: Reading) -> Iterator[tuple[tuple[str, ...], int]]:
    if reading.plain is None:
        return
    with reading.plain.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
        if reading.dialect is None:
            for number, line in enumerate(stream, start=1):
                yield (line.rstrip("\r\n"),), number
            return
        for _ in range(reading.dialect.skip):
            stream.readline()
        start = reading.dialect.skip + 1
        if reading.dialect.quote:
            reader = csv.reader(
                stream, delimiter=reading.dialect.delimiter, quotechar=reading.dialect.quote
            )
        else:
            reader = csv.reader(stream, delimiter=reading.dialect.delimiter, quoting=csv.QUOTE_NONE)
        try:
            for record in reader:
                yield tuple(record), start
                start = reading.dialect.skip + reader.line_num + 1
        except csv.Error:
            return
