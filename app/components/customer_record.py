"""The parts of a customer's record; each reads only what it shows."""

from __future__ import annotations

from typing import Any

import streamlit as st

from app import formats, session
from app.components.activity_feed import feed
from app.components.empty import nothing_yet
from app.components.metrics import Card, metric_cards
from app.components.order_columns import order_columns
from app.components.profile_card import profile_card
from app.components.record_words import (
    ACTIVITY_TYPES,
    IDENTIFIER_TYPES,
    LIFECYCLE_STAGES,
    PRIORITIES,
    STATUS_COLOURS,
    TICKET_STATUSES,
    TIERS,
)
from app.components.tables import Column, current_page, data_table, pager, row_range_text
from app.components.url_state import url_choices
from app.components.vocabulary import CHANNELS, CUSTOMER_STATUSES, RFM_GROUPS, word, words_of
from app.data.cache import CachedWarehouse
from app.plain import plain
from app.queries import customer
from app.queries.orders import OrderFilters, orders_query
from app.queries.rows import count_rows, rows_page
from app.strings import _

PAGE = "customer"
_STEP = 30


def header(person: dict[str, Any]) -> None:
    """Name, then what the person is to us."""
    name = person["full_name"] or person["email"] or person["customer_id"]
    st.title(plain(name), anchor=False)
    status = person["customer_status"]
    badges = [f":{STATUS_COLOURS.get(status, 'gray')}-badge[{word(status, CUSTOMER_STATUSES)}]"]
    if person["tier"] and person["tier"] != "none":
        badges.append(f":violet-badge[{word(person['tier'], TIERS)}]")
    if person["rfm_group"]:
        badges.append(f":blue-badge[{word(person['rfm_group'], RFM_GROUPS)}]")
    badges.append(f":gray-badge[{word(person['lifecycle_stage'], LIFECYCLE_STAGES)}]")
    tags = [tag.strip() for tag in (person["tags"] or "").split(",") if tag.strip()]
    badges.extend(f":gray-badge[{plain(tag)}]" for tag in tags)
    st.markdown(" ".join(badges))


def key_numbers(person: dict[str, Any], reader: CachedWarehouse) -> None:
    """The numbers one wants before a call."""
    currency = reader.publication.reporting_currency
    since = person["days_since_last_order"]
    metric_cards(
        [
            Card(
                _("Net revenue"),
                formats.compact_money(person["lifetime_net_amount"], currency),
                exact=formats.money(person["lifetime_net_amount"], currency),
            ),
            Card(_("Orders"), formats.integer(person["order_count"]) or "0"),
            Card(
                _("Average order"), formats.compact_money(person["average_order_amount"], currency)
            ),
            Card(_("Days since order"), "–" if since is None else formats.integer(since)),
            Card(_("Open tickets"), formats.integer(person["open_ticket_count"] or 0)),
        ],
        key="customer_cards",
    )


def overview(person: dict[str, Any], reader: CachedWarehouse) -> None:
    """Profile on the left, the newest activities on the right."""
    left, right = st.columns([1, 1.3], gap="small")
    with left, st.container(border=True, height="stretch"):
        profile_card(person, reader)
    with right, st.container(border=True, height="stretch"):
        st.subheader(_("Latest"), anchor=False)
        rows = customer.timeline(reader, person["customer_id"], session.actor(), types=(), limit=8)
        feed(rows, reader)


def timeline(person: dict[str, Any], reader: CachedWarehouse) -> None:
    """Everything that happened, by type if asked, more on demand."""
    counts = customer.activity_types(reader, person["customer_id"])
    if not counts:
        nothing_yet(_("Nothing happened yet"), _("Orders, tickets, visits and forms appear here."))
        return
    types = url_choices(
        PAGE,
        "type",
        label=_("Show only"),
        options=list(counts),
        labels=lambda code: f"{word(code, ACTIVITY_TYPES)} ({formats.integer(counts[code])})",
        placeholder=_("Everything"),
    )
    key = f"customer.timeline.{person['customer_id']}.{','.join(types)}"
    limit = st.session_state.get(key, _STEP)
    rows = customer.timeline(
        reader, person["customer_id"], session.actor(), types=types, limit=limit
    )
    total = sum(counts[code] for code in types) if types else sum(counts.values())
    with st.container(border=True):
        feed(rows, reader)
    shown = _("{shown} of {count}").format(
        shown=formats.integer(rows.height), count=formats.integer(total)
    )
    st.caption(shown)
    if rows.height < total:

        def more() -> None:
            st.session_state[key] = limit + _STEP

        st.button(_("Load more"), key="customer.more", on_click=more, icon=":material/expand_more:")


