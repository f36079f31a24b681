"""The last asset: checked marts in front of readers."""

from datetime import UTC, datetime
from pathlib import Path

import dagster as dg

from pipelines.manifest import mart_names, read_manifest
from pipelines.publish import publish
from pipelines.resources.records import RunLog
from pipelines.resources.warehouse import POOL
from pipelines.run_options import RETRIES
from pipelines.run_state import note_run
from pipelines.schedules import REFRESH
from pipelines.translators import PUBLISHED, mart_key


def build_publish_asset(manifest: Path) -> dg.AssetsDefinition:
    """One asset that depends on every mart, and so on every check that can block one."""
    marts = mart_names(read_manifest(manifest))

    @dg.asset(
        key=PUBLISHED,
        deps=[mart_key(name) for name in marts],
        group_name="publishing",
        kinds={"duckdb"},
        owners=["team:data"],
        pool=POOL,
        retry_policy=RETRIES,
    )
    def published_warehouse(
        context: dg.AssetExecutionContext, run_log: dg.ResourceParam[RunLog]
    ) -> dg.MaterializeResult:
        """The served version: one row per table of it is counted here; readers follow CURRENT."""
        with run_log.step("publish", "Publish") as step:
            published = publish(
                run_log.settings,
                expected=marts,
                run_id=run_log.run_id,
                now=datetime.now(UTC),
                on_table=lambda table, rows: step.advance(f"{table}, {rows:,} rows"),
            )
            if context.job_name == REFRESH:
                note_run(
                    run_log.settings,
                    version=published.version,
                    inputs=run_log.inputs,
                    as_of=published.as_of_date,
                )
            step.rows = sum(published.row_counts.values())
            step.note = f"version {published.version}"
        return dg.MaterializeResult(
            metadata={
                "dagster/row_count": step.rows,
                "version": published.version,
                "as_of_date": str(published.as_of_date),
            }
        )

    return published_warehouse
