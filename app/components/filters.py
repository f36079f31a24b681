"""The period of a page and what it is compared with, kept in the URL and from page to page."""

from __future__ import annotations

from datetime import date

import streamlit as st

from app import formats
from app.components.url_state import put_in_url, url_choice, url_value, widget_key
from app.queries.periods import COMPARISONS, RANGES, Period, period_for
from app.strings import _

_KEPT = "filters.period"
_NAMES = ("range", "from", "to", "compare")


def range_label(choice: str) -> str:
    """A range as a button says it."""
    return {
        "7d": _("7 days"),
        "30d": _("30 days"),
        "90d": _("90 days"),
        "12m": _("12 months"),
        "all": _("All"),
        "custom": _("Custom"),
    }[choice]


def compare_label(choice: str) -> str:
    """A comparison as the drop-down says it."""
    return {
        "previous": _("vs previous period"),
        "year": _("vs last year"),
        "none": _("No comparison"),
    }[choice]


def _carry_over() -> None:
    """A page opened from the menu keeps the period of the page before."""
    present = {name: url_value(name) for name in _NAMES if url_value(name)}
    kept = st.session_state.get(_KEPT, {})
    if not present and kept:
        put_in_url(kept)
    st.session_state[_KEPT] = present or kept


def period_filter(
    page: str, *, as_of: date, first_day: date, with_compare: bool = True, default: str = "90d"
) -> Period:
    """Buttons for the range, a field for a custom one, a drop-down for the comparison."""
    _carry_over()
    choice = url_choice(
        page,
        "range",
        label=_("Period"),
        options=RANGES,
        labels=range_label,
        default=default,
        as_buttons=True,
    )
    custom = _custom_range(page, as_of=as_of, first_day=first_day) if choice == "custom" else None
    compare = "none"
    if with_compare:
        compare = url_choice(
            page,
            "compare",
            label=_("Compare"),
            options=COMPARISONS,
            labels=compare_label,
            default="previous",
            width=190,
        )
    return period_for(choice, as_of=as_of, first_day=first_day, custom=custom, compare=compare)


def url_dates(default: tuple[date, date]) -> tuple[date, date]:
    """The days `from` and `to` of the URL."""
    try:
        return date.fromisoformat(url_value("from")), date.fromisoformat(url_value("to"))
    except ValueError:
        return default


def _custom_range(page: str, *, as_of: date, first_day: date) -> tuple[date, date]:
    default = period_for("90d", as_of=as_of, first_day=first_day)
    start, end = url_dates((default.start, default.end))
    key = widget_key(page, "dates")
    st.session_state[key] = (start, end)

    def write() -> None:
        chosen = st.session_state[key]
        if len(chosen) == 2:
            put_in_url({"from": chosen[0].isoformat(), "to": chosen[1].isoformat()})

    st.date_input(
        _("From and to"), key=key, on_change=write, label_visibility="collapsed", width=230
    )
    return start, end


def period_text(period: Period) -> str:
    """The period and its comparison in words, for the context line."""
    text = formats.day_range(period.start, period.end)
    if period.before_start is None or period.before_end is None:
        return text
    before = formats.day_range(period.before_start, period.before_end)
    return f"{text} · " + _("compared with {period}").format(period=before)


def period_params(period: Period) -> dict[str, str]:
    """The period as parameters of a link to the rows behind a number."""
    return {"range": "custom", "from": period.start.isoformat(), "to": period.end.isoformat()}
