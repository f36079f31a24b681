"""Every format, compression and encoding gives the same rows; damage gives one sentence."""

import bz2
import codecs
import gzip
import json
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import duckdb
import pytest
import xlsxwriter

from tests.pipelines.landing.landing_help import connect, fields_of, land, rows

PEOPLE = [("1", "Zoë Müller", "北京"), ("2", 'O"Neil, Pat', "line\nbreak"), ("3", "Ann", "")]
FIELDS = "{customer_id: id, full_name: name, city: city}"
EXPECTED = [(i, n, c or None) for i, n, c in PEOPLE]


def as_csv(delimiter: str = ",", end: str = "\n") -> str:
    lines = [("id", "name", "city"), *PEOPLE]
    quoted = (delimiter.join('"' + v.replace('"', '""') + '"' for v in line) for line in lines)
    return "".join(line + end for line in quoted)


def landed(directory: Path, *, fields: str = FIELDS, options: str = "") -> list[tuple[object, ...]]:
    connection = connect()
    results = land(connection, fields_of(fields, options=options, target="customers"), directory)
    assert [r.message for r in results if r.failed] == []
    return rows(
        connection, "select customer_id, full_name, city from landing.customers order by all"
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_delimiters_and_line_ends_are_found(tmp_path: Path, delimiter: str, end: str) -> None:
    (tmp_path / "a.csv").write_bytes(as_csv(delimiter, end).encode())
    assert landed(tmp_path) == EXPECTED


def test_mixed_line_ends_lose_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(
        b'id,name,city\r\n1,Ann,Rome\n\n2,"Bob\nBig",Rome\r\n3,Cy,Rome'
    )
    assert [row[1] for row in landed(tmp_path)] == ["Ann", "Bob\nBig", "Cy"]


def write_parquet(path: Path) -> None:
    connection = duckdb.connect()
    connection.execute("create table t (id int, name varchar, city varchar)")
    connection.executemany("insert into t values (?, ?, ?)", EXPECTED)
    connection.execute(f"copy t to '{path}' (format parquet)")


def write_xlsx(path: Path) -> None:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("People")
    for number, line in enumerate([("id", "name", "city"), *PEOPLE]):
        sheet.write_row(number, 0, line)
    book.close()


def records() -> list[dict[str, object]]:
    return [{"id": int(i), "name": n, "city": c} for i, n, c in PEOPLE]


WRITERS: dict[str, Callable[[Path], object]] = {
    "a.csv": lambda p: p.write_text(as_csv()),
    "a.tsv": lambda p: p.write_text(as_csv("\t")),
    "a.jsonl": lambda p: p.write_text("\n".join(json.dumps(r) for r in records())),
    "a.ndjson": lambda p: p.write_text("\n".join(json.dumps(r) for r in records()) + "\n\n"),
    "a.json": lambda p: p.write_text(json.dumps(records())),
    "pretty.json": lambda p: p.write_text(json.dumps(records(), indent=2)),
    "lines.json": lambda p: p.write_text("\n".join(json.dumps(r) for r in records())),
    "wrapped.json": lambda p: p.write_text(json.dumps({"people": records()})),
    "a.parquet": write_parquet,
    "a.xlsx": write_xlsx,
    "a.csv.gz": lambda p: p.write_bytes(gzip.compress(as_csv().encode())),
    "a.csv.bz2": lambda p: p.write_bytes(bz2.compress(as_csv().encode())),
    "a.jsonl.gz": lambda p: p.write_bytes(
        gzip.compress("\n".join(json.dumps(r) for r in records()).encode())
    ),
}


@pytest.mark.parametrize("name", WRITERS)
def test_every_format_gives_the_same_rows(tmp_path: Path, name: str) -> None:
    WRITERS[name](tmp_path / name)
    assert landed(tmp_path) == EXPECTED


def test_members_of_a_zip_are_files_of_their_own(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.writestr("people/a.csv", as_csv())
        archive.writestr("__MACOSX/a.csv", "junk")
    connection = connect()
    results = land(connection, fields_of(FIELDS, target="customers", pattern="a.csv"), tmp_path)
    assert [(r.file, r.rows_landed) for r in results] == [("export.zip/people/a.csv", 3)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_chinese_encodings_are_found(tmp_path: Path, encoding: str) -> None:
    text = "id,name,city\n1,张伟,北京\n2,李娜,上海\n3,王芳 Wang,\n"
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))
    assert landed(tmp_path) == [
        ("1", "张伟", "北京"),
        ("2", "李娜", "上海"),
        ("3", "王芳 Wang", None),
    ]


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-8"])
def test_western_encodings_are_found(tmp_path: Path, encoding: str) -> None:
    text = "id,name,city\n1,Béatrice Lefèvre,Besançon\n2,Jürgen Groß,Köln\n3,Ñandú £5,\n"
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))
    assert [row[1] for row in landed(tmp_path)] == ["Béatrice Lefèvre", "Jürgen Groß", "Ñandú £5"]


