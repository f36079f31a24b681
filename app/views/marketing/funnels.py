"""Funnels: how far people get, where they stop, and who they are."""

from __future__ import annotations

import polars as pl
import streamlit as st

from app import formats, session
from app.charts import funnels as charts
from app.components.empty import no_warehouse, nothing_yet
from app.components.funnel_frames import bars_frame, rates_frame, table_frame, weakness_text
from app.components.funnel_people import funnel_people
from app.components.header import context_line, data_as_of, page_header
from app.components.tables import Column, data_table
from app.components.url_state import url_choice
from app.components.vocabulary import DIMENSIONS, FUNNEL_STEPS, word
from app.data.cache import CachedWarehouse
from app.plain import plain
from app.queries import funnels
from app.queries.funnel_comparison import WeakStep, weak_steps
from app.strings import N_, _

PAGE = "funnels"
# More values than this are a table, not a chart.
SHOWN_VALUES = 8
_UNITS = {
    "visitor": N_("visitors"),
    "session": N_("sessions"),
    "customer": N_("customers"),
    "deal": N_("deals"),
}
_ORDERS = {
    "ordered": N_("steps in this order, others may lie between"),
    "strict": N_("steps directly one after the other"),
    "any": N_("steps in any order"),
}


def funnels_page() -> None:
    """Draw the page."""
    reader = session.reader()
    if reader is None:
        page_header(_("Funnels"))
        no_warehouse()
        return
    known = funnels.definitions(reader)
    if not known:
        page_header(_("Funnels"), context=data_as_of())
        nothing_yet(
            _("No funnel has anybody in it yet"),
            _("This page shows how far visitors and leads get, step by step."),
            icon="filter_alt",
        )
        return
    header = st.container()
    definition, dimension = _filters(known)
    with header:
        period = ""
        if definition.period_start and definition.period_end:
            period = formats.day_range(definition.period_start, definition.period_end)
        page_header(_("Funnels"), context=context_line(period, data_as_of()))
    weak = _weaknesses(reader, definition, dimension)
    _bars(reader, definition, weak=weak)
    if dimension != funnels.ALL:
        _by_dimension(reader, definition, dimension=dimension, weak=weak)
    funnel_people(PAGE, reader, definition=definition, dimension=dimension)


def _filters(known: dict[str, funnels.Definition]) -> tuple[funnels.Definition, str]:
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        name = url_choice(
            PAGE,
            "funnel",
            label=_("Funnel"),
            options=list(known),
            labels=lambda code: word(code, FUNNEL_STEPS),
            default=next(iter(known)),
            width=240,
        )
        definition = known[name]
        dimension = url_choice(
            PAGE,
            "by",
            label=_("Break down by"),
            options=(funnels.ALL, *definition.dimensions),
            labels=lambda code: word(code, DIMENSIONS),
            default="region" if "region" in definition.dimensions else funnels.ALL,
            as_buttons=True,
        )
    return definition, dimension


def definition_text(definition: funnels.Definition) -> str:
    """How the funnel counts, in one sentence."""
    unit = word(definition.unit, _UNITS)
    order = word(definition.order_mode, _ORDERS)
    return _("Counts {unit}; {order}; all within {days} days of the first step.").format(
        unit=unit, order=order, days=definition.window_days
    )


def _weaknesses(
    reader: CachedWarehouse, definition: funnels.Definition, dimension: str
) -> list[WeakStep]:
    if dimension == funnels.ALL:
        return []
    return weak_steps(funnels.steps(reader, definition.funnel_name, dimension=dimension))


def _bars(reader: CachedWarehouse, definition: funnels.Definition, *, weak: list[WeakStep]) -> None:
    steps = funnels.steps(reader, definition.funnel_name)
    with st.container(border=True):
        st.subheader(plain(word(definition.funnel_name, FUNNEL_STEPS)), anchor=False)
        st.caption(definition_text(definition))
        if weak:
            st.warning(weakness_text(weak[0]), icon=":material/trending_down:")
        st.altair_chart(
            charts.funnel_bars(
                bars_frame(steps, weak_step=weak[0].step_number if weak else None),
                words={
                    "step": _("Step"),
                    "people": _("Reached"),
                    "step_rate": _("Of the step before"),
                    "overall_rate": _("Of the first step"),
                    "time": _("Median time from the step before"),
                },
                dark=session.theme_kind() == "dark",
            ),
            key=f"{PAGE}.bars",
        )
        data_table(
            table_frame(steps),
            [
                Column("step", _("Step"), width=170),
                Column("entered_count", _("Reached"), "integer"),
                Column("step_rate", _("Of the step before"), "percent"),
                Column("overall_rate", _("Of the first step"), "percent"),
                Column("time", _("Median time")),
                Column("dropped_count", _("Stopped here"), "integer"),
            ],
            key=f"{PAGE}.steps",
            phone=("step", "entered_count", "step_rate"),
        )


def _by_dimension(
    reader: CachedWarehouse,
    definition: funnels.Definition,
    *,
    dimension: str,
    weak: list[WeakStep],
) -> None:
    steps = funnels.steps(reader, definition.funnel_name, dimension=dimension)
    shown = steps["dimension_value"].unique(maintain_order=True).to_list()[:SHOWN_VALUES]
    rates = rates_frame(steps.filter(pl.col("dimension_value").is_in(shown)), weak=weak)
    if rates.is_empty():
        return
    highest = min(1.0, float(rates["high"].max() or 1) * 1.05)  # pyright: ignore[reportArgumentType]
    with st.container(border=True):
        name = word(dimension, DIMENSIONS)
        st.subheader(_("Step rates by {dimension}").format(dimension=name.lower()), anchor=False)
        st.caption(
            _(
                "Each dot is the share that went on from the step before, the line its 95% "
                "interval. A red triangle is lower than all others together beyond chance."
            )
        )
        grid = st.grid(
            max(1, len(definition.steps) - 1),
            min_column_width=260,
            gap="small",
            key=f"{PAGE}_rates",
        )
        for (number,), part in rates.partition_by(
            "step_number", as_dict=True, maintain_order=True
        ).items():
            with grid.cell():
                st.markdown(f"**{plain(part['step'][0])}**")
                st.altair_chart(
                    charts.step_rates_by_value(
                        part,
                        words={"value": name, "step_rate": _("Of the step before")},
                        highest=highest,
                        dark=session.theme_kind() == "dark",
                    ),
                    key=f"{PAGE}.rates.{number}",
                )
        if len(weak) > 1:
            for other in weak[1:4]:
                st.markdown("- " + weakness_text(other))
        if not weak:
            st.markdown(_("No value is lower than the others beyond what chance explains."))


funnels_page()
