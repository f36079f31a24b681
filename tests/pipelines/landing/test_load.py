"""What a load leaves behind: once, only the new, nothing lost, nothing half."""

from pathlib import Path

import duckdb
import pytest

from pipelines.landing import batch, load
from pipelines.landing.mapping import parse_map
from pipelines.landing.views import ensure_landing
from tests.pipelines.landing.landing_help import (
    LINES,
    NOW,
    connect,
    fields_of,
    land,
    multiset,
    rows,
)

HEAD = "order,product,quantity,at\n"
FIRST = "o1,p1,1,2024-01-01 10:00:00\no1,p1,1,2024-01-01 10:00:00\no2,p2,3,2024-01-02 11:00:00\n"


def test_equal_lines_in_one_file_are_kept_and_a_second_load_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "lines.csv").write_text(HEAD + FIRST)
    connection = connect()

    first = land(connection, LINES, tmp_path)
    before = multiset(connection)
    second = land(connection, LINES, tmp_path)

    assert [r.rows_landed for r in first] == [3]
    assert [r.status for r in second] == ["unchanged"]
    assert multiset(connection) == before
    assert rows(connection, "select count(distinct _row_hash) from landing.order_lines") == [(3,)]


def test_a_touched_file_lands_nothing_and_a_grown_one_only_what_is_new(tmp_path: Path) -> None:
    file = tmp_path / "lines.csv"
    file.write_text(HEAD + FIRST)
    connection = connect()
    land(connection, LINES, tmp_path)

    file.write_text(HEAD + FIRST + "o1,p1,1,2024-01-01 10:00:00\no9,p9,1,2024-01-09 10:00:00\n")
    (grown,) = land(connection, LINES, tmp_path)

    assert (grown.rows_in, grown.rows_landed, grown.rows_known) == (5, 2, 3)
    assert rows(connection, "select max(_batch_id), count(*) from landing.order_lines") == [(2, 5)]


def test_a_renamed_copy_lands_nothing(tmp_path: Path) -> None:
    (tmp_path / "lines1.csv").write_text(HEAD + FIRST)
    connection = connect()
    land(connection, LINES, tmp_path)
    (tmp_path / "lines1.csv").rename(tmp_path / "lines2.csv")
    (tmp_path / "lines3.csv").write_text(HEAD + FIRST + "\n")

    results = land(connection, LINES, tmp_path)

    statuses = {(r.file, r.status): r.rows_landed for r in results}
    assert statuses == {
        ("lines2.csv", "unchanged"): 0,
        ("lines3.csv", "landed"): 0,
        ("lines1.csv", "vanished"): 0,
    }
    assert rows(connection, "select count(*) from landing.order_lines") == [(3,)]


def test_a_short_fetch_replaces_nothing_and_is_reported(tmp_path: Path) -> None:
    file = tmp_path / "lines.csv"
    file.write_text(HEAD + FIRST)
    connection = connect()
    land(connection, LINES, tmp_path)
    file.write_text(HEAD + FIRST.splitlines()[0] + "\n")

    (result,) = land(connection, LINES, tmp_path)

    assert [f.kind for f in result.findings] == ["shrunk"]
    assert rows(connection, "select count(*) from landing.order_lines") == [(3,)]


def test_with_a_guard_in_the_map_a_short_fetch_fails(tmp_path: Path) -> None:
    file = tmp_path / "lines.csv"
    file.write_text(HEAD + FIRST)
    connection = connect()
    guarded = LINES.replace("files:", "guard: {max_shrink: 0.1}\nfiles:")
    land(connection, guarded, tmp_path)
    file.write_text(HEAD + "o7,p7,1,2024-01-01\n")

    (result,) = land(connection, guarded, tmp_path)

    assert result.failed
    assert "shrank from 3 to 1 rows" in result.message
    assert rows(connection, "select count(*) from landing.order_lines") == [(3,)]


def test_where_counts_what_it_leaves_out(tmp_path: Path) -> None:
    (tmp_path / "lines.csv").write_text(HEAD + FIRST)
    connection = connect()
    text = LINES + "        where: \"product = 'p1'\"\n"

    (result,) = land(connection, text, tmp_path)

    assert (result.rows_in, result.rows_landed, result.rows_unselected) == (3, 2, 1)


