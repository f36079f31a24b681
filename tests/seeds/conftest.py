"""A small sample company, made once for all tests of this folder."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from seeds import generate
from seeds.company import UNTIL
from seeds.world import World, make_world


class Exports:
    """The files of a made company."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.totals: dict[str, Any] = json.loads((directory / "truth/totals.json").read_text())

    def rows(self, name: str, **options: Any) -> list[dict[str, str]]:
        """Rows of a CSV file."""
        delimiter = options.pop("delimiter", ",")
        with (self.directory / name).open(newline="", **options) as file:
            return list(csv.DictReader(file, delimiter=delimiter))

    def lines(self, pattern: str) -> list[dict[str, Any]]:
        """Objects of JSON lines files, in order of file name."""
        files = sorted(self.directory.glob(pattern))
        return [json.loads(line) for file in files for line in file.open(encoding="utf-8")]

    def pages(self, pattern: str) -> list[Any]:
        """Bodies of JSON files, in order of file name."""
        files = sorted(self.directory.glob(pattern))
        return [json.loads(file.read_text(encoding="utf-8")) for file in files]


@pytest.fixture(scope="session")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Exports:
    """Exports of 300 people."""
    directory = tmp_path_factory.mktemp("company")
    generate(directory, customers=300, seed=7)
    return Exports(directory)


@pytest.fixture(scope="session")
def world() -> World:
    """What happened to 12,000 people; nothing is written."""
    return make_world(customers=12_000, seed=7, until=UNTIL)
