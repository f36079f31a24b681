"""Everything about one customer; the id is in the URL."""

from __future__ import annotations

import streamlit as st

from app import session
from app.components import customer_record as record
from app.components.empty import no_warehouse, nothing_yet
from app.components.url_state import url_choice, url_value
from app.queries import customer
from app.strings import _

PAGE = "customer"
LIST = "views/customers/list.py"
PARTS = ("overview", "timeline", "orders", "tickets", "web", "identifiers")


def _part_names() -> dict[str, str]:
    return {
        "overview": _("Overview"),
        "timeline": _("Timeline"),
        "orders": _("Orders"),
        "tickets": _("Tickets"),
        "web": _("Web activity"),
        "identifiers": _("Identifiers"),
    }


def show() -> None:
    """Draw the record that the URL names."""
    st.page_link(LIST, label=_("Customers"), icon=":material/arrow_back:")
    reader, customer_id = session.reader(), url_value("id")
    if reader is None:
        no_warehouse()
        return
    person = customer.profile(reader, customer_id, session.actor()) if customer_id else None
    if person is None:
        now = customer.redirect_of(reader, customer_id)
        if now:
            st.query_params["id"] = now
            st.rerun()
        nothing_yet(
            _("No such customer"),
            _("The link may be old, or the records behind it belong to somebody else now."),
            icon="person_off",
        )
        return
    record.header(person)
    record.key_numbers(person, reader)
    names = _part_names()
    part = url_choice(
        PAGE,
        "part",
        label=_("Part"),
        options=PARTS,
        labels=names.__getitem__,
        default="overview",
        as_buttons=True,
    )
    draw = {
        "overview": record.overview,
        "timeline": record.timeline,
        "orders": record.orders,
        "tickets": record.tickets,
        "web": record.web_activity,
        "identifiers": record.identifiers,
    }[part]
    draw(person, reader)


show()
