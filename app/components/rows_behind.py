"""The rows behind a number: how many, page by page, each opening its record, and an export."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import streamlit as st

from app import session
from app.components.empty import nothing_yet
from app.components.exports import export_menu
from app.components.tables import Column, Opens, current_page, data_table, pager, row_range_text
from app.components.vocabulary import CUSTOMER_STATUSES, words_of
from app.data.cache import CachedWarehouse
from app.exports import Export
from app.plain import plain
from app.queries.rows import RowsQuery, count_rows, rows_page
from app.strings import _

# Charts above link to the list below by this.
ANCHOR = "rows"
CUSTOMER = Opens("views/customers/detail.py", "customer_id")


@dataclass(frozen=True, slots=True)
class RowsBehind:
    """What stands behind a number; `what` names it in the log and in the file."""

    title: str
    query: RowsQuery
    columns: Sequence[Column]
    what: str
    filters: Mapping[str, str] = field(default_factory=dict)
    action: str = "customers.export"
    opens: Opens | None = CUSTOMER
    phone: Sequence[str] = ()
    note: str = ""


def customer_columns(*more: Column) -> list[Column]:
    """Who it is and where they stand, then what this list is about."""
    return [
        Column("full_name", _("Customer"), width=190),
        Column("customer_status", _("Status"), labels=words_of(CUSTOMER_STATUSES), width=90),
        *more,
    ]


def may_see_contact() -> bool:
    """May the reader see e-mail addresses and phone numbers, on the page and in files?"""
    return bool(session.verdict("customers.view_contact"))


def rows_behind(page: str, reader: CachedWarehouse, *, rows: RowsBehind) -> None:
    """Draw the title with the export, the count, one page of rows and the pager."""
    count = count_rows(reader, rows.query)
    key = f"{page}.{rows.what}"
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        st.subheader(plain(rows.title), anchor=ANCHOR, width="content")
        export = Export(
            query=rows.query, what=rows.what, action=rows.action, filters=dict(rows.filters)
        )
        export_menu(export, rows=count, key=key)
    if count == 0:
        nothing_yet(_("Nothing here"), _("No row stands behind this number."), icon="search_off")
        return
    number = current_page(count)
    range_text = row_range_text(count, number)
    st.caption(f"{range_text} · {rows.note}" if rows.note else range_text)
    data_table(
        rows_page(reader, rows.query, page=number),
        rows.columns,
        key=f"{key}.table.{number}",
        opens=rows.opens,
        phone=rows.phone,
        zone=reader.publication.workspace_timezone,
    )
    pager(page, count)
