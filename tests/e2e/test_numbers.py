"""Numbers on pages: they are what the served version says, and lead to the rows behind them."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import duckdb
from playwright.sync_api import Page, expect

from tests.e2e.browser import PATIENCE_MS, PHONE, Server, faults, open_page, settled
from tests.e2e.conftest import OpenAs

# "1-50 of 1,234": what lists say above their rows
_OF = re.compile(r"\d+\D\d+ of ([\d,]+)")


def scalar(serving: duckdb.DuckDBPyConnection, sql: str) -> int:
    """One number of the served version."""
    row = serving.execute(sql).fetchone()
    assert row is not None
    return int(row[0])


def listed(page: Page) -> int:
    """How many rows the list on the page says it has."""
    line = page.get_by_text(_OF).last
    expect(line).to_be_visible(timeout=PATIENCE_MS)
    found = _OF.search(line.inner_text())
    assert found is not None
    return int(found.group(1).replace(",", ""))


def metric(page: Page, label: str) -> str:
    """The value of a card."""
    card = page.get_by_test_id("stMetric").filter(has_text=label).first
    return card.get_by_test_id("stMetricValue").inner_text()


def test_customers_are_counted_exactly(
    open_as: OpenAs, server: Server, serving: duckdb.DuckDBPyConnection
) -> None:
    page = open_as()
    open_page(page, server, "customers")
    assert listed(page) == scalar(serving, "select count(*) from customers")


def test_overview_counts_orders(
    open_as: OpenAs, server: Server, serving: duckdb.DuckDBPyConnection
) -> None:
    page = open_as()
    open_page(page, server, "?range=all")
    orders = scalar(serving, "select sum(order_count) from daily_totals")
    assert metric(page, "Orders").replace(",", "") == str(orders)


def test_new_customers_lead_to_their_first_orders(
    open_as: OpenAs, server: Server, serving: duckdb.DuckDBPyConnection
) -> None:
    page = open_as()
    open_page(page, server, "channels?months=all")
    expected = scalar(serving, "select sum(new_customer_count) from channel_performance")
    assert metric(page, "New customers").replace(",", "") == str(expected)
    page.get_by_role("link", name="First orders").click()
    page.wait_for_url("**/orders?**", timeout=PATIENCE_MS)
    settled(page)
    assert listed(page) == expected


def test_a_cell_of_the_cohorts_opens_its_customers(
    open_as: OpenAs, server: Server, serving: duckdb.DuckDBPyConnection
) -> None:
    row = serving.execute(
        """
        select cohort_month, months_since, customers, max(months_since) over () as last
        from retention_by_cohort
        where cohort_month >= (
            select min(cohort_month) from (
                select distinct cohort_month from retention_by_cohort
                order by cohort_month desc limit 12
            )
        )
        qualify months_since = 0
            and cohort_month = max(cohort_month) filter (months_since > 0) over ()
        """
    ).fetchone()
    assert row is not None
    page = open_as()
    open_page(page, server, f"retention?cohort={row[0]}&since=0")
    assert listed(page) == row[2]
    page.get_by_role("link", name=re.compile("customers$")).first.click()
    expect(page.get_by_role("heading", name=re.compile("First bought in"))).to_be_in_viewport()


def test_a_click_on_the_chart_chooses_the_cell(open_as: OpenAs, server: Server) -> None:
    page = open_as()
    open_page(page, server, "rfm")
    chart = page.get_by_test_id("stVegaLiteChart").first
    box = chart.bounding_box()
    assert box is not None
    # the middle of the grid is the cell 3 x 3 or, where nobody is, one beside it
    chart.click(position={"x": box["width"] * 0.88, "y": box["height"] * 0.12})
    page.wait_for_url(re.compile(r"[?&]r=\d"), timeout=PATIENCE_MS)
    settled(page)
    expect(page.get_by_role("heading", name=re.compile(r"R = \d"))).to_be_visible()
    assert faults(page) == []


def test_filters_in_the_url_survive_a_reload(open_as: OpenAs, server: Server) -> None:
    page = open_as()
    open_page(page, server, "retention")
    page.get_by_role("radio", name="By week").click()
    page.wait_for_url("**by=week**", timeout=PATIENCE_MS)
    settled(page)
    page.reload()
    settled(page)
    expect(page.get_by_role("radio", name="By week")).to_be_checked()
    expect(page.get_by_text("week of their first purchase")).to_be_visible()


def test_the_export_has_the_rows_of_the_page(
    open_as: OpenAs, server: Server, tmp_path: Path
) -> None:
    page = open_as()
    open_page(page, server, "rfm?group=champions")
    count = listed(page)
    page.get_by_role("button", name="Export").click()
    with page.expect_download(timeout=PATIENCE_MS) as download:
        page.get_by_role("button", name="CSV").click()
    target = tmp_path / "export.csv"
    download.value.save_as(target)
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == count
    assert {row["rfm_group"] for row in rows} == {"champions"}


def test_a_row_opens_the_customer_on_a_phone(open_as: OpenAs, server: Server) -> None:
    page = open_as(viewport=PHONE)
    open_page(page, server, "customers")
    table = page.get_by_test_id("stDataFrame").locator("visible=true").first
    # the name is a button as wide as its text, which begins 14 px from the edge
    table.click(position={"x": 24, "y": 52})
    page.wait_for_url("**/customer?id=**", timeout=PATIENCE_MS)
    settled(page)
    assert faults(page) == []
