"""Landing as assets: one factory for all sources, and the views over them."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg

from pipelines.landing.findings import BatchResult
from pipelines.landing.load import land_source
from pipelines.landing.mapping import load_map
from pipelines.landing.registry import RegisteredSource
from pipelines.landing.views import ensure_landing
from pipelines.manifest import read_manifest, source_tables
from pipelines.resources.records import RunLog
from pipelines.resources.warehouse import POOL, Warehouse
from pipelines.run_options import RETRIES
from pipelines.translators import raw_key
from records.runs import CheckResult

FILES_CHECK = "files_can_be_landed"


def build_ingest_assets(source: RegisteredSource) -> dg.AssetsDefinition:
    """The raw tables of one source, landed by one step."""
    source_map = load_map(source.map)
    targets = _targets(source)
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
        check_specs=[
            dg.AssetCheckSpec(
                FILES_CHECK,
                asset=raw_key(source.name, targets[0]),
                description="Every file of the source can be read by its map.",
            )
        ],
        pool=POOL,
        retry_policy=RETRIES,
    )
    def land(
        run_log: dg.ResourceParam[RunLog], warehouse: dg.ResourceParam[Warehouse]
    ) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
        with (
            run_log.step(f"land {source.name}", f"Land {source.name}") as step,
            warehouse.connect() as connection,
        ):
            batches = land_source(
                connection,
                source_map,
                Path(source.path),
                run_id=run_log.run_id,
                now=datetime.now(UTC),
                on_progress=lambda told: step.advance(f"{told.file}, {told.rows:,} rows"),
            )
            step.rows = sum(batch.rows_landed for batch in batches)
            step.note = _note(batches)
            check = _files_check(batches)
            run_log.checked([check])
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
        yield dg.AssetCheckResult(
            check_name=FILES_CHECK,
            asset_key=raw_key(source.name, targets[0]),
            passed=check.passed,
            severity=dg.AssetCheckSeverity.WARN,
            metadata={
                "failed_count": check.failed_count,
                "sample": dg.MetadataValue.json(check.sample),
            },
        )

    return land


def build_landing_views(sources: Sequence[RegisteredSource], manifest: Path) -> dg.AssetsDefinition:
    """What dbt reads: one view a target over all sources, and the log of batches."""
    # Every view waits for every source: with dependencies of their own, Dagster would cut the dbt
    # step into one part per set of them, and each part costs the seconds dbt takes to start.
    raw = [raw_key(source.name, target) for source in sources for target in _targets(source)]
    tables = source_tables(read_manifest(manifest))
    specs = [
        dg.AssetSpec(
            dg.AssetKey([schema, table]),
            deps=raw,
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


def _targets(source: RegisteredSource) -> list[str]:
    """Targets that a source feeds."""
    files = load_map(source.map).files
    return sorted({target.target for file in files for target in file.targets})


def _files_check(batches: Sequence[BatchResult]) -> CheckResult:
    """A file that cannot be read leaves what it brought before; the others go on."""
    failed = [batch for batch in batches if batch.status == "failed"]
    return CheckResult(
        name=FILES_CHECK,
        asset=f"raw_{batches[0].source}" if batches else "raw",
        severity="warn",
        passed=not failed,
        failed_count=len(failed),
        sample=[f"{batch.file}: {batch.message}" for batch in failed[:5]],
        description="Every file of the source can be read by its map.",
    )


def _note(batches: Sequence[BatchResult]) -> str:
    set_aside = sum(batch.rows_quarantined for batch in batches)
    failed = [batch for batch in batches if batch.status == "failed"]
    parts = [f"{set_aside:,} rows in quarantine"] if set_aside else []
    if failed:
        more = f" and {len(failed) - 1} more" if len(failed) > 1 else ""
        parts.append(f"not landed: {failed[0].message}{more}")
    return "; ".join(parts)
