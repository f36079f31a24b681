"""Who is who: the Python asset in the middle of the dbt graph."""

from collections.abc import Iterator
from datetime import UTC, datetime

import dagster as dg

from pipelines.resources.records import RunLog
from pipelines.resources.warehouse import POOL, Warehouse
from pipelines.retries import RETRIES
from pipelines.translators import IDENTITY_TABLES

CONTACTS = dg.AssetKey(["intermediate", "int_contacts__unioned"])


@dg.multi_asset(
    name="identity",
    specs=[
        dg.AssetSpec(
            dg.AssetKey(["identity", table]),
            deps=[CONTACTS],
            group_name="identity",
            kinds={"python", "duckdb"},
            owners=["team:data"],
        )
        for table in IDENTITY_TABLES
    ],
    pool=POOL,
    retry_policy=RETRIES,
)
def identity(
    run_log: dg.ResourceParam[RunLog], warehouse: dg.ResourceParam[Warehouse]
) -> Iterator[dg.MaterializeResult]:
    """Link records of one person; every table here is read by dbt as a source."""
    from models_ml.identity.link import link_customers

    with run_log.step("identity", "Match people") as step, warehouse.connect() as connection:
        link_customers(connection, now=datetime.now(UTC))
        counts = {}
        for table in IDENTITY_TABLES:
            row = connection.execute(f"select count(*) from identity.{table}").fetchone()
            counts[table] = int(row[0]) if row else 0
        step.rows = counts["customer_links"]
    for table, rows in counts.items():
        yield dg.MaterializeResult(
            asset_key=dg.AssetKey(["identity", table]), metadata={"dagster/row_count": rows}
        )
