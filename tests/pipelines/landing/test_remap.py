"""A changed map reads everything again, and no row counts twice."""

from pathlib import Path

from tests.pipelines.landing.landing_help import connect, fields_of, land, rows

OSLO = "2,2024-01-02 12:00:00,Oslo\n"
CSV = f"id,at,city\n1,2024-01-01 12:00:00,Rome\n{OSLO}{OSLO}"
PLAIN = fields_of("{order_id: id, ordered_at: at}")
ZONED = fields_of("{order_id: id, ordered_at: {column: at, timezone: Asia/Tokyo}, city: city}")


def state(directory: Path, first: str, second: str) -> list[tuple[object, ...]]:
    (directory / "a.csv").write_text(CSV)
    connection = connect()
    land(connection, first, directory)
    (result,) = land(connection, second, directory)
    assert (result.status, result.rows_landed, result.rows_replaced) == ("landed", 3, 3)
    assert "remapped" in {f.kind for f in result.findings}
    assert [r.status for r in land(connection, second, directory)] == ["unchanged"]
    query = (
        "select order_id, cast(ordered_at as varchar), city, _batch_id from landing.orders "
        "order by 1"
    )
    return rows(connection, query)


def test_rows_are_read_again_and_replaced(tmp_path: Path) -> None:
    assert state(tmp_path, PLAIN, ZONED) == [
        ("1", "2024-01-01 03:00:00", "Rome", 2),
        ("2", "2024-01-02 03:00:00", "Oslo", 2),
        ("2", "2024-01-02 03:00:00", "Oslo", 2),
    ]


def test_back_to_the_old_map_gives_the_old_rows(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(CSV)
    connection = connect()
    for text in (PLAIN, ZONED, PLAIN):
        land(connection, text, tmp_path)
    assert rows(connection, "select count(*), count(city), max(_batch_id) from landing.orders") == [
        (3, 0, 3)
    ]


def test_a_newer_export_under_another_name_takes_over_from_a_file_that_is_gone(
    tmp_path: Path,
) -> None:
    (tmp_path / "monday.csv").write_text(CSV)
    connection = connect()
    land(connection, PLAIN, tmp_path)
    (tmp_path / "monday.csv").unlink()
    (tmp_path / "tuesday.csv").write_text(CSV + "3,2024-01-03 12:00:00,Bonn\n")

    land(connection, ZONED, tmp_path)

    assert rows(connection, "select count(*), count(city) from landing.orders") == [(4, 4)]


def test_two_patterns_for_one_target_do_not_replace_each_other(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(CSV)
    (tmp_path / "b.csv").write_text(CSV.replace("\n1,", "\n7,").replace("\n2,", "\n8,"))
    text = """
source: shop
files:
  - pattern: a*
    targets: [{target: orders, fields: {order_id: id, ordered_at: at}}]
  - pattern: b*
    targets: [{target: orders, fields: {order_id: id, ordered_at: at, city: city}}]
"""
    connection = connect()
    for _ in range(2):
        land(connection, text, tmp_path)
    assert rows(connection, "select count(*) from landing.orders") == [(6,)]


def test_a_changed_description_reads_nothing_again(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(CSV)
    connection = connect()
    land(connection, PLAIN, tmp_path)
    (result,) = land(connection, PLAIN.replace("files:", "description: My shop\nfiles:"), tmp_path)
    assert result.status == "unchanged"
