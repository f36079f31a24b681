"""Retention: who comes back, cohort by cohort, and the people behind every cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import polars as pl
import streamlit as st

from app import formats, session
from app.charts import retention as charts
from app.components.cohort_frames import cohort_name, since_title, triangle_frame
from app.components.empty import no_warehouse, nothing_yet
from app.components.header import context_line, data_as_of, page_header
from app.components.rows_behind import (
    ANCHOR,
    RowsBehind,
    customer_columns,
    may_see_contact,
    rows_behind,
)
from app.components.tables import Column
from app.components.url_state import put_in_url, url_choice, url_value
from app.components.vocabulary import RFM_GROUPS, words_of
from app.data.cache import CachedWarehouse
from app.queries import retention
from app.strings import _

PAGE = "retention"
COUNTS = {"month": ("12", "24", "all"), "week": ("13", "26", "52")}
MEASURES = ("rate", "customers", "value")


@dataclass(frozen=True, slots=True)
class Choices:
    """The filters of the page."""

    grain: retention.Grain
    measure: str
    cohorts: int | None


def retention_page() -> None:
    """Draw the page."""
    reader = session.reader()
    if reader is None:
        page_header(_("Retention"))
        no_warehouse()
        return
    header = st.container()
    choices = _filters()
    with header:
        page_header(
            _("Retention"),
            context=context_line(
                _("Customers by the month of their first purchase")
                if choices.grain == "month"
                else _("Customers by the week of their first purchase"),
                data_as_of(),
            ),
        )
    with st.skeleton(height=420):
        cells = retention.cohort_cells(reader, choices.grain, cohorts=choices.cohorts)
    if cells.is_empty():
        nothing_yet(
            _("No purchases yet"),
            _("This page shows how many customers of each month buy again, once orders are in."),
            icon="grid_on",
        )
        return
    cell = _chosen(cells, choices)
    _triangle(cells, choices, cell=cell, currency=reader.publication.reporting_currency)
    _curves(cells, choices)
    _behind(reader, cell)


def _filters() -> Choices:
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        grain = url_choice(
            PAGE,
            "by",
            label=_("Cohorts by"),
            options=("month", "week"),
            labels=lambda code: {"month": _("By month"), "week": _("By week")}[code],
            default="month",
            as_buttons=True,
        )
        measure = url_choice(
            PAGE,
            "show",
            label=_("Show"),
            options=MEASURES,
            labels=lambda code: {
                "rate": _("Rate"),
                "customers": _("Customers"),
                "value": _("Net revenue"),
            }[code],
            default="rate",
            as_buttons=True,
        )
        counts = COUNTS[grain]
        count = url_choice(
            PAGE,
            "cohorts",
            label=_("Cohorts"),
            options=counts,
            labels=lambda code: (
                _("All cohorts") if code == "all" else _("Last {count} cohorts").format(count=code)
            ),
            default=counts[0],
            width=170,
        )
    return Choices(
        grain="week" if grain == "week" else "month",
        measure=measure,
        cohorts=None if count == "all" else int(count),
    )


def _triangle(
    cells: pl.DataFrame, choices: Choices, *, cell: retention.Cell, currency: str
) -> None:
    frame, columns, rows = triangle_frame(
        cells, grain=choices.grain, measure=choices.measure, currency=currency
    )
    words = charts.TriangleWords(
        cohort=_("Cohort"),
        since=since_title(choices.grain),
        value=_("Value"),
        customers=_("Customers"),
        size=_("Cohort size"),
        state=_("State"),
    )
    with st.container(border=True):
        with st.container(key="scroll_x_retention"):
            st.altair_chart(
                charts.cohort_triangle(
                    frame,
                    columns=columns,
                    rows=rows,
                    words=words,
                    dark=session.theme_kind() == "dark",
                ),
                width="content",
                key=f"{PAGE}.triangle.{choices.grain}.{choices.measure}.{choices.cohorts}",
                on_select=_cell_clicked(choices),
                selection_mode=charts.SELECTION,
            )
        st.caption(
            _("Dashed and pale: the period is not over yet. Click a cell to see who is behind it.")
        )
        _cell_pickers(cells, choices, cell)


def _cell_clicked(choices: Choices) -> Callable[[], None]:
    key = f"{PAGE}.triangle.{choices.grain}.{choices.measure}.{choices.cohorts}"

    def write() -> None:
        chosen = st.session_state[key].selection.get(charts.SELECTION) or []
        if chosen and chosen[0].get("cohort"):
            since = chosen[0]["since"]
            put_in_url({"cohort": chosen[0]["cohort"], "since": str(since) if since >= 0 else None})

    return write


def _behind(reader: CachedWarehouse, cell: retention.Cell) -> None:
    with st.container(border=True):
        period = cohort_name(cell.starts_on, cell.grain)
        title = (
            _("First bought in {cohort}").format(cohort=cohort_name(cell.cohort, cell.grain))
            if not cell.since
            else _("First bought in {cohort}, bought again in {period}").format(
                cohort=cohort_name(cell.cohort, cell.grain), period=period
            )
        )
        rows_behind(
            PAGE,
            reader,
            rows=RowsBehind(
                title=title,
                query=retention.customers_behind(cell, with_contact=may_see_contact()),
                columns=customer_columns(
                    Column("rfm_group", _("Group"), labels=words_of(RFM_GROUPS), width=130),
                    Column(
                        "orders_in_period", _("Orders in {period}").format(period=period), "integer"
                    ),
                    Column(
                        "net_amount_in_period",
                        _("Net in {period}").format(period=period),
                        "money",
                        help=reader.publication.reporting_currency,
                    ),
                    Column("order_count", _("Orders in all"), "integer"),
                    Column("lifetime_net_amount", _("Lifetime value"), "money"),
                    Column("last_order_at", _("Last order"), "date"),
                ),
                what="cohort_customers",
                filters={
                    "by": cell.grain,
                    "cohort": cell.cohort.isoformat(),
                    "since": str(cell.since),
                },
                phone=("full_name", "orders_in_period", "net_amount_in_period"),
            ),
        )


def _chosen(cells: pl.DataFrame, choices: Choices) -> retention.Cell:
    """The cell of the URL; without one, the newest complete first return that somebody made."""
    known = set(cells.select("cohort", "since").iter_rows())
    try:
        since = int(url_value("since", "0"))
        asked = (dt.date.fromisoformat(url_value("cohort")), since)
    except ValueError:
        asked = None
    if asked in known:
        return retention.Cell(choices.grain, *asked)
    returns = cells.filter(
        (pl.col("since") == 1) & pl.col("is_complete") & (pl.col("customers") > 0)
    )
    if returns.is_empty():
        return retention.Cell(choices.grain, max(cohort for cohort, _since in known), 0)
    return retention.Cell(choices.grain, returns["cohort"].to_list()[-1], 1)


def _cell_pickers(cells: pl.DataFrame, choices: Choices, cell: retention.Cell) -> None:
    """The same choice as a click on a cell, for keyboards and phones."""
    cohorts = [day.isoformat() for day in cells["cohort"].unique().sort(descending=True)]
    sinces = cells.filter(pl.col("cohort") == cell.cohort)["since"].sort().to_list()
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        url_choice(
            PAGE,
            "cohort",
            label=_("Cohort"),
            options=cohorts,
            labels=lambda day: cohort_name(dt.date.fromisoformat(day), choices.grain),
            default=cell.cohort.isoformat(),
            width=170,
        )
        url_choice(
            PAGE,
            "since",
            label=since_title(choices.grain),
            options=[str(number) for number in sinces],
            labels=lambda number: (
                _("Month {count}") if choices.grain == "month" else _("Week {count}")
            ).format(count=number),
            default=str(cell.since),
            width=120,
        )
        people = cells.filter((pl.col("cohort") == cell.cohort) & (pl.col("since") == cell.since))
        count = formats.integer(people["customers"][0])
        st.markdown(f"[{_('{count} customers').format(count=count)}](#{ANCHOR})", width="content")


def _curves(cells: pl.DataFrame, choices: Choices) -> None:
    average_name = _("Average")
    complete = cells.filter(pl.col("is_complete") & (pl.col("since") > 0))
    if complete.is_empty():
        return
    points = [
        {
            "series": cohort_name(row["cohort"], choices.grain),
            "since": row["since"],
            "rate": row["retention_rate"],
            "label": formats.percent(row["retention_rate"]),
        }
        for row in complete.iter_rows(named=True)
    ] + [
        {
            "series": average_name,
            "since": row["since"],
            "rate": row["retention_rate"],
            "label": formats.percent(row["retention_rate"]),
        }
        for row in retention.averages(complete).iter_rows(named=True)
    ]
    with st.container(border=True):
        st.subheader(_("Retention curves"), anchor=False)
        st.caption(
            _("One thin line per cohort, the thick one is the average; complete periods only.")
        )
        st.altair_chart(
            charts.retention_curves(
                pl.DataFrame(points, infer_schema_length=None),
                average_name=average_name,
                since_title=since_title(choices.grain),
                dark=session.theme_kind() == "dark",
            ),
            key=f"{PAGE}.curves",
        )


retention_page()
