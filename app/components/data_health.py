"""The Data page's parts on sources: freshness and files, reconciliation, columns that drift."""

from __future__ import annotations

import polars as pl
import streamlit as st

from app import formats
from app.components.empty import nothing_yet
from app.components.rows_behind import RowsBehind, rows_behind
from app.components.tables import Column, data_table
from app.components.url_state import url_choice
from app.components.vocabulary import COLUMN_STATES, TARGETS, words_of
from app.data.cache import CachedWarehouse
from app.queries import operations
from app.strings import _


def sources_part(page: str, reader: CachedWarehouse) -> None:
    """Freshness by source and target, then the files that were landed."""
    frame = operations.freshness(reader)
    st.subheader(_("Sources and freshness"), anchor=False)
    if frame.is_empty():
        nothing_yet(
            _("No source yet"),
            _("Add a folder of files and say what its columns mean:"),
            icon="folder_open",
            command="./kith source add files DIR --map map.yaml",
        )
        return
    state = pl.when(pl.col("is_stale")).then(pl.lit(_("Stale"))).otherwise(pl.lit(_("Fresh")))
    data_table(
        frame.with_columns(state.alias("state")),
        [
            Column("source", _("Source"), width=140),
            Column("target", _("What"), labels=words_of(TARGETS), width=130),
            Column("state", _("State"), width=80),
            Column("row_count", _("Rows"), "integer"),
            Column("file_count", _("Files"), "integer"),
            Column("last_loaded_at", _("Last new row"), "moment", width=140),
            Column("last_event_at", _("Latest event"), "moment", width=140),
            Column("max_age_hours", _("Stale after, hours"), "integer"),
        ],
        key=f"{page}.freshness",
        phone=("source", "target", "state"),
        zone=reader.publication.workspace_timezone,
    )
    rows_behind(
        page,
        reader,
        rows=RowsBehind(
            title=_("Files landed"),
            query=operations.batches(),
            columns=[
                Column("batch_id", _("Batch"), "integer", width=70),
                Column("source", _("Source")),
                Column("target", _("What"), labels=words_of(TARGETS)),
                Column("file", _("File"), width=260),
                Column("rows_in", _("Rows in"), "integer"),
                Column("rows_landed", _("Landed"), "integer"),
                Column("rows_known", _("Known"), "integer"),
                Column("rows_quarantined", _("Refused"), "integer"),
                Column("rows_unselected", _("Not selected"), "integer"),
                Column("finished_at", _("Finished"), "moment", width=140),
            ],
            what="batches",
            action="data.view",
            opens=None,
            phone=("file", "rows_in", "rows_quarantined"),
            note=_("rows in = landed + known + refused + not selected"),
        ),
    )


def reconciliation_part(page: str, reader: CachedWarehouse) -> None:
    """Totals of the sources against the marts, and the days that are off."""
    st.subheader(_("Reconciliation"), anchor=False)
    totals = operations.reconciliation_by_source(reader)
    if totals.is_empty():
        nothing_yet(
            _("Nothing to compare yet"),
            _("Here the totals of every source stand beside those of the marts, day by day."),
            icon="balance",
        )
        return
    off = int(totals["day_off_count"].sum())
    if off:
        text = _(
            ":red[**Days that do not agree: {count}.**] The rows below say which, and by how much."
        )
        st.markdown(text.format(count=formats.integer(off)))
    else:
        st.markdown(_(":green[**Every day agrees**], in rows and in money."))
    data_table(
        totals,
        [
            Column("source", _("Source"), width=140),
            Column("target", _("What"), labels=words_of(TARGETS), width=110),
            Column("day_off_count", _("Days off"), "integer"),
            Column("day_count", _("Days"), "integer"),
            Column("source_row_count", _("Rows, source"), "integer"),
            Column("mart_row_count", _("Rows, mart"), "integer"),
            Column("source_amount", _("Amount, source"), "money"),
            Column("mart_amount", _("Amount, mart"), "money"),
            Column("difference_amount", _("Difference"), "money"),
        ],
        key=f"{page}.reconciliation",
        phone=("source", "target", "day_off_count"),
    )
    shown = url_choice(
        page,
        "days",
        label=_("Days"),
        options=("off", "all"),
        labels=lambda code: {"off": _("Only days off"), "all": _("All days")}[code],
        default="off",
        as_buttons=True,
    )
    rows_behind(
        page,
        reader,
        rows=RowsBehind(
            title=_("Day by day"),
            query=operations.reconciliation_days(only_off=shown == "off"),
            columns=[
                Column("event_date", _("Day"), "date"),
                Column("source", _("Source")),
                Column("target", _("What"), labels=words_of(TARGETS)),
                Column("source_row_count", _("Rows, source"), "integer"),
                Column("mart_row_count", _("Rows, mart"), "integer"),
                Column("difference_count", _("Rows apart"), "integer"),
                Column("source_amount", _("Amount, source"), "money"),
                Column("mart_amount", _("Amount, mart"), "money"),
                Column("difference_amount", _("Difference"), "money"),
            ],
            what="reconciliation",
            filters={"days": shown},
            action="data.view",
            opens=None,
            phone=("event_date", "target", "difference_amount"),
        ),
    )


def columns_part(page: str, reader: CachedWarehouse) -> None:
    """Columns of the sources that came, went or changed their type."""
    st.subheader(_("Columns of the sources"), anchor=False)
    shown = url_choice(
        page,
        "columns",
        label=_("Columns"),
        options=("changed", "all"),
        labels=lambda code: {"changed": _("Not mapped or changed"), "all": _("All")}[code],
        default="changed",
        as_buttons=True,
    )
    frame = operations.columns(reader, only_changed=shown == "changed")
    if frame.is_empty():
        st.markdown(_(":green[**Nothing drifted**]: every column is mapped and has its type."))
        return
    st.caption(_("A column without a place in the map is kept beside the row, never dropped."))
    data_table(
        frame,
        [
            Column("column_name", _("Column"), width=180),
            Column("status", _("State"), labels=words_of(COLUMN_STATES), width=120),
            Column("column_type", _("Type")),
            Column("source", _("Source")),
            Column("file_pattern", _("Files"), width=200),
            Column("first_seen_at", _("First seen"), "moment", width=140),
            Column("last_seen_at", _("Last seen"), "moment", width=140),
        ],
        key=f"{page}.columns",
        phone=("column_name", "status", "source"),
        zone=reader.publication.workspace_timezone,
    )
