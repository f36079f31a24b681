"""Finding customers: search, filter, sort, open, export."""

from __future__ import annotations

import streamlit as st

from app import formats, session
from app.components.customer_columns import DEFAULT_COLUMNS, customer_columns
from app.components.customer_filters import clear_filters, customer_filters, viewer_note
from app.components.empty import no_warehouse, nothing_found, nothing_yet
from app.components.exports import export_menu
from app.components.header import context_line, data_as_of, page_header
from app.components.sorting import column_choice, sort_choice
from app.components.tables import Opens, current_page, data_table, pager, row_range_text
from app.exports import Export
from app.queries.customers import DEFAULT_SORT, SORTS, customers_query
from app.queries.rows import count_rows, rows_page
from app.strings import _

PAGE = "customers"


def show() -> None:
    """Draw the page from top to bottom."""
    reader = session.reader()
    if reader is None:
        page_header(_("Customers"))
        no_warehouse()
        return
    everybody = int(reader.frame("select count(*) as n from customers")["n"][0])
    if not everybody:
        page_header(_("Customers"), context=data_as_of())
        nothing_yet(
            _("No customers yet"),
            _("Everybody your shops, forms and service desk know is listed here, one row each."),
            icon="group",
            command="./kith source add files DIR --map map.yaml",
        )
        return
    heading = st.container()
    columns = customer_columns(reader.publication.reporting_currency)
    filters = customer_filters(reader)
    with st.container(key="customers_bar"):
        bar = st.container(
            horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
        )
    with bar:
        counted = st.empty()
        view = st.popover(_("Sort and columns"), icon=":material/view_column:")
    with view:
        labels = {name: column.label for name, column in columns.items()}
        sort = sort_choice(
            PAGE,
            columns={name: labels[name] for name in SORTS},
            default=DEFAULT_SORT,
        )
        del labels["full_name"]
        chosen = column_choice(PAGE, columns=labels, default=DEFAULT_COLUMNS)
    query = customers_query(filters, session.actor(), sort=sort)
    count = count_rows(reader, query)
    export = Export(query, "customers", "customers.export", filters.for_log())
    with heading:
        page_header(
            _("Customers"),
            context=context_line(
                _("{count} in all").format(count=formats.integer(everybody)),
                data_as_of(),
                viewer_note(),
            ),
            actions=lambda: export_menu(export, rows=count, key=PAGE),
        )
    page = current_page(count)
    counted.markdown(row_range_text(count, page))
    if not count:
        nothing_found(clear=_("Clear filters"))
        st.button(_("Clear filters"), key=f"{PAGE}.clear_empty", on_click=clear_filters)
        return
    rows = rows_page(reader, query, page=page)
    data_table(
        rows,
        [columns["full_name"], *(columns[name] for name in chosen)],
        key=f"{PAGE}.table",
        opens=Opens("views/customers/detail.py", "customer_id"),
        phone=("full_name", "customer_status", "lifetime_net_amount"),
        zone=reader.publication.workspace_timezone,
    )
    pager(PAGE, count)


show()
