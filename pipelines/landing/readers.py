"""Open a file as a SQL relation of its columns, with DuckDB's own readers."""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from pipelines.failures import PermanentFailure, sentence_of
from pipelines.landing import sql
from pipelines.landing.csv_dialect import Dialect, find_dialect
from pipelines.landing.encodings import as_utf8, even_line_ends, unpack
from pipelines.landing.files import SourceFile
from pipelines.landing.mapping import FileMap, FixedColumn

REJECTS = "kith_reject_errors"
SCANS = "kith_reject_scans"
BY_SUFFIX = {
    "csv": "csv", "txt": "csv", "tsv": "tsv", "tab": "tsv", "jsonl": "jsonl", "ndjson": "jsonl",
    "json": "json", "parquet": "parquet", "pq": "parquet", "xlsx": "xlsx",
}  # fmt: skip
TEXT_FORMATS = {"csv", "tsv", "jsonl", "json", "fixed", "whitespace"}
EXCEL = "duckdb_extension_excel"


@dataclass(frozen=True)
class Reading:
    """A file that can be selected from.

    `relation` is SQL whose columns are those of the file; a document reading (JSON) has `__doc`
    instead. `__fault` is not null on a malformed line, `__raw` is the original text.
    """

    relation: str
    columns: dict[str, str]
    recorded: str | None = None
    documents: bool = False
    raw: str = ""
    has_fault: bool = False
    plain: Path | None = None
    dialect: Dialect | None = None
    text: bool = True
    notes: list[str] = field(default_factory=list)

    def scan(self, *, record_rejects: bool) -> str:
        """The relation; with `record_rejects` the bad lines land in the rejects table."""
        return self.recorded if record_rejects and self.recorded else self.relation


def format_of(file: SourceFile, file_map: FileMap) -> str:
    """The format the map says, or the one the extension tells."""
    if file_map.format:
        return "jsonl" if file_map.format == "ndjson" else file_map.format
    known = BY_SUFFIX.get(file.suffix)
    if known is None:
        raise PermanentFailure(
            f'The format of {file.name} is not known from its extension "{file.suffix}"',
            todo="Write `format` for its pattern in the map.",
        )
    return known


def open_file(
    connection: duckdb.DuckDBPyConnection, file: SourceFile, file_map: FileMap, workdir: Path
) -> Reading:
    """Unpack, transcode and open one file; a damaged one fails with a sentence."""
    path = unpack(file, workdir)
    kind = format_of(file, file_map)
    if path.stat().st_size == 0:
        raise PermanentFailure(f"{file.name} is empty", todo="Fetch the file again, or remove it.")
    if kind in TEXT_FORMATS:
        path = as_utf8(file.name, path, workdir, encoding=file_map.encoding).path
        path = even_line_ends(path, workdir)
    try:
        if kind in {"csv", "tsv"}:
            return _open_delimited(file, path, file_map, kind)
        if kind in {"jsonl", "json"}:
            from pipelines.landing.documents import open_json

            return open_json(connection, file.name, path, file_map, lines=kind == "jsonl")
        if kind in {"fixed", "whitespace"}:
            return _open_lines(connection, file, path, file_map, kind)
        if kind == "parquet":
            return _open_parquet(connection, path, file_map)
        return _open_xlsx(connection, path, file_map, workdir)
    except duckdb.Error as error:
        raise PermanentFailure(
            f"{file.name} cannot be read as {kind}: {sentence_of(error)}",
            todo="Fetch the file again; if it is whole, name its right `format` in the map.",
        ) from error


def lines_of(path: Path, *, skip: int = 0) -> str:
    """SQL over the lines of a text file, as one column `__raw`."""
    return (
        f"select __raw from read_csv({sql.text(str(path))}, auto_detect = false, header = false, "
        f"skip = {skip}, delim = '\x01', quote = '', escape = '', max_line_size = 33554432, "
        "columns = {'__raw': 'varchar'}, ignore_errors = true)"
    )


def _open_delimited(file: SourceFile, path: Path, file_map: FileMap, kind: str) -> Reading:
    dialect = find_dialect(file.name, path, file_map, kind)
    listed = ", ".join(f"{sql.text(column)}: 'varchar'" for column in dialect.columns)
    options = (
        f"auto_detect = false, header = false, skip = {dialect.skip}, "
        f"delim = {sql.text(dialect.delimiter)}, quote = {sql.text(dialect.quote)}, "
        f"escape = {sql.text(dialect.escape)}, columns = {{{listed}}}"
    )
    if file_map.comment:
        options += f", comment = {sql.text(file_map.comment)}"
    if file_map.short_lines == "pad":
        options += ", null_padding = true"
    source = f"select * from read_csv({sql.text(str(path))}, {options}"
    recording = (
        f", store_rejects = true, rejects_table = '{REJECTS}', rejects_scan = '{SCANS}', "
        "rejects_limit = 0)"
    )
    return Reading(
        relation=f"{source}, ignore_errors = true)",
        recorded=source + recording,
        columns=dict.fromkeys(dialect.columns, "VARCHAR"),
        raw=row_as_json(dialect.columns),
        plain=path,
        dialect=dialect,
    )


