"""What stands around every page: styles, the menu of the person, the banner about runs."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from app import formats, session
from app.components.empty import ROLE_NAMES
from app.strings import LANGUAGE_KEY, LANGUAGES, _
from records import runs
from records.permissions.rules import Actor, may

_STYLES = Path(__file__).with_name("frame.css")
_KEEP = """<script>
fetch("session", {method: "POST", body: "%s", credentials: "same-origin"});
</script>"""
_DROP = """<script>
fetch("session", {method: "DELETE", credentials: "same-origin"});
</script>"""


def page_styles() -> None:
    """What the theme cannot say: the phone, tabular figures, quiet links."""
    st.html(_STYLES)


def cookie_keeper() -> None:
    """Have the browser trade a fresh ticket for its cookie, or forget the cookie after sign-out."""
    ticket = st.session_state.pop(session.TICKET_KEY, None)
    if ticket:
        st.html(_KEEP % ticket, unsafe_allow_javascript=True)
    elif st.session_state.get(session.SIGNED_OUT_KEY):
        st.html(_DROP, unsafe_allow_javascript=True)


def language_switch(key: str) -> None:
    """The language, kept for the person."""

    def chosen() -> None:
        session.choose_language(st.session_state[key])

    st.session_state[key] = st.session_state[LANGUAGE_KEY]
    st.segmented_control(
        _("Language"),
        list(LANGUAGES),
        format_func=LANGUAGES.__getitem__,
        key=key,
        on_change=chosen,
        label_visibility="collapsed",
        required=True,
    )


def user_menu(actor: Actor) -> None:
    """Who is signed in, the language, the way out: at the foot of the sidebar."""
    with st.sidebar, st.container(key="user_menu"):
        st.markdown(f"**{actor.name}**  \n:gray[{_(ROLE_NAMES[actor.role])}]")
        language_switch("session.language_switch")
        st.button(
            _("Sign out"),
            icon=":material/logout:",
            type="tertiary",
            key="session.sign_out",
            on_click=session.leave,
        )


def run_banner() -> None:
    """When the last run failed, say so and say which version is being read."""
    newest = runs.latest_runs(session.settings(), limit=1)
    if not newest or newest[0].status != "failed":
        return
    run, reader = newest[0], session.reader()
    zone = reader.publication.workspace_timezone if reader else "UTC"
    at = formats.moment(run.finished_at or run.started_at, zone)
    text = _("The last run failed on {at}.").format(at=at)
    if reader:
        shown = formats.moment(reader.publication.published_at, zone)
        text += " " + _("You are reading the version published on {at}.").format(at=shown)
    else:
        text += " " + _("Nothing has been published yet.")
    with st.container(key="run_banner"):
        st.warning(text, icon=":material/warning:")
        if may(session.actor(), "data.view"):
            st.page_link("views/system/data.py", label=_("See what failed"))
