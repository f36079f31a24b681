"""A process that dies by SIGKILL leaves whole batches only, and the next run completes."""

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from pipelines.landing.mapping import parse_map
from tests.pipelines.landing.landing_help import LINES, books_balance, land, rows

RUN = """
import os, signal, sys
from datetime import UTC, datetime
import duckdb
from pipelines.landing import batch, load, views
from pipelines.landing.mapping import parse_map

step, warehouse, directory, text = sys.argv[1:]
module, name = {module}[step]
before = getattr(module, name)
calls = 0

def die(*args, **kwargs):
    global calls
    calls += 1
    result = before(*args, **kwargs)
    if calls == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return result

setattr(module, name, die)
load.land_source(
    duckdb.connect(warehouse), parse_map(text), directory, now=datetime(2026, 1, 1, tzinfo=UTC)
)
"""
STEPS = {
    "books": "(batch, '_keep_books')",
    "rows": "(batch, 'store_bad')",
    "file": "(load, '_note_file')",
    "open": "(load, 'open_file')",
}


@pytest.mark.parametrize("step", STEPS)
def test_a_killed_load_is_completed_by_the_next(tmp_path: Path, step: str) -> None:
    files = tmp_path / "files"
    files.mkdir()
    for number in range(3):
        lines = "".join(f"o{number}-{i},p,1,2024-01-01\n" for i in range(1000)) + "bad,p,many,\n"
        (files / f"lines{number}.csv").write_text("order,product,quantity,at\n" + lines)
    warehouse = tmp_path / "warehouse.duckdb"
    script = RUN.replace("{module}", "{" + ", ".join(f"'{k}': {v}" for k, v in STEPS.items()) + "}")

    killed = subprocess.run(
        [sys.executable, "-c", script, step, str(warehouse), str(files), LINES], check=False
    )

    assert killed.returncode == -9
    connection = duckdb.connect(str(warehouse))
    books_balance(connection)
    assert rows(connection, "select count(*) from landing.order_lines") == [(1000,)]
    land(connection, parse_map(LINES), files)
    assert rows(
        connection, "select count(*), count(distinct order_id) from landing.order_lines"
    ) == [(3000, 3000)]
    assert rows(connection, "select count(*) from ops.quarantine") == [(1,)]
