"""Words in the reader's language.

English is the source; a language is one `.po` file in `app/locale`, read once a process. `_()`
translates, `N_()` marks a text that is translated later, where it is shown.
"""

from __future__ import annotations

from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path

import streamlit as st
from babel import Locale
from babel.messages.pofile import read_po
from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx

LANGUAGES = {"en": "English", "zh_CN": "简体中文"}
LANGUAGE_KEY = "session.language"
_FALLBACK: ContextVar[str] = ContextVar("kith_language", default="en")


@lru_cache(maxsize=4)
def _catalogue(language: str) -> dict[str, str]:
    path = Path(__file__).parent / "locale" / f"{language}.po"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        messages = read_po(file, locale=language)
    return {
        message.id: message.string
        for message in messages
        if isinstance(message.id, str) and message.id and isinstance(message.string, str)
    }


def language() -> str:
    """The language of the person this run is for."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return _FALLBACK.get()
    return st.session_state.get(LANGUAGE_KEY, "en")


def locale() -> Locale:
    """The same, as Babel knows it."""
    return Locale.parse(language())


def nearest_language(tag: str | None) -> str:
    """The language of ours that fits a browser's tag such as zh-Hans-CN or en-GB."""
    return "zh_CN" if (tag or "").lower().startswith("zh") else "en"


def _(text: str) -> str:
    """A text in the reader's language; English where no translation is known."""
    return _catalogue(language()).get(text) or text


def N_(text: str) -> str:  # noqa: N802 (gettext's name)
    """Mark a text for translation without translating it yet."""
    return text
