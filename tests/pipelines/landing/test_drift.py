"""Columns that come, go and change are noticed and nothing of them is lost."""

from pathlib import Path

from pipelines.landing.findings import BatchResult
from tests.pipelines.landing.landing_help import connect, fields_of, land, rows

MAP = fields_of("{order_id: id, ordered_at: at, city: town}")


def kinds(result: BatchResult) -> set[tuple[str, str, str]]:
    return {(f.severity, f.kind, f.column) for f in result.findings}


def test_new_missing_and_changed_columns(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("id,at,town,score\n1,2024-01-01,Rome,7\n")
    connection = connect()
    (first,) = land(connection, MAP, tmp_path)
    assert kinds(first) == set()
    assert rows(connection, "select _extra from landing.orders") == [('{"score":"7"}',)]

    file.write_text("id,at,score,colour\n1,2024-01-01,7,\n2,2024-01-02,high,red\n")
    (second,) = land(connection, MAP, tmp_path)

    assert kinds(second) == {
        ("warn", "column_gone", "town"),
        ("warn", "column_missing", "town"),
        ("warn", "column_type_changed", "score"),
        ("warn", "column_new", "colour"),
    }
    query = "select column_name, column_type, status from ops.source_columns order by 1"
    assert rows(connection, query) == [
        ("at", "time", "mapped"),
        ("colour", "text", "new"),
        ("id", "number", "mapped"),
        ("score", "text", "type_changed"),
        ("town", "text", "missing"),
    ]
    assert rows(connection, "select _extra from landing.orders where order_id = '2'") == [
        ('{"score":"high","colour":"red"}',)
    ]


def test_a_new_column_does_not_double_known_rows(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("id,at,town\n1,2024-01-01,Rome\n")
    connection = connect()
    land(connection, MAP, tmp_path)
    file.write_text("id,at,town,colour\n1,2024-01-01,Rome,red\n2,2024-01-02,Oslo,blue\n")

    (result,) = land(connection, MAP, tmp_path)

    assert (result.rows_landed, result.rows_known) == (1, 1)


def test_a_missing_required_column_fails_with_the_nearest_name(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("idd,at,town\n1,2024-01-01,Rome\n")
    connection = connect()
    (result,) = land(connection, MAP, tmp_path)
    assert result.failed
    assert (
        'the column "id" (for order_id) is not in the file; did you mean "idd"?' in result.message
    )
    assert rows(connection, "select count(*) from landing.orders") == [(0,)]


def test_ignored_columns_leave_no_trace(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,at,town,secret\n1,2024-01-01,Rome,x\n")
    connection = connect()
    text = fields_of("{order_id: id, ordered_at: at, city: town}", options="ignore: [secret]")
    land(connection, text, tmp_path)
    assert rows(connection, "select _extra from landing.orders") == [(None,)]


def test_header_names_are_found_whatever_their_case_and_blanks(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("ID , At,TOWN\n1,2024-01-01,Rome\n")
    connection = connect()
    land(connection, MAP, tmp_path)
    assert rows(connection, "select order_id, city from landing.orders") == [("1", "Rome")]


def test_keys_of_json_drift_too(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"id": 1, "at": "2024-01-01", "town": "Rome"}\n')
    connection = connect()
    land(connection, MAP, tmp_path)
    file.write_text('{"id": 2, "at": "2024-01-01", "town": ["Rome"], "new": true}\n')
    (result,) = land(connection, MAP, tmp_path)
    assert kinds(result) == {
        ("warn", "column_type_changed", "town"),
        ("warn", "column_new", "new"),
    }
