"""What pipelines report is what the app reads."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from records import runs
from records.errors import NotFound
from records.settings import Settings

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def test_run_with_steps_and_checks(settings: Settings) -> None:
    run_id = runs.start_run(settings, "refresh", now=NOW)
    runs.record_step(settings, run_id, step="land", status="running", now=NOW)
    runs.record_step(settings, run_id, step="land", status="succeeded", rows=7, seconds=1.5)
    runs.record_step(settings, run_id, step="dbt", status="failed", message="broken")
    bad = runs.CheckResult("unique", "orders", "error", passed=False, failed_count=2, sample=[1, 2])
    good = runs.CheckResult("unique", "customers", "error", passed=True)
    runs.record_checks(settings, run_id, results=[good, bad])
    runs.finish_run(settings, run_id, status="failed", message="dbt failed", now=NOW)
    newest = runs.latest_runs(settings)[0]
    assert (newest.status, newest.finished_at) == ("failed", NOW)
    steps = [(s.step, s.status, s.row_count) for s in runs.run_steps(settings, run_id)]
    assert steps == [("land", "succeeded", 7), ("dbt", "failed", None)]
    checks = runs.latest_checks(settings)
    assert [(c.asset, c.passed, c.failed_count) for c in checks] == [
        ("orders", False, 2),
        ("customers", True, 0),
    ]


def test_check_that_ran_again_replaces_its_outcome(settings: Settings) -> None:
    run_id = runs.start_run(settings, "refresh")
    for passed in (False, True):
        runs.record_checks(
            settings, run_id, results=[runs.CheckResult("c", "a", "warn", passed=passed)]
        )
    assert [check.passed for check in runs.latest_checks(settings)] == [True]


def test_retry_opens_the_same_run_again(settings: Settings) -> None:
    run_id = runs.start_run(settings, "refresh", run_id="dagster-1")
    runs.finish_run(settings, run_id, status="failed", message="no")
    runs.start_run(settings, "refresh", run_id="dagster-1")
    assert [(r.status, r.message) for r in runs.latest_runs(settings)] == [("running", None)]


def test_newest_run_and_publication_come_first(settings: Settings) -> None:
    for hour in range(3):
        runs.start_run(settings, "refresh", run_id=f"r{hour}", now=NOW + timedelta(hours=hour))
        runs.record_publication(settings, version=f"v{hour}", as_of_date=date(2026, 2, 28))
    assert runs.latest_runs(settings, limit=1)[0].run_id == "r2"
    last = runs.last_publication(settings)
    assert last is not None
    assert last.version == "v2"


def test_unknown_run_is_not_found(settings: Settings) -> None:
    with pytest.raises(NotFound):
        runs.finish_run(settings, "nothing", status="succeeded")
