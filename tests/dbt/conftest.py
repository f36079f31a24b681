"""Warehouses built once a session: in two daily runs, in a single run, from shuffled files."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.dbt import scenario
from tests.dbt.building import build
from tests.dbt.landing import prepare


@dataclass(frozen=True, slots=True)
class Warehouses:
    """Paths of the files."""

    first_day: Path
    daily: Path
    whole: Path
    shuffled: Path


@pytest.fixture(scope="session")
def warehouses(tmp_path_factory: pytest.TempPathFactory) -> Warehouses:
    """All four files; the first keeps how things stood after day one."""
    folder = tmp_path_factory.mktemp("warehouses")
    target_path = folder / "target"
    paths = Warehouses(
        first_day=folder / "first_day.duckdb",
        # the database is called after its file, and partial parsing asks for one name
        daily=folder / "daily" / "warehouse.duckdb",
        whole=folder / "whole" / "warehouse.duckdb",
        shuffled=folder / "shuffled" / "warehouse.duckdb",
    )
    for path in (paths.daily, paths.whole, paths.shuffled):
        path.parent.mkdir()
        prepare(path)
    scenario.land_day_1(paths.daily)
    build(paths.daily, target_path=target_path)
    shutil.copy(paths.daily, paths.first_day)
    scenario.land_day_2(paths.daily)
    build(paths.daily, target_path=target_path)
    scenario.land_day_1(paths.whole)
    scenario.land_day_2(paths.whole)
    build(paths.whole, target_path=target_path)
    scenario.land_day_1(paths.shuffled, shuffled=True)
    build(paths.shuffled, target_path=target_path, people_only=True)
    return paths
