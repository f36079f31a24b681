"""Homes for tests: with the small company, with an empty version, with nothing published."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from app.data.warehouse import ServedVersion
from records.commands.sessions import sign_in
from records.commands.users import add_user
from records.database import ensure_records
from records.permissions.actions import Role
from records.permissions.rules import SYSTEM, Actor
from records.settings import Settings
from tests.app.analytics_rows import fill_analytics
from tests.app.rows import fill
from tests.app.serving import VERSION, make_tables, point_to, publish_facts

PASSWORD = "correct horse battery"  # noqa: S105 (of people who exist in tests alone)


def build_home(home: Path, *, with_rows: bool = True, published: bool = True) -> Settings:
    """A home directory with records and, if asked, a published version."""
    settings = Settings(home=home)
    ensure_records(settings)
    settings.serving_dir.mkdir(parents=True, exist_ok=True)
    if published:
        path = settings.serving_path(VERSION)
        with duckdb.connect(str(path)) as connection:
            make_tables(connection)
            publish_facts(connection)
            if with_rows:
                fill(connection)
                fill_analytics(connection)
        point_to(settings.serving_dir, VERSION)
    return settings


@pytest.fixture(scope="session")
def sample_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A home with the small company; shared, so tests only read it."""
    return build_home(tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="session")
def empty_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A home whose version has all tables and no rows."""
    return build_home(tmp_path_factory.mktemp("empty"), with_rows=False)


@pytest.fixture(scope="session")
def bare_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A home before the first publication."""
    return build_home(tmp_path_factory.mktemp("bare"), published=False)


@pytest.fixture(scope="session")
def warehouse(sample_settings: Settings) -> ServedVersion:
    """The small company, open for queries."""
    return ServedVersion(sample_settings.serving_path(VERSION), sample_settings)


@pytest.fixture
def make_actor() -> Callable[[str], Actor]:
    """A person of a role, for query tests."""

    def make(role: str) -> Actor:
        return Actor(user_id=f"u_{role}", name=role, email=f"{role}@kith.test", role=Role(role))

    return make


@pytest.fixture(scope="session")
def token_for() -> Callable[[Settings, str], str]:
    """Sign somebody of a role in and return the token for `session.token`."""
    known: dict[tuple[Path, str], str] = {}

    def sign(settings: Settings, role: str) -> str:
        key = (settings.home, role)
        if key not in known:
            email = f"{role}@kith.test"
            add_user(
                settings, SYSTEM, email=email, full_name=role.title(), role=role, password=PASSWORD
            )
            known[key] = sign_in(settings, email=email, password=PASSWORD).token
        return known[key]

    return sign
