"""Lists: a count, a page of rows, and the same rows without paging for an export."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from app.data.warehouse import Warehouse


@dataclass(frozen=True, slots=True)
class RowsQuery:
    """A list as SQL. `select`, `source` and `where` hold no values of people; `params` do.

    Attributes:
        select: the columns, already masked for the reader's rights.
        source: the table, with joins if there are any.
        where: conditions with question marks.
        params: what is bound to them, in order.
        order: the full order, ending on a unique key.
        joins: tables that only add columns; joined to the rows of one page, not to all.
    """

    select: str
    source: str
    where: str
    params: tuple[Any, ...]
    order: str
    joins: str = ""

    def everything(self) -> str:
        """The rows without paging; what an export writes."""
        return (
            f"select {self.select} from {self.source} {self.joins} "
            f"where {self.where} order by {self.order}"
        )

    def one_page(self, *, page: int, size: int) -> str:
        """One page of the rows: cut first, joined after."""
        cut = f"limit {int(size)} offset {(int(page) - 1) * int(size)}"
        if not self.joins:
            return f"{self.everything()} {cut}"
        return (
            f"with page_rows as (select * from {self.source} where {self.where} "
            f"order by {self.order} {cut}) "
            f"select {self.select} from page_rows as {self.source} {self.joins} "
            f"order by {self.order}"
        )


def count_rows(warehouse: Warehouse, query: RowsQuery) -> int:
    """How many rows the list has, exactly."""
    sql = f"select count(*) as n from {query.source} where {query.where}"
    return int(warehouse.frame(sql, query.params)["n"][0])


def rows_page(
    warehouse: Warehouse, query: RowsQuery, *, page: int = 1, size: int = 50
) -> pl.DataFrame:
    """One page of the list."""
    return warehouse.frame(query.one_page(page=page, size=size), query.params)


def order_by(
    sort: Sequence[tuple[str, bool]], *, allowed: Mapping[str, str], default: str, key: str
) -> str:
    """An order from column names and directions; unknown names are left out.

    Ties are broken on the key, so a row is on one page only.
    """
    parts = [
        f"{allowed[name]} {'desc' if descending else 'asc'} nulls last"
        for name, descending in sort
        if name in allowed
    ]
    return ", ".join([*(parts or [default]), key])


class Conditions:
    """Collects conditions and the values bound to them."""

    def __init__(self) -> None:
        self._sql: list[str] = []
        self.params: list[Any] = []

    def add(self, sql: str, *values: Any) -> None:
        """A condition with its values."""
        self._sql.append(sql)
        self.params.extend(values)

    def any_of(self, column: str, values: Sequence[str]) -> None:
        """The column is one of the values; no values, no condition."""
        if values:
            marks = ", ".join("?" for _ in values)
            self.add(f"{column} in ({marks})", *values)

    def at_least(self, column: str, value: Any) -> None:
        """The column is not below a value, if there is one."""
        if value is not None:
            self.add(f"{column} >= ?", value)

    def at_most(self, column: str, value: Any) -> None:
        """The column is not above a value, if there is one."""
        if value is not None:
            self.add(f"{column} <= ?", value)

    @property
    def sql(self) -> str:
        """All conditions together."""
        return " and ".join(f"({part})" for part in self._sql) or "true"
