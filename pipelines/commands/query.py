"""`kith query`: read-only SQL on the published version."""

import csv
import datetime as dt
import json
import sys
from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipelines.commands.options import DEFAULT_HOME, HomeOption
from pipelines.failures import PermanentFailure, sentence_of
from pipelines.home import find_home
from pipelines.serving import connect_current

if TYPE_CHECKING:
    import duckdb

TABLE_ROWS = 200
UNFOLDED = 100_000


class Format(StrEnum):
    """How rows are written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def query(
    sql: Annotated[str, typer.Argument(help="One select statement; `-` reads it from stdin.")],
    output: Annotated[
        Format, typer.Option("--format", help="How to write the rows.")
    ] = Format.TABLE,
    home: HomeOption = DEFAULT_HOME,
) -> None:
    """Ask the published version a question in SQL. It can only read, and only what is published.

    Example: ./kith query "select count(*), sum(net_amount) from orders" --format csv
    """
    text = sys.stdin.read() if sql == "-" else sql
    connection = connect_current(find_home(home))
    try:
        cursor = run_select(connection, text)
        names = [column[0] for column in cursor.description or []]
        _WRITERS[output](names, _rows(cursor))
    finally:
        connection.close()


def run_select(connection: "duckdb.DuckDBPyConnection", sql: str) -> "duckdb.DuckDBPyConnection":
    """Run one statement that reads; anything else is refused before it starts.

    Raises:
        PermanentFailure: not exactly one statement, one that does not read, or one that fails.
    """
    import duckdb

    readers = {duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN}
    try:
        statements = duckdb.extract_statements(sql)
        if len(statements) != 1:
            raise PermanentFailure(f"Give one select statement, not {len(statements)}.")
        if statements[0].type not in readers:
            kind = statements[0].type.name.lower().replace("_", " ")
            raise PermanentFailure(
                f"Only select, describe, show and explain are allowed here, this is: {kind}."
            )
        return connection.execute(statements[0])
    except duckdb.Error as error:
        raise PermanentFailure(f"The query failed: {sentence_of(error)}") from error


def _rows(cursor: "duckdb.DuckDBPyConnection") -> Iterator[tuple[Any, ...]]:
    import duckdb

    try:
        while batch := cursor.fetchmany(10_000):
            yield from batch
    except duckdb.Error as error:
        raise PermanentFailure(f"The query failed: {sentence_of(error)}") from error


def _write_csv(names: list[str], rows: Iterator[tuple[Any, ...]]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow([_as_text(value) for value in row])


def _write_json(names: list[str], rows: Iterator[tuple[Any, ...]]) -> None:
    sys.stdout.write("[")
    for number, row in enumerate(rows):
        record = dict(zip(names, row, strict=True))
        sys.stdout.write(",\n " if number else "\n ")
        sys.stdout.write(json.dumps(record, default=_as_json, ensure_ascii=False))
    sys.stdout.write("\n]\n")


def _write_table(names: list[str], rows: Iterator[tuple[Any, ...]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in names:
        table.add_column(Text(name), overflow="fold")
    more = False
    for number, row in enumerate(rows):
        if number == TABLE_ROWS:
            more = True
            break
        table.add_row(*(Text(_as_text(value)) for value in row))
    # a pipe has no width: there nothing is folded, so that every value is whole on its line
    width = None if sys.stdout.isatty() else UNFOLDED
    Console(width=width).print(table)
    if more:
        typer.echo(
            f"Only the first {TABLE_ROWS} rows are shown; --format csv writes all.", err=True
        )


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return json.dumps(value, default=_as_json, ensure_ascii=False)
    return str(value)


def _as_json(value: object) -> object:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ")
    return str(value)


_WRITERS = {Format.TABLE: _write_table, Format.CSV: _write_csv, Format.JSON: _write_json}
