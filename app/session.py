"""Every session key and its typed accessor: who is here, in which language, reading what.

The sign-in is a token. A cookie brings it back after a reload; within a session it stays in the
session state. It is checked against records at every run, so a person who is disabled is out at
the next click.
"""

from __future__ import annotations

from typing import Literal

import streamlit as st

from app import tickets
from app.data.cache import CachedWarehouse
from app.data.warehouse import served_warehouse
from app.strings import LANGUAGE_KEY, LANGUAGES, nearest_language
from records.commands.sessions import SignedIn, current_actor, sign_out
from records.commands.users import set_locale
from records.database import ensure_records
from records.permissions.rules import Actor, decide
from records.permissions.verdict import Verdict
from records.settings import Settings, load_settings

COOKIE = "kith_session"
TOKEN_KEY = "session.token"  # noqa: S105 (a key, not a secret)
ACTOR_KEY = "session.actor"
TICKET_KEY = "session.ticket"
READER_KEY = "session.reader"
SIGNED_OUT_KEY = "session.signed_out"

_READY: set[str] = set()


def settings() -> Settings:
    """Settings of this workspace, with the records database in place."""
    loaded = load_settings()
    if loaded.records_database_url not in _READY:
        ensure_records(loaded)
        _READY.add(loaded.records_database_url)
    return loaded


def begin_run() -> Actor | None:
    """What every run starts with: the language, who is here, which version is read."""
    actor = _signed_in()
    st.session_state[ACTOR_KEY] = actor
    if actor is not None and actor.locale in LANGUAGES:
        st.session_state[LANGUAGE_KEY] = actor.locale
    elif LANGUAGE_KEY not in st.session_state:
        asked = st.query_params.get("lang")
        st.session_state[LANGUAGE_KEY] = nearest_language(asked or st.context.locale)
    served = served_warehouse(settings()).current()
    st.session_state[READER_KEY] = CachedWarehouse(served) if served else None
    return actor


def _signed_in() -> Actor | None:
    token = st.session_state.get(TOKEN_KEY)
    if token is None and not st.session_state.get(SIGNED_OUT_KEY):
        token = st.context.cookies.get(COOKIE)
    if not isinstance(token, str) or not token:
        return None
    actor = current_actor(settings(), token)
    if actor is None:
        st.session_state.pop(TOKEN_KEY, None)
        return None
    st.session_state[TOKEN_KEY] = token
    return actor


def actor() -> Actor:
    """The person who is signed in; pages run only for one."""
    return st.session_state[ACTOR_KEY]


def verdict(action: str) -> Verdict:
    """May the person do this?"""
    return decide(actor(), action)


def reader() -> CachedWarehouse | None:
    """The published version this run reads, or None before the first publication."""
    return st.session_state.get(READER_KEY)


def theme_kind() -> Literal["light", "dark"]:
    """The theme the person sees, for charts; light until the browser has told."""
    return "dark" if st.context.theme.type == "dark" else "light"


def remember(signed_in: SignedIn) -> None:
    """Begin a session for a fresh sign-in, and ask the browser to keep it."""
    st.session_state[TOKEN_KEY] = signed_in.token
    st.session_state[TICKET_KEY] = tickets.issue(signed_in.token, signed_in.expires_at)
    st.session_state.pop(SIGNED_OUT_KEY, None)


def leave() -> None:
    """Sign out here; the token is dead everywhere at once."""
    token = st.session_state.pop(TOKEN_KEY, None)
    if token:
        sign_out(settings(), token)
    for key in [key for key in st.session_state if str(key) != LANGUAGE_KEY]:
        del st.session_state[key]
    st.session_state[SIGNED_OUT_KEY] = True


def choose_language(language: str) -> None:
    """Switch the language, and keep it for the person who is signed in."""
    st.session_state[LANGUAGE_KEY] = language
    person = st.session_state.get(ACTOR_KEY)
    if person is not None:
        set_locale(settings(), person, locale=language)