def test_the_map_may_name_the_encoding(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("id,name,city\n1,Łódź,Łódź\n".encode("iso-8859-2"))
    assert landed(tmp_path, options="encoding: iso-8859-2") == [("1", "Łódź", "Łódź")]


def test_headerless_with_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(codecs.BOM_UTF8 + "1,Ann,Köln\n2,Bob,\n".encode())
    found = landed(tmp_path, options="header: false\n    columns: [id, name, city]")
    assert found == [("1", "Ann", "Köln"), ("2", "Bob", None)]


def test_a_few_broken_bytes_do_not_garble_the_rest(tmp_path: Path) -> None:
    good = "".join(f"{i},名字{i},北京\n" for i in range(100)).encode()
    (tmp_path / "a.csv").write_bytes(b"id,name,city\n" + good + b"100,br\xffken,x\n")
    connection = connect()
    (result,) = land(connection, fields_of(FIELDS, target="customers"), tmp_path)
    assert (result.rows_landed, result.rows_quarantined) == (100, 1)
    assert rows(connection, "select full_name from landing.customers where customer_id = '7'") == [
        ("名字7",)
    ]


def test_fixed_and_whitespace_columns(tmp_path: Path) -> None:
    (tmp_path / "a.dat").write_text("1    Ann   Koeln\n2    Bob   \n")
    options = (
        "format: fixed\n    header: false\n    columns: [{name: id, start: 1, width: 5}, "
        "{name: name, start: 6, width: 6}, {name: city, start: 12, width: 10}]"
    )
    assert landed(tmp_path, options=options) == [("1", "Ann", "Koeln"), ("2", "Bob", None)]
    (tmp_path / "a.dat").write_text(" id  name\tcity\n 1   Ann\tKoeln\r\n\n 2 Bob   Rome  \n")
    assert landed(tmp_path, options="format: whitespace") == [
        ("1", "Ann", "Koeln"),
        ("2", "Bob", "Rome"),
    ]


def test_rows_above_the_header_and_comments_are_skipped(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "Report\nof today\nid;name;city\n1;Ann;Rome\n#x;y;z\n2;Bob;Rome\n"
    )
    found = landed(tmp_path, options='skip_rows: 2\n    comment: "#"')
    assert found == [("1", "Ann", "Rome"), ("2", "Bob", "Rome")]


def test_short_lines_can_be_padded(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,name,city\n1,Ann\n2,Bob,Rome\n")
    assert landed(tmp_path, options="short_lines: pad") == [
        ("1", "Ann", None),
        ("2", "Bob", "Rome"),
    ]


def test_spreadsheet_times_and_sheets(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    book.add_worksheet("Other")
    sheet = book.add_worksheet("Orders")
    sheet.write_row(0, 0, ["id", "at"])
    sheet.write(1, 0, 7)
    day = book.add_format({"num_format": "d mmm yy"})
    sheet.write_datetime(1, 1, datetime(2024, 3, 4, 5, 6, 7), day)  # noqa: DTZ001
    book.close()
    connection = connect()
    land(connection, fields_of("{order_id: id, ordered_at: at}", options="sheet: Orders"), tmp_path)
    assert rows(connection, "select order_id, ordered_at from landing.orders") == [
        ("7", datetime(2024, 3, 4, 5, 6, 7))  # noqa: DTZ001
    ]


def test_exploded_lists_read_their_parent(tmp_path: Path) -> None:
    document = {
        "orders": [
            {"id": 1, "at": "2024-01-01T00:00:00Z", "customer": {"email": "a@x.org"},
             "lines": [{"sku": "p1", "qty": 2, "colour": "red"}, {"sku": "p2", "qty": 1}]},
            {"id": 2, "at": "2024-01-02T00:00:00Z", "customer": None, "lines": [], "note": "gift"},
        ]
    }  # fmt: skip
    (tmp_path / "a.json").write_text(json.dumps(document, indent=1))
    text = """
source: shop
files:
  - pattern: "*"
    records: orders
    targets:
      - target: orders
        fields: {order_id: id, ordered_at: at, email: customer.email}
      - target: order_lines
        explode: lines
        fields: {order_id: ^id, ordered_at: ^.at, product_id: lines.sku, quantity: qty}
"""
    connection = connect()
    land(connection, text, tmp_path)
    assert rows(connection, "select order_id, email, _extra from landing.orders order by 1") == [
        ("1", "a@x.org", None),
        ("2", None, '{"note":"gift"}'),
    ]
    assert rows(
        connection,
        "select order_id, product_id, quantity, _extra from landing.order_lines order by 2",
    ) == [("1", "p1", 2.0, '{"colour":"red"}'), ("1", "p2", 1.0, None)]


DAMAGED: dict[str, tuple[bytes, str]] = {
    "short.csv.gz": (gzip.compress(as_csv().encode() * 1000)[:-20], "is damaged"),
    "junk.csv.gz": (b"not gzip at all", "is damaged"),
    "short.csv.bz2": (bz2.compress(as_csv().encode() * 1000)[:-20], "is damaged"),
    "broken.zip": (b"PK\x03\x04 and then nothing", "is damaged"),
    "short.parquet": (b"PAR1 half a file", "cannot be read as parquet"),
    "junk.csv": (bytes(range(256)) * 40, "is not a text file"),
    "empty.csv": (b"", "is empty"),
    "blank.csv": (b"\n\n  \n", "is empty"),
    "page.csv": (b"<html><body>503 try later</body></html>", "is not in the file"),
    "half.json": (b'[{"id": 1}, {"id": ', "cannot be"),
    "book.xlsx": (b"PK\x03\x04 not a book", "cannot be read as xlsx"),
    "strange.xyz": (b"a,b", "is not known from its extension"),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_file_fails_with_a_sentence_and_the_others_land(
    tmp_path: Path, name: str
) -> None:
    content, said = DAMAGED[name]
    (tmp_path / name).write_bytes(content)
    (tmp_path / "zz_good.csv").write_text(as_csv())
    connection = connect()

    results = land(connection, fields_of(FIELDS, target="customers"), tmp_path)

    failed, good = results
    assert failed.failed
    assert said in failed.message
    assert "Traceback" not in failed.message
    assert "Trying again will not help" in failed.message
    assert good.rows_landed == 3
    assert rows(connection, "select status from ops.source_files order by path") == [
        ("failed",),
        ("landed",),
    ]