def test_a_failure_in_the_middle_leaves_nothing_and_the_next_run_completes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lines1.csv").write_text(HEAD + FIRST)
    connection = connect()

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(batch, "_keep_books", die)
        with pytest.raises(KeyboardInterrupt):
            load.land_source(connection, parse_map(LINES), tmp_path, now=NOW)
    assert rows(connection, "select count(*) from landing.order_lines") == [(0,)]
    assert rows(connection, "select count(*) from ops.batches") == [(0,)]

    assert [r.rows_landed for r in land(connection, LINES, tmp_path)] == [3]


def test_two_targets_of_a_file_land_together_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text("id,at,sku\n1,2024-01-01,a\n")
    text = """
source: shop
files:
  - pattern: orders*
    targets:
      - target: orders
        fields: {order_id: id, ordered_at: at}
      - target: order_lines
        fields: {order_id: nothing}
"""
    connection = connect()

    (result,) = land(connection, text, tmp_path)

    assert result.failed
    assert 'the column "nothing" (for order_id) is not in the file' in result.message
    assert rows(connection, "select count(*) from landing.orders") == [(0,)]


def test_a_new_field_of_the_contract_keeps_identities(tmp_path: Path) -> None:
    file = tmp_path / "lines.csv"
    file.write_text(HEAD + FIRST)
    connection = connect()
    land(connection, LINES, tmp_path)
    connection.execute("drop view landing.order_lines")
    connection.execute("alter table raw_shop.order_lines drop column store_id")
    file.write_text(HEAD + FIRST + "o9,p9,1,2024-01-09\n")

    (result,) = land(connection, LINES, tmp_path)

    assert (result.rows_landed, result.rows_known) == (1, 3)


def test_another_duckdb_hash_is_noticed_and_rows_are_hashed_again(tmp_path: Path) -> None:
    (tmp_path / "lines.csv").write_text(HEAD + FIRST)
    connection = connect()
    land(connection, LINES, tmp_path)
    connection.execute("update raw_shop.order_lines set _row_hash = rowid")
    connection.execute("update ops.landing_settings set value = 'an older hash'")
    (tmp_path / "lines.csv").write_text(HEAD + FIRST + "o9,p9,1,2024-01-09\n")

    (result,) = land(connection, LINES, tmp_path)

    assert (result.rows_landed, result.rows_known) == (1, 3)


def test_views_exist_for_targets_without_source() -> None:
    connection = connect()
    ensure_landing(connection)
    ensure_landing(connection)

    assert rows(connection, "select count(*) from landing.deal_events") == [(0,)]
    kinds = dict(
        rows(connection, "select column_name, column_type from (describe landing.tickets)")
    )
    assert (kinds["_row_hash"], kinds["created_at"]) == ("UBIGINT", "TIMESTAMP")


def test_progress_is_told_and_files_of_no_pattern_are_named(tmp_path: Path) -> None:
    (tmp_path / "lines.csv").write_text(HEAD + FIRST)
    (tmp_path / "readme.md").write_text("hello")
    told: list[object] = []

    results = land(connect(), LINES, tmp_path, on_progress=told.append)

    assert [(r.file, r.status) for r in results] == [
        ("lines.csv", "landed"),
        ("readme.md", "unmatched"),
    ]
    assert str(told[0]).startswith("lines.csv -> order_lines: 3 rows")


def test_one_row_in_two_sources_lands_in_both(tmp_path: Path) -> None:
    (tmp_path / "lines.csv").write_text(HEAD + FIRST)
    connection = connect()
    land(connection, LINES, tmp_path)
    land(connection, LINES.replace("source: shop", "source: other"), tmp_path)

    assert rows(
        connection, "select _source, count(*) from landing.order_lines group by 1 order by 1"
    ) == [
        ("other", 3),
        ("shop", 3),
    ]


def test_an_unwritable_warehouse_is_not_swallowed(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,at\n1,2024-01-01\n")
    path = tmp_path / "w.duckdb"
    duckdb.connect(str(path)).close()
    connection = duckdb.connect(str(path), read_only=True)
    text = fields_of("{order_id: id, ordered_at: at}", pattern="a*")
    with pytest.raises(duckdb.Error):
        load.land_source(connection, parse_map(text), tmp_path, now=NOW)
