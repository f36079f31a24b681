"""Channels: where customers come from, what that costs, and what campaigns add."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange

import polars as pl
import streamlit as st

from app import formats, session
from app.charts import channels as charts
from app.components.campaign_panel import campaign_panel
from app.components.channel_frames import MEASURES, bars_frame, measure_name, trend_frame
from app.components.empty import no_warehouse, nothing_yet
from app.components.exports import export_menu
from app.components.header import context_line, data_as_of, page_header
from app.components.metrics import Card, RowsLink, metric_cards
from app.components.tables import Column, Opens, data_table
from app.components.url_state import url_choice
from app.components.vocabulary import CHANNELS, word
from app.data.cache import CachedWarehouse
from app.exports import Export
from app.queries import channels
from app.queries.rows import count_rows
from app.strings import _

PAGE = "channels"
SPANS = ("3", "6", "12", "all")


def channels_page() -> None:
    """Draw the page."""
    reader = session.reader()
    if reader is None:
        page_header(_("Channels"))
        no_warehouse()
        return
    months = channels.months(reader)
    if not months:
        page_header(_("Channels"), context=data_as_of())
        nothing_yet(
            _("No channel is known yet"),
            _("This page compares where customers come from, once orders or visits are in."),
            icon="campaign",
        )
        return
    header = st.container()
    since, until, measure = _filters(months)
    as_of = reader.publication.as_of_date
    last_day = min(as_of, until.replace(day=monthrange(until.year, until.month)[1]))
    with header:
        page_header(
            _("Channels"),
            context=context_line(formats.day_range(since, last_day), data_as_of()),
            actions=lambda: _export(reader, since, until),
        )
    _cards(reader, since, last_day, until)
    _charts(reader, since=since, until=until, measure=measure)
    _table(reader, since=since, until=until, last_day=last_day)
    campaign_panel(PAGE, reader, since=since, until=until)


def _filters(months: list[dt.date]) -> tuple[dt.date, dt.date, str]:
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        span = url_choice(
            PAGE,
            "months",
            label=_("Months"),
            options=SPANS,
            labels=lambda code: (
                _("All") if code == "all" else _("{count} months").format(count=code)
            ),
            default="12",
            as_buttons=True,
        )
        measure = url_choice(
            PAGE,
            "show",
            label=_("Show"),
            options=tuple(MEASURES),
            labels=measure_name,
            default="net_amount",
            width=210,
        )
    shown = months if span == "all" else months[-int(span) :]
    return shown[0], shown[-1], measure


def _export(reader: CachedWarehouse, since: dt.date, until: dt.date) -> None:
    query = channels.performance_rows(since=since, until=until)
    export_menu(
        Export(
            query=query,
            what="channels",
            action="dashboards.export",
            filters={"since": since.isoformat(), "until": until.isoformat()},
        ),
        rows=count_rows(reader, query),
        key=PAGE,
    )


def _orders_link(label: str, *, since: dt.date, last_day: dt.date, kind: str) -> RowsLink:
    params = _orders_params(since=since, last_day=last_day, kind=kind)
    return RowsLink("views/orders/list.py", label, params)


def _orders_params(*, since: dt.date, last_day: dt.date, kind: str) -> dict[str, str]:
    days = {"range": "custom", "from": since.isoformat(), "to": last_day.isoformat()}
    return days | {"kind": kind}


def _cards(reader: CachedWarehouse, since: dt.date, last_day: dt.date, until: dt.date) -> None:
    totals = channels.totals(reader, since=since, until=until).row(0, named=True)
    currency = reader.publication.reporting_currency
    has_spend = bool(totals["spend_amount"])
    cards = [
        Card(
            _("Net revenue"),
            formats.compact_money(totals["net_amount"], currency),
            exact=formats.money(totals["net_amount"], currency),
            link=_orders_link(_("Orders behind it"), since=since, last_day=last_day, kind="all"),
        ),
        Card(
            _("Orders"),
            formats.compact(totals["order_count"]),
            link=_orders_link(_("See them"), since=since, last_day=last_day, kind="purchases"),
        ),
        Card(
            _("New customers"),
            formats.compact(totals["new_customer_count"]),
            link=_orders_link(_("First orders"), since=since, last_day=last_day, kind="first"),
        ),
        Card(_("Sessions"), formats.compact(totals["session_count"])),
    ]
    if has_spend:
        cards += [
            Card(
                _("Spend"),
                formats.compact_money(totals["spend_amount"], currency),
                exact=formats.money(totals["spend_amount"], currency),
            ),
            Card(
                _("CAC"),
                formats.compact_money(totals["cost_per_acquisition"], currency),
                help=_("Cost per new customer: all spend over all new customers."),
            ),
        ]
    metric_cards(cards, key="channel_cards")


def _charts(reader: CachedWarehouse, *, since: dt.date, until: dt.date, measure: str) -> None:
    currency = reader.publication.reporting_currency
    whole = channels.performance(reader, since=since, until=until)
    monthly = channels.by_month(reader, since=since, until=until)
    bars = bars_frame(whole, measure=measure, currency=currency)
    left, right = st.columns([2, 3], gap="small")
    title = measure_name(measure)
    with left, st.container(border=True, height="stretch"):
        st.subheader(_("{measure} by channel").format(measure=title), anchor=False)
        if bars.is_empty():
            st.caption(_("No channel has this number in these months."))
        else:
            st.altair_chart(
                charts.channel_bars(bars, title=title, dark=session.theme_kind() == "dark"),
                key=f"{PAGE}.bars",
            )
    with right, st.container(border=True, height="stretch"):
        st.subheader(_("{measure} by month").format(measure=title), anchor=False)
        trend, names = trend_frame(
            monthly,
            leading=bars["code"].to_list() if not bars.is_empty() else [],
            measure=measure,
            currency=currency,
            as_of=reader.publication.as_of_date,
        )
        if trend.is_empty():
            st.caption(_("No channel has this number in these months."))
        else:
            st.altair_chart(
                charts.channel_trend(
                    trend, channels=names, value_format=MEASURES[measure].axis_format
                ),
                key=f"{PAGE}.trend",
            )


def _table(reader: CachedWarehouse, *, since: dt.date, until: dt.date, last_day: dt.date) -> None:
    currency = reader.publication.reporting_currency
    frame = channels.performance(reader, since=since, until=until)
    named = frame.with_columns(
        pl.Series("name", [word(code, CHANNELS) for code in frame["channel"]], dtype=pl.String)
    )
    with st.container(border=True):
        st.subheader(_("Channels"), anchor=False)
        data_table(
            named,
            [
                Column("name", _("Channel"), width=140),
                Column("session_count", _("Sessions"), "integer"),
                Column("new_customer_count", _("New customers"), "integer"),
                Column("order_count", _("Orders"), "integer"),
                Column("net_amount", _("Net revenue"), "money", help=currency),
                Column("spend_amount", _("Spend"), "money", help=currency),
                Column(
                    "cost_per_acquisition",
                    _("CAC"),
                    "money",
                    help=_("Spend over new customers; empty where nothing was spent."),
                ),
                Column(
                    "return_on_ad_spend",
                    _("ROAS"),
                    "decimal",
                    help=_("Net revenue for each unit of spend."),
                ),
                Column(
                    "conversion_rate",
                    _("Conversion"),
                    "percent",
                    help=_("Sessions that ended in an order, of all sessions."),
                ),
            ],
            key=f"{PAGE}.table",
            opens=Opens(
                "views/orders/list.py",
                "channel",
                "channel",
                params=_orders_params(since=since, last_day=last_day, kind="all"),
            ),
            phone=("name", "order_count", "net_amount"),
        )
        st.caption(_("Click a channel to see its orders."))


channels_page()