def orders(person: dict[str, Any], reader: CachedWarehouse) -> None:
    """Orders, and the lines of the one that is chosen."""
    query = orders_query(OrderFilters(customer_id=person["customer_id"]), session.actor())
    count = count_rows(reader, query)
    if not count:
        nothing_yet(
            _("No orders yet"), _("Orders of this person appear here."), icon="receipt_long"
        )
        return
    page = current_page(count)
    st.caption(row_range_text(count, page))
    rows = rows_page(reader, query, page=page)
    currency = reader.publication.reporting_currency
    zone = reader.publication.workspace_timezone
    data_table(
        rows,
        order_columns(currency, with_customer=False),
        key="customer.orders",
        phone=("order_number", "ordered_at", "net_amount"),
        zone=zone,
    )
    pager(PAGE, count)
    numbers = dict(zip(rows["order_id"], rows["order_number"], strict=True))
    chosen = st.selectbox(
        _("Lines of order"), list(numbers), format_func=numbers.__getitem__, key="customer.order"
    )
    if chosen is None:
        return
    lines = customer.order_lines(reader, person["customer_id"], chosen)
    data_table(
        lines,
        [
            Column("product_name", _("Product")),
            Column("category", _("Category"), width=130),
            Column("quantity", _("Quantity"), "integer", width=90),
            Column("unit_price", f"{_('Unit price')} ({currency})", "money", width=140),
            Column("discount_amount", f"{_('Discount')} ({currency})", "money", width=140),
            Column("net_amount", f"{_('Net')} ({currency})", "money", width=140),
        ],
        key="customer.lines",
        phone=("product_name", "quantity", "net_amount"),
    )


def tickets(person: dict[str, Any], reader: CachedWarehouse) -> None:
    """What they asked the service desk."""
    rows = customer.tickets(reader, person["customer_id"], session.actor())
    if not rows.height:
        nothing_yet(_("No tickets"), _("What this person asks the service desk appears here."))
        return
    data_table(
        rows,
        [
            Column("subject", _("Subject")),
            Column("status", _("Status"), width=90, labels=words_of(TICKET_STATUSES)),
            Column("priority", _("Priority"), width=90, labels=words_of(PRIORITIES)),
            Column("channel", _("Channel"), width=100, labels=words_of(CHANNELS)),
            Column("comment_count", _("Comments"), "integer", width=90),
            Column("first_reply_minutes", _("First reply (min)"), "integer", width=120),
            Column("created_at", _("Opened"), "moment", width=140),
            Column("solved_at", _("Solved"), "moment", width=140),
        ],
        key="customer.tickets",
        phone=("subject", "status", "created_at"),
        zone=reader.publication.workspace_timezone,
    )


def web_activity(person: dict[str, Any], reader: CachedWarehouse) -> None:
    """Visits to the shop and the site."""
    rows = customer.web_sessions(reader, person["customer_id"])
    if not rows.height:
        nothing_yet(_("No visits"), _("Visits appear here once the person is known by a browser."))
        return
    data_table(
        rows,
        [
            Column("started_at", _("Started"), "moment", width=140),
            Column("channel", _("Channel"), width=110, labels=words_of(CHANNELS)),
            Column("device", _("Device"), width=90, labels=words_of(CHANNELS)),
            Column("landing_page", _("Landing page")),
            Column("page_count", _("Pages"), "integer", width=80),
            Column("product_view_count", _("Products seen"), "integer", width=110),
            Column("cart_count", _("Added to cart"), "integer", width=110),
            Column("order_count", _("Orders"), "integer", width=80),
        ],
        key="customer.web",
        phone=("started_at", "channel", "page_count"),
        zone=reader.publication.workspace_timezone,
    )


def identifiers(person: dict[str, Any], reader: CachedWarehouse) -> None:
    """By what the person is known, and why these records were put together."""
    rows = customer.identifiers(reader, person["customer_id"], session.actor())
    st.caption(_("Kith id") + f": `{person['customer_id']}`")
    if not rows.height:
        nothing_yet(_("No identifiers"), _("E-mails, phones and ids in sources appear here."))
        return
    data_table(
        rows,
        [
            Column("identifier_value", _("Identifier"), width=230),
            Column("identifier_type", _("Type"), width=120, labels=words_of(IDENTIFIER_TYPES)),
            Column("source", _("Source"), width=120),
            Column("record_key", _("Record"), width=200),
            Column("rule", _("Put together by"), width=180),
            Column("first_seen_at", _("First seen"), "date", width=110),
            Column("last_seen_at", _("Last seen"), "date", width=110),
        ],
        key="customer.identifiers",
        phone=("identifier_value", "identifier_type", "source"),
    )
