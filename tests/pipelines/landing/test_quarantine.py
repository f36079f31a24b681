"""Rows that break their contract: named, kept once, mended, replayed, dismissed."""

import json
from pathlib import Path

import pytest

from pipelines.failures import PermanentFailure
from pipelines.landing.load import replay_quarantine
from pipelines.landing.mapping import parse_map
from pipelines.landing.quarantine import dismiss, list_quarantine
from tests.pipelines.landing.landing_help import NOW, books_balance, connect, fields_of, land, rows

MAP = fields_of("{order_id: id, ordered_at: at, order_type: kind, total_amount: total}")
BAD = 'id,at,kind,total\n1,2024-01-01,sale,5\n,never,gift,x\n3,2024-01-03\n4,"2024-01-04",sale,7\n'


def test_every_reason_the_whole_row_and_its_line_are_kept(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text(BAD)
    connection = connect()

    (result,) = land(connection, MAP, tmp_path)

    assert (result.rows_in, result.rows_landed, result.rows_quarantined) == (4, 2, 2)
    broken, short = list_quarantine(connection)
    assert set(broken.reason.split("; ")) == {
        "order_id is empty (column id)",
        'order_type: "gift" is not one of sale, cancellation (column kind)',
        'ordered_at: "never" is not a time (column at)',
        'total_amount: "x" is not an amount (column total)',
    }
    assert json.loads(broken.raw_text) == {"id": None, "at": "never", "kind": "gift", "total": "x"}
    assert broken.line_number == 3
    assert (short.raw_text, short.line_number) == ("3,2024-01-03", 4)
    assert short.reason.startswith("the line cannot be read")


def test_an_edited_file_lands_the_mended_row_and_settles_its_entry(tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text(BAD)
    connection = connect()
    land(connection, MAP, tmp_path)
    file.write_text(BAD.replace(",never,gift,x", "2,2024-01-02,sale,6"))

    replayed = replay_quarantine(connection, parse_map(MAP), tmp_path, now=NOW)
    books_balance(connection)

    assert [(r.rows_landed, r.replayed) for r in replayed] == [(1, 1)]
    assert rows(
        connection, "select status, count(*) from ops.quarantine group by 1 order by 1"
    ) == [
        ("open", 1),
        ("replayed", 1),
    ]


def test_an_edited_map_lands_the_row_too(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text("id,at\n1,2024-01-01\n2,Jahr 2024\n")
    plain = fields_of("{order_id: id, ordered_at: at}")
    connection = connect()
    land(connection, plain, tmp_path)
    mended = fields_of('{order_id: id, ordered_at: {column: at, format: [iso, "Jahr %Y"]}}')

    results = replay_quarantine(connection, parse_map(mended), tmp_path, now=NOW)
    books_balance(connection)

    assert [(r.rows_landed, r.replayed, r.rows_replaced) for r in results] == [(2, 1, 1)]
    assert rows(connection, "select count(*), count(distinct order_id) from landing.orders") == [
        (2, 2)
    ]
    assert list_quarantine(connection) == []


def test_replay_without_a_change_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text(BAD)
    connection = connect()
    land(connection, MAP, tmp_path)

    results = replay_quarantine(connection, parse_map(MAP), tmp_path, now=NOW)
    books_balance(connection)

    assert [(r.rows_landed, r.rows_known, r.rows_quarantined) for r in results] == [(0, 4, 0)]
    assert len(list_quarantine(connection)) == 2


def test_a_dismissed_row_does_not_come_back(tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text(BAD)
    connection = connect()
    land(connection, MAP, tmp_path)
    entry = list_quarantine(connection)[0]

    assert dismiss(connection, [entry.quarantine_id], now=NOW) == 1
    file.write_text(BAD + "\n")
    land(connection, MAP, tmp_path)

    assert len(list_quarantine(connection)) == 1
    assert [e.quarantine_id for e in list_quarantine(connection, status="dismissed")] == [
        entry.quarantine_id
    ]
    with pytest.raises(PermanentFailure, match="no quarantine entry 99"):
        dismiss(connection, [99], now=NOW)


def test_a_short_fetch_settles_nothing(tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text(BAD)
    connection = connect()
    land(connection, MAP, tmp_path)
    file.write_text("id,at,kind,total\n1,2024-01-01,sale,5\n")
    land(connection, MAP, tmp_path)

    assert len(list_quarantine(connection)) == 2


def test_bad_json_lines_and_whitespace_lines_keep_their_text(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(
        '{"id": 1, "at": "2024-01-01"}\n{"id": 2, "at"\n\n{"id": 3}\n'
    )
    (tmp_path / "b.txt").write_text(" id  at \n 1  2024-01-01\n 2\n")
    connection = connect()
    text = fields_of("{order_id: id, ordered_at: at}", pattern="a*")
    land(connection, text, tmp_path)
    other = fields_of("{order_id: id, ordered_at: at}", pattern="b*", options="format: whitespace")
    land(connection, other.replace("source: shop", "source: other"), tmp_path)

    assert [(e.raw_text, e.line_number, e.reason) for e in list_quarantine(connection)] == [
        ('{"id": 2, "at"', 2, "the line is not valid JSON"),
        ('{"id": 3}', 4, "ordered_at is empty (column at)"),
        (" 2", 3, "the line has 1 values, not 2"),
    ]
