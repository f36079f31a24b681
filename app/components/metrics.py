"""Cards: a number, how it moved, its course, and the way to the rows behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import streamlit as st

from app import formats


@dataclass(frozen=True, slots=True)
class RowsLink:
    """A link to the rows behind a number."""

    page: str
    label: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Card:
    """One number. `exact` and `help` are shown on hover; `better` says which way is good."""

    label: str
    value: str
    exact: str = ""
    help: str = ""
    delta: float | None = None
    delta_words: str = ""
    better: Literal["up", "down", "neither"] = "up"
    spark: Sequence[float] = ()
    link: RowsLink | None = None


_COLOURS: dict[str, Literal["normal", "inverse", "off"]] = {
    "up": "normal",
    "down": "inverse",
    "neither": "off",
}


def metric_cards(cards: Sequence[Card], *, key: str) -> None:
    """A row of cards that wraps to two a row on a phone."""
    grid = st.grid(len(cards), min_column_width=150, gap="xsmall", border=True, key=key)
    for number, card in enumerate(cards):
        with grid.cell():
            _metric(card)
            if card.link is not None:
                rows_link(card.link, key=f"{key}_{number}")


def _metric(card: Card) -> None:
    notes = [note for note in (card.exact, card.help) if note]
    is_flat = card.delta is not None and abs(card.delta) < 0.0005
    st.metric(
        card.label,
        card.value,
        delta=formats.percent(0.0) if is_flat else formats.delta_percent(card.delta),
        delta_color="off" if is_flat else _COLOURS[card.better],
        delta_arrow="off" if is_flat else "auto",
        help="  \n".join(notes) or None,
        chart_data=list(card.spark) if len(card.spark) > 1 else None,
    )


def rows_link(link: RowsLink, *, key: str) -> None:
    """A quiet link to a list with its filters set."""
    with st.container(key=f"card_link_{key}"):
        st.page_link(
            link.page,
            label=link.label,
            icon=":material/arrow_forward:",
            icon_position="right",
            query_params=dict(link.params),
        )
