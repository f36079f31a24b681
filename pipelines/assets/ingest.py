"""Landing as assets: one factory for all sources, and the views over them."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg

from pipelines.landing.load import ensure_landing, land_source
from pipelines.landing.mapping import load_map
from pipelines.landing.registry import RegisteredSource
from pipelines.manifest import read_manifest, source_tables
from pipelines.resources.records import RunLog
from pipelines.resources.warehouse import POOL, Warehouse
from pipelines.retries import RETRIES
from pipelines.translators import raw_key


def build_ingest_assets(source: RegisteredSource) -> dg.AssetsDefinition:
    """The raw tables of one source, landed by one step."""
    source_map = load_map(source.map)
    targets = sorted({target.target for file in source_map.files for target in file.targets})
    described = source_map.description or f"Files of {source.name}."

    @dg.multi_asset(
        name=f"land_{source.name}",
        specs=[
            dg.AssetSpec(
                raw_key(source.name, target),
                description=f"{described} One row per delivered version of each of its {target}.",
                group_name=f"raw_{source.name}",
                kinds={"file", "duckdb"},
                owners=["team:data"],
            )
            for target in targets
        ],
        pool=POOL,
        retry_policy=RETRIES,
    )
    def land(
        run_log: dg.ResourceParam[RunLog], warehouse: dg.ResourceParam[Warehouse]
    ) -> Iterator[dg.MaterializeResult]:
        with (
            run_log.step(f"land {source.name}", f"Land {source.name}") as step,
            warehouse.connect() as connection,
        ):
            ensure_landing(connection)
            batches = land_source(
                connection,
                source_map,
                Path(source.path),
                run_id=run_log.run_id,
                now=datetime.now(UTC),
                on_progress=lambda told: step.advance(str(told)),
            )
            step.rows = sum(batch.rows_landed for batch in batches)
            set_aside = sum(batch.rows_quarantined for batch in batches)
            step.note = f"{set_aside:,} rows in quarantine" if set_aside else ""
        for target in targets:
            mine = [batch for batch in batches if batch.target == target]
            yield dg.MaterializeResult(
                asset_key=raw_key(source.name, target),
                metadata={
                    "dagster/row_count": sum(batch.rows_landed for batch in mine),
                    "rows_in": sum(batch.rows_in for batch in mine),
                    "rows_known": sum(batch.rows_known for batch in mine),
                    "rows_quarantined": sum(batch.rows_quarantined for batch in mine),
                    "files": len({batch.file for batch in mine}),
                },
            )

    return land


def build_landing_views(sources: Sequence[RegisteredSource], manifest: Path) -> dg.AssetsDefinition:
    """What dbt reads: one view a target over all sources, and the log of batches."""
    raw = {
        (source.name, target.target)
        for source in sources
        for file in load_map(source.map).files
        for target in file.targets
    }
    tables = source_tables(read_manifest(manifest))
    specs = [
        dg.AssetSpec(
            dg.AssetKey([schema, table]),
            deps=[raw_key(source, target) for source, target in sorted(raw) if target == table]
            if schema == "landing"
            else [raw_key(source, target) for source, target in sorted(raw)],
            description=f"One row per landed row of {table}, whatever source it came from.",
            group_name=schema,
            kinds={"duckdb"},
            owners=["team:data"],
        )
        for schema in tables
        if schema != "identity"
        for table in tables[schema]
    ]

    @dg.multi_asset(name="landing", specs=specs, pool=POOL, retry_policy=RETRIES)
    def landing(
        run_log: dg.ResourceParam[RunLog], warehouse: dg.ResourceParam[Warehouse]
    ) -> Iterator[dg.MaterializeResult]:
        from models_ml.identity.tables import ensure_identity

        with run_log.step("landing", "Prepare views"), warehouse.connect() as connection:
            ensure_landing(connection)
            ensure_identity(connection)
        for spec in specs:
            yield dg.MaterializeResult(asset_key=spec.key)

    return landing
