"""The top of a page: title, main action and one line of context."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from app import formats, session
from app.strings import _


def page_header(
    title: str, *, context: str = "", actions: Callable[[], None] | None = None
) -> None:
    """Title left, main action right on the same line, the context below."""
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small"
    ):
        st.title(title, width="content", anchor=False)
        if actions:
            with st.container(horizontal=True, width="content", vertical_alignment="center"):
                actions()
    if context:
        st.caption(context)


def data_as_of() -> str:
    """How fresh the data is, as a part of the context line."""
    reader = session.reader()
    if reader is None:
        return ""
    facts = reader.publication
    return _("data to {day}, published {at}").format(
        day=formats.day(facts.as_of_date),
        at=formats.moment(facts.published_at, facts.workspace_timezone),
    )


def context_line(*parts: str) -> str:
    """Parts that say something, set apart by middle dots."""
    return " · ".join(part for part in parts if part)
