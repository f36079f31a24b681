"""The Data page's part on refused rows: why, how many, which, and how to bring them in."""

from __future__ import annotations

import polars as pl
import streamlit as st

from app import session
from app.components.empty import refusal_text
from app.components.rows_behind import RowsBehind, rows_behind
from app.components.tables import Column, data_table
from app.components.url_state import url_choice, url_value
from app.components.vocabulary import QUARANTINE_STATES, TARGETS, word, words_of
from app.data.cache import CachedWarehouse
from app.queries import operations
from app.strings import _


def quarantine_part(page: str, reader: CachedWarehouse) -> None:
    """Reasons with counts, then the rows themselves; the text only for those who may see it."""
    st.subheader(_("Quarantine"), anchor=False)
    reasons = operations.rejection_reasons(reader)
    if reasons.is_empty():
        st.markdown(_(":green[**Nothing was refused.**] Every row that came kept its contract."))
        return
    st.caption(
        _("Rows that broke their contract are kept with the reason. Nothing is dropped silently.")
    )
    data_table(
        reasons,
        [
            Column("reason", _("Reason"), width=360),
            Column("row_count", _("Rows"), "integer"),
            Column("status", _("State"), labels=words_of(QUARANTINE_STATES), width=90),
            Column("source", _("Source")),
            Column("target", _("What"), labels=words_of(TARGETS)),
            Column("last_seen_at", _("Last seen"), "moment", width=140),
        ],
        key=f"{page}.reasons",
        phone=("reason", "row_count"),
        zone=reader.publication.workspace_timezone,
        height=min(285, 35 * (reasons.height + 1) + 3),
    )
    rejected = _filters(page, reasons)
    _how_to_fix(rejected.source or reasons["source"][0])
    _rows(page, reader, rejected)


def _filters(page: str, reasons: pl.DataFrame) -> operations.Rejected:
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        status = url_choice(
            page,
            "status",
            label=_("State"),
            options=("open", "replayed", "dismissed", "all"),
            labels=lambda code: _("All") if code == "all" else word(code, QUARANTINE_STATES),
            default="open",
            as_buttons=True,
        )
        source = url_choice(
            page,
            "source",
            label=_("Source"),
            options=["", *reasons["source"].unique().sort().to_list()],
            labels=lambda code: code or _("All sources"),
            default="",
            width=170,
        )
        reason = url_choice(
            page,
            "reason",
            label=_("Reason"),
            options=["", *reasons["reason"].unique().sort().to_list()],
            labels=lambda code: code or _("All reasons"),
            default="",
            width=300,
        )
    return operations.Rejected(
        source=source or None,
        reason=reason or None,
        status=None if status == "all" else status,
    )


def _how_to_fix(source: str) -> None:
    with st.expander(_("How to bring them in"), icon=":material/build:"):
        st.markdown(
            _(
                "1. Mend the rows in the file, or the map that reads it.\n"
                "2. Replay: the file is read again, rows that are whole now land, "
                "the others stay here.\n"
                "3. Run the pipeline; the numbers follow."
            )
        )
        st.code(
            f"./kith source quarantine replay {source}\n./kith run",
            language="bash",
        )


def _rows(page: str, reader: CachedWarehouse, rejected: operations.Rejected) -> None:
    verdict = session.verdict("quarantine.view")
    columns = [
        Column("file", _("File"), width=220),
        Column("line_number", _("Line"), "integer", width=70),
        Column("reason", _("Reason"), width=300),
        Column("target", _("What"), labels=words_of(TARGETS)),
        Column("status", _("State"), labels=words_of(QUARANTINE_STATES)),
        Column("quarantined_at", _("Since"), "moment", width=140),
    ]
    if verdict:
        columns.insert(3, Column("raw_text", _("Original text"), width=320))
    else:
        st.caption(f":material/lock: {_('The original text is hidden.')} {refusal_text(verdict)}")
    rows_behind(
        page,
        reader,
        rows=RowsBehind(
            title=_("Refused rows"),
            query=operations.rejected_rows(rejected, with_text=bool(verdict)),
            columns=columns,
            what="quarantine",
            filters={
                name: url_value(name) for name in ("status", "source", "reason") if url_value(name)
            },
            action="quarantine.view",
            opens=None,
            phone=("line_number", "reason"),
            note=word(rejected.status, QUARANTINE_STATES),
        ),
    )
