"""The export menu of a list: one button, three formats, built when asked for."""

from __future__ import annotations

from functools import partial

import streamlit as st

from app import formats, session
from app.components.empty import refusal_text
from app.exports import MIME, Export, row_limit, write_export
from app.strings import _

_NAMES = {"csv": "CSV", "xlsx": "Excel (XLSX)", "parquet": "Parquet"}


def export_menu(export: Export, *, rows: int, key: str) -> None:
    """Offer the list as a file; says why when the person may not, or a format cannot hold it."""
    verdict = session.verdict(export.action)
    reader = session.reader()
    if not verdict or reader is None:
        st.button(
            _("Export"),
            icon=":material/lock:",
            disabled=True,
            key=f"{key}.export",
            help=None if verdict else refusal_text(verdict),
        )
        return
    settings, actor = session.settings(), session.actor()
    with st.popover(_("Export"), icon=":material/download:", disabled=rows == 0):
        st.caption(_("{count} rows, all columns").format(count=formats.integer(rows)))
        for file_format, name in _NAMES.items():
            limit = row_limit(settings, file_format)
            st.download_button(
                name,
                data=partial(
                    write_export,
                    settings,
                    actor,
                    served=reader.served,
                    export=export,
                    file_format=file_format,
                ),
                file_name=f"kith_{export.what}_{reader.publication.as_of_date}.{file_format}",
                mime=MIME[file_format],
                on_click="ignore",
                type="tertiary",
                disabled=rows > limit,
                key=f"{key}.export.{file_format}",
                help=_("At most {count} rows fit.").format(count=formats.integer(limit))
                if rows > limit
                else None,
            )
