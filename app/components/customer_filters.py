"""The filters of the customer list: a few at hand, the rest behind one button; all in the URL."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from app import formats, session
from app.components.filters import url_dates
from app.components.record_words import BOUGHT, TIERS
from app.components.url_state import (
    put_in_url,
    url_choice,
    url_choices,
    url_number,
    url_text,
    url_value,
)
from app.components.vocabulary import CHANNELS, CUSTOMER_STATUSES, RFM_GROUPS, word
from app.data.cache import CachedWarehouse
from app.queries.customers import CustomerFilters, customers_of_order, filter_values
from app.strings import _

PAGE = "customers"
_ALL = (
    "search",
    "customer_status",
    "tier",
    "rfm_group",
    "region",
    "first_source",
    "acquisition_channel",
    "min_orders",
    "max_orders",
    "min_net",
    "max_net",
    "bought",
    "bought_region",
    "bought_channel",
    "from",
    "to",
)


def clear_filters() -> None:
    """Take every filter away."""
    put_in_url(dict.fromkeys(_ALL))


def customer_filters(reader: CachedWarehouse) -> CustomerFilters:
    """Draw the filter bar and return what is chosen."""
    known = filter_values(reader)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        search = url_text(
            PAGE,
            "search",
            label=_("Search"),
            placeholder=_("Name, e-mail, phone or order number"),
        )
        more = st.popover(_more_label(), icon=":material/tune:")
        if any(url_value(name) for name in _ALL):
            st.button(
                _("Clear filters"),
                key=f"{PAGE}.clear",
                on_click=clear_filters,
                type="tertiary",
                icon=":material/close:",
            )
    with more:
        chosen = _more(known)
    chosen = replace(chosen, search=search, order_customers=customers_of_order(reader, search))
    return _with_bought(reader, chosen)


def _more_label() -> str:
    used = sum(1 for name in _ALL[1:] if url_value(name) and name not in ("from", "to"))
    return _("Filters ({count})").format(count=used) if used else _("Filters")


def _more(known: dict[str, list[str]]) -> CustomerFilters:
    vocabularies = {
        "customer_status": (_("Status"), CUSTOMER_STATUSES),
        "tier": (_("Tier"), TIERS),
        "rfm_group": (_("RFM group"), RFM_GROUPS),
        "region": (_("Region"), {}),
        "first_source": (_("First source"), {}),
        "acquisition_channel": (_("First channel"), CHANNELS),
    }
    chosen = {}
    for name, (label, words) in vocabularies.items():
        chosen[name] = tuple(
            url_choices(
                PAGE,
                name,
                label=label,
                options=known[name],
                labels=(lambda code, words=words: word(code, words)) if words else str,
                placeholder=_("Any"),
            )
        )
    left, right = st.columns(2)
    with left:
        min_orders = url_number(PAGE, "min_orders", label=_("Orders from"))
        min_net = url_number(PAGE, "min_net", label=_("Net revenue from"))
    with right:
        max_orders = url_number(PAGE, "max_orders", label=_("Orders up to"))
        max_net = url_number(PAGE, "max_net", label=_("Net revenue up to"))
    return CustomerFilters(
        **chosen,
        min_orders=min_orders,
        max_orders=max_orders,
        min_net=min_net,
        max_net=max_net,
    )


def _with_bought(reader: CachedWarehouse, filters: CustomerFilters) -> CustomerFilters:
    """Buyers of a period: set by links from numbers, shown as a line that can be taken away."""
    if not url_value("bought"):
        return filters
    as_of = reader.publication.as_of_date
    start, end = url_dates((as_of, as_of))
    with st.container(horizontal=True, vertical_alignment="center"):
        bought = url_choice(
            PAGE,
            "bought",
            label=_("Bought"),
            options=list(BOUGHT),
            labels=lambda code: _(BOUGHT[code]),
            default="any",
            width=260,
        )
        region, channel = url_value("bought_region"), url_value("bought_channel")
        extra = [part for part in (region, word(channel, CHANNELS) if channel else "") if part]
        st.caption(" · ".join([formats.day_range(start, end), *extra]))
    return replace(
        filters,
        bought=bought,  # pyright: ignore[reportArgumentType]
        bought_from=start,
        bought_to=None if end >= as_of else end,
        bought_region=region,
        bought_channel=channel,
    )


def viewer_note() -> str:
    """Tell a person whose contact fields are masked that they are."""
    if session.verdict("customers.view_contact"):
        return ""
    return _("contact details are masked for your role")
