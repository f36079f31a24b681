"""Publishing is all or nothing, whatever stops it."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from pipelines.failures import NothingPublished, PermanentFailure
from pipelines.publish import publish, roll_back
from pipelines.serving import connect_current, current_version, list_versions
from records.runs import last_publication
from records.settings import Settings
from tests.pipelines.serving_home import MARTS, build_warehouse, make_home

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return make_home(tmp_path / "home")


def publish_at(settings: Settings, now: datetime) -> str:
    return publish(settings, expected=MARTS, run_id="r1", now=now).version


def count_customers(settings: Settings) -> int:
    connection = connect_current(settings)
    try:
        row = connection.execute("select count(*) from customers").fetchone()
    finally:
        connection.close()
    return row[0] if row else -1


def test_published_version_is_served_with_its_facts(settings: Settings) -> None:
    version = publish_at(settings, NOON)

    connection = connect_current(settings)
    facts = connection.execute("select * from publication").fetchall()
    columns = [row[0] for row in connection.execute("describe customers").fetchall()]
    connection.close()
    assert version == "20260105T120000000000"
    assert facts == [
        (version, datetime(2026, 1, 5, 12), datetime(2026, 1, 3).date(), "EUR", "UTC", "r1")  # noqa: DTZ001
    ]
    assert "_batch_id" not in columns
    publication = last_publication(settings)
    assert publication is not None
    assert publication.version == version


def test_customers_are_sorted_as_the_list_shows_them(settings: Settings) -> None:
    publish_at(settings, NOON)

    connection = connect_current(settings)
    ids = [row[0] for row in connection.execute("select customer_id from customers").fetchall()]
    connection.close()
    assert ids == ["c2", "c1", "c0"]


def test_missing_mart_stops_it_and_keeps_the_version_before(settings: Settings) -> None:
    first = publish_at(settings, NOON)

    with pytest.raises(PermanentFailure, match=r"lacks rfm"):
        publish(settings, expected=[*MARTS, "rfm"], run_id="r2", now=NOON + timedelta(hours=1))

    assert current_version(settings) == first
    assert count_customers(settings) == 3


def test_key_that_is_not_unique_stops_it(settings: Settings) -> None:
    first = publish_at(settings, NOON)
    connection = duckdb.connect(str(settings.warehouse_path))
    connection.execute("insert into marts.customers select * from marts.customers limit 1")
    connection.close()

    with pytest.raises(PermanentFailure, match="version served before stays"):
        publish_at(settings, NOON + timedelta(hours=1))

    assert current_version(settings) == first


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """What a full disk does to a write, without filling a disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_full_disk_keeps_the_version_before_and_leaves_nothing(settings: Settings) -> None:
    first = publish_at(settings, NOON)
    build_warehouse(settings, customers=200_000)

    with (
        files_no_larger_than(200_000),
        pytest.raises(PermanentFailure, match="version served before stays"),
    ):
        publish_at(settings, NOON + timedelta(hours=1))

    assert current_version(settings) == first
    assert count_customers(settings) == 3
    assert sorted(path.name for path in settings.serving_dir.iterdir()) == [
        "CURRENT",
        f"serving_{first}.duckdb",
    ]
    second = publish_at(settings, NOON + timedelta(hours=2))
    assert current_version(settings) == second
    assert count_customers(settings) == 200_000


def test_three_versions_are_kept(settings: Settings) -> None:
    versions = [publish_at(settings, NOON + timedelta(hours=hour)) for hour in range(5)]

    assert list_versions(settings) == versions[-3:]


def test_rollback_serves_the_version_before_and_the_next_publish_goes_on(
    settings: Settings,
) -> None:
    first = publish_at(settings, NOON)
    build_warehouse(settings, customers=5)
    publish_at(settings, NOON + timedelta(hours=1))
    assert count_customers(settings) == 5

    assert roll_back(settings, to=None, now=NOON) == first

    assert count_customers(settings) == 3
    publication = last_publication(settings)
    assert publication is not None
    assert publication.is_rollback
    with pytest.raises(NothingPublished, match="no version before"):
        roll_back(settings, to=None, now=NOON)
    with pytest.raises(NothingPublished, match="Kept versions"):
        roll_back(settings, to="20200101T000000000000", now=NOON)
    third = publish_at(settings, NOON + timedelta(hours=2))
    assert current_version(settings) == third


def test_leftovers_of_a_killed_publish_are_removed(settings: Settings) -> None:
    (settings.serving_dir / "serving_20260101T000000000000.duckdb.tmp").write_text("half")

    version = publish_at(settings, NOON)

    assert sorted(path.name for path in settings.serving_dir.iterdir()) == [
        "CURRENT",
        f"serving_{version}.duckdb",
    ]


def test_reader_with_the_old_version_open_keeps_reading(settings: Settings) -> None:
    publish_at(settings, NOON)
    reader = connect_current(settings)
    build_warehouse(settings, customers=9)

    for hour in range(1, 6):
        publish_at(settings, NOON + timedelta(hours=hour))

    assert reader.execute("select count(*) from customers").fetchone() == (3,)
    assert count_customers(settings) == 9
    reader.close()
