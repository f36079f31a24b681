"""Data: is it fresh, did the last run pass, what was refused, do totals agree."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from app import formats, session
from app.components.data_health import columns_part, reconciliation_part, sources_part
from app.components.data_quarantine import quarantine_part
from app.components.data_runs import checks_part, runs_part
from app.components.empty import no_warehouse
from app.components.header import page_header
from app.components.metrics import Card, RowsLink, metric_cards
from app.components.url_state import url_choice
from app.data.cache import CachedWarehouse
from app.queries import operations
from app.strings import _
from records import runs

PAGE = "data"
_PARTS: dict[str, Callable[[str, CachedWarehouse], None]] = {
    "sources": sources_part,
    "runs": runs_part,
    "checks": checks_part,
    "quarantine": quarantine_part,
    "reconciliation": reconciliation_part,
    "columns": columns_part,
}


def data_page() -> None:
    """Draw the page."""
    reader = session.reader()
    if reader is None:
        page_header(_("Data"))
        no_warehouse()
        return
    facts = reader.publication
    at = formats.moment(facts.published_at, facts.workspace_timezone)
    page_header(
        _("Data"),
        context=_("Version {version}, published {at}, data to {day}").format(
            version=facts.version, at=at, day=formats.day(facts.as_of_date)
        ),
        actions=_rollback_hint,
    )
    _cards(reader)
    part = url_choice(
        PAGE,
        "part",
        label=_("Part"),
        options=tuple(_PARTS),
        labels=part_name,
        default="sources",
        as_buttons=True,
    )
    with st.container(border=True):
        _PARTS[part](PAGE, reader)


def part_name(part: str) -> str:
    """A part of the page as its button says it."""
    return {
        "sources": _("Sources"),
        "runs": _("Runs"),
        "checks": _("Checks"),
        "quarantine": _("Quarantine"),
        "reconciliation": _("Reconciliation"),
        "columns": _("Columns"),
    }[part]


def _rollback_hint() -> None:
    with st.popover(_("Go back a version"), icon=":material/history:"):
        st.markdown(
            _(
                "Earlier versions are kept. To serve the one before this, run on the machine "
                "Kith runs on:"
            )
        )
        st.code("./kith publish --rollback", language="bash")
        st.caption(_("Readers switch at their next click; nothing is lost."))


def _to(part: str) -> RowsLink:
    return RowsLink("views/system/data.py", part_name(part), {"part": part})


def _cards(reader: CachedWarehouse) -> None:
    freshness = operations.freshness(reader)
    stale = int(freshness["is_stale"].sum() or 0)
    checks = runs.latest_checks(session.settings())
    failed = sum(not check.passed for check in checks)
    open_rows = int(operations.rejection_reasons(reader).filter(status="open")["row_count"].sum())
    days_off = int(operations.reconciliation_by_source(reader)["day_off_count"].sum() or 0)
    metric_cards(
        [
            Card(
                _("Stale sources"),
                formats.integer(stale),
                help=_("of {count}").format(count=formats.integer(freshness.height)),
                link=_to("sources"),
            ),
            Card(
                _("Failed checks"),
                formats.integer(failed),
                help=_("of {count} in the last run").format(count=formats.integer(len(checks))),
                link=_to("checks"),
            ),
            Card(_("Rows in quarantine"), formats.integer(open_rows), link=_to("quarantine")),
            Card(_("Days off"), formats.integer(days_off), link=_to("reconciliation")),
        ],
        key="data_cards",
    )


data_page()
