"""How the business is doing, against the time before."""

from __future__ import annotations

import polars as pl
import streamlit as st

from app import formats, session
from app.charts import overview as charts
from app.components.empty import failures_shown, no_warehouse, nothing_yet
from app.components.filters import period_filter, period_params, period_text
from app.components.header import context_line, data_as_of, page_header
from app.components.metrics import RowsLink, metric_cards, rows_link
from app.components.overview_cards import overview_cards
from app.components.tables import Column, Opens, data_table
from app.components.url_state import url_choice
from app.components.vocabulary import CHANNELS, word
from app.data.cache import CachedWarehouse
from app.queries import overview
from app.queries.periods import Period
from app.strings import _, language

PAGE = "overview"
ORDERS = "views/orders/list.py"


def show() -> None:
    """Draw the page from top to bottom."""
    reader = session.reader()
    if reader is None:
        page_header(_("Overview"))
        no_warehouse()
        return
    first = overview.first_day(reader)
    if first is None:
        page_header(_("Overview"), context=data_as_of())
        nothing_yet(
            _("No orders yet"),
            _("Revenue, orders and customers appear here once a source with orders has landed."),
            icon="monitoring",
            command="./kith source add files DIR --map map.yaml",
        )
        return
    page_header(_("Overview"))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        period = period_filter(PAGE, as_of=reader.publication.as_of_date, first_day=first)
        region = _region_choice(reader)
    st.caption(context_line(period_text(period), data_as_of()))
    _cards(reader, period, region)
    left, right = st.columns([2, 1], gap="small")
    with left, st.container(border=True, height="stretch"):
        _trend(reader, period, region)
    with right, st.container(border=True, height="stretch"):
        _bars(reader, period, region, dimension="channel")
    left, right = st.columns([2, 1], gap="small")
    with left, st.container(border=True, height="stretch"):
        _products(reader, period, region)
    with right, st.container(border=True, height="stretch"):
        _bars(reader, period, "", dimension="region")


def _region_choice(reader: CachedWarehouse) -> str:
    return url_choice(
        PAGE,
        "region",
        label=_("Region"),
        options=["", *overview.regions(reader)],
        labels=lambda name: name or _("All regions"),
        default="",
        width=160,
    )


def _cards(reader: CachedWarehouse, period: Period, region: str) -> None:
    as_of = reader.publication.as_of_date
    now = overview.totals(reader, period.start, period.end, region=region, as_of=as_of)
    before = None
    if period.before_start and period.before_end:
        before = overview.totals(reader, period.before_start, period.before_end, region=region)
    course = overview.series(
        reader, period.start, period.end, grain=overview.grain_for(period), region=region
    )
    currency = reader.publication.reporting_currency
    cards = overview_cards(
        now, before, course=course, period=period, region=region, currency=currency
    )
    metric_cards(cards, key="overview_cards")


def _steps(frame: pl.DataFrame, grain: overview.Grain, currency: str) -> pl.DataFrame:
    words = formats.month if grain == "month" else formats.short_day
    return frame.with_columns(
        pl.Series("step_label", [words(day) for day in frame["step_start"]], dtype=pl.String),
        pl.Series(
            "amount_text",
            [formats.money(value, currency) for value in frame["net_amount"]],
            dtype=pl.String,
        ),
    )


def _trend(reader: CachedWarehouse, period: Period, region: str) -> None:
    grain = overview.grain_for(period)
    titles = {
        "day": _("Net revenue by day"),
        "week": _("Net revenue by week"),
        "month": _("Net revenue by month"),
    }
    st.subheader(titles[grain], anchor=False)
    currency = reader.publication.reporting_currency
    now = overview.series(reader, period.start, period.end, grain=grain, region=region)
    before = None
    if period.before_start and period.before_end:
        rows = overview.series(
            reader, period.before_start, period.before_end, grain=grain, region=region
        )
        before = _steps(rows, grain, currency)
    words = charts.TrendWords(
        now=_("This period"),
        before=_("Comparison"),
        amount=_("Net revenue"),
        step=_("From"),
        ten_thousand="万" if language() == "zh_CN" else "",
    )
    chart = charts.trend(
        _steps(now, grain, currency), before, words=words, theme=session.theme_kind()
    )
    st.altair_chart(chart, theme=None, key="overview.trend")
    rows_link(
        RowsLink(ORDERS, _("See the orders"), _orders_params(period, region)), key="overview_trend"
    )


def _orders_params(period: Period, region: str, **more: str) -> dict[str, str]:
    return period_params(period) | ({"region": region} if region else {}) | more


def _bars(reader: CachedWarehouse, period: Period, region: str, *, dimension: str) -> None:
    by_channel = dimension == "channel"
    st.subheader(_("Channels") if by_channel else _("Regions"), anchor=False)
    rows = overview.by_dimension(
        reader, "channel" if by_channel else "region", period=period, region=region
    )
    if not rows.height:
        st.caption(_("No orders in this period."))
        return
    currency = reader.publication.reporting_currency
    total = float(sum(rows["net_amount"])) or 1.0
    unknown = _("Unknown")
    names = [
        word(name, CHANNELS) if by_channel else (unknown if name == "unknown" else name)
        for name in rows["name"]
    ]
    labelled = rows.with_columns(
        pl.Series("label", names),
        pl.Series("amount_text", [formats.money(v, currency) for v in rows["net_amount"]]),
        pl.Series("short_text", [formats.compact_money(v, currency) for v in rows["net_amount"]]),
        pl.Series("share_text", [formats.percent(float(v) / total) for v in rows["net_amount"]]),
    )
    chart = charts.bars(
        labelled,
        amount=_("Net revenue"),
        share=_("Share"),
        theme=session.theme_kind(),
        selection="picked",
    )
    event = st.altair_chart(
        chart,
        theme=None,
        key=f"overview.by_{dimension}",
        on_select="rerun",
        selection_mode="picked",
    )
    picked = [row["name"] for row in event.get("selection", {}).get("picked", [])]
    label = _("See the orders")
    if picked:
        shown = labelled.filter(pl.col("name") == picked[0])["label"]
        label = _("See the orders of {name}").format(name=shown[0] if len(shown) else picked[0])
    params = _orders_params(period, region, **({dimension: picked[0]} if picked else {}))
    rows_link(RowsLink(ORDERS, label, params), key=f"overview_{dimension}")


@st.fragment
def _products(reader: CachedWarehouse, period: Period, region: str) -> None:
    with failures_shown():
        st.subheader(_("Top products"), anchor=False)
        with st.skeleton(height=300):
            rows = overview.top_products(reader, period=period, region=region)
        if not rows.height:
            st.caption(_("No products were sold in this period."))
            return
        currency = reader.publication.reporting_currency
        data_table(
            rows,
            [
                Column("product_name", _("Product")),
                Column("category", _("Category"), width=120),
                Column("quantity", _("Quantity"), "integer", width=90),
                Column(
                    "net_amount",
                    _("Net revenue ({currency})").format(currency=currency),
                    "money",
                    width=150,
                ),
            ],
            key="overview.products",
            opens=Opens(
                ORDERS,
                "product_id",
                param="product",
                params=_orders_params(period, region, kind="purchases"),
            ),
            phone=("product_name", "net_amount"),
        )


show()
