"""Every page, large and small, light and dark, in both languages: whole, and inside its window."""

from __future__ import annotations

import duckdb
import pytest
from playwright.sync_api import expect

from app.navigation import PAGES
from tests.e2e.browser import (
    DESKTOP,
    PATIENCE_MS,
    PHONE,
    Server,
    faults,
    open_page,
    overflow,
    settled,
)
from tests.e2e.conftest import OpenAs

DATA_PARTS = ("runs", "checks", "quarantine", "reconciliation", "columns")
# each size with each scheme, each of them in each language
WINDOWS = [
    pytest.param("admin", DESKTOP, "light", id="en-desktop-light"),
    pytest.param("reader", DESKTOP, "dark", id="zh-desktop-dark"),
    pytest.param("reader", PHONE, "light", id="zh-phone-light"),
    pytest.param("admin", PHONE, "dark", id="en-phone-dark"),
]


@pytest.fixture(scope="session")
def paths(serving: duckdb.DuckDBPyConnection) -> list[str]:
    """Every page of the menu, a customer's record, every part of the data page."""
    row = serving.execute(
        "select customer_id from customers order by order_count desc nulls last limit 1"
    ).fetchone()
    assert row is not None
    # the default page answers at the root, not at its name
    listed = ["" if page.is_default else page.url_path for page in PAGES if not page.is_detail]
    return [*listed, f"customer?id={row[0]}", *[f"data?part={part}" for part in DATA_PARTS]]


@pytest.mark.parametrize(("person", "viewport", "scheme"), WINDOWS)
def test_every_page_is_whole(
    open_as: OpenAs,
    server: Server,
    paths: list[str],
    *,
    person: str,
    viewport: dict[str, int],
    scheme: str,
) -> None:
    page = open_as(person, viewport=viewport, scheme=scheme)
    for path in paths:
        open_page(page, server, path)
        expect(page.get_by_test_id("stHeading").first).to_be_visible(timeout=PATIENCE_MS)
        assert faults(page) == [], path
        assert overflow(page) <= 1, f"{path} sticks out by {overflow(page)} px"


@pytest.mark.parametrize(("person", "viewport", "scheme"), WINDOWS[1:3])
def test_chinese_reaches_every_title(
    open_as: OpenAs, server: Server, *, person: str, viewport: dict[str, int], scheme: str
) -> None:
    page = open_as(person, viewport=viewport, scheme=scheme)
    open_page(page, server, "retention")
    expect(page.get_by_role("heading", name="留存", exact=True)).to_be_visible()
    open_page(page, server, "data")
    expect(page.get_by_role("heading", name="数据", exact=True)).to_be_visible()


def test_the_menu_leads_to_every_page(open_as: OpenAs, server: Server) -> None:
    page = open_as()
    open_page(page, server, "")
    for entry in PAGES:
        if entry.is_detail:
            continue
        page.get_by_test_id("stSidebarNav").get_by_role("link", name=entry.title).first.click()
        heading = page.get_by_role("heading", name=entry.title, exact=True).first
        expect(heading).to_be_visible(timeout=PATIENCE_MS)
        settled(page)
        assert faults(page) == [], entry.title
