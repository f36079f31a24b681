"""The profile of a customer, with the source of each value and the values that lost."""

from __future__ import annotations

from typing import Any

import streamlit as st

from app import formats, session
from app.components.record_words import PROFILE_FIELDS
from app.data.cache import CachedWarehouse
from app.plain import plain
from app.queries import customer
from app.strings import _


def profile_card(person: dict[str, Any], reader: CachedWarehouse) -> None:
    """Field, value and where it came from; other values of a field on hover."""
    st.subheader(_("Profile"), anchor=False)
    known = customer.values(reader, person["customer_id"], session.actor())
    by_field: dict[str, list[dict[str, Any]]] = {}
    for row in known.iter_rows(named=True):
        by_field.setdefault(row["field_name"], []).append(row)
    lines = [
        _line(field, person.get(field), by_field.get(field, []))
        for field in customer.PROFILE_FIELDS
        if person.get(field) not in (None, "")
    ]
    table = [
        f"| {_('Field')} | {_('Value')} | {_('Source')} |",
        "|:--|:--|:--|",
        *lines,
    ]
    with st.container(key="profile_table"):
        st.markdown("\n".join(table))
    hidden = [f for f in customer.PROFILE_FIELDS if person.get(f) in (None, "")]
    if hidden:
        names = ", ".join(_(PROFILE_FIELDS[field]) for field in hidden)
        st.caption(_("Not known: {fields}").format(fields=names))
    _other_values(by_field)


def _line(field: str, value: object, rows: list[dict[str, Any]]) -> str:
    winner = next((row for row in rows if row["is_winner"]), None)
    source = winner["source"] if winner else ""
    name = _(PROFILE_FIELDS[field])
    return f"| :gray[{name}] | {plain(str(value))} | :gray[{plain(source)}] |"


def _other_values(by_field: dict[str, list[dict[str, Any]]]) -> None:
    others = [
        (field, row)
        for field, rows in by_field.items()
        for row in rows
        if not row["is_winner"] and field in PROFILE_FIELDS
    ]
    if not others:
        return
    with st.expander(_("{count} other values").format(count=formats.integer(len(others)))):
        for field, row in others:
            seen = formats.day(row["observed_at"].date()) if row["observed_at"] else ""
            parts = " · ".join(part for part in (row["source"], seen) if part)
            st.markdown(
                f"{_(PROFILE_FIELDS[field])}: {plain(row['field_value'] or '')} :gray[{parts}]"
            )