def _open_lines(
    connection: duckdb.DuckDBPyConnection,
    file: SourceFile,
    path: Path,
    file_map: FileMap,
    kind: str,
) -> Reading:
    skip = file_map.skip_rows
    header = file_map.header and not file_map.columns
    if kind == "whitespace":
        names = [c if isinstance(c, str) else c.name for c in file_map.columns]
        if header:
            first = connection.execute(f"{lines_of(path, skip=skip)} limit 1").fetchone()
            names = str(first[0]).split() if first else []
        if file_map.header:
            skip += 1
        parts = "regexp_split_to_array(trim(__raw, e' \\t\\r'), '[ \\t]+')"
        inner = f"select __raw, {parts} as __parts from ({lines_of(path, skip=skip)})"
        listed = ", ".join(f"__parts[{i}] as {sql.name(n)}" for i, n in enumerate(names, start=1))
        fault = (
            f"case when len(__parts) <> {len(names)} then 'the line has ' || len(__parts) || "
            f"' values, not {len(names)}' end"
        )
    else:
        fixed = [column for column in file_map.columns if isinstance(column, FixedColumn)]
        names = [column.name for column in fixed]
        inner = lines_of(path, skip=skip)
        listed = ", ".join(
            f"nullif(trim(substr(__raw, {c.start}, {c.width})), '') as {sql.name(c.name)}"
            for c in fixed
        )
        fault = "cast(null as varchar)"
    if not names:
        raise PermanentFailure(f"{file.name} has no columns", todo="Name them with `columns`.")
    return Reading(
        relation=(
            f"select {listed}, {fault} as __fault, __raw from ({inner}) "
            "where trim(__raw, e' \\t\\r') <> ''"
        ),
        columns=dict.fromkeys(names, "VARCHAR"),
        raw="__raw",
        has_fault=True,
        plain=path,
    )


def _open_parquet(connection: duckdb.DuckDBPyConnection, path: Path, file_map: FileMap) -> Reading:
    source = f"select * from read_parquet({sql.text(str(path))})"
    columns = describe(connection, source)
    wanted = {
        column for target in file_map.targets for f in target.fields.values() for column in f.column
    }
    nested = any("." in column and column not in columns for column in wanted)
    if nested or any(target.explode for target in file_map.targets):
        from pipelines.landing.documents import document_reading

        return document_reading(
            connection, f"select to_json(t) as __doc from ({source}) as t", text=False
        )
    return Reading(relation=source, columns=columns, raw=row_as_json(list(columns)), text=False)


def _open_xlsx(
    connection: duckdb.DuckDBPyConnection, path: Path, file_map: FileMap, workdir: Path
) -> Reading:
    load_excel(connection)
    _refuse_broken_book(path)
    if path.suffix.lower() != ".xlsx":
        linked = workdir / "book.xlsx"
        linked.unlink(missing_ok=True)
        linked.symlink_to(path.resolve())
        path = linked
    options = "all_varchar = true, header = " + str(file_map.header).lower()
    if file_map.sheet:
        options += f", sheet = {sql.text(file_map.sheet)}"
    if file_map.range or file_map.skip_rows:
        options += (
            f", range = {sql.text(file_map.range or f'A{file_map.skip_rows + 1}:XFD1048576')}"
        )
    source = f"select * from read_xlsx({sql.text(str(path))}, {options})"
    found = list(describe(connection, source))
    names = [c if isinstance(c, str) else c.name for c in file_map.columns] or found
    listed = ", ".join(
        f"{sql.name(a)} as {sql.name(b)}" for a, b in zip(found, names, strict=False)
    )
    any_value = " or ".join(f"{sql.name(column)} is not null" for column in found)
    return Reading(
        relation=f"select {listed} from ({source}) where {any_value}",
        columns=dict.fromkeys(names, "VARCHAR"),
        raw=row_as_json(names),
    )


def _refuse_broken_book(path: Path) -> None:
    """DuckDB's reader never ends on a damaged workbook: look at the archive first."""
    try:
        with zipfile.ZipFile(path) as book:
            broken = book.testzip()
            if broken is None and "xl/workbook.xml" in book.namelist():
                return
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError):
        broken = "the archive"
    raise duckdb.InvalidInputException(f"{broken or 'it'} is damaged or not a workbook")


def load_excel(connection: duckdb.DuckDBPyConnection) -> None:
    """Load the Excel extension out of its package; nothing is fetched."""
    from importlib.util import find_spec

    spec = find_spec(EXCEL)
    roots = [Path(root) for root in (spec.submodule_search_locations or [])] if spec else []
    built = [file for root in roots for file in root.glob("extensions/*/excel.duckdb_extension")]
    if not built:
        raise PermanentFailure(
            "Reading .xlsx needs the package duckdb-extension-excel", todo="Run `uv sync`."
        )
    connection.load_extension(str(built[0]))


def describe(connection: duckdb.DuckDBPyConnection, query: str) -> dict[str, str]:
    """Columns of a query with their types."""
    return {row[0]: row[1] for row in connection.execute(f"describe {query}").fetchall()}


def row_as_json(columns: list[str]) -> str:
    """SQL for a whole row as JSON text."""
    packed = ", ".join(f"{sql.name(column)} := {sql.name(column)}" for column in columns)
    return f"cast(to_json(struct_pack({packed})) as varchar)"
