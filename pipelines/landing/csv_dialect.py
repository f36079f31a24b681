"""Delimiter and header of a delimited file, found with the help of the columns the map names."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from pipelines.failures import PermanentFailure
from pipelines.landing.mapping import FileMap

CANDIDATES = (",", ";", "\t", "|", "^", "~", ":")
HEAD_RECORDS = 50


@dataclass(frozen=True)
class Dialect:
    """How the lines of a file fall into columns."""

    delimiter: str
    quote: str
    escape: str
    columns: list[str]
    skip: int


def find_dialect(name: str, path: Path, file_map: FileMap, kind: str) -> Dialect:
    """Find the delimiter (unless said) and read the header."""
    delimiter = file_map.delimiter or ("\t" if kind == "tsv" else _sniff(path, file_map))
    delimiter = {"\\t": "\t", "tab": "\t"}.get(delimiter, delimiter)
    named = [column if isinstance(column, str) else column.name for column in file_map.columns]
    columns, lines = named, 0
    if file_map.header:
        header = next(_records(path, file_map, delimiter), None)
        if header is None:
            raise PermanentFailure(f"{name} is empty", todo="Fetch the file again, or remove it.")
        columns, lines = named or _clean(header[0]), header[1]
    return Dialect(
        delimiter=delimiter,
        quote=file_map.quote,
        escape=file_map.escape or file_map.quote,
        columns=columns,
        skip=file_map.skip_rows + lines,
    )


def _sniff(path: Path, file_map: FileMap) -> str:
    """The delimiter that gives most of the mapped columns, else the steadiest column count."""
    wanted = {
        column.strip().casefold()
        for target in file_map.targets
        for field in target.fields.values()
        for column in field.column
    }

    def score(delimiter: str) -> tuple[int, float, int]:
        records = [
            record for record, _ in islice(_records(path, file_map, delimiter), HEAD_RECORDS)
        ]
        if not records:
            return (0, 0, 0)
        width = len(file_map.columns) or len(records[0])
        header = {cell.strip().casefold() for cell in records[0]}
        found = len(wanted & header) if file_map.header else 0
        steady = sum(len(record) == width for record in records) / len(records)
        return (found, steady if width > 1 else 0, width)

    return max(CANDIDATES, key=score)


def _records(path: Path, file_map: FileMap, delimiter: str) -> Iterator[tuple[list[str], int]]:
    """Records of the head of a file with the number of lines read so far."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
        for _ in range(file_map.skip_rows):
            stream.readline()
        if file_map.quote:
            reader = csv.reader(stream, delimiter=delimiter, quotechar=file_map.quote)
        else:
            reader = csv.reader(stream, delimiter=delimiter, quoting=csv.QUOTE_NONE)
        try:
            for record in reader:
                blank = not any(cell.strip() for cell in record)
                comment = file_map.comment and record and record[0].startswith(file_map.comment)
                if not blank and not comment:
                    yield record, reader.line_num
        except csv.Error:
            return


def _clean(header: list[str]) -> list[str]:
    """Strip the names, name the nameless, number the repeated."""
    names: list[str] = []
    taken: set[str] = set()
    for position, cell in enumerate(header, start=1):
        base = cell.strip() or f"column{position}"
        unique, number = base, 1
        while unique.casefold() in taken:
            unique, number = f"{base}_{number}", number + 1
        taken.add(unique.casefold())
        names.append(unique)
    return names
