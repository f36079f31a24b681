"""`./kith bench`: land, build, publish and read made data, each row beside its floor.

Costs are CPU seconds of whole processes, children included: they do not change when something else
runs on the machine, as wall seconds do. Pages are timed in wall milliseconds, while a build runs.
"""

import json
import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.datagen import Size, make_inputs
from benchmarks.floor import open_database
from benchmarks.measure import Cost, cost_of, python_module
from benchmarks.pages import PageTime, measure_pages
from benchmarks.table import Row, render
from pipelines.home import DBT_PROJECT, PROJECT_ROOT, open_home
from pipelines.manifest import dbt_executable
from pipelines.serving import current_version
from records.settings import Settings

CONTACTS = "+int_contacts__unioned"
PAGE_RUNS = 40


class Bench:
    """One benchmark: a workspace of its own below the home, and the rows measured so far."""

    def __init__(self, home: Path, customers: int) -> None:
        self.size = Size(customers)
        self.inputs = home / f"inputs-{customers}"
        self.settings = _fresh(home / "workspace")
        self.log = home / "bench.log"
        self.log.write_text("")
        self.floor_path = home / "floor" / "warehouse.duckdb"
        self.rows: list[Row] = []

    def cost(self, command: list[str], **environment: str) -> Cost:
        """Run a step in a process of its own."""
        temporary = self.settings.temporary_dir / "dbt"
        base = {
            "KITH_WAREHOUSE": str(self.settings.warehouse_path),
            "KITH_TEMP_DIRECTORY": str(temporary),
            "PYTHONPATH": str(PROJECT_ROOT),
        }
        return cost_of(command, log=self.log, environment=base | environment)

    def step(self, verb: str, *arguments: str) -> Cost:
        """One of benchmarks.steps."""
        return self.cost(
            python_module("benchmarks.steps", verb, str(self.settings.home), *arguments)
        )

    def dbt(self, *, full: bool = False) -> Cost:
        """Both parts of a build with the matching of people between them; dbt's cost alone."""
        refresh = ["--full-refresh"] if full else []
        first = self.cost(self.dbt_command("run", "--select", CONTACTS, *refresh))
        self.cost(python_module("models_ml.identity", str(self.settings.warehouse_path)))
        second = self.cost(self.dbt_command("run", "--exclude", CONTACTS, *refresh))
        return _sum(first, second)

    def dbt_command(self, verb: str, *arguments: str) -> list[str]:
        """A dbt command on this workspace."""
        directory = str(DBT_PROJECT)
        target = ["--target-path", str(self.settings.dbt_dir / "target")]
        logs = ["--log-path", str(self.settings.dbt_dir / "logs")]
        place = ["--project-dir", directory, "--profiles-dir", directory, *target, *logs]
        return [dbt_executable(), "--no-use-colors", verb, *place, *arguments]


def run(*, home: Path, customers: int) -> None:
    """Measure everything and print one table; what is printed is also kept below the home."""
    bench = Bench(home, customers)
    print(f"Inputs for {customers:,} customers", flush=True)
    map_path = make_inputs(bench.inputs, bench.size)
    _landing(bench, map_path)
    _full_build(bench)
    _incremental_builds(bench, map_path)
    _publish(bench)
    _pages(bench)
    table = render(bench.rows, customers=customers, now=datetime.now(UTC))
    (home / "results.md").write_text(table)
    print(table)


def _landing(bench: Bench, map_path: Path) -> None:
    inbox = bench.settings.home / "inbox"
    inbox.mkdir()
    for file in (bench.inputs / "base").iterdir():
        (inbox / file.name).hardlink_to(file)
    bench.floor_path.parent.mkdir(parents=True, exist_ok=True)
    read = bench.floor_path.with_name("read.duckdb")
    read.unlink(missing_ok=True)
    files = sorted(str(path) for path in inbox.iterdir())
    floor = bench.cost(python_module("benchmarks.floor", "read", str(read), *files))
    read.unlink()
    cost = bench.step("land", str(inbox), str(map_path))
    rows = _count(bench.settings.warehouse_path, "select sum(rows_landed) from ops.batches")
    goal = "at least 0.5x the rows/s of a bare read"
    bench.rows.append(Row.cpu(f"landing, {rows:,} rows", cost, floor, goal=goal, limit=2.0))
    _told(bench)


