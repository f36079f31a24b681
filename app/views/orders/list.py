"""Orders: the rows behind revenue, counts and averages."""

from __future__ import annotations

import polars as pl
import streamlit as st

from app import formats, session
from app.components.empty import no_warehouse, nothing_found, nothing_yet
from app.components.exports import export_menu
from app.components.filters import period_filter
from app.components.header import context_line, data_as_of, page_header
from app.components.order_columns import order_columns
from app.components.record_words import ORDER_KINDS, ORDER_STATUSES
from app.components.sorting import sort_choice
from app.components.tables import Opens, current_page, data_table, pager, row_range_text
from app.components.url_state import put_in_url, url_choice, url_choices, url_text, url_value
from app.components.vocabulary import CHANNELS, word
from app.data.cache import CachedWarehouse
from app.exports import Export
from app.queries import orders, overview
from app.queries.rows import rows_page
from app.strings import _

PAGE = "orders"


def _clear() -> None:
    names = ("channel", "region", "source", "status", "product", "number", "kind")
    put_in_url(dict.fromkeys(names))


def _filters(reader: CachedWarehouse) -> tuple[orders.OrderFilters, list[tuple[str, bool]]]:
    first = overview.first_day(reader) or reader.publication.as_of_date
    known = orders.filter_values(reader)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        period = period_filter(
            PAGE, as_of=reader.publication.as_of_date, first_day=first, with_compare=False
        )
        kind = url_choice(
            PAGE,
            "kind",
            label=_("Kind"),
            options=orders.KINDS,
            labels=lambda code: _(ORDER_KINDS[code]),
            default="all",
            width=170,
        )
        more = st.popover(_("Filters"), icon=":material/tune:")
    with more:
        narrowed = {
            name: tuple(url_choices(PAGE, name, label=label, options=known[name], labels=words))
            for name, label, words in (
                ("channel", _("Channel"), lambda code: word(code, CHANNELS)),
                ("region", _("Region"), lambda code: _("Unknown") if code == "unknown" else code),
                ("source", _("Source"), str),
                ("status", _("Status"), lambda code: word(code, ORDER_STATUSES)),
            )
        }
        number = url_text(PAGE, "number", label=_("Order number"), placeholder=_("Order number"))
        sort = sort_choice(
            PAGE,
            columns={
                "ordered_at": _("Ordered"),
                "net_amount": _("Net"),
                "gross_amount": _("Gross"),
                "item_quantity": _("Items"),
            },
            default=orders.DEFAULT_SORT,
        )
    filters = orders.OrderFilters(
        start=period.start,
        end=period.end,
        kind=kind,  # pyright: ignore[reportArgumentType]
        product_id=url_value("product"),
        number=number,
        channel=narrowed["channel"],
        region=narrowed["region"],
        source=narrowed["source"],
        status=narrowed["status"],
    )
    return filters, sort


def _narrowed(reader: CachedWarehouse, filters: orders.OrderFilters) -> None:
    """What a link narrowed the list to, in words, with the way out."""
    words = [word(code, CHANNELS) for code in filters.channel] + list(filters.region)
    words += list(filters.source) + [word(code, ORDER_STATUSES) for code in filters.status]
    if filters.product_id:
        names = reader.frame(
            "select product_name from products where product_id = ?", [filters.product_id]
        )
        words.append(names["product_name"][0] if names.height else filters.product_id)
    if filters.number:
        words.append(filters.number)
    if not words:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(" ".join(f":blue-badge[{text}]" for text in words))
        st.button(
            _("Clear filters"),
            key=f"{PAGE}.clear",
            on_click=_clear,
            type="tertiary",
            icon=":material/close:",
        )


def show() -> None:
    """Draw the page from top to bottom."""
    reader = session.reader()
    if reader is None:
        page_header(_("Orders"))
        no_warehouse()
        return
    if overview.first_day(reader) is None:
        page_header(_("Orders"), context=data_as_of())
        nothing_yet(
            _("No orders yet"),
            _("Orders of every source are listed here, down to the lines behind each number."),
            icon="receipt_long",
            command="./kith source add files DIR --map map.yaml",
        )
        return
    heading = st.container()
    filters, sort = _filters(reader)
    _narrowed(reader, filters)
    query = orders.orders_query(filters, session.actor(), sort=sort)
    totals = orders.order_totals(reader, query)
    currency = reader.publication.reporting_currency
    count = int(totals["row_count"])
    span = formats.day_range(filters.start, filters.end) if filters.start and filters.end else ""
    with heading:
        page_header(
            _("Orders"),
            context=context_line(span, data_as_of()),
            actions=lambda: export_menu(
                Export(query, "orders", "customers.export", filters.for_log()), rows=count, key=PAGE
            ),
        )
    if not count:
        nothing_found(clear=_("Clear filters"))
        return
    page = current_page(count)
    purchases = _("{count} purchases").format(count=formats.integer(totals["purchase_count"]))
    net = _("net {amount}").format(amount=formats.money(totals["net_amount"], currency))
    st.markdown(context_line(row_range_text(count, page), purchases, f"**{net}**"))
    rows = rows_page(reader, query, page=page)
    rows = rows.with_columns(pl.col("order_number").fill_null(pl.col("order_id")))
    data_table(
        rows,
        order_columns(currency),
        key=f"{PAGE}.table",
        opens=Opens("views/customers/detail.py", "customer_id"),
        phone=("order_number", "full_name", "net_amount"),
        zone=reader.publication.workspace_timezone,
    )
    pager(PAGE, count)


show()
