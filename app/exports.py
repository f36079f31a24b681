"""Lists as files: CSV, XLSX, Parquet.

The rows come from the query of the list itself, without its paging, in chunks, so a million rows
cost no more memory than ten thousand. The right is checked here, below the page, and every file is
logged in records. Text that a spreadsheet would run as a formula is made harmless in CSV and XLSX;
Parquet is read by programs and keeps the text as it is.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BufferedReader
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import xlsxwriter

from app.data.warehouse import ServedVersion
from app.queries.rows import RowsQuery
from records.audit import record_export
from records.errors import Invalid
from records.permissions.rules import Actor, decide
from records.settings import Settings

XLSX_ROWS = 1_048_575
CHUNK_ROWS = 50_000
MIME = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}
_RISKY = r"^[=+\-@\t\r]"


@dataclass(frozen=True, slots=True)
class Export:
    """What is written: the list, its name, the right it needs and the filters for the log."""

    query: RowsQuery
    what: str
    action: str
    filters: Mapping[str, Any] = field(default_factory=dict)


def row_limit(settings: Settings, file_format: str) -> int:
    """The most rows a format takes here."""
    return min(XLSX_ROWS, settings.export_rows) if file_format == "xlsx" else settings.export_rows


def write_export(
    settings: Settings, actor: Actor, *, served: ServedVersion, export: Export, file_format: str
) -> BufferedReader:
    """Write the file to a temporary place, log it, hand it back; the place is gone when read.

    Raises:
        NotAllowed: the person may not export this.
        Invalid: more rows than the format holds.
    """
    decide(actor, export.action).require()
    settings.temporary_dir.mkdir(parents=True, exist_ok=True)
    batches = _Counted(_batches(served, export.query), row_limit(settings, file_format))
    with tempfile.NamedTemporaryFile(dir=settings.temporary_dir) as file:
        _WRITERS[file_format](file, batches)
        file.flush()
        finished = Path(file.name).open("rb")  # noqa: SIM115 (handed to the caller)
    record_export(
        settings,
        actor,
        what=export.what,
        filters=export.filters,
        row_count=batches.rows,
        file_format=file_format,
    )
    return finished


class _Counted:
    """Batches, counted on the way through; stops above the limit of the format."""

    def __init__(self, reader: tuple[pa.Schema, Iterator[pa.RecordBatch]], limit: int) -> None:
        self.schema, self._batches = reader
        self._limit = limit
        self.rows = 0

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        for batch in self._batches:
            self.rows += batch.num_rows
            if self.rows > self._limit:
                message = (
                    f"This list has more than {self._limit} rows, which the format cannot hold."
                )
                raise Invalid("rows", message)
            yield batch


def _batches(served: ServedVersion, query: RowsQuery) -> tuple[pa.Schema, Iterator[pa.RecordBatch]]:
    cursor = served.cursor()
    reader = cursor.execute(query.everything(), list(query.params)).to_arrow_reader(CHUNK_ROWS)

    def run() -> Iterator[pa.RecordBatch]:
        try:
            yield from reader
        finally:
            cursor.close()

    return reader.schema, run()


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def harmless(column: pa.Array) -> pa.Array:
    """Text cells that begin with = + - @ get an apostrophe, so no spreadsheet runs them."""
    risky = pc.call_function("match_substring_regex", [column], pc.MatchSubstringOptions(_RISKY))
    empty, mark = pa.scalar("", column.type), pa.scalar("'", column.type)
    quoted = pc.call_function("binary_join_element_wise", [mark, column, empty])
    return pc.call_function("if_else", [risky, quoted, column])


def _harmless_batch(batch: pa.RecordBatch) -> pa.RecordBatch:
    columns = [harmless(c) if _is_text(c.type) else c for c in batch.columns]
    return pa.RecordBatch.from_arrays(columns, schema=batch.schema)


def _write_csv(file: IO[bytes], batches: _Counted) -> None:
    file.write(b"\xef\xbb\xbf")  # so that spreadsheets read it as UTF-8
    with pa_csv.CSVWriter(file, batches.schema) as writer:
        for batch in batches:
            writer.write_batch(_harmless_batch(batch))


def _write_parquet(file: IO[bytes], batches: _Counted) -> None:
    with pq.ParquetWriter(file, batches.schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(batch)


def _write_xlsx(file: IO[bytes], batches: _Counted) -> None:
    options = {
        "constant_memory": True,
        "remove_timezone": True,
        "default_date_format": "yyyy-mm-dd",
    }
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet("Kith")
        bold = book.add_format({"bold": True})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.freeze_panes(1, 1)
        for number, column in enumerate(batches.schema):
            width = 20 if pa.types.is_timestamp(column.type) else 16
            sheet.set_column(number, number, width)
            sheet.write_string(0, number, column.name, bold)
        row = 1
        for batch in batches:
            for values in zip(*(c.to_pylist() for c in _harmless_batch(batch)), strict=True):
                for number, value in enumerate(values):
                    _write_cell(sheet, row, number, value=value, moment=moment)
                row += 1


def _write_cell(sheet: Any, row: int, column: int, *, value: Any, moment: Any) -> None:
    if value is None:
        return
    if isinstance(value, str):
        sheet.write_string(row, column, value)
    elif hasattr(value, "hour"):
        sheet.write_datetime(row, column, value, moment)
    else:
        sheet.write(row, column, value)


_WRITERS = {"csv": _write_csv, "xlsx": _write_xlsx, "parquet": _write_parquet}
