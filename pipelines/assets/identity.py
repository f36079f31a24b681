"""Who is who: the Python asset in the middle of the dbt graph."""

from collections.abc import Iterator

import dagster as dg

from pipelines.resources.records import RunLog
from pipelines.resources.warehouse import POOL, Warehouse
from pipelines.run_options import FULL_REFRESH_TAG, RETRIES
from pipelines.translators import CONTACTS, IDENTITY_TABLES


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
    context: dg.AssetExecutionContext,
    run_log: dg.ResourceParam[RunLog],
    warehouse: dg.ResourceParam[Warehouse],
) -> Iterator[dg.MaterializeResult]:
    """Link records of one person; every table here is read by dbt as a source."""
    from models_ml.identity import ensure_identity, link_customers, normalise_phones

    with run_log.step("identity", "Match people") as step, warehouse.connect() as connection:
        ensure_identity(connection)
        step.advance("phone numbers")
        normalise_phones(connection)
        newest = connection.execute(
            "select coalesce(max(last_batch_id), -1) from intermediate.int_contacts__unioned"
        ).fetchone()
        report = link_customers(
            connection,
            as_of_batch=int(newest[0]) if newest else -1,
            full=context.run.tags.get(FULL_REFRESH_TAG) == "true",
        )
        step.note = str(report)
        counts = {}
        for table in IDENTITY_TABLES:
            row = connection.execute(f"select count(*) from identity.{table}").fetchone()
            counts[table] = int(row[0]) if row else 0
        step.rows = counts["customer_links"]
    for table, rows in counts.items():
        yield dg.MaterializeResult(
            asset_key=dg.AssetKey(["identity", table]), metadata={"dagster/row_count": rows}
        )
