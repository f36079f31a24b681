"""The page before all others."""

from __future__ import annotations

from math import ceil

import streamlit as st

from app import session
from app.components.frame import language_switch
from app.strings import _
from records.commands.sessions import sign_in
from records.errors import SignInRefused
from records.models.base import utc_now


def _refusal(error: SignInRefused) -> str:
    if error.code == "locked" and error.retry_at is not None:
        minutes = max(ceil((error.retry_at - utc_now()).total_seconds() / 60), 1)
        text = _("Too many failed attempts. Try again in {minutes} minutes.")
        return text.format(minutes=minutes)
    if error.code == "disabled":
        return _("This account is disabled. An administrator can enable it.")
    return _("E-mail and password do not match. Check both and try again.")


def sign_in_page() -> None:
    """A form of two fields; what was typed survives a refusal."""
    left, middle, right = st.columns([1, 1.2, 1])
    del left, right
    with middle:
        st.space("large")
        st.title("Kith", anchor=False)
        st.caption(_("Sign in to see your customers."))
        with st.form("sign_in.form", border=True):
            email = st.text_input(_("E-mail"), key="sign_in.email", autocomplete="username")
            password = st.text_input(
                _("Password"),
                type="password",
                key="sign_in.password",
                autocomplete="current-password",
            )
            sent = st.form_submit_button(_("Sign in"), type="primary", width="stretch")
        if sent:
            _try(email, password)
        language_switch("sign_in.language")


def _try(email: str, password: str) -> None:
    try:
        signed_in = sign_in(session.settings(), email=email, password=password)
    except SignInRefused as refusal:
        st.error(_refusal(refusal), icon=":material/error:")
        return
    session.remember(signed_in)
    st.rerun()
