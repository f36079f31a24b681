"""The order of a list: several columns, each up or down, in the URL."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from app.components.tables import url_sort
from app.components.url_state import put_in_url, widget_key
from app.strings import _


def sort_choice(page: str, *, columns: Mapping[str, str], default: str) -> list[tuple[str, bool]]:
    """A field that takes columns in order; each is offered downwards and upwards."""
    options = [f"{sign}{name}" for name in columns for sign in ("-", "")]
    asked = [
        f"-{name}" if descending else name
        for name, descending in url_sort(default)
        if name in columns
    ]
    key = widget_key(page, "sort")
    st.session_state[key] = asked

    def write() -> None:
        chosen: list[str] = []
        for option in st.session_state[key]:
            if option.lstrip("-") not in [known.lstrip("-") for known in chosen]:
                chosen.append(option)
        text = ",".join(chosen)
        put_in_url({"sort": None if text in (default, "") else text})

    def words(option: str) -> str:
        return f"{columns[option.lstrip('-')]} {'↓' if option.startswith('-') else '↑'}"

    st.multiselect(_("Sort by"), options, key=key, format_func=words, on_change=write)
    return [(option.lstrip("-"), option.startswith("-")) for option in asked]


def column_choice(page: str, *, columns: Mapping[str, str], default: tuple[str, ...]) -> list[str]:
    """A field that takes the columns to show, in order."""
    key = widget_key(page, "columns")
    asked = [
        name
        for name in st.query_params.get("columns", ",".join(default)).split(",")
        if name in columns
    ]
    st.session_state[key] = asked

    def write() -> None:
        chosen = st.session_state[key]
        same = tuple(chosen) == default
        page_now = st.query_params.get("page")
        put_in_url({"columns": None if same else chosen, "page": page_now})

    st.multiselect(
        _("Columns"), list(columns), key=key, format_func=columns.__getitem__, on_change=write
    )
    return asked
