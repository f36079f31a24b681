"""Cohorts: what a cell counts and who stands behind it agree."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from app.data.warehouse import ServedVersion
from app.queries import retention
from app.queries.rows import count_rows, rows_page


@pytest.mark.parametrize("grain", ["month", "week"])
def test_every_cell_has_exactly_its_customers_behind_it(
    warehouse: ServedVersion, grain: retention.Grain
) -> None:
    cells = retention.cohort_cells(warehouse, grain, cohorts=None)
    assert not cells.is_empty()
    for row in cells.iter_rows(named=True):
        cell = retention.Cell(grain, row["cohort"], row["since"])
        query = retention.customers_behind(cell, with_contact=False)
        assert count_rows(warehouse, query) == row["customers"], row
        page = rows_page(warehouse, query)
        assert float(page["net_amount_in_period"].sum() or 0) == pytest.approx(row["net_amount"])


def test_contact_leaves_with_the_right(warehouse: ServedVersion) -> None:
    cohort = retention.cohort_cells(warehouse, "month", cohorts=1)["cohort"][0]
    cell = retention.Cell("month", cohort, 0)
    hidden = rows_page(warehouse, retention.customers_behind(cell, with_contact=False))
    shown = rows_page(warehouse, retention.customers_behind(cell, with_contact=True))
    assert {"email", "phone"} <= set(shown.columns)
    assert not {"email", "phone"} & set(hidden.columns)


def test_only_the_newest_cohorts(warehouse: ServedVersion) -> None:
    every = retention.cohort_cells(warehouse, "month", cohorts=None)
    newest = retention.cohort_cells(warehouse, "month", cohorts=1)
    assert newest["cohort"].unique().to_list() == [every["cohort"].max()]


def test_periods_of_a_cell() -> None:
    month = retention.Cell("month", dt.date(2025, 11, 1), 3)
    assert month.starts_on == dt.date(2026, 2, 1)
    week = retention.Cell("week", dt.date(2025, 12, 29), 1)
    assert week.starts_on == dt.date(2026, 1, 5)


def test_averages_weigh_by_size_and_leave_incomplete_cells_out() -> None:
    cells = pl.DataFrame(
        {
            "since": [1, 1, 1],
            "cohort_size": [100, 300, 50],
            "customers": [50, 30, 50],
            "net_amount": [10.0, 20.0, 99.0],
            "is_complete": [True, True, False],
        }
    )
    mean = retention.averages(cells).row(0, named=True)
    assert mean["retention_rate"] == pytest.approx(80 / 400)
    assert mean["net_amount"] == pytest.approx(15.0)
