"""Campaigns: who saw them, who answered, and what the held-out people say they added."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import streamlit as st

from app import formats
from app.components.empty import nothing_yet
from app.components.rows_behind import (
    RowsBehind,
    customer_columns,
    may_see_contact,
    rows_behind,
)
from app.components.tables import Column, Opens, data_table
from app.components.url_state import url_choice, url_value
from app.components.vocabulary import CHANNELS, words_of
from app.data.cache import CachedWarehouse
from app.queries import channels
from app.queries.proportions import difference
from app.strings import N_, _

_EVENTS = {
    "responded": N_("Responded"),
    "exposed": N_("Exposed"),
    "held_out": N_("Held out"),
}


def campaign_panel(page: str, reader: CachedWarehouse, *, since: dt.date, until: dt.date) -> None:
    """The campaigns of the period, one of them opened below the table."""
    frame = channels.campaigns(reader, since=since, until=until)
    with st.container(border=True):
        st.subheader(_("Campaigns"), anchor=False)
        if frame.is_empty():
            nothing_yet(
                _("No campaign in these months"),
                _("Campaigns show here with who saw them and who answered."),
                icon="campaign",
            )
            return
        _campaign_table(page, frame, currency=reader.publication.reporting_currency)
        codes = frame["campaign_id"].to_list()
        names = dict(zip(codes, frame["campaign_name"].to_list(), strict=True))
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            chosen = url_choice(
                page,
                "campaign",
                label=_("Campaign"),
                options=codes,
                labels=lambda code: names[code] or code,
                default=codes[0],
                width=260,
            )
            event = url_choice(
                page,
                "event",
                label=_("Who"),
                options=tuple(_EVENTS),
                labels=lambda code: _(_EVENTS[code]),
                default="responded",
                as_buttons=True,
            )
        campaign = frame.filter(pl.col("campaign_id") == chosen).row(0, named=True)
        st.markdown(held_out_text(campaign))
        _campaign_people(page, reader, campaign=campaign, event=event)


def _campaign_table(page: str, frame: pl.DataFrame, *, currency: str) -> None:
    data_table(
        frame.with_columns(
            pl.coalesce("campaign_name", "campaign_id").alias("name"),
            lift=pl.Series([_lift(row) for row in frame.iter_rows(named=True)], dtype=pl.Float64),
        ),
        [
            Column("name", _("Campaign"), width=190),
            Column("channel", _("Channel"), labels=words_of(CHANNELS)),
            Column("starts_at", _("Start"), "date"),
            Column("ends_at", _("End"), "date"),
            Column("exposed_count", _("Exposed"), "integer"),
            Column("responded_count", _("Responded"), "integer"),
            Column("response_rate", _("Response"), "percent"),
            Column("response_amount", _("Revenue of responses"), "money", help=currency),
            Column("spend_amount", _("Spend"), "money", help=currency),
            Column("held_out_count", _("Held out"), "integer"),
            Column(
                "lift",
                _("Added"),
                "percent",
                help=_("Share of the exposed who bought while it ran, minus that of the held-out."),
            ),
        ],
        key=f"{page}.campaigns",
        opens=Opens(
            "views/marketing/channels.py",
            "campaign_id",
            "campaign",
            params={"months": url_value("months")} if url_value("months") else {},
        ),
        phone=("name", "exposed_count", "response_rate"),
        height=min(390, 35 * (frame.height + 1) + 3),
    )


def _lift(row: dict[str, Any]) -> float | None:
    if not row["exposed_people"] or not row["held_out_people"]:
        return None
    return (
        row["exposed_buyers"] / row["exposed_people"]
        - row["held_out_buyers"] / row["held_out_people"]
    )


def held_out_text(campaign: dict[str, Any]) -> str:
    """What a campaign added, against the people who were held out, and how sure that is."""
    if not campaign["exposed_people"] or not campaign["held_out_people"]:
        return _("Nobody was held out, so what this campaign added cannot be told.")
    exposed = (campaign["exposed_buyers"], campaign["exposed_people"])
    held_out = (campaign["held_out_buyers"], campaign["held_out_people"])
    gap = difference(exposed, held_out, confidence=0.95)
    facts = _(
        "While it ran, **{exposed}** of {exposed_count} exposed people bought and **{held_out}** "
        "of {held_out_count} held out: a difference of {gap} points (95% sure: {low} to {high})."
    ).format(
        exposed=formats.percent(exposed[0] / exposed[1]),
        exposed_count=formats.integer(exposed[1]),
        held_out=formats.percent(held_out[0] / held_out[1]),
        held_out_count=formats.integer(held_out[1]),
        gap=formats.decimal(gap.value * 100),
        low=formats.decimal(gap.low * 100),
        high=formats.decimal(gap.high * 100),
    )
    if gap.is_above_zero:
        verdict = _("It added buyers.")
    elif gap.is_below_zero:
        verdict = _("The exposed bought less than those left alone.")
    else:
        verdict = _("That may be chance.")
    return f"{facts} {verdict}"


def _campaign_people(
    page: str, reader: CachedWarehouse, *, campaign: dict[str, Any], event: str
) -> None:
    name = campaign["campaign_name"] or campaign["campaign_id"]
    rows_behind(
        page,
        reader,
        rows=RowsBehind(
            title=f"{name} · {_(_EVENTS[event])}",
            query=channels.campaign_people(
                campaign["campaign_id"], event, with_contact=may_see_contact()
            ),
            columns=customer_columns(
                Column("occurred_at", _("When"), "moment", width=140),
                Column("coupon_code", _("Coupon")),
                Column("order_id", _("Order")),
                Column(
                    "response_amount",
                    _("Revenue"),
                    "money",
                    help=reader.publication.reporting_currency,
                ),
            ),
            what="campaign_people",
            filters={"campaign": url_value("campaign"), "event": event},
            phone=("full_name", "occurred_at", "response_amount"),
        ),
    )
