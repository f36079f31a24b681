"""A page opened as a person of a role, in a home of choice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest
from streamlit.testing.v1 import AppTest

import app
from records.settings import Settings

MAIN = Path(app.__file__).with_name("main.py")


class OpenPage(Protocol):
    """Opens a page and runs it."""

    def __call__(
        self, settings: Settings, role: str, view: str | None = None, **params: str
    ) -> AppTest:
        """The page after its run."""
        ...


@pytest.fixture
def open_page(
    monkeypatch: pytest.MonkeyPatch, token_for: Callable[[Settings, str], str]
) -> OpenPage:
    """Open a page: settings, role, file below `views`, query parameters."""

    def opened(settings: Settings, role: str, view: str | None = None, **params: str) -> AppTest:
        monkeypatch.setenv("KITH_HOME", str(settings.home))
        test = AppTest.from_file(str(MAIN), default_timeout=60)
        test.session_state["session.token"] = token_for(settings, role)
        test.run()
        if view is not None:
            test.switch_page(f"views/{view}")
        for name, value in params.items():
            test.query_params[name.rstrip("_")] = value
        return test.run() if view is not None or params else test

    return opened
