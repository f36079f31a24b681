"""Put the parts of the pipeline together for one home."""

import dagster as dg

from pipelines.assets.identity import identity
from pipelines.assets.ingest import build_ingest_assets, build_landing_views
from pipelines.assets.publish import build_publish_asset
from pipelines.assets.quality import build_arrival_checks, build_mart_checks
from pipelines.assets.warehouse import build_dbt_assets
from pipelines.freshness import with_freshness
from pipelines.landing.registry import list_sources
from pipelines.manifest import prepare_manifest
from pipelines.progress import Listener, Silent
from pipelines.resources.records import build_run_log
from pipelines.resources.warehouse import Warehouse
from pipelines.schedules import SCHEDULES, build_jobs, build_sensors
from records.settings import Settings


def build_definitions(settings: Settings, *, listener: Listener | None = None) -> dg.Definitions:
    """Everything Dagster knows of one home; `listener` is told of each step of a run."""
    manifest = prepare_manifest(settings)
    sources = list_sources(settings.home)
    mart_checks = build_mart_checks(manifest)
    assets = [
        *(build_ingest_assets(source) for source in sources),
        build_landing_views(sources, manifest),
        build_dbt_assets(settings, manifest),
        identity,
        build_publish_asset(manifest),
    ]
    return dg.Definitions(
        assets=with_freshness(assets, sources),
        asset_checks=[build_arrival_checks(), mart_checks],
        jobs=build_jobs(mart_checks),
        schedules=SCHEDULES,
        sensors=build_sensors(settings),
        resources={
            "run_log": build_run_log(settings, listener or Silent()),
            "warehouse": Warehouse(settings),
        },
        # one process a run: a step in a process of its own costs seconds of imports, and the
        # run is one writer anyway
        executor=dg.in_process_executor,
    )
