"""Tables of one page of rows: typed columns, a name that opens the record, few on a phone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import ceil
from typing import Any, Literal

import polars as pl
import streamlit as st

from app import formats
from app.components.url_state import put_in_url, url_page, url_value, widget_key
from app.strings import _, language

PAGE_ROWS = 50
_DATES = {"en": "MMM D, YYYY", "zh_CN": "YYYY年M月D日"}  # as Babel writes them elsewhere
Kind = Literal["text", "integer", "decimal", "money", "percent", "date", "moment", "bar", "yes_no"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; `labels` turns codes into words."""

    name: str
    label: str
    kind: Kind = "text"
    width: int | None = None
    help: str | None = None
    labels: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Opens:
    """Where a click on the first column leads: a page, with the row's id in the URL."""

    page: str
    id_column: str
    param: str = "id"
    params: Mapping[str, str] = field(default_factory=dict)


def data_table(
    frame: pl.DataFrame,
    columns: Sequence[Column],
    *,
    key: str,
    opens: Opens | None = None,
    phone: Sequence[str] = (),
    zone: str = "UTC",
    height: int | Literal["auto"] | None = None,
) -> None:
    """Draw the columns named; on a phone only those in `phone` (default: the first three)."""
    few = tuple(phone) or tuple(column.name for column in columns[:3])
    with st.container(key=f"wide_only_{key}"):
        _draw(frame, columns, key=key, opens=opens, zone=zone, height=height)
    with st.container(key=f"phone_only_{key}"):
        short = [replace(column, width=None) for column in columns if column.name in few]
        _draw(frame, short, key=f"{key}.phone", opens=opens, zone=zone, height=height)


def _draw(
    frame: pl.DataFrame,
    columns: Sequence[Column],
    *,
    key: str,
    opens: Opens | None,
    zone: str,
    height: int | Literal["auto"] | None,
) -> None:
    shown = frame.select(_shown(frame, column, zone) for column in columns)
    config: dict[str, Any] = {column.name: _config(column) for column in columns}
    click_key = f"{key}.open"
    if opens is not None:
        first = columns[0]
        config[first.name] = st.column_config.ButtonColumn(
            first.label,
            type="tertiary",
            alignment="left",
            pinned=True,
            key=click_key,
            width=first.width,
        )
    rows = min(frame.height, PAGE_ROWS)
    st.dataframe(
        shown,
        column_config=config,
        hide_index=True,
        key=key,
        height=height or (rows + 1) * 35 + 2,
        row_height=35,
        placeholder="",
    )
    click = st.session_state.get(click_key) if opens is not None else None
    if opens is not None and click:
        record = frame[opens.id_column][click["row"]]
        if record is None:
            st.toast(_("This row belongs to no known customer."), icon=":material/info:")
            return
        st.switch_page(opens.page, query_params={**opens.params, opens.param: str(record)})


def _shown(frame: pl.DataFrame, column: Column, zone: str) -> pl.Expr:
    values = pl.col(column.name)
    kind = frame.schema[column.name]
    if column.labels is not None:
        return values.replace_strict(column.labels, default=values, return_dtype=pl.String)
    if column.kind == "moment":
        zoned = values if getattr(kind, "time_zone", None) else values.dt.replace_time_zone("UTC")
        return zoned.dt.convert_time_zone(zone).dt.replace_time_zone(None)
    if column.kind == "percent":
        return values.cast(pl.Float64) * 100
    if isinstance(kind, pl.Decimal):
        return values.cast(pl.Float64)
    return values


def _config(column: Column) -> Any:
    common: dict[str, Any] = {"label": column.label, "width": column.width, "help": column.help}
    make = st.column_config
    match column.kind:
        case "money":
            return make.NumberColumn(**common, format="%,.2f")
        case "integer":
            return make.NumberColumn(**common, format="%,d")
        case "decimal":
            return make.NumberColumn(**common, format="%,.1f")
        case "percent":
            return make.NumberColumn(**common, format="%.1f%%")
        case "bar":
            return make.ProgressColumn(**common, format="percent", min_value=0, max_value=1)
        case "date":
            return make.DateColumn(**common, format=_DATES[language()])
        case "moment":
            return make.DatetimeColumn(**common, format=f"{_DATES[language()]} HH:mm")
        case "yes_no":
            return make.CheckboxColumn(**common)
        case _:
            return make.TextColumn(**common)


def page_count(rows: int) -> int:
    """How many pages so many rows fill."""
    return max(ceil(rows / PAGE_ROWS), 1)


def current_page(rows: int) -> int:
    """The page the URL asks for, within what there is."""
    return url_page(page_count(rows))


def row_range_text(rows: int, page: int) -> str:
    """1–50 of 12,345."""
    first = (page - 1) * PAGE_ROWS + 1 if rows else 0
    last = min(page * PAGE_ROWS, rows)
    return _("{first}–{last} of {count}").format(
        first=formats.integer(first), last=formats.integer(last), count=formats.integer(rows)
    )


def pager(page_name: str, rows: int) -> None:
    """Buttons to other pages of the list; the page is in the URL."""
    pages = page_count(rows)
    if pages == 1:
        return
    key = widget_key(page_name, f"pager.{pages}")
    st.session_state[key] = url_page(pages)

    def write() -> None:
        put_in_url({"page": str(st.session_state[key])})

    st.pagination(pages, key=key, on_change=write)


def url_sort(default: str) -> list[tuple[str, bool]]:
    """The sort of the URL: column names set apart by commas, a minus in front means descending."""
    parts = [part for part in url_value("sort", default).split(",") if part]
    return [(part.lstrip("-"), part.startswith("-")) for part in parts]
