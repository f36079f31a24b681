"""RFM: how recent, how often, how much; the groups that follow, and who moved between them."""

from __future__ import annotations

import datetime as dt

import polars as pl
import streamlit as st

from app import formats, session
from app.charts import rfm as charts
from app.components.empty import no_warehouse, nothing_yet
from app.components.header import context_line, data_as_of, page_header
from app.components.rfm_frames import grid_frame, groups_frame, movement_frame
from app.components.rows_behind import (
    RowsBehind,
    customer_columns,
    may_see_contact,
    rows_behind,
)
from app.components.tables import Column, Opens, data_table
from app.components.url_state import put_in_url, url_choice, url_value
from app.components.vocabulary import RFM_GROUPS, word, words_of
from app.data.cache import CachedWarehouse
from app.queries import rfm
from app.strings import _

PAGE = "rfm"
_SELECTING = ("group", "r", "f", "m", "from")


def rfm_page() -> None:
    """Draw the page."""
    reader = session.reader()
    if reader is None:
        page_header(_("RFM"))
        no_warehouse()
        return
    day = rfm.as_of(reader)
    scored = _("Scored on {day} by recency, frequency and money").format(day=formats.day(day))
    page_header(_("RFM"), context=context_line(scored if day else "", data_as_of()))
    if day is None:
        nothing_yet(
            _("No purchases yet"),
            _("This page groups buyers by how recently, how often and for how much they bought."),
            icon="apps",
        )
        return
    left, right = st.columns([9, 11], gap="small")
    with left:
        _grid(reader)
    with right:
        _groups(reader)
    _movement(reader)
    _selected(reader)


def _grid(reader: CachedWarehouse) -> None:
    with st.container(border=True, height="stretch"):
        axis, measure = _grid_choices()
        frame = grid_frame(
            rfm.grid(reader, axis),
            measure=measure,
            currency=reader.publication.reporting_currency,
        )
        key = f"{PAGE}.grid.{axis}.{measure}"
        st.altair_chart(
            charts.score_grid(
                frame,
                x_title=_("Recency score (5: most recent)"),
                y_title=_("Frequency score") if axis == "f" else _("Money score"),
                words={
                    "people": _("Customers"),
                    "money": _("Net revenue"),
                    "group": _("Commonest group"),
                },
                dark=session.theme_kind() == "dark",
            ),
            key=key,
            on_select=lambda: _cell_clicked(key, axis),
            selection_mode=charts.SELECTION,
        )
        st.caption(_("Customers and their net revenue. Click a cell to list its customers below."))


def _grid_choices() -> tuple[rfm.Axis, str]:
    with st.container(horizontal=True, gap="small"):
        axis = url_choice(
            PAGE,
            "axis",
            label=_("Against recency"),
            options=("f", "m"),
            labels=lambda code: {"f": _("Frequency"), "m": _("Money")}[code],
            default="f",
            as_buttons=True,
        )
        measure = url_choice(
            PAGE,
            "colour",
            label=_("Colour by"),
            options=("customers", "revenue"),
            labels=lambda code: {
                "customers": _("Colour: customers"),
                "revenue": _("Colour: revenue"),
            }[code],
            default="customers",
            width=170,
        )
    return ("m" if axis == "m" else "f"), measure


def _cell_clicked(key: str, axis: str) -> None:
    chosen = st.session_state[key].selection.get(charts.SELECTION) or []
    if chosen:
        other = "m" if axis == "f" else "f"
        put_in_url(
            {
                "r": str(chosen[0]["r_score"]),
                axis: str(chosen[0]["score"]),
                other: None,
                "group": None,
                "from": None,
            }
        )


def _groups(reader: CachedWarehouse) -> None:
    with st.container(border=True, height="stretch"):
        st.subheader(_("Groups"), anchor=False)
        groups = groups_frame(rfm.groups(reader))
        data_table(
            groups,
            [
                Column("name", _("Group"), width=130),
                Column("customers", _("Customers"), "integer"),
                Column("customer_share", _("Share"), "percent"),
                Column(
                    "net_amount",
                    _("Net revenue"),
                    "money",
                    help=reader.publication.reporting_currency,
                ),
                Column("net_share", _("Of revenue"), "percent"),
            ],
            key=f"{PAGE}.groups",
            opens=Opens("views/customers/rfm.py", "rfm_group", "group"),
            phone=("name", "customers", "net_amount"),
        )
        st.caption(_("Click a name to list its customers below."))


def _selection() -> rfm.Selection:
    """What the URL selects; nothing there means the champions."""

    def score(name: str) -> int | None:
        text = url_value(name)
        return int(text) if text in {"1", "2", "3", "4", "5"} else None

    group = url_value("group") if url_value("group") in rfm.GROUPS else None
    before = url_value("from") if url_value("from") in RFM_GROUPS else None
    chosen = rfm.Selection(group, score("r"), score("f"), score("m"), before)
    return chosen if chosen != rfm.Selection() else rfm.Selection(rfm_group="champions")


