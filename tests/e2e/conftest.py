"""One home, one server and one browser for the whole suite."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from records.settings import Settings
from tests.e2e.browser import ARGUMENTS, Server, chromium_path, running_app, signed_in_context
from tests.e2e.home import build_home, email_of

OpenAs = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; without one the suite is skipped, but fails where CI runs it."""
    path = chromium_path()
    if not path.exists():
        message = f"No browser at {path}. Install chromium or set KITH_CHROMIUM."
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(path), args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def home(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A published home; asked for after the browser, so a skip costs nothing."""
    del browser
    return build_home(tmp_path_factory.mktemp("e2e") / "home")


@pytest.fixture(scope="session")
def server(home: Settings) -> Iterator[Server]:
    """The app, serving the home."""
    with running_app(home.home) as running:
        yield running


@pytest.fixture(scope="session")
def serving(home: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """The served version, for comparing what the page says with what is so."""
    version = home.current_path.read_text(encoding="utf-8").strip()
    with duckdb.connect(str(home.serving_path(version)), read_only=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def states(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the cookies of signed-in people are kept."""
    return tmp_path_factory.mktemp("states")


@pytest.fixture
def open_as(browser: Browser, server: Server, states: Path) -> Iterator[OpenAs]:
    """A window of somebody who is signed in: who, size, colour scheme."""
    opened: list[BrowserContext] = []

    def window(
        person: str = "admin", *, viewport: dict[str, int] | None = None, scheme: str = "light"
    ) -> Page:
        context = signed_in_context(
            browser,
            server,
            email=email_of(person),
            state=states / f"{person}.json",
            viewport=viewport,
            scheme=scheme,
        )
        opened.append(context)
        return context.new_page()

    yield window
    for context in opened:
        context.close()