def _full_build(bench: Bench) -> None:
    landed = bench.settings.warehouse_path
    floor_home = bench.floor_path
    floor_home.unlink(missing_ok=True)
    shutil.copy(landed, floor_home)
    full = bench.dbt(full=True)
    target = bench.settings.dbt_dir / "target"
    bench.cost(bench.dbt_command("compile", "--full-refresh"))
    with open_database(floor_home) as connection:
        connection.execute(f"attach '{landed}' as built (read_only)")
        for table in ("customer_links", "customer_redirects", "customer_changes", "phone_numbers"):
            connection.execute(
                f"create or replace table identity.{table} as from built.identity.{table}"
            )
    compiled = target / "compiled" / "kith"
    floor = bench.cost(
        python_module(
            "benchmarks.floor", "build", str(target / "manifest.json"), str(compiled),
            str(floor_home),
        )
    )  # fmt: skip
    goal = "at most 1.3x the CPU of its SQL in bare DuckDB, at most 4 GB"
    bench.rows.append(Row.cpu("dbt full", full, floor, goal=goal, limit=1.3))
    _told(bench)


def _incremental_builds(bench: Bench, map_path: Path) -> None:
    full = next(row for row in bench.rows if row.name == "dbt full")
    nothing = bench.dbt()
    bench.rows.append(
        Row.alone("dbt, nothing new", nothing, value=nothing.wall_seconds, unit="s wall",
                  goal="at most 20 s", limit=20)
    )  # fmt: skip
    inbox = bench.settings.home / "inbox"
    for file in (bench.inputs / "delta").iterdir():
        (inbox / file.name).hardlink_to(file)
    bench.step("land", str(inbox), str(map_path))
    more = bench.dbt()
    beyond = max(more.cpu_seconds - nothing.cpu_seconds, 0.0) / full.cost.cpu_seconds
    bench.rows.append(
        Row.alone("dbt +1 %", more, value=beyond, unit="x of full, beyond nothing new",
                  goal="at most 0.15x", limit=0.15)
    )  # fmt: skip
    _told(bench)


def _publish(bench: Bench) -> None:
    cost = bench.step("publish")
    bench.rows.append(
        Row.alone("publish", cost, value=cost.wall_seconds, unit="s wall", goal="at most 10 s",
                  limit=10)
    )  # fmt: skip
    _told(bench)


def _pages(bench: Bench) -> None:
    version = current_version(bench.settings)
    if version is None:
        raise RuntimeError("nothing was published to read from")
    limits = {"customer look-up": 20.0, "customers list": 60.0, "overview": 120.0}
    with bench.log.open("ab") as log:
        building = subprocess.Popen(
            bench.dbt_command("run", "--full-refresh"),
            stdout=log,
            stderr=log,
            env=_environment(bench.floor_path),
        )
        try:
            times: list[PageTime] = measure_pages(bench.settings, version, runs=PAGE_RUNS)
            still_building = building.poll() is None
        finally:
            building.terminate()
            building.wait()
    for time in times:
        bench.rows.append(Row.page(time, limit=limits[time.page], building=still_building))


def _environment(warehouse: Path) -> dict[str, str]:
    return {**os.environ, "KITH_WAREHOUSE": str(warehouse)}


def _fresh(workspace: Path) -> Settings:
    if workspace.exists():
        shutil.rmtree(workspace)
    return open_home(workspace)


def _sum(first: Cost, second: Cost) -> Cost:
    return Cost(
        first.wall_seconds + second.wall_seconds,
        first.cpu_seconds + second.cpu_seconds,
        max(first.peak_bytes, second.peak_bytes),
    )


def _count(database: Path, sql: str) -> int:
    with open_database(database) as connection:
        row = connection.execute(sql).fetchone()
    return int(row[0]) if row and row[0] else 0


def _told(bench: Bench) -> None:
    print(json.dumps(bench.rows[-1].told()), flush=True)
