"""What happened with a customer: one line each, the time relative and exact on hover."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape

import polars as pl
import streamlit as st

from app import formats
from app.components.record_words import ACTIVITY_ICONS, ACTIVITY_TYPES
from app.components.vocabulary import CHANNELS, word
from app.data.cache import CachedWarehouse
from app.plain import plain
from app.strings import _


def feed(rows: pl.DataFrame, reader: CachedWarehouse) -> None:
    """Draw the activities of a frame, newest first."""
    if not rows.height:
        st.caption(_("Nothing happened yet"))
        return
    facts = reader.publication
    now = datetime.now(UTC)
    for row in rows.iter_rows(named=True):
        icon = ACTIVITY_ICONS.get(row["activity_type"], "circle")
        kind = word(row["activity_type"], ACTIVITY_TYPES)
        amount = ""
        if row["amount"] is not None:
            currency = row["currency_code"] or facts.reporting_currency
            amount = f" · {formats.money(row['amount'], currency)}"
        exact = formats.moment(row["occurred_at"], facts.workspace_timezone)
        when = formats.relative(row["occurred_at"], now)
        where = " · ".join(
            part for part in (word(row["channel"], CHANNELS), row["source"], row["detail"]) if part
        )
        with st.container(horizontal=True, gap="small", key=f"feed_{row['activity_id']}"):
            st.markdown(
                f":material/{icon}: **{plain(row['title'] or kind)}**{amount}  \n"
                f":gray[:small[{plain(where)}]]",
                width="stretch",
            )
            st.html(
                f'<span class="kith-when" title="{escape(exact)}">{escape(when)}</span>',
                width="content",
            )
