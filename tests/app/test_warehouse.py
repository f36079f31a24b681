"""Following the published version, and answers kept for it."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

import duckdb
import polars as pl
import pytest

from app.data.cache import CachedWarehouse, FrameCache
from app.data.warehouse import ServedVersion, ServedWarehouse
from records.settings import Settings
from tests.app.conftest import build_home
from tests.app.serving import VERSION, make_tables, point_to, publish_facts

NEXT = "20260302T020000000000"


def publish_next(settings: Settings) -> None:
    with duckdb.connect(str(settings.serving_path(NEXT))) as connection:
        make_tables(connection)
        publish_facts(connection, version=NEXT)
    point_to(settings.serving_dir, NEXT)


def test_nothing_published_is_none(bare_settings: Settings) -> None:
    assert ServedWarehouse(bare_settings).current() is None


def test_pointer_is_followed_and_old_version_closes(tmp_path: Path) -> None:
    settings = build_home(tmp_path)
    served = ServedWarehouse(settings)
    old = served.current()
    assert old is not None
    publish_next(settings)
    fresh = served.current()
    assert fresh is not None
    assert (old.version, fresh.version) == (VERSION, NEXT)
    assert old.frame("select count(*) as n from customers")["n"][0] == 5, (
        "a page finishes on its version"
    )
    gone = weakref.ref(old)
    del old
    gc.collect()
    assert gone() is None


def test_broken_version_leaves_the_one_before(tmp_path: Path) -> None:
    settings = build_home(tmp_path)
    served = ServedWarehouse(settings)
    served.current()
    settings.serving_path("broken").write_bytes(b"not a database")
    point_to(settings.serving_dir, "broken")
    kept = served.current()
    assert kept is not None
    assert kept.version == VERSION


@pytest.mark.parametrize(
    "sql",
    [
        "insert into customers (customer_id) values ('x')",
        "select * from read_csv('/etc/passwd')",
        "set enable_external_access = true",
    ],
)
def test_served_version_can_only_be_read(warehouse: ServedVersion, sql: str) -> None:
    with pytest.raises(duckdb.Error):
        warehouse.frame(sql)


def test_cache_asks_once_and_again_for_other_parameters(warehouse: ServedVersion) -> None:
    cache = FrameCache()
    cached = CachedWarehouse(warehouse, cache)
    one = cached.frame("select ? as n", [1])
    assert cached.frame("select ? as n", [1]) is one
    assert cached.frame("select ? as n", [2])["n"][0] == 2


def test_cache_forgets_the_version_before_and_keeps_its_size() -> None:
    frame = pl.DataFrame({"n": range(1000)})
    cache = FrameCache(limit_bytes=int(frame.estimated_size()) * 5)
    for number in range(10):
        cache.put(("v1", str(number), ()), frame.clone())
    assert cache.get(("v1", "0", ())) is None
    assert cache.get(("v1", "9", ())) is not None
    cache.put(("v2", "0", ()), frame)
    assert cache.get(("v1", "9", ())) is None
