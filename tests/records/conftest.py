"""A fresh records database for every test."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.database import ensure_records
from records.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of an empty home with records in place."""
    made = Settings(home=tmp_path / "home")
    ensure_records(made)
    return made
