"""How texts become values: amounts, yes and no, times in zones, and what is refused."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.pipelines.landing.landing_help import connect, fields_of, land, rows


def one(
    tmp_path: Path, target: str, fields: str, column: str, value: str, *, options: str = ""
) -> Any:
    """Land one quoted value and return the field, or the reason it is in quarantine."""
    quoted = '"' + value.replace('"', '""') + '"'
    (tmp_path / "a.csv").write_text(f"id,when,v,w\n1,2024-01-01,{quoted},x\n")
    connection = connect()
    (result,) = land(connection, fields_of(fields, target=target, options=options), tmp_path)
    if result.failed:
        return result.message
    found = rows(connection, f"select {column} from landing.{target}")
    return found[0][0] if found else rows(connection, "select reason from ops.quarantine")[0][0]


ORDER = "{order_id: id, ordered_at: when, total_amount: v}"


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("12.5", "12.50"), ("1,234.50", "1234.50"), ("$1,234.50", "1234.50"), ("€ 7", "7.00"),
        ("(12.50)", "-12.50"), ("12.50-", "-12.50"), ("-$3.10", "-3.10"), ("USD 9.99", "9.99"),
        ("9.99 USD", "9.99"), ("¥1,000", "1000.00"), ("1 234.50", "1234.50"),
        ("1’234.50", "1234.50"), ("12,34,567.00", "1234567.00"), (".5", "0.50"), ("  8 ", "8.00"),
        ("2.345", "2.35"), ("", None),
    ],
)  # fmt: skip
def test_amounts_as_people_write_them(tmp_path: Path, text: str, amount: str | None) -> None:
    expected = None if amount is None else Decimal(amount)
    assert one(tmp_path, "orders", ORDER, "total_amount", text) == expected


@pytest.mark.parametrize("text", ["12,50", "abc", "12abc", "1.2.3", "1,23", "--5", "NaN"])
def test_what_is_no_amount_is_refused(tmp_path: Path, text: str) -> None:
    said = one(tmp_path, "orders", ORDER, "total_amount", text)
    assert said == f'total_amount: "{text}" is not an amount (column v)'


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("12,5", "12.50"),
        ("1.234,50", "1234.50"),
        ("1.234", "1234.00"),
        ("1 234,5 €", "1234.50"),
        ("-3,10", "-3.10"),
    ],
)
def test_decimal_commas(tmp_path: Path, text: str, amount: str) -> None:
    found = one(tmp_path, "orders", ORDER, "total_amount", text, options='decimal: ","')
    assert found == Decimal(amount)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("yes", True),
        ("NO", False),
        ("是", True),
        ("否", False),
        ("1", True),
        ("0", False),
        ("True", True),
        ("f", False),
        ("", None),
    ],
)
def test_yes_and_no_in_many_words(tmp_path: Path, text: str, value: bool | None) -> None:
    assert (
        one(
            tmp_path,
            "customers",
            "{customer_id: id, has_email_consent: v}",
            "has_email_consent",
            text,
        )
        is value
    )


@pytest.mark.parametrize(("text", "value"), [("17", 17), ("17.0", 17), ("1,700", 1700), ("", None)])
def test_whole_numbers(tmp_path: Path, text: str, value: int | None) -> None:
    fields = "{account_id: id, account_name: w, employee_count: v}"
    assert one(tmp_path, "accounts", fields, "employee_count", text) == value


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("3.7", 'employee_count: "3.7" is not a whole number (column v)'),
        ("-1", "employee_count: -1 is below 0"),
    ],
)
def test_numbers_that_break_a_rule(tmp_path: Path, text: str, reason: str) -> None:
    fields = "{account_id: id, account_name: w, employee_count: v}"
    assert one(tmp_path, "accounts", fields, "employee_count", text) == reason


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "spec", "expected"),
    [
        ("2024-01-02 10:00:00", "", "2024-01-02 10:00:00"),
        ("2024-01-02T10:00:00Z", "", "2024-01-02 10:00:00"),
        ("2024-01-02T10:00:00+08:00", "", "2024-01-02 02:00:00"),
        ("2024-01-02 10:00:00.5-0500", "", "2024-01-02 15:00:00.5"),
        ("2024/1/2 9:05", "", "2024-01-02 09:05:00"),
        ("1704189600", "", "2024-01-02 10:00:00"),
        ("1704189600000", "", "2024-01-02 10:00:00"),
        ("20240102", "", "2024-01-02 00:00:00"),
        ("25/12/2024 10:00", "", "2024-12-25 10:00:00"),
        ("12/25/2024", "", "2024-12-25 00:00:00"),
        ("02.01.2024 10:00", "", "2024-01-02 10:00:00"),
        ("2024年1月2日", "", "2024-01-02 00:00:00"),
        ("Jan 2, 2024", "", "2024-01-02 00:00:00"),
        ("2 January 2024 10:00", "", "2024-01-02 10:00:00"),
        ("Tue, 02 Jan 2024 10:00:00 +0100", "", "2024-01-02 09:00:00"),
        ("02/01/2024", 'format: "%d/%m/%Y"', "2024-01-02 00:00:00"),
        ("02/01/2024", 'format: [iso, "%m/%d/%Y"]', "2024-02-01 00:00:00"),
        ("2024-07-02 10:00:00", "timezone: Europe/London", "2024-07-02 09:00:00"),
        ("2024-07-02T10:00:00Z", "timezone: Europe/London", "2024-07-02 10:00:00"),
        ("2024-01-02 10:00:00", "timezone: Asia/Shanghai", "2024-01-02 02:00:00"),
    ],
)
def test_times(tmp_path: Path, text: str, spec: str, expected: str) -> None:
    inner = f"{{column: v, {spec}}}" if spec else "v"
    found = one(tmp_path, "orders", f"{{order_id: id, ordered_at: {inner}}}", "ordered_at", text)
    assert found == moment(expected)


def test_day_and_month_are_not_guessed(tmp_path: Path) -> None:
    said = one(tmp_path, "orders", "{order_id: id, ordered_at: v}", "ordered_at", "03/04/2024")
    assert 'ordered_at: dates like "03/04/2024" can be read two ways' in said
    assert 'Write `format: "%d/%m/%Y"` or `format: "%m/%d/%Y"`' in said


def test_evidence_for_the_order_of_a_date_is_reported(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,at\n1,03/04/2024\n2,25/12/2024\n")
    connection = connect()
    (result,) = land(connection, fields_of("{order_id: id, ordered_at: at}"), tmp_path)
    assert rows(connection, "select ordered_at from landing.orders order by order_id")[0] == (
        moment("2024-04-03"),
    )
    assert [f.kind for f in result.findings] == ["date_order"]


def test_dates_do_not_move_with_the_zone(tmp_path: Path) -> None:
    found = one(
        tmp_path, "customers",
        "{customer_id: id, birth_date: {column: v, timezone: Asia/Shanghai}}", "birth_date",
        "1990-05-06",
    )  # fmt: skip
    assert found == date(1990, 5, 6)


def test_prefix_suffix_values_nulls_defaults_and_minor_units(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "id,at,state,total,cur,who\n#1,2024-01-01,完成,1250,,17850.0\n#2,2024-01-02,other,N/A,USD,\n"
    )
    text = fields_of(
        "{order_id: {column: id, remove_prefix: '#'}, ordered_at: at, "
        "status: {column: state, values: {完成: completed}}, "
        "total_amount: {column: total, divide_by: 100, nulls: [N/A]}, currency_code: cur, "
        "customer_id: {column: who, remove_suffix: '.0', default: guest}, "
        "channel: {value: web}, order_number: {sql: \"'No ' || {order_id}\"}}"
    ).replace("source: shop", "source: shop\ncurrency: EUR\ncountry: DE")
    connection = connect()
    land(connection, text, tmp_path)
    query = (
        "select order_id, status, total_amount, currency_code, customer_id, channel, order_number, "
        "country_code from landing.orders order by 1"
    )
    assert rows(connection, query) == [
        ("1", "completed", Decimal("12.50"), "EUR", "17850", "web", "No 1", "DE"),
        ("2", "other", None, "USD", "guest", "web", "No 2", "DE"),
    ]


def test_typed_columns_of_parquet(tmp_path: Path) -> None:
    duckdb.sql(
        "select 17850.0::double as id, 'nan'::double as who, "
        "timestamptz '2024-01-01 10:00:00+02' as at, "
        "0.29::double as total, {'a': 1} as more union all "
        "select 2.5, 7, timestamptz '2024-01-01 10:00:00+00', 1, null"
    ).write_parquet(str(tmp_path / "a.parquet"))
    connection = connect()
    land(
        connection,
        fields_of("{order_id: id, ordered_at: at, customer_id: who, total_amount: total}"),
        tmp_path,
    )
    query = (
        "select order_id, customer_id, ordered_at, total_amount, _extra from landing.orders "
        "order by 1"
    )
    assert rows(connection, query) == [
        ("17850", None, moment("2024-01-01 08:00:00"), Decimal("0.29"), '{"more":{"a":1}}'),
        ("2.5", "7", moment("2024-01-01 10:00:00"), Decimal("1.00"), None),
    ]
