"""The dry run says what a map would do, and does nothing."""

from pathlib import Path

from pipelines.landing.check import check_source
from pipelines.landing.mapping import parse_map
from tests.pipelines.landing.landing_help import connect, rows

MAP = """
source: shop
ignore_files: "*.md"
files:
  - pattern: orders*
    targets:
      - target: orders
        where: "kind <> 'test'"
        fields: {order_id: id, ordered_at: at}
  - pattern: tickets*
    targets: [{target: tickets, fields: {ticket_id: id, status: state, created_at: at}}]
  - pattern: never*
    targets: [{target: products, fields: {product_id: id}}]
"""


def test_a_dry_run_reports_everything_and_lands_nothing(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text(
        "id,at,kind,note\n1,2024-01-01,web,a\n2,soon,web,b\n3,2024-01-03\n4,2024-01-04,test,c\n"
    )
    (tmp_path / "tickets.csv").write_text("id,state,at\n1,open,01/02/2024\n")
    (tmp_path / "notes.md").write_text("x")
    (tmp_path / "other.csv").write_text("x")
    connection = connect()

    report = check_source(connection, parse_map(MAP), tmp_path)

    orders, tickets = report.files
    assert (orders.columns, orders.unmapped) == (["id", "at", "kind", "note"], ["note"])
    (target,) = orders.targets
    assert (target.rows, target.good, target.bad, target.unselected) == (4, 1, 2, 1)
    assert target.sample[0][0] == "1"
    assert {reason for reason, _, _ in target.reasons} == {
        "line 4 cannot be read",
        'ordered_at: "soon" is not a time (column at)',
    }
    assert "can be read two ways" in tickets.problem
    assert (report.unmatched, report.ignored, report.idle_patterns) == (
        ["other.csv"],
        ["notes.md"],
        ["never*"],
    )
    assert not report.ok
    assert rows(
        connection, "select count(*) from information_schema.tables where table_schema <> 'main'"
    ) == [(0,)]
