"""The states that are not data: nothing yet, loading, failed, not allowed. Each looks different."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from app.strings import N_, _
from records.errors import NotAllowed
from records.permissions.actions import ACTIONS
from records.permissions.verdict import Verdict

LOG = logging.getLogger("kith.app")

# Sentences of `records` in the reader's language: what an action lets one do.
_MAY_NOT = {
    "dashboards.view": N_("You may not see dashboards."),
    "customers.view": N_("You may not see customers."),
    "customers.view_contact": N_("You may not see e-mail addresses and phone numbers."),
    "customers.export": N_("You may not export customers and orders."),
    "dashboards.export": N_("You may not export dashboards."),
    "data.view": N_("You may not see sources, runs and checks."),
    "quarantine.view": N_("You may not see quarantined rows."),
    "audit.view": N_("You may not see who changed what."),
    "users.manage": N_("You may not manage people."),
}
ROLE_NAMES = {
    "viewer": N_("Viewer"),
    "analyst": N_("Analyst"),
    "manager": N_("Manager"),
    "admin": N_("Administrator"),
}


def refusal_text(verdict: Verdict) -> str:
    """Which right is missing and who grants it, in the reader's language."""
    least = ACTIONS[verdict.action].least_role
    needed = _("This needs the role {role} or above. An administrator can give it to you.")
    return f"{_(_MAY_NOT[verdict.action])} {needed.format(role=_(ROLE_NAMES[least]))}"


def forbidden(verdict: Verdict) -> None:
    """Not allowed: which right is missing, who grants it."""
    with st.container(border=True, key="state_forbidden"):
        st.markdown(f":material/lock: **{_('Not open to you')}**")
        st.markdown(refusal_text(verdict))
        st.caption(_("Right") + f": `{verdict.action}`")


def nothing_yet(title: str, body: str, *, icon: str = "inbox", command: str | None = None) -> None:
    """Nothing here yet: what this will show, and what starts it."""
    with st.container(border=True, key=None):
        st.markdown(f":material/{icon}: **{title}**")
        st.markdown(f":gray[{body}]")
        if command:
            st.code(command, language="bash")


def no_warehouse() -> None:
    """Before the first publication."""
    nothing_yet(
        _("No data yet"),
        _(
            "Once a run has been published, this page fills itself. "
            "Start one on the machine Kith runs on:"
        ),
        icon="database",
        command="./kith run",
    )


def nothing_found(*, clear: str) -> None:
    """Filters that match nothing are not an empty system; offer the way back."""
    nothing_yet(
        _("Nothing matches"),
        _("No row fits these filters. Take one away, or choose “{clear}”.").format(clear=clear),
        icon="search_off",
    )


def failed(error: BaseException) -> str:
    """Something broke: say so, say whether trying again helps, and log it under an id."""
    error_id = secrets.token_hex(4)
    LOG.error("error %s", error_id, exc_info=error)
    with st.container(border=True, key=f"state_failed_{error_id}"):
        st.error(f"**{_('This could not be shown')}**", icon=":material/error:")
        st.markdown(
            _(
                "Trying again may help when new data was just being published. If it stays, "
                "give this id to whoever runs Kith; the log holds the details."
            )
        )
        st.code(error_id, language=None)
        st.button(_("Try again"), icon=":material/refresh:", key=f"retry.{error_id}")
    return error_id


@contextmanager
def failures_shown() -> Iterator[None]:
    """The boundary around a page or a fragment: nobody ever meets a traceback."""
    try:
        yield
    except NotAllowed as refusal:
        forbidden(refusal.verdict)
    except Exception as error:  # noqa: BLE001 (the outermost line; logged with an id)
        failed(error)
