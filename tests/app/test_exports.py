"""Exports: right below the page, all rows, harmless cells, a line in the log."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.data.warehouse import ServedVersion
from app.exports import Export, harmless, write_export
from app.queries.customers import CustomerFilters, customers_query
from app.queries.orders import OrderFilters, orders_query
from app.queries.rows import count_rows
from records.audit import latest_exports
from records.errors import Invalid, NotAllowed
from records.permissions.rules import SYSTEM, Actor
from records.settings import Settings

MakeActor = Callable[[str], Actor]


def export_bytes(settings: Settings, served: ServedVersion, actor: Actor, kind: str) -> bytes:
    export = Export(
        customers_query(CustomerFilters(), actor), "customers", "customers.export", {"all": True}
    )
    with write_export(settings, actor, served=served, export=export, file_format=kind) as file:
        return file.read()


def test_viewer_may_not_export(
    sample_settings: Settings, warehouse: ServedVersion, make_actor: MakeActor
) -> None:
    with pytest.raises(NotAllowed):
        export_bytes(sample_settings, warehouse, make_actor("viewer"), "csv")


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet"])
def test_every_row_is_there_and_logged(
    sample_settings: Settings, warehouse: ServedVersion, make_actor: MakeActor, kind: str
) -> None:
    actor = make_actor("analyst")
    data = export_bytes(sample_settings, warehouse, actor, kind)
    count = count_rows(warehouse, customers_query(CustomerFilters(), actor))
    if kind == "csv":
        rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
        assert len(rows) == count
        assert "'=Dee()" in [row["full_name"] for row in rows]
        assert next(r["phone"] for r in rows if r["full_name"] == "陈伟") == "'+8613800138000"
    elif kind == "parquet":
        assert pl.read_parquet(io.BytesIO(data)).height == count
    else:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert sheet.count("<row ") == count + 1
        assert "<f>" not in sheet
    newest = latest_exports(sample_settings, SYSTEM)[0]
    assert (newest.row_count, newest.file_format, newest.user_id) == (count, kind, actor.user_id)


def test_too_many_rows_are_refused_and_not_logged(
    tmp_path: Path, warehouse: ServedVersion, make_actor: MakeActor
) -> None:
    from records.database import ensure_records

    settings = Settings(home=tmp_path, export_rows=3)
    ensure_records(settings)
    with pytest.raises(Invalid, match="more than 3 rows"):
        export_bytes(settings, warehouse, make_actor("admin"), "csv")
    assert latest_exports(settings, SYSTEM) == []
    assert list(settings.temporary_dir.glob("tmp*")) == []


def test_orders_export_keeps_cents(
    sample_settings: Settings, warehouse: ServedVersion, make_actor: MakeActor
) -> None:
    actor = make_actor("admin")
    export = Export(orders_query(OrderFilters(), actor), "orders", "customers.export")
    with write_export(
        sample_settings, actor, served=warehouse, export=export, file_format="parquet"
    ) as file:
        rows = pl.read_parquet(file.read())
    expected = warehouse.frame("select sum(net_amount) as net from orders")["net"][0]
    assert rows["net_amount"].sum() == expected
    assert rows["order_id"].n_unique() == rows.height == 10


@given(st.lists(st.none() | st.text(max_size=20)))
def test_no_text_begins_like_a_formula(texts: list[str | None]) -> None:
    made = harmless(pa.array(texts, pa.string())).to_pylist()
    for before, after in zip(texts, made, strict=True):
        assert after is None or not after.startswith(("=", "+", "-", "@", "\t", "\r"))
        assert after in (before, None if before is None else f"'{before}")
