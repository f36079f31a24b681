"""Filters that live in the URL.

The query string is the truth: a widget is set from it before it is drawn and writes to it when
changed. So a link, a reload, the back button and a switch of language all show the same page.
Values in the URL are ours (`90d`, `active`), never the translated labels.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

import streamlit as st

from app.strings import language


def url_value(name: str, default: str = "") -> str:
    """A value of the query string."""
    return st.query_params.get(name, default)


def url_values(name: str) -> list[str]:
    """A list of the query string: values set apart by commas."""
    return [part for part in st.query_params.get(name, "").split(",") if part]


def put_in_url(values: Mapping[str, str | Sequence[str] | None]) -> None:
    """Set values; an empty one leaves the URL. Any change of a filter goes back to page 1."""
    for name, value in values.items():
        text = value if isinstance(value, str) or value is None else ",".join(value)
        if text:
            st.query_params[name] = text
        elif name in st.query_params:
            del st.query_params[name]
    if "page" not in values and "page" in st.query_params:
        del st.query_params["page"]


def widget_key(page: str, name: str) -> str:
    """`<page>.<name>`; one widget a language, for its labels are part of it."""
    tongue = language()
    return f"{page}.{name}" if tongue == "en" else f"{page}.{name}@{tongue}"


def _writer(key: str, name: str, default: str = "") -> Callable[[], None]:
    def write() -> None:
        value = st.session_state[key]
        put_in_url({name: None if value in (default, None) else value})

    return write


def url_choice(
    page: str,
    name: str,
    *,
    label: str,
    options: Sequence[str],
    labels: Callable[[str], str],
    default: str,
    as_buttons: bool = False,
    width: int | Literal["stretch"] = "stretch",
) -> str:
    """One of a few values, as a drop-down or as a row of buttons."""
    key = widget_key(page, name)
    asked = url_value(name, default)
    st.session_state[key] = asked if asked in options else default
    write = _writer(key, name, default)
    if as_buttons:
        st.segmented_control(
            label,
            options,
            format_func=labels,
            key=key,
            on_change=write,
            label_visibility="collapsed",
            required=True,
        )
    else:
        st.selectbox(
            label,
            options,
            format_func=labels,
            key=key,
            on_change=write,
            label_visibility="collapsed",
            width=width,
        )
    return asked if asked in options else default


def url_choices(
    page: str,
    name: str,
    *,
    label: str,
    options: Sequence[str],
    labels: Callable[[str], str] = str,
    placeholder: str | None = None,
) -> list[str]:
    """Any of some values."""
    key = widget_key(page, name)
    asked = [value for value in url_values(name) if value in options]
    st.session_state[key] = asked
    st.multiselect(
        label,
        options,
        format_func=labels,
        key=key,
        on_change=_writer(key, name),
        placeholder=placeholder or label,
    )
    return asked


def url_text(page: str, name: str, *, label: str, placeholder: str = "") -> str:
    """A text, kept in the URL once it is entered."""
    key = widget_key(page, name)
    asked = url_value(name)
    st.session_state[key] = asked
    st.text_input(
        label,
        key=key,
        on_change=_writer(key, name),
        placeholder=placeholder,
        label_visibility="collapsed",
        icon=":material/search:",
    )
    return asked.strip()


def url_number(page: str, name: str, *, label: str) -> float | None:
    """A number that may be absent."""
    key = widget_key(page, name)
    asked = _number(url_value(name))
    st.session_state[key] = asked

    def write() -> None:
        value = st.session_state[key]
        put_in_url({name: None if value is None else f"{value:g}"})

    st.number_input(label, value=None, key=key, on_change=write, min_value=0.0, step=1.0)
    return asked


def _number(text: str) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None


def url_page(count_of_pages: int) -> int:
    """The page of a list, kept within what there is."""
    text = url_value("page", "1")
    return min(max(int(text) if text.isdigit() else 1, 1), max(count_of_pages, 1))
