"""The frame of every page: who is here, the menu, the banner, then the page itself."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from app import session
from app.components.empty import failures_shown, forbidden
from app.components.frame import cookie_keeper, page_styles, run_banner, user_menu
from app.navigation import PAGES, VIEWS, page_at
from app.strings import _
from app.views.account.sign_in import sign_in_page
from records.permissions.rules import Actor, decide

# A picture of our own: Streamlit would fetch a page's icon from a font host.
ICON = str(Path(__file__).with_name("assets") / "icon.png")


def _pages(actor: Actor | None) -> dict[str, list[st.Page]]:
    sections: dict[str, list[st.Page]] = {}
    for entry in PAGES:
        listed = actor is not None and not entry.is_detail and bool(decide(actor, entry.action))
        page = st.Page(
            VIEWS / entry.path,
            title=_(entry.title),
            icon=f":material/{entry.icon}:",
            url_path=entry.url_path,
            default=entry.is_default,
            visibility="visible" if listed else "hidden",
        )
        sections.setdefault(_(entry.section) if entry.section else "", []).append(page)
    return sections


def main() -> None:
    """Draw the page that the URL names."""
    st.set_page_config(page_icon=ICON, layout="wide", initial_sidebar_state="auto")
    actor = session.begin_run()
    page_styles()
    page = st.navigation(_pages(actor), position="sidebar" if actor else "hidden", expanded=True)
    cookie_keeper()
    if actor is None:
        sign_in_page()
        return
    user_menu(actor)
    run_banner()
    entry = page_at(page.url_path)
    verdict = decide(actor, entry.action if entry else "users.manage")
    if not verdict:
        forbidden(verdict)
        return
    with failures_shown():
        page.run()


main()
