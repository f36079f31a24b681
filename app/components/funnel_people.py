"""The people of a funnel: who stopped at a step, who reached it."""

from __future__ import annotations

import streamlit as st

from app.components.rows_behind import (
    RowsBehind,
    customer_columns,
    may_see_contact,
    rows_behind,
)
from app.components.tables import Column
from app.components.url_state import url_choice, url_value
from app.components.vocabulary import CHANNELS, DIMENSIONS, FUNNEL_STEPS, word, words_of
from app.data.cache import CachedWarehouse
from app.queries import funnels
from app.strings import _


def funnel_people(
    page: str, reader: CachedWarehouse, *, definition: funnels.Definition, dimension: str
) -> None:
    """Pick a step and whether people stopped there or reached it; then who they are."""
    with st.container(border=True):
        people, title = _slice(page, reader, definition=definition, dimension=dimension)
        rows_behind(
            page,
            reader,
            rows=RowsBehind(
                title=title,
                query=funnels.people_behind(people, with_contact=may_see_contact()),
                columns=customer_columns(
                    Column("participant_id", _("Visitor or record"), width=150),
                    Column("entered_at", _("First step"), "moment", width=140),
                    Column("channel", _("Channel"), labels=words_of(CHANNELS)),
                    Column("region", _("Region")),
                    Column("device", _("Device"), labels=words_of(CHANNELS)),
                ),
                what="funnel_participants",
                filters={
                    name: url_value(name)
                    for name in ("funnel", "step", "outcome", "by", "value")
                    if url_value(name)
                },
                phone=("full_name", "participant_id", "entered_at"),
                note=_("No name: never recognised."),
            ),
        )


def _slice(
    page: str, reader: CachedWarehouse, *, definition: funnels.Definition, dimension: str
) -> tuple[funnels.Slice, str]:
    """Which people the pickers choose, and what to call them."""
    last = len(definition.steps)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        step = int(
            url_choice(
                page,
                "step",
                label=_("Step"),
                options=[str(number) for number in range(1, last + 1)],
                labels=lambda number: word(definition.steps[int(number) - 1], FUNNEL_STEPS),
                default="1",
                width=200,
            )
        )
        outcome = url_choice(
            page,
            "outcome",
            label=_("Who"),
            options=("stopped", "reached"),
            labels=lambda code: {"stopped": _("Stopped here"), "reached": _("Reached it")}[code],
            default="stopped",
            as_buttons=True,
        )
        value = ""
        if dimension in funnels.PARTICIPANT_DIMENSIONS:
            steps = funnels.steps(reader, definition.funnel_name, dimension=dimension)
            value = url_choice(
                page,
                "value",
                label=word(dimension, DIMENSIONS),
                options=["", *steps["dimension_value"].unique(maintain_order=True).to_list()],
                labels=lambda code: word(code, CHANNELS) if code else _("Everybody"),
                default="",
                width=170,
            )
    name = word(definition.steps[step - 1], FUNNEL_STEPS)
    pattern = _('Stopped at "{step}"') if outcome == "stopped" else _('Reached "{step}"')
    title = pattern.format(step=name)
    return (
        funnels.Slice(
            definition.funnel_name,
            reached_at_least=step,
            reached_at_most=step if outcome == "stopped" else None,
            dimension=dimension,
            dimension_value=value or None,
        ),
        f"{title} · {word(value, CHANNELS)}" if value else title,
    )
