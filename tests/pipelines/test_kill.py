"""A run that is killed, fed a broken file or stopped by a gate never touches what is served."""

import csv
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from pipelines.serving import connect_current, current_version
from records.runs import latest_checks, latest_runs
from records.settings import Settings, load_settings

pytestmark = pytest.mark.slow

MAP = """\
source: till
currency: EUR
files:
  - pattern: "sales*"
    targets:
      - target: order_lines
        fields:
          order_id: order
          line_id: line
          customer_id: customer
          product_id: product
          quantity: pieces
          unit_price: price
          ordered_at: sold_at
"""

# Where runs are killed: at the end of a step, at its start, or in the middle of dbt's work.
BOUNDARIES = [
    "ok  Read the project",
    "ok  Land till",
    "ok  Prepare views",
    "ok  Check what arrived",
    "... Build staging and contacts",
    "ok  Build staging and contacts",
    "ok  Match people",
    "inside marts",
    "ok  Build the marts",
    "ok  Check the marts",
    "... Publish",
]


def write_sales(path: Path, orders: range) -> None:
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["order", "line", "customer", "product", "pieces", "price", "sold_at"])
        for order in orders:
            day = f"2026-{1 + order % 6:02}-{1 + order % 27:02} 10:{order % 60:02}:00"
            for line in (1, 2):
                writer.writerow([order, line, f"k{order % 40}", f"p{line}", line, "2.50", day])


def totals(settings: Settings) -> tuple[int, float, int]:
    connection = connect_current(settings)
    try:
        row = connection.execute(
            "select count(*), cast(sum(net_amount) as double),"
            " count(distinct customer_id) from orders"
        ).fetchone()
    finally:
        connection.close()
    assert row is not None
    return row


def expected(orders: range) -> tuple[int, float, int]:
    return len(orders), 7.5 * len(orders), len({order % 40 for order in orders})


def command(home: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-P", "-m", "pipelines.cli", *arguments, "--home", str(home)]


def kith(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(home, *arguments), capture_output=True, text=True, check=False, timeout=900
    )


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A published home, whose folder also holds a file cut off in the middle of its archive."""
    place = tmp_path_factory.mktemp("kill")
    files, home = place / "files", place / "home"
    files.mkdir()
    (place / "till.yaml").write_text(MAP)
    write_sales(files / "sales1.csv", range(100))
    (files / "sales_broken.csv.gz").write_bytes(b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03cut")
    added = kith(home, "source", "add", "files", str(files), "--map", str(place / "till.yaml"))
    assert added.returncode == 0, added.stderr
    first = kith(home, "run")
    assert first.returncode == 0, first.stdout + first.stderr
    assert "not landed" in first.stdout
    return load_settings(home)


def test_broken_file_is_named_and_the_others_are_published(settings: Settings) -> None:
    assert totals(settings) == expected(range(100))
    failed = [check for check in latest_checks(settings) if not check.passed]
    assert any("sales_broken.csv.gz" in str(check.sample) for check in failed)


def kill_at(settings: Settings, boundary: str) -> None:
    """Start a run, kill it with -9 where the boundary is."""
    process = subprocess.Popen(
        command(settings.home, "run", "--force"),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    lines = []
    wanted = "... Build the marts" if boundary == "inside marts" else boundary
    for line in process.stdout:
        lines.append(line)
        if line.startswith(wanted):
            break
    else:
        raise AssertionError(f"the run never came to {boundary!r}: {''.join(lines)}")
    if boundary == "inside marts":
        wait_until(lambda: " OK created sql table model marts." in run_log(settings))
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()


def run_log(settings: Settings) -> str:
    return (settings.logs_dir / "run.log").read_text(errors="replace")


def wait_until(is_true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 300
    while not is_true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_run_killed_at_any_step_leaves_what_is_served_and_the_next_one_completes(
    settings: Settings,
) -> None:
    served = current_version(settings)
    files = settings.home.parent / "files"
    write_sales(files / "sales2.csv", range(100, 180))

    for boundary in BOUNDARIES:
        kill_at(settings, boundary)

        assert current_version(settings) == served, boundary
        assert totals(settings) == expected(range(100)), boundary
    completed = kith(settings.home, "run")

    assert completed.returncode == 0, completed.stdout + completed.stderr
    assert current_version(settings) != served
    assert totals(settings) == expected(range(180))
    states = {run.status for run in latest_runs(settings, limit=50)}
    assert states == {"succeeded", "failed"}
    leftovers = [path.name for path in settings.serving_dir.iterdir() if ".tmp" in path.name]
    assert leftovers == []


def test_failing_gate_keeps_the_version_before_and_says_so(settings: Settings) -> None:
    served, before = current_version(settings), totals(settings)
    connection = duckdb.connect(str(settings.warehouse_path))
    connection.execute("insert into marts.customers select * from marts.customers limit 1")
    connection.close()

    stopped = kith(settings.home, "publish")

    assert stopped.returncode == 1
    assert "customer_id_is_unique failed on marts/customers" in stopped.stderr
    assert "served before stays" in stopped.stderr
    assert "Traceback" not in stopped.stderr
    assert (current_version(settings), totals(settings)) == (served, before)
    newest = latest_runs(settings, limit=1)[0]
    assert newest.status == "failed"
    failed = [c.name for c in latest_checks(settings, run_id=newest.run_id) if not c.passed]
    assert "customer_id_is_unique" in failed


def test_nothing_changed_is_said_and_costs_nothing(settings: Settings) -> None:
    served = current_version(settings)

    again = kith(settings.home, "run")

    assert again.stdout.startswith("Nothing changed")
    assert current_version(settings) == served