def _selection_title(selection: rfm.Selection) -> str:
    parts = []
    if selection.rfm_group:
        parts.append(word(selection.rfm_group, RFM_GROUPS))
    if selection.previous_group:
        before = word(selection.previous_group, RFM_GROUPS)
        parts.append(_("a month before: {group}").format(group=before))
    scores = (("R", selection.r_score), ("F", selection.f_score), ("M", selection.m_score))
    parts.extend(f"{letter} = {score}" for letter, score in scores if score is not None)
    return " · ".join(parts)


def _selected(reader: CachedWarehouse) -> None:
    selection = _selection()
    with st.container(border=True, key="rfm_selected"):
        _ways_on(selection)
        rows_behind(
            PAGE,
            reader,
            rows=RowsBehind(
                title=_selection_title(selection),
                query=rfm.customers_selected(selection, with_contact=may_see_contact()),
                columns=customer_columns(
                    Column("rfm_group", _("Group"), labels=words_of(RFM_GROUPS), width=130),
                    Column("rfm_code", _("Scores"), help=_("Recency, frequency, money")),
                    Column("recency_days", _("Days since"), "integer"),
                    Column("frequency", _("Orders"), "integer"),
                    Column(
                        "monetary_amount",
                        _("Net revenue"),
                        "money",
                        help=reader.publication.reporting_currency,
                    ),
                    Column("last_order_at", _("Last order"), "date"),
                ),
                what="rfm_customers",
                filters={name: url_value(name) for name in _SELECTING if url_value(name)},
                phone=("full_name", "rfm_code", "monetary_amount"),
            ),
        )


def _ways_on(selection: rfm.Selection) -> None:
    """The same group in the list of customers with all its filters, and the way back."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        if selection == rfm.Selection(rfm_group=selection.rfm_group):
            st.page_link(
                "views/customers/list.py",
                label=_("Open in customers"),
                icon=":material/arrow_forward:",
                query_params={"rfm_group": selection.rfm_group or ""},
            )
        if any(url_value(name) for name in _SELECTING):
            st.button(
                _("Clear selection"),
                type="tertiary",
                icon=":material/close:",
                key=f"{PAGE}.clear",
                on_click=lambda: put_in_url(dict.fromkeys(_SELECTING)),
            )


def _movement(reader: CachedWarehouse) -> None:
    months = rfm.movement_months(reader)
    with st.container(border=True):
        st.subheader(_("Movement between groups"), anchor=False)
        if not months:
            nothing_yet(
                _("Nothing to compare yet"),
                _("Movement shows once there are two months of scores."),
                icon="swap_horiz",
            )
            return
        chosen = url_choice(
            PAGE,
            "month",
            label=_("Month"),
            options=[month.isoformat() for month in months],
            labels=lambda day: formats.month(dt.date.fromisoformat(day)),
            default=months[0].isoformat(),
            width=170,
        )
        month = dt.date.fromisoformat(chosen)
        _movement_matrix(rfm.movements(reader, month), is_newest=month == months[0])


def _movement_matrix(moves: pl.DataFrame, *, is_newest: bool) -> None:
    frame, from_names, to_names = movement_frame(moves)
    totals = {
        kind: int(frame.filter(pl.col("direction") == kind)["customer_count"].sum())
        for kind in ("up", "down", "same", "new")
    }
    st.markdown(
        _("**{up}** moved up, **{down}** moved down, **{same}** stayed, **{new}** are new.").format(
            **{kind: formats.integer(count) for kind, count in totals.items()}
        )
    )
    key = f"{PAGE}.movement"
    with st.container(key="scroll_x_rfm"):
        st.altair_chart(
            charts.movement_matrix(
                frame,
                from_names=from_names,
                to_names=to_names,
                titles=(_("From"), _("To")),
                count_title=_("Customers"),
                dark=session.theme_kind() == "dark",
            ),
            width="content",
            key=key,
            on_select=(lambda: _move_clicked(key)) if is_newest else "ignore",
            selection_mode=charts.SELECTION if is_newest else None,
        )
    legend = _("Teal: to a better group. Red: to a worse one. Grey: stayed. Blue: first purchase.")
    hint = _("Click a cell to see who moved.") if is_newest else ""
    st.caption(f"{legend} {hint}".strip())


def _move_clicked(key: str) -> None:
    chosen = st.session_state[key].selection.get(charts.SELECTION) or []
    if chosen:
        put_in_url(
            {
                "group": chosen[0]["to_group"],
                "from": chosen[0]["from_group"],
                "r": None,
                "f": None,
                "m": None,
            }
        )


rfm_page()
