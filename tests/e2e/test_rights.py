"""Who gets in, and what is closed to whom."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.e2e.browser import PATIENCE_MS, Server, faults, open_page, settled, sign_in
from tests.e2e.conftest import OpenAs
from tests.e2e.home import email_of


def test_a_wrong_password_is_refused(browser: Browser, server: Server) -> None:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    sign_in(page, server, email="nobody@kith.test", password="not-the-password")  # noqa: S106
    expect(page.get_by_text("E-mail and password do not match")).to_be_visible(timeout=PATIENCE_MS)
    assert page.locator('input[type="password"]').count() == 1
    open_page(page, server, "customers")
    expect(page.locator('input[type="password"]')).to_be_visible()
    context.close()


def test_a_sign_in_survives_a_reload_and_ends_with_sign_out(
    browser: Browser, server: Server
) -> None:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    with page.expect_response("**/session", timeout=PATIENCE_MS):
        sign_in(page, server, email=email_of("viewer"))
    page.reload()
    settled(page)
    expect(page.locator('input[type="password"]')).to_have_count(0, timeout=PATIENCE_MS)
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator('input[type="password"]')).to_be_visible(timeout=PATIENCE_MS)
    page.reload()
    settled(page)
    expect(page.locator('input[type="password"]')).to_be_visible(timeout=PATIENCE_MS)
    context.close()


def test_data_is_closed_to_a_viewer(open_as: OpenAs, server: Server) -> None:
    page = open_as("viewer")
    open_page(page, server, "data")
    expect(page.get_by_text("Not open to you")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_text("data.view")).to_be_visible()
    expect(page.get_by_test_id("stDataFrame")).to_have_count(0)
    menu = page.get_by_test_id("stSidebarNav")
    expect(menu.get_by_role("link", name="Data", exact=True)).to_have_count(0)
    assert faults(page) == []


def test_a_viewer_cannot_export(open_as: OpenAs, server: Server) -> None:
    page = open_as("viewer")
    open_page(page, server, "rfm?group=champions")
    expect(page.get_by_role("button", name="Export")).to_be_disabled(timeout=PATIENCE_MS)
