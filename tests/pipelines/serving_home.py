"""A home with a tiny warehouse: two marts, the ops tables, a calendar. Enough to publish."""

from pathlib import Path

import duckdb

from pipelines.home import open_home
from records.database import ensure_records
from records.settings import Settings

MARTS = ("customers", "orders")


def make_home(directory: Path) -> Settings:
    """A home whose warehouse can be published."""
    settings = open_home(directory)
    ensure_records(settings)
    build_warehouse(settings, customers=3)
    return settings


def build_warehouse(settings: Settings, *, customers: int) -> None:
    """Build the marts again, with as many customers."""
    connection = duckdb.connect(str(settings.warehouse_path))
    connection.execute(f"""
        create schema if not exists marts;
        create schema if not exists ops;
        create schema if not exists intermediate;
        create or replace table marts.customers as
        select 'c' || i as customer_id, timestamp '2026-01-01' + to_days(i::int) as last_order_at,
            cast(i * 10 as decimal(18, 2)) as lifetime_net_amount, 1::bigint as _batch_id
        from range({customers}) as r(i);
        create or replace table marts.orders as
        select 'shop:' || i as order_id, 'c' || i as customer_id,
            timestamp '2026-01-01' + to_days(i::int) as ordered_at,
            cast(i * 10 as decimal(18, 2)) as net_amount, 1::bigint as _batch_id
        from range({customers}) as r(i);
        create or replace table ops.batches as select 1::bigint as batch_id, 'shop' as source;
        create or replace table ops.quarantine as select 1::bigint as quarantine_id;
        create or replace table ops.source_columns as select 'shop' as source;
        create or replace table intermediate.int_calendar__as_of as
        select date '2026-01-03' as as_of_date, 'EUR' as reporting_currency;
    """)
    connection.close()
